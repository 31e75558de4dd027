package part

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"relais/ui/part/flow"
	"relais/ui/theme"
)

// MessageState is what a Message shows.
type MessageState struct {
	Author      string
	Meta        string // role and time, after the author
	State       string // such as "reçue"; "" is none
	StateTone   Tone
	StateIcon   theme.IconName
	Internal    bool   // a note that only the team reads
	Hidden      string // who can't read a note or an aside, "invisible pour Amélie"
	Body        string
	Markdown    bool   // else Body is plain text
	More        string // label of the button that shows the rest of a very long body
	Attachments []Attachment
	AsideTitle  string // of a part of a public reply that only the team reads
	Aside       string // the same, Markdown; "" is none
	Copy        string // what the button that copies the words does; "" leaves it out
	Copied      string // the same, once it has
}

// Message is one entry of a conversation. A public reply is a plain card; an internal note is amber, with a broken edge
// and a lock, and says who can't read it. So does an aside, within the card of the reply that it came with.
type Message struct {
	frame
	plain  *surface
	note   *dashed
	lock   *Icon
	head   *Text
	mark   *Icon
	state  *Text
	body   *Prose
	more   *Button
	rest   *fyne.Container // holds more
	files  *fyne.Container
	aside  *fyne.Container // holds the aside
	copy   *CopyButton
	corner *fyne.Container // holds copy
	shown  MessageState
	whole  bool // the reader asked for the rest of a very long body
	// OnOpen is called with the Ref of an attachment that is clicked.
	OnOpen func(ref string)
	// OnLink is called with the address of a link in the body.
	OnLink func(address string)
}

// NewMessage returns an empty message.
func NewMessage() *Message {
	radius := theme.Size(theme.SizeRadius)
	m := &Message{
		plain: newEdged(theme.ColorSurface, theme.ColorLine, 1, radius),
		note:  newDashed(theme.ColorAmberSoft, theme.ColorAmber, radius),
		lock:  NewIcon(theme.IconLock, theme.ColorAmber, theme.SizeIconSmall),
		head:  NewSpans(), mark: NewIcon(theme.NoIcon, theme.ColorGreen, theme.SizeIconSmall),
		state: newText("", theme.SizeSmall, theme.ColorGreen, true),
		body:  NewProse(), files: flow.Wrap(8),
	}
	m.note.Hidden = true
	m.more = NewQuiet("", m.showAll)
	m.rest = flow.Line(0, m.more)
	m.rest.Hide()
	m.body.OnLink = func(address string) {
		if m.OnLink != nil {
			m.OnLink(address)
		}
	}
	m.copy = NewCopyButton(false, m.words)
	m.corner = flow.InsetSides(0, -5, -7, -5, m.copy)
	m.corner.Hide()
	head := flow.Split(12, flow.Line(6, m.lock, m.head), flow.Line(4, m.mark, m.state, m.corner))
	m.aside = flow.Stack(0)
	m.root = flow.Layer(m.plain, m.note, flow.Inset(15, 11, flow.Stack(4, head, m.body, m.rest, m.files, m.aside)))
	m.ExtendBaseWidget(m)
	return m
}

// Set shows s.
func (m *Message) Set(s MessageState) {
	ShowIf(m.plain, !s.Internal)
	ShowIf(m.note, s.Internal)
	ShowIf(m.lock, s.Internal)
	spans := []Span{{Text: s.Author + " ", Bold: true}, {Text: s.Meta, Color: theme.ColorMuted, Size: theme.SizeSmall}}
	if s.Internal && s.Hidden != "" {
		spans = append(spans, hiddenSpan(s))
	}
	m.head.SetSpans(spans...)
	icon := s.StateIcon
	if s.State == "" {
		icon = theme.NoIcon
	}
	m.mark.Set(icon, s.StateTone.Ink())
	m.state.Color(s.StateTone.Ink()).Set(s.State)
	m.whole = m.whole && s.Body == m.shown.Body
	m.setBody(s)
	ShowIf(m.body, s.Body != "")
	m.setFiles(s.Attachments)
	m.setAside(s)
	m.copy.Set(s.Copy, s.Copied)
	ShowIf(m.corner, s.Copy != "")
	m.shown = s
	Relay(m)
}

func hiddenSpan(s MessageState) Span {
	return Span{Text: " · " + s.Hidden, Bold: true, Color: theme.ColorAmber, Size: theme.SizeSmall}
}

// setAside shows what only the team reads. Few messages have it, so it is made where it is needed.
func (m *Message) setAside(s MessageState) {
	ShowIf(m.aside, s.Aside != "")
	if s.Aside == "" || s.Aside == m.shown.Aside && s.AsideTitle == m.shown.AsideTitle && s.Hidden == m.shown.Hidden {
		return
	}
	words := NewProse()
	words.OnLink = m.body.OnLink
	words.SetMarkdown(s.Aside)
	head := flow.Line(6, NewIcon(theme.IconLock, theme.ColorAmber, theme.SizeIconSmall), NewSpans(Span{Text: s.AsideTitle, Bold: true}, hiddenSpan(s)))
	ground := newDashed(theme.ColorAmberSoft, theme.ColorAmber, asideRadius)
	m.aside.Objects = []fyne.CanvasObject{flow.InsetSides(0, 8, 0, 3, flow.Layer(ground, flow.Inset(12, 9, flow.Stack(4, head, words))))}
}

const asideRadius = 10

// words is all that the message says, for the clipboard.
func (m *Message) words() string {
	body := m.shown.Body
	if m.shown.Markdown {
		body = Plain(body)
	}
	if m.shown.Aside == "" {
		return body
	}
	return strings.TrimSpace(body + "\n\n" + m.shown.AsideTitle + "\n\n" + Plain(m.shown.Aside))
}

// longBody is how many bytes of a body are shown at first: more would be slow to arrange and no pleasure to read.
const longBody = 20_000

func (m *Message) setBody(s MessageState) {
	body := s.Body
	long := len(body) > longBody && s.More != ""
	if long && !m.whole {
		end := strings.LastIndexAny(body[:longBody], " \n")
		body = body[:max(end, 0)] + ellipsis
	}
	ShowIf(m.rest, long && !m.whole)
	m.more.SetLabel(s.More)
	if s.Markdown {
		m.body.SetMarkdown(body)
	} else {
		m.body.SetPlain(body)
	}
}

func (m *Message) showAll() {
	m.whole = true
	m.setBody(m.shown)
	Relay(m)
}

func (m *Message) setFiles(files []Attachment) {
	ShowIf(m.files, len(files) != 0)
	if slices.Equal(m.shown.Attachments, files) {
		return
	}
	if slices.EqualFunc(m.shown.Attachments, files, sameFile) { // one of them is further on its way
		for i, o := range m.files.Objects {
			o.(*FileChip).Set(files[i])
		}
		return
	}
	m.files.Objects = m.files.Objects[:0]
	for _, f := range files {
		m.files.Add(NewFileChip(f, func() {
			if m.OnOpen != nil {
				m.OnOpen(f.Ref)
			}
		}))
	}
}

func sameFile(a, b Attachment) bool { return a.Ref == b.Ref && a.Name == b.Name }

// EventLine is something that happened to a ticket, between its messages.
type EventLine struct {
	frame
	icon  *Icon
	words *Text
}

// NewEventLine returns the line; theme.NoIcon leaves the icon out.
func NewEventLine(icon theme.IconName, words string) *EventLine {
	e := &EventLine{icon: NewIcon(icon, theme.ColorMuted, theme.SizeIconSmall), words: NewSmall(words)}
	e.root = flow.Inset(0, 2, flow.Line(7, e.icon, flow.Grow(e.words)))
	e.ExtendBaseWidget(e)
	return e
}

// Set changes icon and words.
func (e *EventLine) Set(icon theme.IconName, words string) {
	e.icon.Set(icon, theme.ColorMuted)
	e.words.Set(words)
}

// NewTimeline puts messages and events below each other along a quiet vertical line.
func NewTimeline(entries ...fyne.CanvasObject) *Timeline {
	t := &Timeline{list: flow.Stack(14, entries...)}
	rail := &fyne.Container{Layout: railLayout{8, 2}, Objects: []fyne.CanvasObject{newSurface(theme.ColorLine, 1)}}
	t.root = flow.Layer(rail, flow.InsetSides(30, 0, 0, 0, t.list))
	t.ExtendBaseWidget(t)
	return t
}

// Timeline is a conversation in order.
type Timeline struct {
	frame
	list *fyne.Container
}

// Set shows other entries.
func (t *Timeline) Set(entries ...fyne.CanvasObject) {
	t.list.Objects = entries
	Relay(t)
}
