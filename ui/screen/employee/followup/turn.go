package followup

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model/requests"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/screen/employee/look"
	"relais/ui/screen/say"
)

// turn is the card of what waits for the person: things to try, a question, or
// the word on whether it is settled.
type turn struct {
	card     *part.Card
	words    *text.Words
	on       PageActions
	onAnswer func()
	onAsking func()

	title   *part.Text
	said    *part.Prose
	steps   *part.Steps
	actions *fyne.Container
	solved  *part.Button
	back    *part.Button
	answer  *part.Button
	reason  *fyne.Container
	why     *part.TextArea

	asking bool // for the reason why it is not settled
}

func newTurn(w *text.Words, on PageActions, win look.Window) *turn {
	t := &turn{words: w, on: on, title: part.NewSection(""), said: part.NewProse(), steps: part.NewSteps()}
	t.said.OnLink = win.Browse
	t.steps.OnTicked = func(id string, done bool) {
		if i, err := strconv.Atoi(id); err == nil {
			on.Tick(i, done)
		}
	}
	t.solved = part.NewPrimary(w.T("requests.solved"), on.Solved)
	t.back = part.Name(part.NewSecondary("", func() { t.ask(true) }), "request.back")
	t.answer = part.Name(part.NewSecondary(w.T("requests.answer"), func() { t.onAnswer() }), "request.answer")
	t.actions = flow.Wrap(14, t.solved, t.back, t.answer)

	t.why = part.NewTextArea(w.T("requests.why.placeholder"), 2)
	t.why.OnChanged = on.Write
	t.why.TakeLong()
	t.why.OnKey = look.OnEscape(func() { t.ask(false) })
	send := func() {
		said := strings.TrimSpace(t.why.Text())
		t.ask(false)
		if said == "" {
			on.Write(w.T("requests.why.none")) // the team reads something, and some helpdesks take nothing but words
		}
		on.NotSolved()
	}
	t.why.OnSubmitted = func(string) { send() }
	part.Name(t.why.Control(), "request.reason")
	tell := part.Name(part.NewPrimary(w.T("requests.why.send"), send), "request.reason.send")
	cancel := part.Name(part.NewSecondary(w.T("requests.cancel"), func() { t.ask(false) }), "request.reason.cancel")
	t.reason = flow.Stack(12, part.NewStrong(w.T("requests.why")), t.why, flow.Wrap(14, tell, cancel))
	t.reason.Hide()
	t.card = part.Name(part.NewCard(flow.Stack(12, t.title, t.said, t.steps, t.actions, t.reason)), "request.turn")
	return t
}

// ask opens or closes the place for the reason why it is not settled.
func (t *turn) ask(on bool) {
	t.asking = on
	t.onAsking()
	if on {
		t.why.Focus()
	}
}

// asks tells whether the card holds the main action of the page.
func (t *turn) asks(s requests.PageState) bool {
	return s.View.Ticket.Status == desk.StatusResolved || s.Asked != nil && len(s.Asked.Tasks) > 0
}

func (t *turn) render(s requests.PageState) {
	w, status := t.words, s.View.Ticket.Status
	part.ShowIf(t.card, s.View.Ticket.MergedInto == "" && (s.Asked != nil || status.Done()))
	t.asking = t.asking && t.card.Visible()
	question := s.Asked != nil && len(s.Asked.Tasks) == 0
	part.ShowIf(t.actions, !t.asking)
	part.ShowIf(t.reason, t.asking)
	part.ShowIf(t.solved, s.MayConfirm && !question)
	part.Name(t.solved, "request.solved") // or the reply's, which is rendered next
	part.ShowIf(t.back, !question && (s.Asked != nil || s.MayBack))
	part.ShowIf(t.answer, question)
	t.solved.Set(w.T("requests.solved"), !s.Sending)
	back := w.T("requests.still")
	if status.Done() {
		back = w.T("requests.back")
	}
	t.back.Set(back, !s.Sending)
	t.why.SetText(s.Text)
	switch {
	case s.Asked != nil:
		t.card.Accent(part.Coral)
		t.renderAsked(*s.Asked)
	case status == desk.StatusResolved:
		t.card.Accent(part.Green)
		t.renderSettled(s)
	default:
		t.card.Accent(part.Neutral)
		t.renderWords(w.T("requests.over"), w.T("requests.over.words"))
	}
	part.Relay(t.card)
}

// renderSettled shows the answer that is thought to settle it, and asks whether it
// does if the person has a say in that.
func (t *turn) renderSettled(s requests.PageState) {
	title, words := t.words.T("requests.settled"), t.words.T("requests.settled.words")
	if !s.MayConfirm {
		title, words = t.words.T("requests.settled.final"), t.words.T("requests.settled.done")
	}
	t.renderWords(title, words)
	if m := onCard(s); m != nil {
		t.said.SetMarkdown("**" + m.Author.Name + "**\n\n" + bodyOf(t.words, *m) + "\n\n" + words)
	}
}

func (t *turn) renderWords(title, words string) {
	t.title.Set(title)
	t.said.SetPlain(words)
	part.ShowIf(t.said, true)
	part.ShowIf(t.steps, false)
}

func (t *turn) renderAsked(a requests.Asked) {
	name := say.FirstName(a.By.Name)
	switch {
	case name == "":
		t.title.Set(t.words.T("requests.asks.nobody"))
	case len(a.Tasks) > 0:
		t.title.Set(t.words.T("requests.asks.try", "Name", name))
	default:
		t.title.Set(t.words.T("requests.asks", "Name", name))
	}
	t.said.SetMarkdown(a.Text)
	part.ShowIf(t.said, a.Text != "")
	steps := make([]part.Step, len(a.Tasks))
	for i, task := range a.Tasks {
		steps[i] = part.Step{ID: strconv.Itoa(i), Text: task.Text, Done: task.Done, Name: "request.step." + strconv.Itoa(i)}
	}
	t.steps.Set(steps)
	part.ShowIf(t.steps, len(steps) > 0)
}
