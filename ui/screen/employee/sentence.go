package employee

import (
	"strings"

	"fyne.io/fyne/v2"

	"relais/internal/text"
	"relais/ui/model/ask"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/screen/employee/look"
)

// SentenceActions is what a person can do where one sentence is asked for.
type SentenceActions interface {
	Type(text string)
	Pick(topic string)
	Continue()
	Back()
}

// Sentence asks for one sentence about a topic that was picked first, and lets
// another topic be picked.
type Sentence struct {
	words  *text.Words
	title  *part.Text
	lead   *part.Text
	entry  *part.BigEntry
	bother *part.Banner
	next   *part.Button
	back   *part.Button
	other  *fyne.Container // topics that have no tile on the first page
	all    *fyne.Container
	page   *part.Page
}

// NewSentence builds the page with a tile for each topic.
func NewSentence(w *text.Words, topics []ask.Topic, on SentenceActions) *Sentence {
	p := &Sentence{words: w, title: part.NewTitle(""), lead: part.NewLead(""), entry: part.NewBigEntry(w.T("ask.answer")), bother: part.NewBanner()}
	p.entry.OnChanged = on.Type
	p.entry.TakeLong()
	p.entry.OnSubmitted = func(string) { on.Continue() }
	p.entry.OnKey = look.OnEscape(on.Back)
	part.Name(p.entry.Control(), "form.text")
	p.next, p.back = part.NewPrimary(w.T("ask.next"), on.Continue), part.NewSecondary(w.T("ask.back"), on.Back)
	p.other = flow.Stack(12, part.NewSection(w.T("ask.topics.other")),
		newTiles(w, topics, func(t ask.Topic) bool { return !t.Home }, "form.topic.", on.Pick))
	p.all = newTiles(w, topics, func(ask.Topic) bool { return true }, "form.tile.", on.Pick)
	p.page = part.NewPage(flow.Stack(22, flow.Stack(6, p.title, p.lead), p.all, p.entry, p.bother, flow.Wrap(14, p.back, p.next), p.other), nil)
	return p
}

// Object is the page.
func (p *Sentence) Object() fyne.CanvasObject { return p.page }

// Focus is the box for the sentence, or the first topic.
func (p *Sentence) Focus() fyne.Focusable {
	if p.entry.Visible() {
		return p.entry.Control()
	}
	return p.all.Objects[0].(fyne.Focusable) // a tile
}

// Render shows s.
func (p *Sentence) Render(s ask.State) {
	nameSteps(p.next, p.back)
	title, lead := p.words.T("ask.topics"), p.words.T("ask.topics.lead")
	if !s.Topics && s.Topic.ID != "" {
		title, lead = s.Topic.Title, p.words.T("ask.sentence")
	}
	p.title.Set(title)
	p.lead.Set(lead)
	p.entry.SetText(s.Text)
	p.bother.Set(troubleOf(p.words, s))
	p.next.Set(p.words.T("ask.next"), strings.TrimSpace(s.Text) != "")
	part.ShowIf(p.all, s.Topics)
	part.ShowIf(p.entry, !s.Topics)
	part.ShowIf(p.next, !s.Topics)
	part.ShowIf(p.other, !s.Topics && s.Topic.ID == ask.OtherForm)
	part.Relay(p.page)
}

// nameSteps names the buttons of the screen in view: more than one screen has them.
func nameSteps(next, back *part.Button) {
	part.Name(next, "form.next")
	part.Name(back, "form.back")
}
