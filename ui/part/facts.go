package part

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"

	"relais/ui/part/flow"
	"relais/ui/theme"
)

// Fact is a thing known, under a small label.
type Fact struct {
	Label string
	Value string
}

// Facts is a list of things known, with a hairline before each.
type Facts struct {
	frame
	list  *fyne.Container
	shown []Fact
}

// NewFacts returns the list of facts.
func NewFacts(facts ...Fact) *Facts {
	f := &Facts{list: flow.Stack(12)}
	f.root = f.list
	f.ExtendBaseWidget(f)
	f.Set(facts...)
	return f
}

// Set shows other facts.
func (f *Facts) Set(facts ...Fact) {
	f.shown = facts
	f.list.Objects = f.list.Objects[:0]
	for _, fact := range facts {
		f.list.Add(NewRule())
		f.list.Add(flow.Stack(0, NewSmall(fact.Label), NewStrong(fact.Value)))
	}
	Relay(f)
}

// Avatar is a person as initials in a circle.
type Avatar struct {
	frame
	words *Text
}

// NewAvatar returns the circle for a full name.
func NewAvatar(name string) *Avatar {
	a := &Avatar{words: newText("", theme.SizeSmall, theme.ColorPrimary, true).Lines(1)}
	a.root = flow.Layer(newSurface(theme.ColorPrimarySoft, 40), flow.Center(a.words))
	a.ExtendBaseWidget(a)
	a.Set(name)
	return a
}

// Set shows the initials of another name.
func (a *Avatar) Set(name string) { a.words.Set(initials(name)) }

// MinSize grows with the text.
func (a *Avatar) MinSize() fyne.Size { return fyne.NewSquareSize(theme.Size(theme.SizeSmall) * 2.5) }

// HeightFor is part of flow.Flowing.
func (a *Avatar) HeightFor(float32) float32 { return a.MinSize().Height }

// NaturalWidth is part of flow.Flowing.
func (a *Avatar) NaturalWidth() float32 { return a.MinSize().Width }

// initials are the first letters of the first and the last word.
func initials(name string) string {
	words := strings.Fields(name)
	switch len(words) {
	case 0:
		return "?"
	case 1:
		return upperFirst(words[0])
	}
	return upperFirst(words[0]) + upperFirst(words[len(words)-1])
}

func upperFirst(word string) string {
	for _, r := range word {
		return string(unicode.ToUpper(r))
	}
	return ""
}
