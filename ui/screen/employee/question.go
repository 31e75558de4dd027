package employee

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model/ask"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/screen/employee/look"
)

// QuestionActions is what a person can do where a question is asked.
type QuestionActions interface {
	Choose(option string)
	Write(text string)
	Next()
	Back()
	Reconsider()
}

// Question asks one question, beside what is known so far.
type Question struct {
	words    *text.Words
	progress *part.Progress
	title    *part.Text
	help     *part.Text
	one      *part.Choices
	many     *part.Choices
	entry    *part.BigEntry
	bother   *part.Banner
	next     *part.Button
	back     *part.Button
	facts    *part.Facts
	page     *part.Page

	asked  ask.Question
	chosen []string
	known  []part.Fact
}

// NewQuestion builds the page.
func NewQuestion(w *text.Words, on QuestionActions) *Question {
	q := &Question{words: w, progress: part.NewProgress(0, 1), title: part.NewTitle(""), help: part.NewLead(""),
		one: part.NewChoices(), many: part.NewMultiChoices(), entry: part.NewBigEntry(w.T("ask.answer")),
		bother: part.NewBanner(), facts: part.NewFacts()}
	for _, c := range []*part.Choices{q.one, q.many} {
		c.OnChosen = func(id string, _ bool) {
			q.asked = ask.Question{} // the cards show the click: the next Render sets them to what came of it
			on.Choose(id)
		}
		c.OnConfirmed = on.Next
	}
	q.entry.OnChanged = on.Write
	q.entry.TakeLong()
	q.entry.OnSubmitted = func(string) { on.Next() }
	q.entry.OnKey = look.OnEscape(on.Back)
	part.Name(q.entry.Control(), "form.answer")
	q.next, q.back = part.NewPrimary("", on.Next), part.NewSecondary(w.T("ask.back"), on.Back)
	main := flow.Stack(18, q.progress, flow.Stack(6, q.title, q.help), q.one, q.many, q.entry, q.bother, flow.Wrap(14, q.back, q.next))
	topic := part.Name(part.NewQuiet(w.T("ask.topics.change"), on.Reconsider), "form.topics")
	card := part.NewCard(flow.Stack(12, part.NewSection(w.T("ask.known")), q.facts))
	side := flow.Stack(10, card, part.NewSmall(w.T("ask.known.later")), flow.Line(0, flow.InsetSides(-10, 0, 0, 0, topic)))
	q.page = part.NewPage(main, side)
	return q
}

// Object is the page.
func (q *Question) Object() fyne.CanvasObject { return q.page }

// Focus is what answers the question: the chosen answer, else the first, or the
// box for one's own words.
func (q *Question) Focus() fyne.Focusable {
	switch {
	case q.one.Visible():
		return q.one.First()
	case q.many.Visible():
		return q.many.First()
	}
	return q.entry.Control()
}

// Render shows s.
func (q *Question) Render(s ask.State) {
	nameSteps(q.next, q.back)
	q.progress.Set(s.Asked+1, s.Asked+s.Left) // the one that is asked is under way
	q.title.Set(s.Question.Text)
	q.help.Set(s.Question.Help)
	part.ShowIf(q.help, q.help.String() != "")
	q.renderChoices(s)
	part.ShowIf(q.entry, s.Question.Type == ask.Words)
	q.entry.SetText(s.Written)
	q.bother.Set(troubleOf(q.words, s))
	q.renderNext(s)
	q.renderKnown(s)
	q.asked, q.chosen = s.Question, s.Chosen
	part.Relay(q.page)
}

func (q *Question) renderChoices(s ask.State) {
	part.ShowIf(q.one, s.Question.Type == ask.One)
	part.ShowIf(q.many, s.Question.Type == ask.Many)
	if sameQuestion(q.asked, s.Question) && slices.Equal(q.chosen, s.Chosen) {
		return
	}
	choices := make([]part.Choice, len(s.Question.Options))
	for i, o := range s.Question.Options {
		choices[i] = part.Choice{ID: o.ID, Title: o.Text, Quiet: o.Unknown, Name: "form.option." + o.ID}
	}
	switch s.Question.Type {
	case ask.One:
		q.one.Set(choices, s.Chosen...)
	case ask.Many:
		q.many.Set(choices, s.Chosen...)
	}
}

func sameQuestion(a, b ask.Question) bool {
	return a.ID == b.ID && a.Text == b.Text && slices.Equal(a.Options, b.Options)
}

func (q *Question) renderNext(s ask.State) {
	label, ready := q.words.T("ask.next"), len(s.Chosen) > 0
	if s.Question.Type == ask.Words {
		ready = true
		if strings.TrimSpace(s.Written) == "" {
			label = q.words.T("ask.skip")
		}
	}
	q.next.Set(label, ready)
	part.ShowIf(q.next, ready || s.Question.Type != ask.One)
}

func (q *Question) renderKnown(s ask.State) {
	facts := []part.Fact{{Label: q.words.T("ask.known.problem"), Value: s.Headline()}}
	facts = append(facts, part.Fact{Label: q.words.T("ask.known.topic"), Value: s.Topic.Title})
	for _, l := range s.Lines {
		if l.Answer != "" {
			facts = append(facts, part.Fact{Label: l.Question, Value: l.Answer})
		}
	}
	if len(s.Attachments) > 0 {
		facts = append(facts, part.Fact{Label: q.words.T("ask.files"), Value: strings.Join(fileNames(s.Attachments), "\n")})
	}
	if len(s.Tried) > 0 {
		facts = append(facts, part.Fact{Label: q.words.T("ask.tried"), Value: strings.Join(look.Tried(s.Tried), "\n")})
	}
	if !slices.Equal(facts, q.known) {
		q.known = facts
		q.facts.Set(facts...)
	}
}

func fileNames(files []desk.Attachment) []string {
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = f.Name
	}
	return names
}
