package offline_test

import (
	"context"
	"testing"
	"time"

	"relais/client/memory"
	"relais/internal/desk"
	"relais/offline"
)

// pair is a technician whose pending change meets one of somebody else.
func pair(t *testing.T, o memory.Options) (w *world, mine, theirs *offline.Desk) {
	w = newWorld(t, o)
	asker := w.device(t, memory.Requester)
	_, err := asker.Ask(t.Context(), request("No sound"), "")
	must(t, err)
	w.sync(asker)
	mine, theirs = w.device(t, memory.Technician1), w.device(t, memory.Technician2)
	w.sync(mine)
	w.sync(theirs)
	return w, mine, theirs
}

// pendAgainstPlan lets mine set pending while theirs has planned.
func pendAgainstPlan(t *testing.T, w *world, mine, theirs *offline.Desk) desk.Pending {
	t.Helper()
	m := says("Which screen?")
	_, err := mine.Pend(t.Context(), "1", desk.PendingUser, time.Time{}, &m, "")
	must(t, err)
	_, err = theirs.Plan(t.Context(), "1", w.clock.Now().Add(time.Hour))
	must(t, err)
	w.sync(theirs)
	if r := w.sync(mine); r.Attention != 1 || r.Pushed != 0 {
		t.Fatalf("sync %+v", r)
	}
	list, err := mine.Outbox(t.Context())
	must(t, err)
	if len(list) != 1 || list[0].Code != desk.CodeConflict || list[0].Text != "Which screen?" {
		t.Fatalf("outbox %+v", list)
	}
	want := desk.Conflict{Field: desk.FieldStatus, Base: "new", Mine: "pending", Theirs: "planned"}
	c := list[0].Conflicts
	if len(c) != 1 || !c[0].Since.After(list[0].Kept) || c[0].By != "Technician Two" {
		t.Fatalf("conflicts %+v", c)
	}
	c[0].Since, c[0].By = time.Time{}, ""
	if c[0] != want {
		t.Fatalf("conflicts %+v", c)
	}
	rows, err := mine.Tickets(t.Context(), desk.Filter{})
	must(t, err)
	if !rows[0].Attention || rows[0].Waiting != 1 {
		t.Fatalf("row %+v", rows[0])
	}
	return list[0]
}

func TestASameFieldConflictIsSettledByAPerson(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		answer   desk.Settle
		status   desk.Status
		messages int
		state    desk.OperationState
	}{
		{desk.SettleMine, desk.StatusPending, 2, desk.StateAccepted},
		{desk.SettleTheirs, desk.StatusPlanned, 2, desk.StateAccepted},
		{desk.SettleDiscard, desk.StatusPlanned, 1, desk.StateDiscarded},
	} {
		t.Run(string(c.answer), func(t *testing.T) {
			t.Parallel()
			w, mine, theirs := pair(t, memory.Options{})
			p := pendAgainstPlan(t, w, mine, theirs)
			must(t, mine.Settle(t.Context(), p.Key, c.answer))
			if r := w.sync(mine); r.Waiting+r.Attention != 0 {
				t.Fatalf("sync %+v", r)
			}
			now := w.hub.Conversations()[0]
			if now.Ticket.Status != c.status || len(now.Messages) != c.messages {
				t.Fatalf("%s with %d messages", now.Ticket.Status, len(now.Messages))
			}
			r, err := mine.Receipt(t.Context(), p.Key)
			must(t, err)
			if r.State != c.state {
				t.Fatalf("receipt %+v", r)
			}
			if v, err := mine.Ticket(t.Context(), "1"); err != nil || v.Ticket.Status != c.status || len(v.Pending) != 0 {
				t.Fatalf("view %+v, %v", v, err)
			}
		})
	}
}

func TestMineIsRefusedWhereTheMoveIsNotAllowedAnyMore(t *testing.T) {
	t.Parallel()
	w, mine, theirs := pair(t, memory.Options{})
	r, err := mine.Pend(t.Context(), "1", desk.PendingUser, time.Time{}, nil, "")
	must(t, err)
	_, err = theirs.Resolve(t.Context(), "1", desk.Sheet{Solution: "A cable"}, "", "")
	must(t, err)
	w.sync(theirs)
	w.sync(mine)
	if err := mine.Settle(t.Context(), r.Key, desk.SettleMine); desk.CodeOf(err) != desk.CodeForbidden {
		t.Fatalf("got %v", err)
	}
	must(t, mine.Settle(t.Context(), r.Key, desk.SettleTheirs))
	if got := w.sync(mine); got.Waiting+got.Attention != 0 {
		t.Fatalf("sync %+v", got)
	}
}

func TestRetryAsksAgainAboutTheSameConflict(t *testing.T) {
	t.Parallel()
	w, mine, theirs := pair(t, memory.Options{})
	p := pendAgainstPlan(t, w, mine, theirs)
	must(t, mine.Settle(t.Context(), p.Key, desk.SettleRetry))
	if r := w.sync(mine); r.Attention != 1 {
		t.Fatalf("sync %+v", r)
	}
}

func TestDifferentFieldsMergeWithoutAsking(t *testing.T) {
	t.Parallel()
	w, mine, theirs := pair(t, memory.Options{})
	_, err := mine.Correct(t.Context(), "1", desk.Patch{desk.FieldCategory: "hardware"})
	must(t, err)
	_, err = theirs.Correct(t.Context(), "1", desk.Patch{desk.FieldTitle: "No sound at all"})
	must(t, err)
	w.sync(theirs)
	if r := w.sync(mine); r.Pushed != 1 || r.Attention != 0 {
		t.Fatalf("sync %+v", r)
	}
	if now := w.hub.Conversations()[0].Ticket; now.Category != "hardware" || now.Title != "No sound at all" {
		t.Fatalf("ticket %+v", now)
	}
}

func TestOnlyWhatNeedsAnAnswerCanBeSettled(t *testing.T) {
	t.Parallel()
	w, mine, _ := pair(t, memory.Options{})
	r, err := mine.Reply(t.Context(), "1", says("Hello"), "")
	must(t, err)
	for _, answer := range []desk.Settle{desk.SettleMine, desk.SettleTheirs, "perhaps"} {
		if err := mine.Settle(t.Context(), r.Key, answer); desk.CodeOf(err) != desk.CodeInvalid {
			t.Errorf("%s: %v", answer, err)
		}
	}
	if err := mine.Settle(t.Context(), w.key(), desk.SettleRetry); desk.CodeOf(err) != desk.CodeNotFound {
		t.Errorf("unknown: %v", err)
	}
	w.sync(mine)
	if err := mine.Settle(t.Context(), r.Key, desk.SettleDiscard); desk.CodeOf(err) != desk.CodeInvalid {
		t.Errorf("accepted: %v", err)
	}
}

func TestWhatMayHaveBeenDeliveredCanNotBeTakenBack(t *testing.T) {
	t.Parallel()
	w, mine, _ := pair(t, memory.Options{Message: desk.Findable, Grace: time.Hour, PageSize: 1})
	r, err := mine.Reply(t.Context(), "1", says("Hello"), "")
	must(t, err)
	w.hub.Cut(0)
	w.hub.Lose(1)
	ctx, stop := context.WithCancel(t.Context())
	unwatch := mine.Watch(func() {
		if got, err := mine.Receipt(context.Background(), r.Key); err == nil && got.State == desk.StateSent {
			stop() // before the pull proves that it was done
		}
	})
	_, _ = mine.Sync(ctx)
	unwatch()
	if err := mine.Settle(t.Context(), r.Key, desk.SettleDiscard); desk.CodeOf(err) != desk.CodeInterrupted {
		t.Errorf("got %v", err)
	}
}

func TestAnUnknownOutcomeWithoutAMarkNeedsAPerson(t *testing.T) {
	t.Parallel()
	for answer, messages := range map[desk.Settle]int{desk.SettleRetry: 2, desk.SettleDiscard: 1} {
		t.Run(string(answer), func(t *testing.T) {
			t.Parallel()
			w, mine, _ := pair(t, memory.Options{Message: desk.BestEffort})
			r, err := mine.Reply(t.Context(), "1", says("Hello"), "")
			must(t, err)
			w.hub.Cut(2) // the write, and the pull that could prove it
			got, err := mine.Sync(t.Context())
			must(t, err)
			if got.Attention != 1 || len(w.hub.Conversations()[0].Messages) != 1 {
				t.Fatalf("sync %+v", got)
			}
			for range 3 {
				w.clock.Advance(time.Hour)
				if got := w.sync(mine); got.Attention != 1 {
					t.Fatalf("it was sent again by itself: %+v", got)
				}
			}
			must(t, mine.Settle(t.Context(), r.Key, answer))
			w.sync(mine)
			if n := len(w.hub.Conversations()[0].Messages); n != messages {
				t.Fatalf("%d messages", n)
			}
		})
	}
}

func TestAnArticleThatBothSidesEditedIsAsked(t *testing.T) {
	t.Parallel()
	for answer, body := range map[desk.Settle]string{desk.SettleMine: "mine", desk.SettleTheirs: "theirs"} {
		t.Run(string(answer), func(t *testing.T) {
			t.Parallel()
			w, mine, theirs := pair(t, memory.Options{})
			made, err := mine.SaveArticle(t.Context(), desk.Article{Lang: "fr", Title: "Le son", Body: "rien", Audience: desk.AudienceEveryone, State: desk.ArticlePublished}, "")
			must(t, err)
			w.sync(mine)
			w.sync(theirs)
			a, err := mine.Article(t.Context(), string(made.Key))
			must(t, err)
			for d, text := range map[*offline.Desk]string{mine: "mine", theirs: "theirs"} {
				edited := a
				edited.Body = text
				_, err := d.SaveArticle(t.Context(), edited, "")
				must(t, err)
			}
			w.sync(theirs)
			if r := w.sync(mine); r.Attention != 1 {
				t.Fatalf("sync %+v", r)
			}
			list, err := mine.Outbox(t.Context())
			must(t, err)
			must(t, mine.Settle(t.Context(), list[0].Key, answer))
			if r := w.sync(mine); r.Attention+r.Waiting != 0 {
				t.Fatalf("sync %+v", r)
			}
			for _, d := range []*offline.Desk{mine, theirs} {
				w.sync(d)
				if got, err := d.Article(t.Context(), a.ID); err != nil || got.Body != body {
					t.Fatalf("got %+v, %v", got, err)
				}
			}
		})
	}
}

func TestAnArticleThatBothSidesMadeIsAskedAndIsOne(t *testing.T) {
	t.Parallel()
	for answer, body := range map[desk.Settle]string{desk.SettleMine: "mine", desk.SettleTheirs: "theirs"} {
		t.Run(string(answer), func(t *testing.T) {
			t.Parallel()
			w, mine, theirs := pair(t, memory.Options{})
			made := desk.Article{Pair: "sound", Lang: "fr", Title: "Le son", Audience: desk.AudienceEveryone, State: desk.ArticlePublished}
			for d, text := range map[*offline.Desk]string{mine: "mine", theirs: "theirs"} {
				made.Body = text
				_, err := d.SaveArticle(t.Context(), made, "")
				must(t, err)
			}
			w.sync(theirs)
			if r := w.sync(mine); r.Attention != 1 {
				t.Fatalf("sync %+v", r)
			}
			list, err := mine.Outbox(t.Context())
			must(t, err)
			must(t, mine.Settle(t.Context(), list[0].Key, answer))
			if r := w.sync(mine); r.Attention+r.Waiting != 0 {
				t.Fatalf("sync %+v", r)
			}
			for _, d := range []*offline.Desk{mine, theirs} {
				w.sync(d)
				if list, err := d.Articles(t.Context(), "fr"); err != nil || len(list) != 1 || list[0].Body != body {
					t.Fatalf("got %+v, %v", list, err)
				}
			}
		})
	}
}

func TestAMergedTicketKeepsTheMessageAndAsksAboutTheRest(t *testing.T) {
	t.Parallel()
	w, mine, theirs := pair(t, memory.Options{})
	_, err := theirs.Ask(t.Context(), request("The real one"), "")
	must(t, err)
	w.sync(theirs)
	w.sync(mine)
	_, err = mine.Reply(t.Context(), "1", says("Hello"), "")
	must(t, err)
	_, err = mine.Take(t.Context(), "1")
	must(t, err)
	_, err = theirs.Merge(t.Context(), "1", "2")
	must(t, err)
	w.sync(theirs)
	if r := w.sync(mine); r.Pushed != 1 || r.Attention != 1 {
		t.Fatalf("sync %+v", r)
	}
	list, err := mine.Outbox(t.Context())
	must(t, err)
	for i := 0; len(list) > 0 && i < 3; i++ {
		must(t, mine.Settle(t.Context(), list[0].Key, desk.SettleMine))
		w.sync(mine)
		list, err = mine.Outbox(t.Context())
		must(t, err)
	}
	all := w.hub.Conversations()
	if into := all[1]; len(list) != 0 || into.Ticket.Assignee.ID != memory.Technician1 || len(into.Messages) != 3 || all[0].Ticket.Status != desk.StatusClosed {
		t.Fatalf("left %+v, tickets %+v", list, all)
	}
	if _, err := mine.Merge(t.Context(), "2", "2"); desk.CodeOf(err) != desk.CodeInvalid {
		t.Errorf("merged into itself: %v", err)
	}
}

func TestAMergeWhoseAnswerWasLostIsDone(t *testing.T) {
	t.Parallel()
	for _, lost := range []int{0, 1} {
		w, mine, theirs := pair(t, memory.Options{Change: desk.BestEffort, Create: desk.Findable, Message: desk.Findable})
		_, err := theirs.Ask(t.Context(), request("No sound, again"), "")
		must(t, err)
		w.sync(theirs)
		w.sync(mine)
		r, err := mine.Merge(t.Context(), "2", "1")
		must(t, err)
		w.hub.Lose(lost)
		w.sync(mine)
		w.clock.Advance(time.Hour)
		if got := w.sync(mine); got.Waiting+got.Attention != 0 {
			t.Fatalf("%d lost: sync %+v", lost, got)
		}
		if r, err = mine.Receipt(t.Context(), r.Key); err != nil || r.State != desk.StateAccepted {
			t.Fatalf("%d lost: receipt %+v, %v", lost, r, err)
		}
		if now := w.hub.Conversations()[1].Ticket; now.MergedInto != w.hub.Conversations()[0].Ticket.ID {
			t.Fatalf("%d lost: ticket %+v", lost, now)
		}
	}
}
