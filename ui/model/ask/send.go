package ask

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"relais/internal/desk"
	"relais/ui/model"
)

// SetTitle gives the request another title than the one made from the words.
func (f *Flow) SetTitle(title string) { f.edit(func(s *State) { s.Title = title }) }

// Headline is the title that the request will have.
func (s State) Headline() string {
	if t := strings.TrimSpace(s.Title); t != "" {
		return t
	}
	line := model.Headline(s.Text)
	if line == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(line)
	return string(unicode.ToUpper(first)) + line[size:]
}

// Send makes the request of everything that was said, with the files that are still
// being attached. It is durable before the receipt shows; a second click does
// nothing, nor does the second half of a double click on the last answer.
func (f *Flow) Send() {
	f.mu.Lock()
	if f.state.Sending || f.now().Sub(f.state.shown) < doubleClick || !f.state.said() {
		f.mu.Unlock()
		return
	}
	f.state.Sending = true
	f.mu.Unlock()
	f.Emit()
	f.tasks.InTurn(f.send)
}

func (f *Flow) send(ctx context.Context) {
	f.mu.Lock()
	if !f.state.said() { // it was thrown away while a file was waited for
		f.state.Sending = false
		f.mu.Unlock()
		f.Emit()
		return
	}
	t, words, answered := f.ticket(), model.Headline(f.state.Text), len(f.state.Suggestions) > 0
	f.mu.Unlock()
	f.keep.Forget(draftID)
	receipt, err := f.desk.Ask(ctx, t, draftID)
	f.sent(receipt, err)
	if err == nil && !answered {
		_ = f.desk.FoundNothing(ctx, words, f.lang()) // for the list of articles to write
	}
}

// said tells whether there is enough for a request.
func (s State) said() bool { return !blank(s.Text) && s.form != nil }

// ticket needs the lock.
func (f *Flow) ticket() desk.NewTicket {
	s := &f.state
	derived := s.form.Derive(s.Given)
	answers := s.form.Answers(s.Given, f.lang())
	answers.Derived = derived.Why
	title, body := model.Titled(s.Headline(), s.Text)
	t := desk.NewTicket{
		Title: title, Kind: derived.Kind, Category: derived.Category, Channel: desk.ChannelApp,
		Lang: f.lang(), Site: f.desk.Me().Site, Impact: derived.Impact, Urgency: derived.Urgency,
		Answers: &answers, Message: desk.NewMessage{Body: body, Tried: s.Tried},
	}
	for _, a := range s.Attachments {
		t.Message.Attachments = append(t.Message.Attachments, desk.Blob{Attachment: a})
	}
	return t
}

func (f *Flow) sent(r desk.Receipt, err error) {
	f.mu.Lock()
	s := &f.state
	s.Sending, s.Code = false, desk.CodeOf(err)
	if err != nil {
		d := f.draft()
		f.mu.Unlock()
		f.keep.Keep(d)
		f.Emit()
		return
	}
	*s = s.fresh(StageSent)
	s.Receipt, s.Sync, s.Now = r, f.desk.Status(), f.now()
	f.mu.Unlock()
	f.Emit()
	f.reload()
}

// fresh is a state in which nothing was said yet.
func (s State) fresh(stage Stage) State {
	return State{Stage: stage, Name: s.Name, Mine: s.Mine, MineLoaded: s.MineLoaded, Sync: s.Sync, Now: s.Now}
}

// Later leaves everything as it is, kept for another time.
func (f *Flow) Later() {
	f.edit((*State).home)
}

// Discard throws the draft away.
func (f *Flow) Discard() {
	f.edit(func(s *State) {
		*s = s.fresh(StageDescribe)
	})
}

// Home goes to the first page; what was said stays. After a request was sent it
// is ready for the next one.
func (f *Flow) Home() {
	f.change(func(s *State) {
		s.home()
		s.Receipt = desk.Receipt{}
	})
}
