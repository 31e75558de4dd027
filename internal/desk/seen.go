package desk

import "context"

type seenKey struct{}

// Seeing is a context for actions of a person who decides by a ticket as it was read
// at some moment. What others have changed in it since, unseen, is not written over:
// the person is asked. Without it an action is decided by the ticket as it is.
func Seeing(ctx context.Context, t Ticket) context.Context {
	return context.WithValue(ctx, seenKey{}, t)
}

// Seen is the ticket that a person decides by, if the context tells.
func Seen(ctx context.Context) (t Ticket, ok bool) {
	t, ok = ctx.Value(seenKey{}).(Ticket)
	return t, ok
}
