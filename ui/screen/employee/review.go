package employee

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"relais/internal/text"
	"relais/ui/model/ask"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/screen/employee/look"
	"relais/ui/theme"
)

// ReviewActions is what a person can do before sending.
type ReviewActions interface {
	Type(text string)
	SetTitle(title string)
	Change(answer int)
	Attach(name string, open func() (io.ReadCloser, error))
	Detach(i int)
	Send()
	Later()
	Back()
	Discard()
}

// Review shows everything before it leaves: what was said, what was answered,
// what was tried, and the files.
type Review struct {
	words *text.Words
	on    ReviewActions

	lead     *part.Text
	headline *part.Text
	said     *part.Prose
	view     *fyne.Container
	title    *part.Field
	text     *part.TextArea
	edit     *fyne.Container
	answers  *fyne.Container // a cell for each answer, and one for what was tried
	lines    []*answerLine
	tried    *answerLine
	given    *part.Card
	files    *look.Files
	hint     *part.Text
	trouble  *part.Banner
	send     *part.Button
	later    *part.Button
	offline  *part.EventLine
	discard  *part.Button
	page     *part.Page

	editing bool
	sure    bool // discarding was asked for once
}

// NewReview builds the page.
func NewReview(w *text.Words, on ReviewActions, win look.Window) *Review {
	r := &Review{words: w, on: on, lead: part.NewLead(w.T("ask.review.lead")), trouble: part.NewBanner()}
	back := part.Name(part.NewSecondary(w.T("ask.back"), on.Back), "review.back")
	r.tried = newAnswerLine(nil)
	r.answers = flow.Grid(theme.Scaled(300), 2, 14, r.tried.row)
	r.given = part.NewCard(flow.Stack(10, part.NewSection(w.T("ask.review.answers")), r.answers))
	r.files = look.NewFiles(w, "review", on)
	r.hint = part.NewSmall(w.T("ask.files.lead"))
	attach := look.NewAttach(w, "review", on, win)
	attached := part.NewCard(flow.Stack(8, part.NewHead(part.NewSection(w.T("ask.files")), attach), r.hint, r.files.Box))
	r.send = part.Name(part.NewPrimary(w.T("ask.send"), on.Send), "review.send")
	r.later = part.Name(part.NewSecondary(w.T("ask.later"), on.Later), "review.later")
	r.offline = part.NewEventLine(theme.IconOffline, w.T("ask.review.offline"))
	r.discard = part.Name(part.NewQuiet(w.T("ask.discard"), r.askDiscard).Icon(theme.IconTrash), "review.discard")
	r.page = part.NewPage(flow.Stack(14,
		flow.Stack(4, part.NewTitle(w.T("ask.review")), r.lead),
		part.NewCard(r.newWords()), r.given, attached, r.trouble,
		flow.InsetSides(0, 6, 0, 0, flow.Stack(10, flow.Wrap(14, r.send, r.later, back), r.offline)),
		flow.Line(0, flow.InsetSides(-10, 6, 0, 0, r.discard)),
	), nil)
	return r
}

// newWords builds the card of the person's own words, which can be changed.
func (r *Review) newWords() fyne.CanvasObject {
	w := r.words
	r.headline, r.said = part.NewSection(""), part.NewProse()
	change := part.Name(part.NewQuiet(w.T("ask.change"), func() { r.setEditing(true) }), "review.edit")
	r.view = flow.Stack(4, part.NewHead(r.headline, change), r.said)

	r.title = part.NewField(w.T("ask.review.title"), "", "")
	r.title.OnChanged = r.on.SetTitle
	r.title.OnSubmitted = func(string) { r.setEditing(false) }
	part.Name(r.title.Control(), "review.title")
	r.text = part.NewTextArea("", 3)
	r.text.OnChanged = r.on.Type
	r.text.TakeLong()
	r.text.OnSubmitted = r.title.OnSubmitted
	part.Name(r.text.Control(), "review.text")
	for _, onKey := range []*func(*fyne.KeyEvent) bool{&r.title.OnKey, &r.text.OnKey} {
		*onKey = look.OnEscape(func() { r.setEditing(false) })
	}
	done := part.Name(part.NewSecondary(w.T("ask.done"), func() { r.setEditing(false) }), "review.done")
	said := flow.Stack(5, part.NewStrong(w.T("ask.review.text")), r.text)
	r.edit = flow.Stack(12, r.title, said, flow.Line(0, done))
	r.edit.Hide()
	return flow.Stack(0, r.view, r.edit)
}

// Object is the page.
func (r *Review) Object() fyne.CanvasObject { return r.page }

// Focus is the button that sends.
func (r *Review) Focus() fyne.Focusable { return r.send }

func (r *Review) setEditing(on bool) {
	r.editing = on
	part.ShowIf(r.view, !on)
	part.ShowIf(r.edit, on)
	part.Relay(r.page)
	if on {
		r.title.Focus()
	}
}

// opened brings the page back to how it is first seen.
func (r *Review) opened() {
	r.setEditing(false)
	r.setSure(false)
}

// askDiscard throws everything away when it was asked for twice.
func (r *Review) askDiscard() {
	if r.sure {
		r.on.Discard()
	}
	r.setSure(!r.sure)
}

func (r *Review) setSure(sure bool) {
	r.sure = sure
	label := r.words.T("ask.discard")
	if sure {
		label = r.words.T("ask.discard.sure")
	}
	r.discard.SetLabel(label)
}

// Render shows s.
func (r *Review) Render(s ask.State) {
	r.headline.Set(s.Headline())
	rest := restOf(s)
	r.said.SetPlain(rest)
	part.ShowIf(r.said, rest != "")
	r.title.SetText(titleOf(s))
	r.text.SetText(s.Text)
	r.renderAnswers(s)
	r.files.Set(s.Attachments, s.Refused)
	part.ShowIf(r.hint, len(s.Attachments) == 0)
	r.trouble.Set(troubleOf(r.words, s))
	label := r.words.T("ask.send")
	if s.Sending {
		label = r.words.T("ask.sending")
	}
	r.send.Set(label, !s.Sending && strings.TrimSpace(s.Text) != "")
	r.later.Set(r.words.T("ask.later"), !s.Sending)
	part.ShowIf(r.offline, !s.Sync.Online)
	part.Relay(r.page)
}

// restOf is what was said beyond the headline.
func restOf(s ask.State) string {
	first, rest, _ := strings.Cut(strings.TrimSpace(s.Text), "\n")
	if !strings.EqualFold(strings.TrimSpace(first), s.Headline()) {
		return strings.TrimSpace(s.Text)
	}
	return strings.TrimSpace(rest)
}

// titleOf is what the field for the title holds: what the person gave, or what is
// made from their words.
func titleOf(s ask.State) string {
	if s.Title != "" {
		return s.Title
	}
	return s.Headline()
}

func (r *Review) renderAnswers(s ask.State) {
	part.ShowIf(r.given, len(s.Lines)+len(s.Tried) > 0)
	for len(r.lines) < len(s.Lines) {
		at := len(r.lines)
		change := part.NewQuiet(r.words.T("ask.change"), func() { r.on.Change(at) })
		line := newAnswerLine(part.Name(change, "review.answer."+strconv.Itoa(at)))
		r.lines = append(r.lines, line)
		r.answers.Objects = append(r.answers.Objects[:at], line.row, r.tried.row)
	}
	for i, line := range r.lines {
		part.ShowIf(line.row, i < len(s.Lines))
		if i < len(s.Lines) {
			line.set(s.Lines[i], r.words)
		}
	}
	part.ShowIf(r.tried.row, len(s.Tried) > 0)
	r.tried.set(ask.Line{Question: r.words.T("ask.tried"), Answer: strings.Join(look.Tried(s.Tried), "\n")}, r.words)
}

// answerLine is one question with its answer, which can be changed.
type answerLine struct {
	row   *fyne.Container
	words *part.Text
	shown []part.Span
}

// newAnswerLine makes the line; change may be nil.
func newAnswerLine(change *part.Button) *answerLine {
	l := &answerLine{words: part.NewSpans()}
	row := flow.TopLine(12, flow.Grow(l.words))
	if change != nil {
		row.Add(flow.InsetSides(0, -11, -10, 0, change))
	}
	l.row = flow.Stack(8, part.NewRule(), row)
	return l
}

func (l *answerLine) set(line ask.Line, w *text.Words) {
	answer := part.Span{Text: line.Answer, Bold: true}
	if line.Answer == "" {
		answer = part.Span{Text: w.T("ask.review.skipped"), Color: theme.ColorMuted}
	}
	spans := []part.Span{{Text: line.Question + "\n", Color: theme.ColorMuted, Size: theme.SizeSmall}, answer}
	if !slices.Equal(l.shown, spans) {
		l.shown = spans
		l.words.SetSpans(spans...)
	}
}
