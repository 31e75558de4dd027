package flow

import "fyne.io/fyne/v2"

// Line puts objects beside each other, gap apart, each at its natural width and centred in height. What is in Grow
// takes the room that is left. When there is too little room, growing objects give way first, then all others
// evenly, none below its least width.
func Line(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container(&line{gap: gap}, objects...)
}

// TopLine is a Line whose objects are aligned at their tops.
func TopLine(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container(&line{gap: gap, top: true}, objects...)
}

// Grow marks an object of a Line that takes the room that is left.
func Grow(o fyne.CanvasObject) *fyne.Container { return container(&grow{}, o) }

// Space is the empty growing object: what follows it in a Line stands at the right.
func Space() *fyne.Container { return container(&grow{}) }

type grow struct{ layer }

type line struct {
	width
	gap float32
	top bool
}

func (l *line) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.last = size.Width
	widths, x, i := l.share(objects, size.Width), float32(0), 0
	visible(objects, func(o fyne.CanvasObject) {
		w := widths[i]
		h, y := min(HeightFor(o, w), size.Height), float32(0)
		if !l.top {
			y = (size.Height - h) / 2
		}
		place(o, x, y, w, h)
		x += w + l.gap
		i++
	})
}

func (l *line) MinSize(objects []fyne.CanvasObject) fyne.Size {
	least, n := float32(0), 0
	visible(objects, func(o fyne.CanvasObject) {
		least += minWidth(o)
		n++
	})
	least += l.gap * float32(max(n-1, 0))
	return fyne.NewSize(least, l.heightFor(objects, l.or(l.naturalWidth(objects))))
}

func (l *line) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	widths, i, most := l.share(objects, width), 0, float32(0)
	visible(objects, func(o fyne.CanvasObject) {
		most = max(most, HeightFor(o, widths[i]))
		i++
	})
	return most
}

func (l *line) naturalWidth(objects []fyne.CanvasObject) float32 {
	sum, n := float32(0), 0
	visible(objects, func(o fyne.CanvasObject) {
		sum += NaturalWidth(o)
		n++
	})
	return sum + l.gap*float32(max(n-1, 0))
}

// share divides width among the shown objects.
func (l *line) share(objects []fyne.CanvasObject, width float32) []float32 {
	widths := make([]float32, 0, len(objects))
	growing := make([]bool, 0, len(objects))
	least := make([]float32, 0, len(objects))
	growers := 0
	left := width
	visible(objects, func(o fyne.CanvasObject) {
		w := NaturalWidth(o)
		g := isGrowing(o)
		if g {
			growers++
		}
		widths, growing, least = append(widths, w), append(growing, g), append(least, min(minWidth(o), w))
		left -= w
	})
	left -= l.gap * float32(max(len(widths)-1, 0))
	if left >= 0 {
		for i := range widths {
			if growing[i] {
				widths[i] += left / float32(growers)
			}
		}
		return widths
	}
	left = shrink(widths, least, growing, left)
	for i := range growing {
		growing[i] = true
	}
	shrink(widths, least, growing, left)
	return widths
}

// shrink takes what is missing from the chosen widths, in proportion to what each can give, and returns what is still
// missing, as a number below zero.
func shrink(widths, least []float32, chosen []bool, missing float32) float32 {
	give := float32(0)
	for i, w := range widths {
		if chosen[i] {
			give += w - least[i]
		}
	}
	if give <= 0 || missing >= 0 {
		return missing
	}
	part := min(-missing/give, 1)
	for i, w := range widths {
		if chosen[i] {
			widths[i] = w - (w-least[i])*part
		}
	}
	return min(missing+give, 0)
}

func isGrowing(o fyne.CanvasObject) bool {
	c, ok := o.(*fyne.Container)
	if !ok {
		return false
	}
	_, ok = c.Layout.(*grow)
	return ok
}

// Hanging puts body to the right of a column that is as wide as column says each time it is asked; marker stands in
// that column, beside the first line.
func Hanging(column func() float32, marker, body fyne.CanvasObject) *fyne.Container {
	return container(&hanging{column: column}, marker, body)
}

type hanging struct {
	width
	column func() float32
}

func (h *hanging) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	h.last = size.Width
	left := h.column()
	place(objects[0], 0, 0, left, HeightFor(objects[0], left))
	place(objects[1], left, 0, max(size.Width-left, 0), size.Height)
}

func (h *hanging) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(h.column()+minWidth(objects[1]), h.heightFor(objects, h.or(h.naturalWidth(objects))))
}

func (h *hanging) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	left := h.column()
	return max(HeightFor(objects[0], left), HeightFor(objects[1], max(width-left, 0)))
}

func (h *hanging) naturalWidth(objects []fyne.CanvasObject) float32 {
	return h.column() + NaturalWidth(objects[1])
}
