package part

import (
	"fyne.io/fyne/v2"

	"relais/ui/part/flow"
	"relais/ui/theme"
)

// Attachment is a file of a message.
type Attachment struct {
	Name   string // file name
	Detail string // its size, or how far its way is
	Icon   theme.IconName
	Ref    string  // given back when it is clicked
	Stop   string  // what a click does while the file comes; "" opens it
	Here   float32 // while it comes, how much of it is here: 0 to 1
}

// FileChip is a file that can be opened. While it comes a bar tells how much of it is here, and a click stops it.
type FileChip struct {
	control
	ground *surface
	icon   *Icon
	words  *Text
	cross  *Icon
	here   *surface
	bar    *fyne.Container
	detail *Text // below the bar: it is read even where the name is long
}

// NewFileChip returns a chip for a; tapped may be nil for a file that can't be opened yet.
func NewFileChip(a Attachment, tapped func()) *FileChip {
	c := &FileChip{
		ground: newSurface(theme.ColorNeutralSoft, theme.Size(theme.SizeChip)), here: newSurface(theme.ColorPrimary, barHeight/2),
		icon: NewIcon(theme.NoIcon, theme.ColorMuted, theme.SizeIconSmall), cross: NewIcon(theme.IconX, theme.ColorMuted, theme.SizeIconSmall),
		words: newText("", theme.SizeSmall, theme.ColorText, false).Lines(1), detail: NewSmall(""),
	}
	c.act = tapped
	c.bar = &fyne.Container{Objects: []fyne.CanvasObject{newSurface(theme.ColorLine, barHeight/2), c.here}}
	content := flow.Inset(12, 6, flow.Stack(4, flow.Split(6, flow.Line(6, c.icon, c.words), c.cross), c.bar, c.detail))
	c.setUp(c, flow.Layer(c.ground, content), 16, 2)
	c.restyle = func() {
		fill := theme.ColorNeutralSoft
		if c.hovered && !c.Disabled() {
			fill = theme.ColorPrimarySoft
		}
		c.ground.paint(fill, theme.ColorClear, 0)
	}
	c.Set(a)
	return c
}

// Set shows another state of the file.
func (c *FileChip) Set(a Attachment) {
	coming := a.Stop != ""
	name := a.Name
	if a.Detail != "" && !coming {
		name += " · " + a.Detail
	}
	icon := a.Icon
	if icon == theme.NoIcon {
		icon = theme.IconPaperclip
	}
	c.icon.Set(icon, theme.ColorMuted)
	c.words.Set(name)
	c.detail.Set(a.Detail)
	c.label = a.Name
	if coming {
		c.label = a.Stop + ", " + a.Detail
	}
	c.bar.Layout = doneLayout(a.Here)
	for _, o := range []fyne.CanvasObject{c.cross, c.bar, c.detail} {
		ShowIf(o, coming)
	}
	Relay(c)
}

// doneLayout puts the second object over the beginning of the first.
type doneLayout float32

func (d doneLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for i, o := range objects {
		o.Move(fyne.NewPos(0, 0))
		wide := size.Width
		if i == 1 {
			wide *= min(max(float32(d), 0), 1)
		}
		o.Resize(fyne.NewSize(wide, barHeight))
	}
}

func (doneLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(80, barHeight) }
