package part

import (
	"fyne.io/fyne/v2"

	"relais/ui/part/flow"
	"relais/ui/theme"
)

// Choice is one answer to a question.
type Choice struct {
	ID     string
	Title  string
	Detail string         // small, below; may be empty
	Icon   theme.IconName // may be theme.NoIcon
	Quiet  bool           // "I don't know" and the like: muted
	Name   string         // for journeys
}

// Choices is a list of answers as cards, of which one, or with NewMultiChoices any number, can be chosen. Arrow keys go
// through the cards; Enter and Space choose.
type Choices struct {
	frame
	multi  bool
	cards  []*choiceCard
	list   *fyne.Container
	chosen map[string]bool
	// OnChosen is called when the person chooses; on is false when a choice of several is taken back.
	OnChosen func(id string, on bool)
	// OnConfirmed is called when Enter is pressed on what is chosen already: a wish to go on.
	OnConfirmed func()
}

type choiceCard struct {
	control
	owner  *Choices
	at     int
	ground *surface
	tick   *tick
	icon   *Icon
	title  *Text
	detail *Text
	choice Choice
}

// NewChoices returns an empty list of which one answer can be chosen.
func NewChoices() *Choices { return newChoices(false) }

// NewMultiChoices returns an empty list of which several answers can be chosen.
func NewMultiChoices() *Choices { return newChoices(true) }

func newChoices(multi bool) *Choices {
	c := &Choices{multi: multi, list: flow.Stack(10), chosen: map[string]bool{}}
	c.root = c.list
	c.ExtendBaseWidget(c)
	return c
}

// Set shows choices with those of the given ids chosen; it does not call OnChosen.
func (c *Choices) Set(choices []Choice, chosen ...string) {
	for len(c.cards) < len(choices) {
		c.cards = append(c.cards, newChoiceCard(c, len(c.cards)))
	}
	clear(c.chosen)
	for _, id := range chosen {
		c.chosen[id] = true
	}
	c.list.Objects = c.list.Objects[:0]
	for i, choice := range choices {
		c.cards[i].show(choice)
		Name(c.cards[i], choice.Name)
		c.list.Objects = append(c.list.Objects, c.cards[i])
	}
	Relay(c)
}

// Chosen reports whether the choice called id is chosen.
func (c *Choices) Chosen(id string) bool { return c.chosen[id] }

// First is what has the focus first: the chosen card, or else the first; nil when there are none.
func (c *Choices) First() fyne.Focusable {
	for i := range c.list.Objects {
		if c.chosen[c.cards[i].choice.ID] {
			return c.cards[i]
		}
	}
	if len(c.list.Objects) == 0 {
		return nil
	}
	return c.cards[0]
}

func (c *Choices) focus(i int) {
	if i >= 0 && i < len(c.list.Objects) {
		Focus(c.cards[i])
	}
}

func (c *Choices) choose(card *choiceCard) {
	id := card.choice.ID
	on := !c.multi || !c.chosen[id]
	if !c.multi {
		clear(c.chosen)
	}
	c.chosen[id] = on
	for i := range c.list.Objects {
		c.cards[i].style()
	}
	if c.OnChosen != nil {
		c.OnChosen(id, on)
	}
}

func newChoiceCard(owner *Choices, at int) *choiceCard {
	radius := theme.Size(theme.SizeControl) + 2
	k := &choiceCard{
		owner: owner, at: at,
		ground: newEdged(theme.ColorSurface, theme.ColorLine, 1, radius),
		tick:   newTick(),
		icon:   NewIcon(theme.NoIcon, theme.ColorPrimary, theme.SizeIcon),
		title:  NewStrong(""),
		detail: NewSmall(""),
	}
	ShowIf(k.tick, owner.multi)
	k.act = func() { owner.choose(k) }
	k.keyPress = k.key
	words := flow.Stack(2, k.title, k.detail)
	content := flow.Inset(18, 15, flow.Line(12, k.tick, k.icon, flow.Grow(words)))
	k.setUp(k, flow.Layer(k.ground, flow.Raise(target, content)), radius, 3)
	k.restyle = k.style
	return k
}

func (k *choiceCard) key(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyDown:
		k.owner.focus(k.at + 1)
	case fyne.KeyUp:
		k.owner.focus(k.at - 1)
	case fyne.KeyReturn, fyne.KeyEnter:
		if !k.owner.chosen[k.choice.ID] || k.owner.OnConfirmed == nil {
			return false
		}
		k.owner.OnConfirmed()
	default:
		return false
	}
	return true
}

func (k *choiceCard) show(choice Choice) {
	k.choice, k.label = choice, choice.Title
	k.title.Set(choice.Title)
	k.detail.Set(choice.Detail)
	ShowIf(k.detail, choice.Detail != "")
	k.icon.Set(choice.Icon, theme.ColorPrimary)
	k.style()
}

func (k *choiceCard) style() {
	chosen := k.owner.chosen[k.choice.ID]
	k.tick.set(chosen, false)
	switch {
	case chosen:
		k.ground.paint(theme.ColorPrimarySoft, theme.ColorPrimary, 2)
	case k.hovered:
		k.ground.paint(theme.ColorHover, theme.ColorPrimary, 1)
	default:
		k.ground.paint(theme.ColorSurface, theme.ColorLine, 1)
	}
	ink := theme.ColorText
	if k.choice.Quiet && !chosen {
		ink = theme.ColorMuted
	}
	k.title.Color(ink)
}
