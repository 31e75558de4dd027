package change

import (
	"context"

	"relais/internal/desk"
)

// SendBack returns a ticket to the queue that it came from.
type SendBack struct {
	Queue  string `json:"queue"`
	Reason string `json:"reason"`
}

// Verb is the name of the type.
func (o *SendBack) Verb() desk.Verb { return desk.VerbSendBack }

// Validate checks what was given.
func (o *SendBack) Validate() error {
	if blank(o.Queue) {
		return invalid(o, desk.FieldQueue, "no queue")
	}
	if blank(o.Reason) {
		return invalid(o, "", "no reason")
	}
	return tooLong(o, o.Reason)
}

// Change is what the helpdesk is asked for.
func (o *SendBack) Change() desk.Change {
	return desk.Change{
		Set:    desk.Patch{desk.FieldQueue: o.Queue, desk.FieldAssignee: ""},
		Reason: o.Reason,
	}
}

// Apply shows it.
func (o *SendBack) Apply(s *Scene) { show(s, o.Change()) }

// Push sends it.
func (o *SendBack) Push(ctx context.Context, b desk.Backend, w *Way) (Result, error) {
	return push(ctx, b, w, o.Change())
}

// Words are what was typed.
func (o *SendBack) Words() string { return wordsOf(o.Change()) }

// Fields are the texts that were typed.
func (o *SendBack) Fields() map[string]*string {
	return map[string]*string{desk.TextReason: &o.Reason}
}

// Files are its attachments.
func (o *SendBack) Files() []desk.Attachment { return filesOf(o.Change().Message) }
