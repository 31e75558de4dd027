package ticket

import (
	"io"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model/work"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/screen/say"
	"relais/ui/screen/technician/look"
	"relais/ui/theme"
)

// writing is one of the two boxes below a ticket. A reply and a note look as
// different as what becomes of them.
type writing struct {
	words  *text.Words
	on     Actions
	win    Window
	box    work.Box
	to     *part.Text // whom a reply goes to
	area   *part.TextArea
	files  *fyne.Container
	shown  []desk.Attachment
	send   *part.Button
	attach *part.Button
	root   fyne.CanvasObject
}

func newReply(w *text.Words, on Actions, win Window) *writing {
	b := &writing{words: w, on: on, win: win, box: work.BoxReply, to: part.NewSpans(), area: part.NewTextArea(w.T("work.reply.hint"), 3)}
	b.build(w.T("work.reply.send"), flow.Line(7, part.NewIcon(theme.IconChat, theme.ColorPrimary, theme.SizeIconSmall), flow.Grow(b.to)))
	return b
}

func newNote(w *text.Words, on Actions, win Window) *writing {
	b := &writing{words: w, on: on, win: win, box: work.BoxNote, area: part.NewNoteArea("", w.T("work.note.hint"), 3)}
	b.build(w.T("work.note.send"), flow.Stack(0))
	return b
}

func (b *writing) build(send string, head fyne.CanvasObject) {
	name := string(b.box) + "."
	b.files = flow.Wrap(6)
	b.send = part.Name(part.NewPrimary(send, b.on.Send).Compact(), name+"send")
	b.attach = part.Name(part.NewQuiet(b.words.T("work.attach"), b.pick).Icon(theme.IconPaperclip), name+"attach")
	leave := part.Name(part.NewQuiet(b.words.T("work.later"), func() { b.on.OpenBox("") }), name+"cancel")
	part.Name(b.area.Control(), name+"text")
	b.area.OnChanged = func(text string) { b.on.Write(b.box, text) }
	b.area.TakeLong()
	b.area.OnSubmitted = func(string) { b.on.Send() }
	foot := flow.Split(10, flow.Wrap(8, b.send, b.attach), leave)
	content := flow.Inset(20, 12, flow.Stack(9, head, b.area, b.files, foot))
	b.root = flow.Stack(0, part.NewRule(), part.NewGround(content))
}

func (b *writing) pick() {
	b.win.Pick(func(name string, open func() (io.ReadCloser, error)) { b.on.Attach(b.box, name, open) })
}

func (b *writing) render(s work.TicketState) {
	name := say.FirstName(s.View.Ticket.Requester.Name)
	if b.to != nil {
		b.to.SetSpans(
			part.Span{Text: b.words.T("work.reply.to", "Name", name), Bold: true, Size: theme.SizeSmall},
			part.Span{Text: " · " + b.words.T("work.reply.seen", "Name", name), Size: theme.SizeSmall, Color: theme.ColorMuted},
		)
	}
	b.area.SetCaption(b.words.T("work.message.note") + " · " + look.Hidden(b.words, s))
	w := s.Boxes[b.box]
	b.area.SetText(w.Text)
	enable(b.send, !s.Sending)
	b.renderFiles(w.Attachments)
}

// renderFiles shows what goes with the words; a click takes a file out again.
func (b *writing) renderFiles(list []desk.Attachment) {
	part.ShowIf(b.files, len(list) > 0)
	if len(list) == len(b.shown) && (len(list) == 0 || &list[0] == &b.shown[0]) {
		return
	}
	b.shown, b.files.Objects = list, nil
	for i, a := range list {
		chip := part.Attachment{Name: a.Name, Detail: b.words.Size(a.Size), Icon: theme.IconX}
		b.files.Add(part.NewFileChip(chip, func() { b.on.Detach(b.box, i) }))
	}
}
