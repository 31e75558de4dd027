package offline_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"relais/client/memory"
	"relais/internal/desk"
)

func TestAPoisonedOperationStopsOnlyItsLane(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{})
	d := w.device(t, memory.Requester)
	poison := request("Poison")
	poison.Requester = desk.PersonRef{ID: "nobody"} // only staff asks for others
	bad, err := d.Ask(t.Context(), poison, "")
	must(t, err)
	_, err = d.Reply(t.Context(), string(bad.Key), says("Behind it"), "")
	must(t, err)
	good, err := d.Ask(t.Context(), request("Good"), "")
	must(t, err)
	if r := w.sync(d); r.Pushed != 1 || r.Attention != 1 || r.Waiting != 1 {
		t.Fatalf("sync %+v", r)
	}
	list, err := d.Outbox(t.Context())
	must(t, err)
	if len(list) != 2 || list[0].State != desk.StateAttention || list[0].Code != desk.CodeForbidden || list[0].Blocked || !list[1].Blocked || list[1].Text != "Behind it" {
		t.Fatalf("outbox %+v", list)
	}
	if r, err := d.Receipt(t.Context(), good.Key); err != nil || r.Number != "1" {
		t.Fatalf("receipt %+v, %v", r, err)
	}
	// What waits for a ticket that will never be goes with it, and stays as a copy.
	must(t, d.Settle(t.Context(), bad.Key, desk.SettleDiscard))
	if s := d.Status(); s.Waiting+s.Attention != 0 {
		t.Fatalf("status %+v", s)
	}
	receipts, err := d.Receipts(t.Context(), 10)
	must(t, err)
	if len(receipts) != 3 || receipts[1].State != desk.StateDiscarded || receipts[2].State != desk.StateDiscarded {
		t.Fatalf("receipts %+v", receipts)
	}
	if rows, err := d.Tickets(t.Context(), desk.Filter{}); err != nil || len(rows) != 1 {
		t.Fatalf("rows %+v, %v", rows, err)
	}
	if _, err := d.Reply(t.Context(), string(bad.Key), says("Too late"), ""); desk.CodeOf(err) != desk.CodeNotFound {
		t.Fatalf("reply to what was given up: %v", err)
	}
}

func TestAnAnswerThatNeverComesHoldsUpOneLaneOnly(t *testing.T) {
	t.Parallel()
	var first desk.Key
	w := newWorld(t, memory.Options{})
	d := w.device(t, memory.Requester)
	_, err := d.Ask(t.Context(), request("One"), "")
	must(t, err)
	w.sync(d)
	r, err := d.Reply(t.Context(), "1", says("Hello"), "")
	must(t, err)
	first = r.Key
	_, err = d.Ask(t.Context(), request("Two"), "")
	must(t, err)
	w.hub.Cut(1)
	if got := w.sync(d); got.Pushed != 1 || got.Waiting != 1 {
		t.Fatalf("sync %+v", got)
	}
	if got, err := d.Receipt(t.Context(), first); err != nil || got.State != desk.StateSent {
		t.Fatalf("receipt %+v, %v", got, err)
	}
	if got := w.sync(d); got.Pushed != 1 || got.Waiting != 0 {
		t.Fatalf("sync %+v", got)
	}
}

func TestAVanishedTicketKeepsTheLocalWorkAndSaysSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{})
	d := w.device(t, memory.Requester)
	_, err := d.Ask(t.Context(), request("One"), "")
	must(t, err)
	w.sync(d)
	_, err = d.Reply(t.Context(), "1", says("Typed with care"), "")
	must(t, err)
	w.hub.Vanish("1")
	if r := w.sync(d); r.Attention != 1 {
		t.Fatalf("sync %+v", r)
	}
	v, err := d.Ticket(t.Context(), "1")
	must(t, err)
	if !v.Partial || v.Ticket.Title != "One" || len(v.Messages) != 1 || v.Pending[0].Code != desk.CodeNotFound || v.Pending[0].Text != "Typed with care" {
		t.Fatalf("view %+v", v)
	}
	if rows, err := d.Tickets(t.Context(), desk.Filter{}); err != nil || len(rows) != 1 || rows[0].Title != "One" || !rows[0].Attention {
		t.Fatalf("rows %+v, %v", rows, err)
	}
}

func TestAMergeIntoATicketMadeHereWaitsForIt(t *testing.T) {
	t.Parallel()
	w, mine, _ := pair(t, memory.Options{})
	made, err := mine.Ask(t.Context(), request("The real one"), "")
	must(t, err)
	_, err = mine.Merge(t.Context(), "1", string(made.Key))
	must(t, err)
	w.sync(mine)
	if r := w.sync(mine); r.Waiting+r.Attention != 0 {
		t.Fatalf("sync %+v", r)
	}
	if all := w.hub.Conversations(); all[0].Ticket.MergedInto != "2" {
		t.Fatalf("ticket %+v", all[0].Ticket)
	}
}

func TestFiveTechniciansActionsArriveInTheirOrder(t *testing.T) {
	t.Parallel()
	w, mine, _ := pair(t, memory.Options{})
	_, err := mine.Take(t.Context(), "1")
	must(t, err)
	_, err = mine.Note(t.Context(), "1", says("A cable?"), "")
	must(t, err)
	_, err = mine.Plan(t.Context(), "1", w.clock.Now().Add(time.Hour))
	must(t, err)
	_, err = mine.Resolve(t.Context(), "1", desk.Sheet{Solution: "A cable"}, "It works", "")
	must(t, err)
	_, err = mine.Reopen(t.Context(), "1", "Too early", "")
	must(t, err)
	_, err = mine.CloseUnsolved(t.Context(), "1", "No answer", "")
	must(t, err)
	before, err := mine.Ticket(t.Context(), "1")
	must(t, err)
	if before.Ticket.Status != desk.StatusClosed || before.Ticket.Assignee.ID != memory.Technician1 || len(before.Messages) != 3 || len(before.Pending) != 6 {
		t.Fatalf("view %+v", before)
	}
	if r := w.sync(mine); r.Pushed != 6 || r.Waiting+r.Attention != 0 {
		t.Fatalf("sync %+v", r)
	}
	now := w.hub.Conversations()[0]
	if now.Ticket.Status != desk.StatusClosed || now.Ticket.Outcome != desk.OutcomeUnsolved || len(now.Messages) != 3 || len(now.Events) < 6 {
		t.Fatalf("hub %+v", now)
	}
}

func TestRequestersDoOnlyWhatRequestersMay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{})
	d := w.device(t, memory.Requester)
	_, err := d.Ask(t.Context(), request("One"), "")
	must(t, err)
	w.sync(d)
	for name, f := range map[string]func() (desk.Receipt, error){
		"note": func() (desk.Receipt, error) { return d.Note(t.Context(), "1", says("x"), "") },
		"plan": func() (desk.Receipt, error) { return d.Plan(t.Context(), "1", w.clock.Now()) },
		"resolve": func() (desk.Receipt, error) {
			return d.Resolve(t.Context(), "1", desk.Sheet{Solution: "x"}, "", "")
		},
		"article": func() (desk.Receipt, error) {
			return d.SaveArticle(t.Context(), desk.Article{Title: "x", Body: "x", Lang: "fr"}, "")
		},
	} {
		if _, err := f(); desk.CodeOf(err) != desk.CodeForbidden {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err = d.Confirm(t.Context(), "1")
	must(t, err)
	_, err = d.Back(t.Context(), "1", "Again", "")
	must(t, err)
	w.sync(d)
	if now := w.hub.Conversations()[0]; now.Ticket.Status != desk.StatusOpen || len(now.Messages) != 2 {
		t.Fatalf("hub %+v", now)
	}
}

func TestAKillAfterEachCallOfASyncLosesNothing(t *testing.T) {
	t.Parallel()
	for calls := range 8 {
		n := -1
		var stop context.CancelFunc
		w := newWorld(t, memory.Options{Before: func(context.Context, string) error {
			if n--; n == 0 {
				stop()
			}
			return nil
		}})
		o := w.options(t.TempDir(), memory.Requester)
		d := open(t, o)
		made, err := d.Ask(t.Context(), request("One"), "")
		must(t, err)
		_, err = d.Reply(t.Context(), string(made.Key), says("Two"), "")
		must(t, err)
		var ctx context.Context
		ctx, stop = context.WithCancel(t.Context())
		n = calls + 1
		_, _ = d.Sync(ctx)
		must(t, d.Close())
		d = open(t, o)
		n = -1
		w.sync(d)
		if all := w.hub.Conversations(); len(all) != 1 || len(all[0].Messages) != 2 {
			t.Fatalf("killed at call %d: %+v", calls, all)
		}
		stop()
	}
}

func TestTheOutboxIsSweptOfWhatNobodyNeeds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{})
	o := w.options(t.TempDir(), memory.Requester)
	d := open(t, o)
	needed, forgotten := attach(t, d, "needed"), attach(t, d, "forgotten")
	must(t, d.SaveDraft(t.Context(), desk.Draft{ID: "ask", Attachments: []desk.Attachment{needed}}))
	w.clock.Advance(time.Until(w.clock.Now()).Abs() + 48*time.Hour)
	ctx, stop := context.WithCancel(t.Context())
	w.hub.Outage(true)
	stopWatch := d.Watch(func() {
		if d.Status().Code == desk.CodeUnreachable {
			stop()
		}
	})
	defer stopWatch()
	if err := d.Run(ctx); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	folder := filepath.Join(o.Home, "accounts", o.Account, "outbox")
	if _, err := os.Stat(filepath.Join(folder, needed.SHA256)); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(folder, forgotten.SHA256)); !os.IsNotExist(err) {
		t.Errorf("still there: %v", err)
	}
}
