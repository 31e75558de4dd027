package followup

import (
	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model/requests"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/screen/employee/look"
	"relais/ui/screen/say"
	"relais/ui/theme"
)

// reply is where the person writes to the helpdesk.
type reply struct {
	box     *fyne.Container
	words   *text.Words
	text    *part.TextArea
	files   *look.Files
	main    *part.Button // sends, where that is what one does here
	aside   *part.Button // sends, beside a card that asks for something else
	solved  *part.Button
	offline *part.EventLine
}

func newReply(w *text.Words, on PageActions, win look.Window) *reply {
	r := &reply{words: w, text: part.NewTextArea("", 2), files: look.NewFiles(w, "request", on)}
	r.text.OnChanged = on.Write
	r.text.TakeLong()
	r.text.OnSubmitted = func(string) { on.Send() }
	part.Name(r.text.Control(), "request.reply")
	r.main = part.NewPrimary(w.T("requests.send"), on.Send)
	r.aside = part.NewSecondary(w.T("requests.send"), on.Send)
	r.solved = part.NewSecondary(w.T("requests.solved"), on.Solved)
	attach := look.NewAttach(w, "request", on, win)
	r.offline = part.NewEventLine(theme.IconOffline, w.T("requests.offline"))
	r.box = flow.Stack(10, r.text, r.files.Box, flow.Wrap(14, r.main, r.aside, attach, r.solved), r.offline)
	return r
}

// focus puts the cursor into the reply.
func (r *reply) focus() { r.text.Focus() }

// render shows s; aside when something else is the main thing to do. While the
// reason is written elsewhere there is no reply.
func (r *reply) render(s requests.PageState, aside, elsewhere bool) {
	w := r.words
	part.ShowIf(r.box, s.MayReply && !elsewhere)
	if !r.box.Visible() {
		return
	}
	to := say.FirstName(s.View.Ticket.Assignee.Name)
	placeholder := w.T("requests.write")
	if to != "" {
		placeholder = w.T("requests.write.to", "Name", to)
	}
	r.text.SetPlaceholder(placeholder)
	r.text.SetText(s.Text)
	r.files.Set(s.Attachments, s.Refused)
	r.renderSend(s, aside)
	part.ShowIf(r.solved, s.MayConfirm && !aside && s.View.Ticket.Status != desk.StatusResolved)
	if r.solved.Visible() {
		part.Name(r.solved, "request.solved")
	}
	r.solved.Set(w.T("requests.solved"), !s.Sending)
	part.ShowIf(r.offline, !s.Sync.Online)
}

// renderSend shows one of the two buttons that send.
func (r *reply) renderSend(s requests.PageState, aside bool) {
	label, ready := r.words.T("requests.send"), s.Text != "" || len(s.Attachments) > 0
	if s.Sending {
		label = r.words.T("requests.sending")
	}
	send, other := r.main, r.aside
	if aside {
		send, other = r.aside, r.main
	}
	part.ShowIf(send, true)
	part.ShowIf(other, false)
	part.Name(send, "request.send")
	send.Set(label, ready && !s.Sending)
}
