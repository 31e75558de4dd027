package change

import (
	"context"

	"relais/internal/desk"
)

// Resolve says how a ticket was solved. The sheet goes with the reply; without a reply
// it is for staff only.
type Resolve struct {
	Sheet desk.Sheet `json:"sheet"`
	Reply string     `json:"reply,omitempty"`
}

// Verb is the name of the type.
func (o *Resolve) Verb() desk.Verb { return desk.VerbResolve }

// Validate checks what was given.
func (o *Resolve) Validate() error {
	if blank(o.Sheet.Solution) {
		return invalid(o, "", "no solution")
	}
	return tooLong(o, o.Words())
}

// Change is what the helpdesk is asked for.
func (o *Resolve) Change() desk.Change {
	return desk.Change{
		Set:     desk.Patch{desk.FieldStatus: string(desk.StatusResolved), desk.FieldOutcome: string(desk.OutcomeSolved)},
		Message: &desk.NewMessage{Internal: blank(o.Reply), Body: o.Reply, Sheet: &o.Sheet},
	}
}

// Apply shows it.
func (o *Resolve) Apply(s *Scene) { show(s, o.Change()) }

// Push sends it.
func (o *Resolve) Push(ctx context.Context, b desk.Backend, w *Way) (Result, error) {
	return push(ctx, b, w, o.Change())
}

// Words are what was typed.
func (o *Resolve) Words() string { return wordsOf(o.Change()) }

// Fields are the texts that were typed.
func (o *Resolve) Fields() map[string]*string {
	s := &o.Sheet
	return map[string]*string{
		desk.TextSolution: &s.Solution, desk.TextAnalysis: &s.Analysis, desk.TextTested: &s.Tested, desk.TextCause: &s.Cause, desk.TextMessage: &o.Reply,
	}
}

// Files are its attachments.
func (o *Resolve) Files() []desk.Attachment { return filesOf(o.Change().Message) }
