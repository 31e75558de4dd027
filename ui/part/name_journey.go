//go:build journey

package part

import (
	"slices"

	"fyne.io/fyne/v2"
)

// names holds the named controls. An object has one name and a name one object: the last given wins on both sides,
// because the rows of a list are used again for other tickets.
var (
	names  = map[string]fyne.CanvasObject{}
	nameOf = map[fyne.CanvasObject]string{}
)

// Name gives a control the name by which journeys through the real window find it, such as "ask.send". It returns the
// control. Only a build with the tag journey keeps names.
func Name[O fyne.CanvasObject](o O, name string) O {
	if old, ok := nameOf[o]; ok && names[old] == fyne.CanvasObject(o) {
		delete(names, old)
	}
	if before, ok := names[name]; ok {
		delete(nameOf, before)
	}
	names[name], nameOf[o] = o, name
	return o
}

// Rect returns where the control called name is within its window, in device-independent pixels. It is not ok when
// there is no such control or it is not shown now. Call it on the UI goroutine.
func Rect(name string) (x, y, width, height float32, ok bool) {
	o, known := names[name]
	if !known || !o.Visible() || fyne.CurrentApp().Driver().CanvasForObject(o) == nil {
		return 0, 0, 0, 0, false
	}
	pos, size := fyne.CurrentApp().Driver().AbsolutePositionForObject(o), o.Size()
	// The driver answers the origin for what it does not find on its way through all that is shown.
	if pos.IsZero() || size.IsZero() {
		return 0, 0, 0, 0, false
	}
	return pos.X, pos.Y, size.Width, size.Height, true
}

// Enabled reports whether the control called name can be used now.
func Enabled(name string) bool {
	o, known := names[name]
	if !known {
		return false
	}
	d, can := o.(fyne.Disableable)
	return !can || !d.Disabled()
}

// Names returns the names of all controls that are shown now, sorted.
func Names() []string {
	var shown []string
	for name := range names {
		if _, _, _, _, ok := Rect(name); ok {
			shown = append(shown, name)
		}
	}
	slices.Sort(shown)
	return shown
}
