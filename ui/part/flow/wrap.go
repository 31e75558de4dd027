package flow

import "fyne.io/fyne/v2"

// Wrap puts objects beside each other at their natural widths, gap apart, and goes on in a new line when there is no
// more room: for chips and buttons, which must survive large text.
func Wrap(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container(&wrap{gap: gap}, objects...)
}

type wrap struct {
	width
	gap float32
}

func (w *wrap) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w.last = size.Width
	w.walk(objects, size.Width, place)
}

func (w *wrap) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(widest(objects, minWidth), w.heightFor(objects, w.or(w.naturalWidth(objects))))
}

func (w *wrap) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return w.walk(objects, width, func(fyne.CanvasObject, float32, float32, float32, float32) {})
}

func (w *wrap) naturalWidth(objects []fyne.CanvasObject) float32 {
	return (&line{gap: w.gap}).naturalWidth(objects)
}

// walk calls put for each shown object, line by line and centred in its line, and returns the whole height.
func (w *wrap) walk(objects []fyne.CanvasObject, width float32, put func(o fyne.CanvasObject, x, y, width, height float32)) float32 {
	type set struct {
		o             fyne.CanvasObject
		x, wide, high float32
	}
	var row []set
	x, y, tall := float32(0), float32(0), float32(0)
	flush := func() {
		for _, s := range row {
			put(s.o, s.x, y+(tall-s.high)/2, s.wide, s.high)
		}
		y += tall
		row, x, tall = row[:0], 0, 0
	}
	for o := range visible(objects) {
		wide := min(NaturalWidth(o), width)
		if x > 0 && x+wide > width+0.5 {
			flush()
			y += w.gap
		}
		high := HeightFor(o, wide)
		row = append(row, set{o, x, wide, high})
		x, tall = x+wide+w.gap, max(tall, high)
	}
	flush()
	return y
}

// Grid puts objects in columns of equal width, at least as wide as least says each time it is asked and at most most
// of them beside each other; the objects of one row are equally high.
func Grid(least func() float32, most int, gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container(&grid{least: least, most: most, gap: gap}, objects...)
}

type grid struct {
	width
	least func() float32
	gap   float32
	most  int
}

func (g *grid) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	g.last = size.Width
	g.walk(objects, size.Width, place)
}

func (g *grid) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(widest(objects, minWidth), g.heightFor(objects, g.or(g.naturalWidth(objects))))
}

func (g *grid) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return g.walk(objects, width, func(fyne.CanvasObject, float32, float32, float32, float32) {})
}

func (g *grid) naturalWidth([]fyne.CanvasObject) float32 {
	return float32(g.most)*(g.least()+g.gap) - g.gap
}

func (g *grid) walk(objects []fyne.CanvasObject, width float32, put func(o fyne.CanvasObject, x, y, width, height float32)) float32 {
	columns := min(max(int((width+g.gap)/(g.least()+g.gap)), 1), g.most)
	cell := (width - g.gap*float32(columns-1)) / float32(columns)
	var row []fyne.CanvasObject
	y := float32(0)
	flush := func() {
		if len(row) == 0 {
			return
		}
		if y > 0 {
			y += g.gap
		}
		tall := widest(row, func(o fyne.CanvasObject) float32 { return HeightFor(o, cell) })
		for i, o := range row {
			put(o, float32(i)*(cell+g.gap), y, cell, tall)
		}
		y, row = y+tall, row[:0]
	}
	for o := range visible(objects) {
		if row = append(row, o); len(row) == columns {
			flush()
		}
	}
	flush()
	return y
}
