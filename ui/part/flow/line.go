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
	gap   float32
	top   bool
	slots []slot // used again for each division
}

// slot is what one shown object gets of a line.
type slot struct {
	width, least float32
	gives        bool // takes what is left over, and gives way first
}

func (l *line) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.last = size.Width
	slots, x, i := l.divide(objects, size.Width), float32(0), 0
	for o := range visible(objects) {
		w := slots[i].width
		h, y := min(HeightFor(o, w), size.Height), float32(0)
		if !l.top {
			y = (size.Height - h) / 2
		}
		place(o, x, y, w, h)
		x += w + l.gap
		i++
	}
}

func (l *line) MinSize(objects []fyne.CanvasObject) fyne.Size {
	least, n := float32(0), 0
	for o := range visible(objects) {
		least += minWidth(o)
		n++
	}
	return fyne.NewSize(least+gaps(n, l.gap), l.heightFor(objects, l.or(l.naturalWidth(objects))))
}

func (l *line) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	slots, i, most := l.divide(objects, width), 0, float32(0)
	for o := range visible(objects) {
		most = max(most, HeightFor(o, slots[i].width))
		i++
	}
	return most
}

func (l *line) naturalWidth(objects []fyne.CanvasObject) float32 {
	sum, n := float32(0), 0
	for o := range visible(objects) {
		sum += NaturalWidth(o)
		n++
	}
	return sum + gaps(n, l.gap)
}

// divide divides width among the shown objects. What it returns holds until it is called again.
func (l *line) divide(objects []fyne.CanvasObject, width float32) []slot {
	slots, growing, left := l.slots[:0], 0, width
	for o := range visible(objects) {
		w, g := NaturalWidth(o), isGrowing(o)
		if g {
			growing++
		}
		slots = append(slots, slot{width: w, least: min(minWidth(o), w), gives: g})
		left -= w
	}
	l.slots = slots
	left -= gaps(len(slots), l.gap)
	if left < 0 {
		left = shrink(slots, left)
		for i := range slots {
			slots[i].gives = true
		}
		shrink(slots, left)
		return slots
	}
	for i := range slots {
		if slots[i].gives {
			slots[i].width += left / float32(growing)
		}
	}
	return slots
}

// shrink takes what is missing from the slots that give, in proportion to what each can, and returns what is still
// missing, as a number below zero.
func shrink(slots []slot, missing float32) float32 {
	give := float32(0)
	for _, s := range slots {
		if s.gives {
			give += s.width - s.least
		}
	}
	if give <= 0 || missing >= 0 {
		return missing
	}
	part := min(-missing/give, 1)
	for i, s := range slots {
		if s.gives {
			slots[i].width -= (s.width - s.least) * part
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
