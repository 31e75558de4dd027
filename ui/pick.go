package ui

import (
	"io"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"relais/ui/part"
)

// attach takes a file: its name, and how to open it where waiting is allowed.
type attach func(name string, open func() (io.ReadCloser, error))

func (a attach) path(path string) {
	a(filepath.Base(path), func() (io.ReadCloser, error) { return os.Open(path) })
}

// pick lets the person pick a file. Whoever takes it says what is wrong with it, even that it can't be opened.
func (w *Window) pick(a attach) {
	d := dialog.NewFileOpen(func(r fyne.URIReadCloser, _ error) {
		if r == nil {
			return
		}
		path := r.URI().Path()
		_ = r.Close()
		a.path(path)
	}, w.win)
	d.SetTitleText(w.o.Words.T("pick.title"))
	d.SetConfirmText(w.o.Words.T("pick.take"))
	d.SetDismissText(w.o.Words.T("pick.cancel"))
	d.Show()
	// The toolkit knows no size of a chooser that was not shown yet.
	d.Resize(w.Canvas().Size().SubtractWidthHeight(pickMargin, pickMargin))
}

// pickMargin is what is seen of the page on both sides of the chooser together.
const pickMargin = 120

// dismiss closes what lies over the page, and reports whether there was something.
func (w *Window) dismiss() bool {
	over := w.Canvas().Overlays()
	top := over.Top()
	if top == nil {
		return false
	}
	if v, ok := top.(*part.Veil); ok {
		v.Dismiss()
		return true
	}
	over.Remove(top)
	return true
}

// dropped takes files that were dropped on the window.
func (w *Window) dropped(_ fyne.Position, uris []fyne.URI) {
	if w.page.drop == nil {
		return
	}
	paths := make([]string, 0, len(uris))
	for _, u := range uris {
		if u.Scheme() == "file" {
			paths = append(paths, u.Path())
		}
	}
	w.page.drop(paths)
}
