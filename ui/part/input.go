package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// pointed is the program whose person used the pointer last, nil when a key came after it. Who points sees where they
// are: what gets the focus then shows it from the next key on. It belongs to the UI goroutine.
var pointed fyne.App

func byPointer() bool { return pointed != nil && pointed == fyne.CurrentApp() }

// UsedPointer notes that the person points, or has not used a key yet.
func UsedPointer() { pointed = fyne.CurrentApp() }

// Focus puts the focus on f, if it is in a window. It may have come there just now: the toolkit does not know yet on which
// canvas something stands that it has not drawn.
func Focus(f fyne.Focusable) {
	driver := fyne.CurrentApp().Driver()
	if canvas := driver.CanvasForObject(f.(fyne.CanvasObject)); canvas != nil {
		canvas.Focus(f)
		return
	}
	for _, w := range driver.AllWindows() {
		if w.Canvas().Focus(f); w.Canvas().Focused() == f {
			return
		}
	}
}

// showRing shows or hides the ring of a part that is seen.
func showRing(of fyne.CanvasObject, ring *surface, shown bool) {
	if shown == ring.Visible() {
		return
	}
	ShowIf(ring, shown)
	redraw(of)
}

// redraw makes the canvas of something that is seen draw what is new in it. The toolkit would wait until something else
// changes: it does not know yet which canvas shows what it has never drawn.
func redraw(seen fyne.CanvasObject) {
	if c, ok := fyne.CurrentApp().Driver().CanvasForObject(seen).(interface{ SetDirty() }); ok {
		c.SetDirty()
	}
}

// UsedKey notes that the person went on by keyboard: what gets the focus from now on shows it. Parts do so by themselves
// while they have the focus; it is for the window, which hears the keys when nothing has it.
func UsedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case desktop.KeyShiftLeft, desktop.KeyShiftRight, desktop.KeyControlLeft, desktop.KeyControlRight,
		desktop.KeyAltLeft, desktop.KeyAltRight, desktop.KeySuperLeft, desktop.KeySuperRight:
		return // goes with a click as well
	}
	pointed = nil
}
