package part

import (
	"fyne.io/fyne/v2"

	"relais/ui/part/flow"
	"relais/ui/theme"
)

// Fold is a line that shows what stands below it, and hides it again. It begins folded.
type Fold struct {
	frame
	button *Button
	body   fyne.CanvasObject
	// OnMoved is called after a person folded or unfolded it: what stands below has to move.
	OnMoved func()
}

// NewFold returns a fold of body, gap below its line.
func NewFold(label string, gap float32, body fyne.CanvasObject) *Fold {
	f := &Fold{body: body}
	f.button = NewQuiet(label, f.toggle)
	f.root = flow.Stack(gap, flow.Line(0, flow.InsetSides(-10, 0, 0, 0, f.button)), body)
	f.ExtendBaseWidget(f)
	f.SetOpen(false)
	return f
}

// Button is the line, to be named.
func (f *Fold) Button() *Button { return f.button }

// SetLabel changes the words of the line.
func (f *Fold) SetLabel(label string) {
	f.button.SetLabel(label)
	Relay(f)
}

// Open tells whether the body shows.
func (f *Fold) Open() bool { return f.body.Visible() }

// SetOpen shows the body, or hides it. It does not call OnMoved.
func (f *Fold) SetOpen(open bool) {
	icon := theme.IconChevronRight
	if open {
		icon = theme.IconChevronDown
	}
	f.button.Icon(icon)
	ShowIf(f.body, open)
	Relay(f)
}

func (f *Fold) toggle() {
	f.SetOpen(!f.Open())
	if f.OnMoved != nil {
		f.OnMoved()
	}
}
