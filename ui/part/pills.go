package part

import (
	"fyne.io/fyne/v2"

	"relais/ui/part/flow"
	"relais/ui/theme"
)

// Pills are a few short answers beside each other, of which one holds; they wrap where there is little room. Left and
// Right go through them; Enter and Space choose.
type Pills struct {
	frame
	pills  []*pill
	list   *fyne.Container
	chosen string
	// OnChosen is called with the id of the answer that the person chooses.
	OnChosen func(id string)
}

type pill struct {
	control
	owner  *Pills
	at     int
	id     string
	ground *surface
	mark   *Icon
	words  *Text
}

// NewPills returns an empty row of answers.
func NewPills() *Pills {
	p := &Pills{list: flow.Wrap(8)}
	p.root = p.list
	p.ExtendBaseWidget(p)
	return p
}

// Set shows choices, of which the one with the id chosen holds; "" is none. It does not call OnChosen. Of a Choice,
// only ID, Title and Name count.
func (p *Pills) Set(choices []Choice, chosen string) {
	for len(p.pills) < len(choices) {
		p.pills = append(p.pills, newPill(p, len(p.pills)))
	}
	p.chosen = chosen
	p.list.Objects = p.list.Objects[:0]
	for i, c := range choices {
		k := p.pills[i]
		k.id, k.label = c.ID, c.Title
		k.words.Set(c.Title)
		k.style()
		Name(k, c.Name)
		p.list.Objects = append(p.list.Objects, k)
	}
	Relay(p)
}

// First is the answer that holds, or else the first one: where the focus begins.
func (p *Pills) First() fyne.Focusable {
	if len(p.list.Objects) == 0 {
		return nil
	}
	for i := range p.list.Objects {
		if p.pills[i].id == p.chosen {
			return p.pills[i]
		}
	}
	return p.pills[0]
}

// Focus puts the focus on First.
func (p *Pills) Focus() {
	for i := range p.list.Objects {
		if p.pills[i] == p.First() {
			p.focus(i)
		}
	}
}

func (p *Pills) focus(i int) {
	if i < 0 || i >= len(p.list.Objects) {
		return
	}
	Focus(p.pills[i])
}

func (p *Pills) choose(id string) {
	p.chosen = id
	for i := range p.list.Objects {
		p.pills[i].style()
	}
	if p.OnChosen != nil {
		p.OnChosen(id)
	}
}

func newPill(owner *Pills, at int) *pill {
	radius := theme.Size(theme.SizeChip)
	k := &pill{
		owner: owner, at: at,
		ground: newEdged(theme.ColorSurface, theme.ColorFieldLine, 1, radius),
		mark:   NewIcon(theme.IconCircle, theme.ColorMuted, theme.SizeIconSmall),
		words:  NewBody("").Lines(1),
	}
	k.act = func() { owner.choose(k.id) }
	k.keyPress = k.key
	content := flow.Inset(13, 5, flow.Line(7, k.mark, k.words))
	k.setUp(k, flow.Layer(k.ground, flow.Raise(navHeight, content)), radius, 3)
	k.restyle = k.style
	return k
}

func (k *pill) key(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyRight:
		k.owner.focus(k.at + 1)
	case fyne.KeyLeft:
		k.owner.focus(k.at - 1)
	default:
		return false
	}
	return true
}

func (k *pill) style() {
	fill, edge, mark, ink := theme.ColorSurface, theme.ColorFieldLine, theme.IconCircle, theme.ColorMuted
	switch {
	case k.id == k.owner.chosen:
		fill, edge, mark, ink = theme.ColorPrimarySoft, theme.ColorPrimary, theme.IconCheckCircle, theme.ColorPrimary
	case k.hovered:
		fill, edge = theme.ColorHover, theme.ColorPrimary
	}
	k.ground.paint(fill, edge, 1)
	k.mark.Set(mark, ink)
}
