package offline_test

import (
	"context"
	"strings"
	"testing"

	"relais/client/memory"
	"relais/internal/desk"
	"relais/offline"
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

func TestAnAnswerIsKeptThoughAPersonAskedForAnotherTryMeanwhile(t *testing.T) {
	t.Parallel()
	var d *offline.Desk
	var r desk.Receipt
	w := newWorld(t, memory.Options{Create: desk.BestEffort, Message: desk.BestEffort, Change: desk.BestEffort, Before: func(ctx context.Context, method string) error {
		if strings.HasPrefix(method, "create") {
			return d.Settle(ctx, r.Key, desk.SettleRetry)
		}
		return nil
	}})
	d = w.device(t, memory.Requester)
	var err error
	r, err = d.Ask(t.Context(), request("No sound"), "")
	must(t, err)
	if got := w.sync(d); got.Pushed != 1 || got.Waiting+got.Attention > 0 || len(w.hub.Conversations()) != 1 {
		t.Errorf("sync %+v, %d tickets", got, len(w.hub.Conversations()))
	}
}
