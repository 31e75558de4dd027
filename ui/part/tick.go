package part

import (
	"fyne.io/fyne/v2"

	"relais/ui/part/flow"
	"relais/ui/theme"
)

// tick is the small square of a check row.
type tick struct {
	frame
	ground *surface
	mark   *Icon
}

func newTick() *tick {
	t := &tick{
		ground: newEdged(theme.ColorSurface, theme.ColorFieldLine, 2, 6),
		mark:   NewIcon(theme.IconCheck, theme.ColorOnPrimary, theme.SizeIconSmall),
	}
	t.root = flow.Layer(t.ground, flow.Center(t.mark))
	t.ExtendBaseWidget(t)
	return t
}

// MinSize is the square of an icon.
func (t *tick) MinSize() fyne.Size { return fyne.NewSquareSize(theme.Size(theme.SizeIcon)) }

// HeightFor is part of flow.Flowing.
func (t *tick) HeightFor(float32) float32 { return t.MinSize().Height }

// NaturalWidth is part of flow.Flowing.
func (t *tick) NaturalWidth() float32 { return t.MinSize().Width }

func (t *tick) set(on, off bool) {
	ShowIf(t.mark, on)
	switch {
	case on && off:
		t.ground.paint(theme.ColorMuted, theme.ColorClear, 0)
	case on:
		t.ground.paint(theme.ColorPrimary, theme.ColorClear, 0)
	default:
		t.ground.paint(theme.ColorSurface, theme.ColorFieldLine, 2)
	}
}

// CheckState is what a CheckRow shows.
type CheckState struct {
	On       bool
	Title    string // in bold
	Detail   string // muted, after the title
	Chip     string // "" is no chip
	ChipTone Tone
	ChipIcon theme.IconName
	Action   string // label of the quiet button at the right; "" is none
	Locked   bool   // shown, but can't be changed
}

// CheckRow is one thing that can be ticked or left out, on a line of its own.
type CheckRow struct {
	control
	tick   *tick
	words  *Text
	chip   *Chip
	button *Button
	action *fyne.Container // holds button
	ground *surface
	shown  CheckState
	// OnChanged is called with the new state when the person ticks or unticks.
	OnChanged func(on bool)
	// OnAction is called when the quiet button is pressed.
	OnAction func()
}

// NewCheckRow returns a row that shows s.
func NewCheckRow(s CheckState) *CheckRow {
	c := &CheckRow{
		tick: newTick(), words: NewSpans(), chip: NewChip(Neutral, theme.NoIcon, ""), ground: newSurface(theme.ColorClear, 8),
	}
	c.button = NewQuiet("", func() {
		if c.OnAction != nil {
			c.OnAction()
		}
	})
	c.act = c.toggle
	c.action = flow.InsetSides(0, 0, -quietSide, 0, c.button)
	row := flow.Line(12, c.tick, flow.Grow(c.words), c.chip, c.action)
	c.setUp(c, flow.Layer(c.ground, flow.Raise(target, flow.Inset(0, 4, row))), 8, 4)
	c.restyle = c.style
	c.Set(s)
	return c
}

// Set shows s; it does not call OnChanged.
func (c *CheckRow) Set(s CheckState) {
	c.shown, c.label = s, s.Title
	title := s.Title
	if s.Detail != "" {
		title += " "
	}
	c.words.SetSpans(
		Span{Text: title, Bold: true},
		Span{Text: s.Detail, Color: theme.ColorMuted, Size: theme.SizeSmall},
	)
	ShowIf(c.chip, s.Chip != "")
	c.chip.Set(s.ChipTone, s.ChipIcon, s.Chip)
	ShowIf(c.action, s.Action != "")
	c.button.SetLabel(s.Action)
	c.off = s.Locked
	c.style()
	Relay(c)
}

// On reports whether the row is ticked.
func (c *CheckRow) On() bool { return c.shown.On }

// Button returns the quiet button, to be named.
func (c *CheckRow) Button() *Button { return c.button }

func (c *CheckRow) toggle() {
	c.shown.On = !c.shown.On
	c.style()
	if c.OnChanged != nil {
		c.OnChanged(c.shown.On)
	}
}

func (c *CheckRow) style() {
	c.tick.set(c.shown.On, c.off)
	fill := theme.ColorClear
	if c.hovered && !c.off {
		fill = theme.ColorHover
	}
	c.ground.paint(fill, theme.ColorClear, 0)
}

// Step is one thing to do in an ordered list.
type Step struct {
	ID   string
	Text string
	Done bool
	Name string // for journeys
}

// Steps is an ordered list of things to do that can be ticked.
type Steps struct {
	frame
	rows []*stepRow
	list *fyne.Container
	// OnTicked is called when the person ticks or unticks a step.
	OnTicked func(id string, done bool)
}

type stepRow struct {
	control
	tick   *tick
	words  *Text
	ground *surface
	step   Step
}

// NewSteps returns an empty list.
func NewSteps() *Steps {
	s := &Steps{list: flow.Stack(0)}
	s.root = s.list
	s.ExtendBaseWidget(s)
	return s
}

// Set shows steps in order; it does not call OnTicked.
func (s *Steps) Set(steps []Step) {
	for len(s.rows) < len(steps) {
		s.rows = append(s.rows, s.newRow())
	}
	s.list.Objects = s.list.Objects[:0]
	for i, step := range steps {
		s.rows[i].show(step)
		Name(s.rows[i], step.Name)
		s.list.Objects = append(s.list.Objects, s.rows[i])
	}
	Relay(s)
}

func (s *Steps) newRow() *stepRow {
	r := &stepRow{tick: newTick(), words: NewSpans().Readable(), ground: newSurface(theme.ColorClear, 8)}
	r.act = func() {
		r.step.Done = !r.step.Done
		r.show(r.step)
		if s.OnTicked != nil {
			s.OnTicked(r.step.ID, r.step.Done)
		}
	}
	row := flow.TopLine(14, flow.InsetSides(0, 1, 0, 0, r.tick), flow.Grow(r.words))
	r.setUp(r, flow.Layer(r.ground, flow.Raise(stepHeight, flow.Inset(0, 5, row))), 8, 4)
	r.restyle = r.style
	return r
}

// stepHeight is lower than other targets: steps are read as a list, and the whole line can be clicked.
func stepHeight() float32 { return theme.Size(theme.SizeTarget) * 0.75 }

func (r *stepRow) show(step Step) {
	r.step, r.label = step, step.Text
	spans := InlineSpans(step.Text)
	if step.Done {
		for i := range spans {
			spans[i].Color = theme.ColorMuted
		}
	}
	r.words.SetSpans(spans...)
	r.style()
}

func (r *stepRow) style() {
	r.tick.set(r.step.Done, r.off)
	fill := theme.ColorClear
	if r.hovered {
		fill = theme.ColorHover
	}
	r.ground.paint(fill, theme.ColorClear, 0)
}
