package work_test

import (
	"slices"
	"testing"
	"testing/synctest"

	"relais/internal/desk"
	"relais/ui/model/work"
)

func TestACorrectionIsOnlyWhatThePersonChanged(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		p := openTicket(t, f)
		p.Begin(desk.VerbCorrect)
		p.Fill("category", "screen")
		f.locked(func() { f.view.Ticket.Urgency = 5 }) // a colleague's, while the fields are open
		p.Reload()
		synctest.Wait()
		p.Do()
		synctest.Wait()
		if !slices.Equal(f.did, []string{"correct map[category:screen]"}) || f.seen.Urgency != 3 {
			t.Fatalf("did %v, seen %+v", f.did, f.seen)
		}
	})
}

func TestWhatAColleagueSetToTheSameFieldWasNotSeen(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		p := openTicket(t, f)
		p.Begin(desk.VerbCorrect)
		p.Fill("urgency", "5")
		f.locked(func() { f.view.Ticket.Urgency = 5 })
		p.Reload()
		synctest.Wait()
		p.Do()
		synctest.Wait()
		if len(f.did) != 1 || f.seen.Urgency != 3 {
			t.Fatalf("did %v, seen %+v", f.did, f.seen)
		}
	})
}

func TestWhoTakesATicketGoesOnFromThere(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.view.Ticket.Status = desk.StatusNew
		p := openTicket(t, f)
		p.Begin(desk.VerbResolve)
		p.Fill(work.FieldSolution, "Câble")
		p.Take()
		f.locked(func() {
			f.view.Ticket.Status, f.view.Ticket.Assignee = desk.StatusOpen, claire.Ref()
			f.view.Ticket.Queue = "level2" // a colleague's
		})
		synctest.Wait()
		p.Do()
		synctest.Wait()
		if want := []string{"take 1", "resolve Câble false [] "}; !slices.Equal(f.did, want) {
			t.Fatalf("did %q", f.did)
		}
		if f.seen.Status != desk.StatusOpen || f.seen.Assignee.ID != claire.ID || f.seen.Queue != "level1" {
			t.Fatalf("seen %+v", f.seen)
		}
	})
}
