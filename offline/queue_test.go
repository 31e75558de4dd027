package offline_test

import (
	"testing"

	"relais/client/memory"
	"relais/internal/desk"
	"relais/offline"
)

// asked sends a request of the account and gives the ticket that it became.
func asked(t *testing.T, w *world, d *offline.Desk, r desk.NewTicket) desk.Ticket {
	t.Helper()
	made, err := d.Ask(t.Context(), r, "")
	must(t, err)
	w.sync(d)
	v, err := d.Ticket(t.Context(), string(made.Key))
	must(t, err)
	if all := w.hub.Conversations(); len(all) != 1 {
		t.Fatalf("%d tickets", len(all))
	}
	return v.Ticket
}

func TestARequestGoesToTheQueueOfTheAccountElseToTheLowestLevelThatTakesIt(t *testing.T) {
	t.Parallel()
	queues := []desk.Queue{
		{ID: "field", Name: "Field", Level: 2}, {ID: "front", Name: "Front desk", Level: 1}, {ID: "north", Name: "North", Level: 1},
	}
	for _, c := range []struct {
		name, queue string
		known       bool // the queues, from an earlier sync
		want        string
	}{
		{"its own", "north", true, "north"},
		{"none", "", true, "front"},
		{"none, and no queue is known", "", false, "front"},
		{"one that takes no requests", "field", true, "front"},
		{"one that is gone", "gone", true, "front"},
		{"its own, and no queue is known", "north", false, "north"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, memory.Options{Queues: queues})
			o := w.options(t.TempDir(), memory.Requester)
			o.Queue = c.queue
			d := open(t, o)
			if c.known {
				w.sync(d)
			}
			if got := asked(t, w, d, request("No sound")); got.Queue != c.want {
				t.Errorf("went to %q, want %q", got.Queue, c.want)
			}
		})
	}
}

func TestAQueueThatAPersonChoseIsNotChangedBehindTheirBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{})
	d := w.device(t, memory.Requester)
	w.sync(d)
	r := request("No sound")
	r.Queue = "level2"
	_, err := d.Ask(t.Context(), r, "")
	must(t, err)
	w.sync(d)
	all, err := d.Outbox(t.Context())
	must(t, err)
	if len(all) != 1 || all[0].State != desk.StateAttention || all[0].Field != desk.FieldQueue || len(w.hub.Conversations()) != 0 {
		t.Fatalf("outbox %+v", all)
	}
}

func TestARequestWhoseAnswerWasLostIsSentAgainToTheSameQueue(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{Queues: []desk.Queue{{ID: "front", Name: "Front desk", Level: 1}, {ID: "north", Name: "North", Level: 1}}})
	o := w.options(t.TempDir(), memory.Requester)
	d := open(t, o)
	w.sync(d)
	made, err := d.Ask(t.Context(), request("No sound"), "")
	must(t, err)
	w.hub.Cut(1)
	_, err = d.Sync(t.Context())
	must(t, err)
	if r, err := d.Receipt(t.Context(), made.Key); err != nil || r.State != desk.StateSent {
		t.Fatalf("receipt %+v, %v", r, err)
	}
	must(t, d.Close())
	o.Queue = "north" // decided since
	d = open(t, o)
	w.sync(d)
	if all := w.hub.Conversations(); len(all) != 1 || all[0].Ticket.Queue != "front" {
		t.Fatalf("tickets %+v", all)
	}
	if all, err := d.Outbox(t.Context()); err != nil || len(all) != 0 {
		t.Fatalf("outbox %+v, %v", all, err)
	}
}
