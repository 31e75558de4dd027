package ui

import (
	"io"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/driver/desktop"

	"relais/ui/part"
)

// keys are those that work on every page: Escape goes back, Ctrl and a number
// opens a tab, F5 syncs.
func (w *Window) keys() {
	if c, ok := w.Canvas().(desktop.Canvas); ok {
		c.SetOnKeyDown(part.UsedKey)
	}
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		switch e.Name {
		case fyne.KeyEscape:
			w.back()
		case fyne.KeyF5:
			w.o.Models().SyncNow()
		}
	})
	for i, key := range []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4} {
		w.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}, func(fyne.Shortcut) {
			if tabs := w.o.Models().Shell().State().Tabs; i < len(tabs) {
				w.header.OnTab(tabs[i])
			}
		})
	}
}

// back goes a step back within the page, else to the place before.
func (w *Window) back() {
	if w.page.back == nil || !w.page.back() {
		w.o.Models().Shell().Back()
	}
}

// attach takes a file: its name, and how to open it where waiting is allowed.
type attach func(name string, open func() (io.ReadCloser, error))

func (a attach) path(path string) {
	a(filepath.Base(path), func() (io.ReadCloser, error) { return os.Open(path) })
}

// pick lets the person pick a file.
func (w *Window) pick(a attach) {
	d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		if err != nil || r == nil {
			return
		}
		path := r.URI().Path()
		_ = r.Close()
		a.path(path)
	}, w.win)
	d.Resize(fyne.NewSize(width-200, height-160))
	d.Show()
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
