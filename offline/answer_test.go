package offline_test

import (
	"context"
	"testing"

	"relais/client/memory"
	"relais/internal/desk"
)

func TestWhatMayHaveBeenDeliveredStaysSoWhileTheHelpdeskIsAway(t *testing.T) {
	t.Parallel()
	var away desk.Code
	w := newWorld(t, memory.Options{Before: func(_ context.Context, method string) error {
		if away == desk.CodeUnreachable && method != "welcome" || away == desk.CodeInterrupted && method == "pull" {
			return &desk.Error{Code: away, Op: method}
		}
		return nil
	}})
	d := w.device(t, memory.Requester)
	r, err := d.Ask(t.Context(), request("No sound"), "")
	must(t, err)
	w.hub.Lose(1)
	for _, away = range []desk.Code{desk.CodeInterrupted, desk.CodeUnreachable} {
		_, err := d.Sync(t.Context())
		must(t, err)
		if err := d.Settle(t.Context(), r.Key, desk.SettleDiscard); desk.CodeOf(err) != desk.CodeInterrupted {
			t.Errorf("%s: given up, though it was delivered: %v", away, err)
		}
	}
	away = ""
	w.sync(d)
	if r, err := d.Receipt(t.Context(), r.Key); err != nil || r.State != desk.StateAccepted || len(w.hub.Conversations()) != 1 {
		t.Errorf("receipt %+v, %v; %d tickets", r, err, len(w.hub.Conversations()))
	}
}
