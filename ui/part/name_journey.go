//go:build journey

package part

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// names holds the named controls. An object has one name: the last given wins, because the rows of a list are used
// again for other tickets. A name may have several objects, on pages that are not shown at the same time.
var (
	names  = map[string][]fyne.CanvasObject{}
	nameOf = map[fyne.CanvasObject]string{}
)

// Name gives a control the name by which journeys through the real window find it, such as "ask.send". It returns the
// control. Only a build with the tag journey keeps names.
func Name[O fyne.CanvasObject](o O, name string) O {
	old, named := nameOf[o]
	if named && old == name {
		return o
	}
	if named {
		names[old] = slices.DeleteFunc(names[old], func(other fyne.CanvasObject) bool { return other == fyne.CanvasObject(o) })
	}
	names[name] = append(names[name], o)
	nameOf[o] = name
	return o
}

// Rect returns where the control called name is within its window, in device-independent pixels: of several of that
// name, the last one named that is shown. It is not ok when none is shown now. Call it on the UI goroutine, as all that
// follows.
func Rect(name string) (x, y, width, height float32, ok bool) {
	_, pos, size, ok := find(name)
	return pos.X, pos.Y, size.Width, size.Height, ok
}

// find looks for the shown control of a name.
func find(name string) (o fyne.CanvasObject, pos fyne.Position, size fyne.Size, ok bool) {
	for _, o := range slices.Backward(names[name]) {
		if !o.Visible() || fyne.CurrentApp().Driver().CanvasForObject(o) == nil {
			continue
		}
		pos, size := fyne.CurrentApp().Driver().AbsolutePositionForObject(o), o.Size()
		// The driver answers the origin for what it does not find on its way through all that is shown.
		if !pos.IsZero() && !size.IsZero() {
			return o, pos, size, true
		}
	}
	return nil, fyne.Position{}, fyne.Size{}, false
}

// InView reports whether the middle of the control called name is neither scrolled away nor outside of the window.
func InView(name string) bool {
	o, pos, size, ok := find(name)
	if !ok {
		return false
	}
	middle := pos.AddXY(size.Width/2, size.Height/2)
	driver := fyne.CurrentApp().Driver()
	canvas := driver.CanvasForObject(o)
	if !covers(fyne.Position{}, canvas.Size(), middle) {
		return false
	}
	for _, p := range pages {
		if driver.CanvasForObject(p) == canvas && holds(p.sheet, o) && !covers(driver.AbsolutePositionForObject(p), p.Size(), middle) {
			return false
		}
	}
	return true
}

func covers(pos fyne.Position, size fyne.Size, at fyne.Position) bool {
	return at.X >= pos.X && at.Y >= pos.Y && at.X < pos.X+size.Width && at.Y < pos.Y+size.Height
}

// holds reports whether o is tree, or within it.
func holds(tree, o fyne.CanvasObject) bool {
	if tree == o {
		return true
	}
	return slices.ContainsFunc(inside(tree), func(part fyne.CanvasObject) bool { return holds(part, o) })
}

// inside are the objects that o is made of, as far as they can be known: not the rows of a list.
func inside(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case *container.ThemeOverride:
		return []fyne.CanvasObject{o.Content}
	case *Page:
		return []fyne.CanvasObject{o.sheet}
	case interface{ content() fyne.CanvasObject }:
		return []fyne.CanvasObject{o.content()}
	}
	return nil
}

func (f *frame) content() fyne.CanvasObject { return f.root }

// Enabled reports whether the shown control called name can be used now.
func Enabled(name string) bool {
	o, _, _, ok := find(name)
	if !ok {
		return false
	}
	d, can := o.(fyne.Disableable)
	return !can || !d.Disabled()
}

// Focused reports whether the shown control called name has the focus.
func Focused(name string) bool {
	o, _, _, ok := find(name)
	if !ok {
		return false
	}
	f, can := o.(fyne.Focusable)
	return can && fyne.CurrentApp().Driver().CanvasForObject(o).Focused() == f
}

// Words returns what stands in the shown control called name: the text typed into a field, what a screen reader says of
// a button, all that is to be read in anything else.
func Words(name string) string {
	o, _, _, ok := find(name)
	if !ok {
		return ""
	}
	return words(o)
}

func words(o fyne.CanvasObject) string {
	switch o := o.(type) {
	case *entry:
		return o.Text
	case *Text:
		return o.String()
	case fyne.Focusable:
		if a, ok := o.(fyne.Accessible); ok {
			return a.AccessibilityLabel()
		}
	}
	var lines []string
	for _, part := range inside(o) {
		if line := words(part); part.Visible() && line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// Names returns the names of all controls that are shown now, sorted.
func Names() []string {
	var shown []string
	for name := range names {
		if _, _, _, ok := find(name); ok {
			shown = append(shown, name)
		}
	}
	slices.Sort(shown)
	return shown
}
