package offline_test

import (
	"testing"

	"go.uber.org/goleak"

	"relais/client/memory"
	"relais/internal/desk"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestARequestIsListedAtOnceAndArrivesOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{})
	d := w.device(t, memory.Requester)
	r, err := d.Ask(t.Context(), request("No sound"), "")
	must(t, err)
	if r.State != desk.StateQueued || !r.Key.Valid() || r.Digest == "" {
		t.Fatalf("receipt %+v", r)
	}
	rows, err := d.Tickets(t.Context(), desk.Filter{})
	must(t, err)
	if len(rows) != 1 || rows[0].Key != r.Key || rows[0].ID != "" || rows[0].Waiting != 1 || rows[0].Priority != 2 {
		t.Fatalf("rows %+v", rows)
	}
	_, err = d.Reply(t.Context(), string(r.Key), says("Still none"), "")
	must(t, err)
	if got := w.sync(d); got.Pushed != 2 || got.Waiting != 0 {
		t.Fatalf("sync %+v", got)
	}
	all := w.hub.Conversations()
	if len(all) != 1 || len(all[0].Messages) != 2 || all[0].Ticket.Key != r.Key {
		t.Fatalf("hub %+v", all)
	}
	v, err := d.Ticket(t.Context(), string(r.Key))
	must(t, err)
	if v.Ticket.Number != "1" || len(v.Messages) != 2 || len(v.Pending) != 0 || v.AsOf.IsZero() {
		t.Fatalf("view %+v", v)
	}
	if r, err = d.Receipt(t.Context(), r.Key); err != nil || r.State != desk.StateAccepted || r.Number != "1" || r.Accepted.IsZero() {
		t.Fatalf("receipt %+v, %v", r, err)
	}
}
