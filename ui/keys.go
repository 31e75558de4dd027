package ui

import (
	"fyne.io/fyne/v2"
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

// back closes what lies over the page, else goes a step back within the page, else
// to the place before.
func (w *Window) back() {
	if w.dismiss() {
		return
	}
	if w.page.back == nil || !w.page.back() {
		w.o.Models().Shell().Back()
	}
}
