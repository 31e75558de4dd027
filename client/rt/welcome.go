package rt

import (
	"context"
	"slices"

	"relais/client/rt/thread"
	"relais/client/rt/wire"
	"relais/internal/desk"
)

// What an administrator could add; the screen's sentence is kept under the code.
const (
	missingReference = "rt-ticket-field"  // args field, queue: tickets are found again by a file instead
	missingMessage   = "rt-message-field" // args field, queue: each message carries a small file
	missingImpact    = "rt-impact-field"  // args field, queue: colleagues in Request Tracker see it in a file only
	missingUrgency   = "rt-urgency-field" // the same
	missingQueue     = "rt-queue"         // no queue takes new tickets
	missingLevels    = "rt-levels"        // args queues: no name tells a level
	missingArticles  = "rt-articles"      // no class of articles can be read
	missingMarkRight = "rt-message-right" // args field: the field is there, and this account can't write it
)

// Welcome tells who this is, and learns what the server has.
func (b *Backend) Welcome(ctx context.Context) (desk.Welcome, error) {
	s, err := b.ready(ctx)
	if err != nil {
		return desk.Welcome{}, err
	}
	if _, err := b.user(ctx, b.login); err != nil {
		return desk.Welcome{}, err
	}
	return desk.Welcome{
		Me: s.me, Server: product, Version: s.version, Time: b.serverTime(), Matrix: desk.DefaultMatrix, Missing: b.missing(s),
	}, nil
}

func (b *Backend) missing(s *site) []desk.Missing {
	queue, _ := s.queue(s.start)
	var list []desk.Missing
	want := func(there bool, code, field string) {
		if !there {
			list = append(list, desk.Missing{Code: code, Args: map[string]string{"field": field, "queue": queue.Name}})
		}
	}
	if s.start == "" {
		return []desk.Missing{{Code: missingQueue}}
	}
	want(s.reference != "", missingReference, "ClientRef")
	want(s.message != "", missingMessage, "MsgRef")
	want(!b.drops(), missingMarkRight, s.message)
	want(s.impact.Field != "", missingImpact, "Impact")
	want(s.urgency.Field != "", missingUrgency, "Urgence")
	if !slices.ContainsFunc(s.queues, func(q desk.Queue) bool { return q.Level > 0 }) {
		list = append(list, desk.Missing{Code: missingLevels})
	}
	if !s.articles() {
		list = append(list, desk.Missing{Code: missingArticles})
	}
	return list
}

// keepsKeys tells whether a message in a queue is known to be found again by its
// custom field. Until it is, the name of a record marks messages: one whose answer
// was lost can't tell any more that the field was dropped.
func (b *Backend) keepsKeys(queue wire.ID) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.keeps[queue]
}

// drops tells whether the custom field of messages was seen not to stay.
func (b *Backend) drops() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, keeps := range b.keeps {
		if !keeps {
			return true
		}
	}
	return false
}

// learn finds out from what this person said earlier in a ticket whether the
// custom field of messages stays there.
func (b *Backend) learn(s *site, r thread.Reading) {
	queue := r.Ticket.Queue.ID
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, known := b.keeps[queue]; known || s.message == "" {
		return
	}
	for _, t := range r.History {
		if string(t.Creator.ID) == s.me.ID && t.Says() && desk.Key(t.Fields.Get(s.message)).Valid() {
			b.keeps[queue] = true
		}
	}
}

// Capabilities are those that were found, or what the least account may do.
func (b *Backend) Capabilities() desk.Capabilities {
	b.mu.Lock()
	s := b.site
	b.mu.Unlock()
	c := desk.Capabilities{
		Kind: Kind, Create: desk.Findable, Message: desk.Findable, Change: desk.Findable, Guard: desk.GuardRead, Grace: Grace,
		Events: true, Answers: true, Reopens: true, KeepsPending: true, Statuses: desk.Statuses(),
	}
	if s == nil {
		return c
	}
	c.Articles, c.WriteArticles = s.articles(), s.writesArticles()
	c.Notes, c.Merge = s.notes, s.change
	if s.change {
		c.Fields = staffFields()
	}
	return c
}

func staffFields() []desk.Field {
	return []desk.Field{
		desk.FieldTitle, desk.FieldKind, desk.FieldCategory, desk.FieldStatus, desk.FieldOutcome, desk.FieldPendingFor, desk.FieldPendingUntil,
		desk.FieldPlannedAt, desk.FieldDue, desk.FieldImpact, desk.FieldUrgency, desk.FieldPriority, desk.FieldQueue, desk.FieldAssignee,
		desk.FieldMergedInto, desk.FieldParent,
	}
}
