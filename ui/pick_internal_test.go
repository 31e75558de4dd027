package ui

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"relais/assets"
	"relais/internal/text"
)

// chooserWindow is a window over a folder with one file in it.
func chooserWindow(t *testing.T) (w *Window, path string) {
	t.Helper()
	app := test.NewTempApp(t)
	folder := t.TempDir()
	path = filepath.Join(folder, "facture.txt")
	if err := os.WriteFile(path, []byte("42 €"), 0o600); err != nil {
		t.Fatal(err)
	}
	app.Preferences().SetString("fyne:fileDialogLastFolder", storage.NewFileURI(folder).String())
	words, err := fs.Sub(assets.I18n, "i18n")
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := text.Load(words)
	if err != nil {
		t.Fatal(err)
	}
	w = &Window{o: Options{App: app, Words: catalogue.In("fr")}, win: app.NewWindow("Relais")}
	w.win.SetContent(widget.NewLabel("page"))
	w.win.Resize(fyne.NewSize(width, height))
	t.Cleanup(w.win.Close)
	return w, path
}

// find returns the first widget within the chooser that is what is looked for.
func find[O fyne.CanvasObject](t *testing.T, w *Window, is func(O) bool) O {
	t.Helper()
	for _, o := range test.LaidOutObjects(w.Canvas().Overlays().Top()) {
		if o, ok := o.(O); ok && is(o) {
			return o
		}
	}
	t.Fatal("it is not in the chooser")
	panic("unreachable")
}

func button(t *testing.T, w *Window, label string) *widget.Button {
	t.Helper()
	return find(t, w, func(b *widget.Button) bool { return b.Text == label })
}

func TestAFileIsPickedInTheChooser(t *testing.T) {
	w, path := chooserWindow(t)
	var name, content string
	w.pick(func(n string, open func() (io.ReadCloser, error)) {
		name = n
		f, err := open()
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		all, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		content = string(all)
	})
	chooser := find(t, w, func(*widget.PopUp) bool { return true })
	if size, room := chooser.Size(), w.Canvas().Size(); size.Width > room.Width || size.Height > room.Height {
		t.Errorf("the chooser is %v in a window of %v", size, room)
	}
	files := find(t, w, func(g *widget.GridWrap) bool { return g.Length() > 0 })
	files.Select(files.Length() - 1) // the first leads out of the folder
	test.Tap(button(t, w, "Joindre"))
	if name != filepath.Base(path) || content != "42 €" {
		t.Errorf("picked %q with %q", name, content)
	}
}

func TestTheChooserIsLeftWithoutAFile(t *testing.T) {
	w, _ := chooserWindow(t)
	for way, leave := range map[string]func(){
		"button": func() { test.Tap(button(t, w, "Annuler")) },
		"escape": func() { w.back() },
	} {
		w.pick(func(name string, _ func() (io.ReadCloser, error)) { t.Errorf("%s: picked %q", way, name) })
		leave()
		if w.Canvas().Overlays().Top() != nil {
			t.Errorf("%s: the chooser stays", way)
		}
	}
}

func TestAFileThatCannotBeOpenedIsHandedOnToBeTold(t *testing.T) {
	w, path := chooserWindow(t)
	var told error
	w.pick(func(_ string, open func() (io.ReadCloser, error)) { _, told = open() })
	files := find(t, w, func(g *widget.GridWrap) bool { return g.Length() > 0 })
	files.Select(files.Length() - 1)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	test.Tap(button(t, w, "Joindre"))
	if told == nil {
		t.Error("nobody hears that the file vanished")
	}
}
