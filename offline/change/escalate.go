package change

import (
	"context"

	"relais/internal/desk"
)

// Escalate hands a ticket over to another queue, with a card.
type Escalate struct {
	Queue string        `json:"queue"`
	Card  desk.HandOver `json:"card"`
}

// Verb is the name of the type.
func (o *Escalate) Verb() desk.Verb { return desk.VerbEscalate }

// Validate checks what was given.
func (o *Escalate) Validate() error {
	if blank(o.Queue) {
		return invalid(o, desk.FieldQueue, "no queue")
	}
	if o.Card == (desk.HandOver{}) {
		return invalid(o, "", "the card is empty")
	}
	return tooLong(o, o.Words())
}

// Change is what the helpdesk is asked for.
func (o *Escalate) Change() desk.Change {
	return desk.Change{
		Set:     desk.Patch{desk.FieldQueue: o.Queue, desk.FieldAssignee: ""},
		Message: &desk.NewMessage{Internal: true, HandOver: &o.Card},
	}
}

// Apply shows it.
func (o *Escalate) Apply(s *Scene) { show(s, o.Change()) }

// Push sends it.
func (o *Escalate) Push(ctx context.Context, b desk.Backend, w *Way) (Result, error) {
	return push(ctx, b, w, o.Change())
}

// Words are what was typed.
func (o *Escalate) Words() string { return wordsOf(o.Change()) }

// Fields are the texts that were typed.
func (o *Escalate) Fields() map[string]*string {
	c := &o.Card
	return map[string]*string{
		desk.TextHappening: &c.Happening, desk.TextTried: &c.Tried, desk.TextHypothesis: &c.Hypothesis, desk.TextContext: &c.Context, desk.TextCheck: &c.Check,
	}
}

// Files are its attachments.
func (o *Escalate) Files() []desk.Attachment { return filesOf(o.Change().Message) }
