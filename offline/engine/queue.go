package engine

import (
	"context"
	"errors"
	"slices"

	"relais/internal/desk"
	"relais/offline/change"
	"relais/offline/store"
	"relais/offline/store/precious"
)

// queue is where a request goes for which nobody chose a queue: the account's, else
// the lowest level, and of those the first that has not refused it. There is none
// when all did; where no queue is known, the helpdesk chooses.
func (t *try) queue(ctx context.Context, o *change.Ask) (id string, ok bool, err error) {
	if o.Ticket.Queue != "" {
		return o.Ticket.Queue, false, nil
	}
	known, err := t.e.o.Store.Queues(ctx)
	if err != nil {
		return "", false, err
	}
	list := []string{t.e.o.Queue}
	for _, q := range known {
		list = append(list, q.ID)
	}
	for _, id := range list {
		if id != "" && !slices.Contains(t.op.Refused, id) {
			return id, true, nil
		}
	}
	return "", false, nil
}

// elsewhere lets a request go on to the next queue when this one refused it.
func (r *round) elsewhere(ctx context.Context, t *try, err error) (done bool, _ error) {
	o, ok := t.op.Op.(*change.Ask)
	if !ok || fieldOf(err) != desk.FieldQueue || !desk.CodeOf(err).Permanent() || t.op.Sending == nil {
		return false, nil
	}
	next := *t.op
	next.Refused = append(slices.Clone(t.op.Refused), t.op.Sending.Queue)
	if _, ok, err := (&try{round: r, op: &next}).queue(ctx, o); !ok || err != nil {
		return false, err
	}
	err = r.e.o.Store.Update(ctx, t.op, func(e *store.Entry) {
		e.State, e.Refused, e.Sending = desk.StateQueued, next.Refused, nil
	})
	if errors.Is(err, precious.ErrMoved) {
		return true, nil // what it is now is looked at again
	}
	return err == nil, err
}
