package part

import (
	"fyne.io/fyne/v2"

	"relais/ui/part/flow"
	"relais/ui/theme"
)

// Progress shows how far one is in a known number of steps, as bars.
type Progress struct {
	frame
	bars *fyne.Container
}

// NewProgress returns bars for done of total steps.
func NewProgress(done, total int) *Progress {
	p := &Progress{bars: &fyne.Container{Layout: &barsLayout{}}}
	p.root = p.bars
	p.ExtendBaseWidget(p)
	p.Set(done, total)
	return p
}

// Set shows done of total steps.
func (p *Progress) Set(done, total int) {
	for len(p.bars.Objects) < total {
		p.bars.Objects = append(p.bars.Objects, newSurface(theme.ColorNeutralSoft, 2.5))
	}
	for i, o := range p.bars.Objects {
		bar := o.(*surface)
		ShowIf(bar, i < total)
		if i < done {
			bar.paint(theme.ColorPrimary, theme.ColorClear, 0)
		} else {
			bar.paint(theme.ColorNeutralSoft, theme.ColorClear, 0)
		}
	}
	Relay(p)
}

// barsLayout divides the width evenly among the shown bars.
type barsLayout struct{}

const barHeight, barGap = 5, 6

func (barsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	n := 0
	for _, o := range objects {
		if o.Visible() {
			n++
		}
	}
	wide := (size.Width - barGap*float32(max(n-1, 0))) / float32(max(n, 1))
	for i, o := range objects[:n] {
		o.Move(fyne.NewPos(float32(i)*(wide+barGap), 0))
		o.Resize(fyne.NewSize(wide, barHeight))
	}
}

func (barsLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(80, barHeight) }

// Skeleton stands where content will be while it is fetched: quiet bars, no movement.
type Skeleton struct{ frame }

// NewSkeleton returns rows pairs of bars.
func NewSkeleton(rows int) *Skeleton {
	s := &Skeleton{}
	stack := flow.Stack(12)
	for range rows {
		stack.Add(NewCard(flow.Stack(10, skeletonBar(0.45, 14), skeletonBar(0.8, 10))))
	}
	s.root = stack
	s.ExtendBaseWidget(s)
	return s
}

func skeletonBar(part, high float32) fyne.CanvasObject {
	return &fyne.Container{Layout: partLayout{part, high}, Objects: []fyne.CanvasObject{newSurface(theme.ColorNeutralSoft, high/2)}}
}

// partLayout makes its objects a part of the width wide.
type partLayout struct{ part, high float32 }

func (p partLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(fyne.NewSize(size.Width*p.part, p.high))
	}
}

func (p partLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(40, p.high) }

// EmptyState says that there is nothing here, why that is fine, and what one can do.
type EmptyState struct {
	frame
	icon   *Icon
	title  *Text
	words  *Text
	action *Button
	// OnAction is called when the button is pressed.
	OnAction func()
}

// NewEmptyState returns the page of words; action "" leaves the button out.
func NewEmptyState(icon theme.IconName, title, words, action string) *EmptyState {
	e := &EmptyState{
		icon:  NewIcon(icon, theme.ColorPrimary, theme.SizeIconLarge),
		title: NewSection("").Centered(),
		words: NewLead("").Centered(),
	}
	e.action = NewSecondary("", func() {
		if e.OnAction != nil {
			e.OnAction()
		}
	})
	text := flow.AtMost(440, flow.Stack(8, flow.Center(e.icon), e.title, e.words))
	e.root = flow.Inset(24, 40, flow.Stack(18, flow.Center(text), flow.Center(e.action)))
	e.ExtendBaseWidget(e)
	e.Set(icon, title, words, action)
	return e
}

// Set changes everything that is shown.
func (e *EmptyState) Set(icon theme.IconName, title, words, action string) {
	e.icon.Set(icon, theme.ColorPrimary)
	e.title.Set(title)
	e.words.Set(words)
	ShowIf(e.words, words != "")
	ShowIf(e.action, action != "")
	e.action.SetLabel(action)
	Relay(e)
}

// Button returns the button, to be named.
func (e *EmptyState) Button() *Button { return e.action }
