package server_test

import (
	"net/http"
	"testing"
	"time"

	"relais/internal/desk"
)

func set(pairs ...string) desk.Change {
	p := desk.Patch{}
	for i := 0; i < len(pairs); i += 2 {
		p[desk.Field(pairs[i])] = pairs[i+1]
	}
	return desk.Change{Set: p, Reason: "because"}
}

func TestPriorityComesFromTheMatrixUntilSomebodySetsIt(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	claire := b.as("claire")
	n := ask("Slow")
	n.Impact, n.Urgency = 1, 1
	made := claire.create(n)
	if made.Ticket.Priority != 1 {
		t.Fatalf("got %d", made.Ticket.Priority)
	}
	if got := claire.update(made.Ticket.ID, "", set("impact", "5", "urgency", "5")); got.Ticket.Priority != 5 {
		t.Errorf("after a correction: got %d", got.Ticket.Priority)
	}
	claire.update(made.Ticket.ID, "", set("priority", "6"))
	if got := claire.update(made.Ticket.ID, "", set("urgency", "1")); got.Ticket.Priority != desk.PriorityMajor {
		t.Errorf("what was set by hand: got %d", got.Ticket.Priority)
	}
	if got := claire.update(made.Ticket.ID, "", set("priority", "")); got.Ticket.Priority != 2 {
		t.Errorf("left to the matrix again: got %d", got.Ticket.Priority)
	}
}

func TestAReplyOfTheRequesterOpensAPendingTicket(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	amelie, claire := b.as("amelie"), b.as("claire")
	id := amelie.create(ask("Slow")).Ticket.ID
	claire.update(id, "", set("status", "pending", "pendingFor", "user", "pendingUntil", "2026-12-01T08:00:00Z"))
	claire.update(id, "", desk.Change{Message: &desk.NewMessage{Body: "Which one?"}})
	if got := claire.conversation(id).Ticket; got.Status != desk.StatusPending || got.PendingFor != desk.PendingUser {
		t.Fatalf("a reply of staff: got %+v", got)
	}
	got := amelie.update(id, "", desk.Change{Message: &desk.NewMessage{Body: "The big one"}}).Ticket
	if got.Status != desk.StatusOpen || got.PendingFor != "" || !got.PendingUntil.IsZero() {
		t.Errorf("got %+v", got)
	}
}

func TestThanksDoNotOpenAResolvedTicketButItsBackDoes(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	amelie, claire := b.as("amelie"), b.as("claire")
	id := amelie.create(ask("Slow")).Ticket.ID
	resolved := claire.update(id, "", set("status", "resolved")).Ticket
	if resolved.Outcome != desk.OutcomeSolved || resolved.Resolved.IsZero() {
		t.Fatalf("got %+v", resolved)
	}
	if got := amelie.update(id, "", desk.Change{Message: &desk.NewMessage{Body: "Thanks"}}).Ticket; got.Status != desk.StatusResolved {
		t.Errorf("after thanks: %s", got.Status)
	}
	if got := amelie.update(id, "", set("status", "open")).Ticket; got.Status != desk.StatusOpen || got.Outcome != "" || !got.Resolved.IsZero() {
		t.Errorf("after it's back: %+v", got)
	}
	if got := amelie.update(id, "", set("status", "closed")).Ticket; got.Status != desk.StatusClosed || got.Outcome != desk.OutcomeSolved || got.Closed.IsZero() {
		t.Errorf("after it's solved: %+v", got)
	}
}

func TestAResolvedTicketIsClosedAfterSevenDays(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.as("amelie").create(ask("Slow")).Ticket.ID
	b.as("claire").update(id, "", set("status", "resolved"))
	b.clock.advance(7*24*time.Hour - time.Second)
	if got := b.as("amelie").conversation(id).Ticket.Status; got != desk.StatusResolved {
		t.Fatalf("a second before: %s", got)
	}
	b.clock.advance(time.Second)
	var page desk.Page
	b.as("amelie").gets(http.MethodGet, "/changes", nil, nil, &page)
	got := page.Tickets[0]
	if got.Ticket.Status != desk.StatusClosed || !got.Ticket.Closed.Equal(b.clock.Now()) || got.Ticket.Outcome != desk.OutcomeSolved {
		t.Errorf("got %+v", got.Ticket)
	}
	if last := got.Events[len(got.Events)-1]; last.Field != desk.FieldStatus || !last.By.Empty() {
		t.Errorf("the history says %+v", last)
	}
}

func TestTimeIsCaughtUpWhenTheServerStarts(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.as("amelie").create(ask("Slow")).Ticket.ID
	b.as("claire").update(id, "", set("status", "resolved"))
	b.stop()
	b.clock.advance(30 * 24 * time.Hour)
	b.start()
	if got := b.as("claire").conversation(id).Ticket.Status; got != desk.StatusClosed {
		t.Errorf("got %s", got)
	}
}

func TestSendingBackNeedsAReasonAndIsCounted(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	claire, nadia, amelie := b.as("claire"), b.as("nadia"), b.as("amelie")
	id := amelie.create(ask("Slow")).Ticket.ID
	claire.update(id, "", set("assignee", "claire", "status", "open"))
	up := claire.update(id, "", set("queue", "level2", "assignee", "")).Ticket
	if up.Queue != "level2" || !up.Assignee.Empty() || up.Bounces != 0 {
		t.Fatalf("escalated: %+v", up)
	}
	back := desk.Change{Set: desk.Patch{desk.FieldQueue: "level1"}}
	if p := nadia.refused(id, "", back); p.Code != desk.CodeInvalid || p.Field != desk.FieldQueue {
		t.Errorf("without a reason: %+v", p)
	}
	back.Reason = "The user is hopeless"
	if got := nadia.update(id, "", back).Ticket; got.Bounces != 1 || got.Queue != "level1" {
		t.Errorf("sent back: %+v", got)
	}
	seen := amelie.conversation(id)
	if seen.Ticket.Bounces != 0 {
		t.Errorf("the requester sees %d bounces", seen.Ticket.Bounces)
	}
	for _, e := range seen.Events {
		if e.Field == desk.FieldQueue && e.Reason != "" {
			t.Errorf("the requester sees the reason %q", e.Reason)
		}
	}
	if last := nadia.conversation(id).Events; last[len(last)-1].Reason != back.Reason {
		t.Errorf("staff sees %+v", last)
	}
}

func TestEveryChangeOfAFieldIsInTheHistory(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	claire := b.as("claire")
	id := b.as("amelie").create(ask("Slow")).Ticket.ID
	changes := [][2]string{
		{"title", "Slower"}, {"kind", "request"}, {"category", "slow"}, {"impact", "2"}, {"urgency", "4"}, {"priority", "6"},
		{"due", "2026-12-01T08:00:00Z"}, {"queue", "level2"}, {"assignee", "nadia"}, {"plannedAt", "2026-12-01T08:00:00Z"},
	}
	for _, c := range changes {
		claire.update(id, "", set(c[0], c[1]))
		events := b.as("nadia").conversation(id).Events
		last := events[len(events)-1]
		for _, e := range events { // a change may bring others with it
			if string(e.Field) == c[0] {
				last = e
			}
		}
		if last.To != c[1] || last.By.ID != "claire" || last.Reason != "because" || !last.At.Equal(b.clock.Now()) {
			t.Errorf("%s: the history says %+v", c[0], last)
		}
	}
}

func TestATicketThatOpensAgainLateGetsANewDueDate(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	claire := b.as("claire")
	id := b.as("amelie").create(ask("Slow")).Ticket.ID
	due := claire.conversation(id).Ticket.DueAt()
	claire.update(id, "", set("status", "resolved"))
	if got := claire.update(id, "", set("status", "open")).Ticket; !got.DueAt().Equal(due) {
		t.Errorf("with time left: due at %v, want %v", got.DueAt(), due)
	}
	claire.update(id, "", set("status", "resolved"))
	b.clock.advance(30 * 24 * time.Hour)
	got := claire.update(id, "", set("status", "open")).Ticket
	if want := got.Priority.Due(b.clock.Now()); !got.Due.Equal(want) {
		t.Errorf("a month later: due at %v, want %v", got.Due, want)
	}
}

func TestNoTicketDescendsFromItself(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	claire := b.as("claire")
	var ids []string
	for range 3 {
		ids = append(ids, b.as("amelie").create(ask("Slow")).Ticket.ID)
	}
	claire.update(ids[0], "", set("parent", ids[1]))
	claire.update(ids[1], "", set("parent", ids[2]))
	for _, id := range ids {
		if p := claire.refused(ids[2], "", set("parent", id)); p.Code != desk.CodeInvalid || p.Field != desk.FieldParent {
			t.Errorf("below %s: %+v", id, p)
		}
	}
	claire.update(ids[0], "", set("parent", ids[2]))
}

func TestAMergedTicketGoesOnInTheOther(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	amelie, oliver, claire := b.as("amelie"), b.as("oliver"), b.as("claire")
	one, two := amelie.create(ask("Printer")).Ticket.ID, oliver.create(ask("The printer")).Ticket.ID
	if code := amelie.fails(http.MethodGet, "/tickets/"+two, nil, nil); code != desk.CodeNotFound {
		t.Fatalf("before: %q", code)
	}
	merged := claire.update(one, "", set("mergedInto", two)).Ticket
	if merged.Status != desk.StatusClosed || merged.MergedInto != two || merged.Outcome != "" {
		t.Errorf("the merged one: %+v", merged)
	}
	for _, who := range []*client{amelie, oliver, claire} {
		c := who.conversation(one)
		if c.Ticket.ID != two || len(c.Messages) != 2 || len(c.Ticket.Watchers) != 1 || c.Ticket.Watchers[0].ID != "amelie" {
			t.Errorf("%s reads %+v", who.name, c)
		}
	}
	if got := amelie.update(one, "", desk.Change{Message: &desk.NewMessage{Body: "Still"}}); got.Ticket.ID != two || got.Messages[0].TicketID != two {
		t.Errorf("a reply to the merged one: %+v", got)
	}
	if p := claire.refused(two, "", set("mergedInto", one)); p.Code != desk.CodeInvalid || p.Field != desk.FieldMergedInto {
		t.Errorf("a circle: %+v", p)
	}
	if p := claire.refused(two, "", set("mergedInto", "9999")); p.Code != desk.CodeInvalid {
		t.Errorf("into nothing: %+v", p)
	}
}

func TestAWatcherFollowsUntilTheyStop(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	amelie, oliver, claire := b.as("amelie"), b.as("oliver"), b.as("claire")
	id := amelie.create(ask("Printer")).Ticket.ID
	claire.gets(http.MethodPut, "/tickets/"+id+"/watchers/oliver", nil, nil, nil)
	oliver.update(id, "", desk.Change{Message: &desk.NewMessage{Body: "Me too"}})
	if p := oliver.refused(id, "", set("status", "closed")); p.Code != desk.CodeForbidden {
		t.Errorf("a watcher closes: %+v", p)
	}
	if code := oliver.fails(http.MethodDelete, "/tickets/"+id+"/watchers/amelie", nil, nil); code != desk.CodeForbidden {
		t.Errorf("a watcher sends somebody away: %q", code)
	}
	claire.gets(http.MethodDelete, "/tickets/"+id+"/watchers/amelie", nil, nil, nil)
	amelie.conversation(id) // the requester always follows
	oliver.gets(http.MethodDelete, "/tickets/"+id+"/watchers/oliver", nil, nil, nil)
	if code := oliver.fails(http.MethodGet, "/tickets/"+id, nil, nil); code != desk.CodeNotFound {
		t.Errorf("afterwards: %q", code)
	}
}

func TestAnOldVersionChangesNoFieldButStillSaysAWord(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	amelie, claire, nadia := b.as("amelie"), b.as("claire"), b.as("nadia")
	made := amelie.create(ask("Printer"))
	id := made.Ticket.ID
	old := claire.conversation(id).Ticket.Version
	nadia.update(id, old, set("category", "printing"))
	if p := claire.refused(id, old, set("title", "Mine")); p.Code != desk.CodeConflict || p.Status != http.StatusPreconditionFailed {
		t.Errorf("fields: %+v", p)
	}
	claire.update(id, old, desk.Change{Message: &desk.NewMessage{Body: "Hello", Internal: true}})
	before := amelie.conversation(id).Ticket.Version
	nadia.update(id, "", desk.Change{Message: &desk.NewMessage{Body: "Psst", Internal: true}})
	after := amelie.conversation(id).Ticket
	if after.Version != before {
		t.Error("a note that the requester can't see changed their version")
	}
	amelie.update(id, before, set("status", "closed"))
}

func TestWhatIsNoValueIsRefusedWithItsField(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	claire := b.as("claire")
	id := b.as("amelie").create(ask("Printer")).Ticket.ID
	for field, value := range map[string]string{
		"title": " ", "kind": "wish", "status": "lost", "outcome": "maybe", "pendingFor": "godot", "pendingUntil": "soon",
		"impact": "9", "urgency": "-1", "priority": "7", "queue": "level9", "assignee": "oliver", "mergedInto": id, "parent": id, "colour": "red",
	} {
		p := claire.refused(id, "", set(field, value))
		if p.Code != desk.CodeInvalid || string(p.Field) != field {
			t.Errorf("%s=%s: got %+v", field, value, p)
		}
	}
	if got := claire.conversation(id); len(got.Events) != 0 {
		t.Errorf("something was changed: %+v", got.Events)
	}
}
