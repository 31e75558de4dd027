package offline_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"relais/client/memory"
	"relais/internal/desk"
	"relais/offline"
)

// pages is a helpdesk that notes what it was asked for, and answers no more than so many times.
type pages struct {
	desk.Backend
	asked *[]desk.Cursor
	left  *int
}

func (p pages) Pull(ctx context.Context, since desk.Cursor) (desk.Page, error) {
	if *p.left == 0 {
		return desk.Page{}, desk.Errorf(desk.CodeUnreachable, "pull", "the network is gone")
	}
	*p.left--
	*p.asked = append(*p.asked, since)
	return p.Backend.Pull(ctx, since)
}

// many is a helpdesk with so many tickets, five on a page, and the options of a technician's device that may ask so many
// times.
func many(t *testing.T, tickets, left int) (w *world, o offline.Options, asked *[]desk.Cursor, may *int) {
	t.Helper()
	w = newWorld(t, memory.Options{PageSize: 5})
	hub := w.hub.Open(memory.Requester)
	for i := range tickets {
		_, err := hub.Create(t.Context(), w.key(), request(fmt.Sprintf("Request %d", i)))
		must(t, err)
	}
	o, asked, may = w.options(t.TempDir(), memory.Technician1), new([]desk.Cursor), &left
	o.Connect = func(context.Context) (desk.Backend, error) {
		return pages{w.hub.Open(memory.Technician1), asked, may}, nil
	}
	return w, o, asked, may
}

func titles(t *testing.T, d *offline.Desk) (list []string) {
	t.Helper()
	rows, err := d.Tickets(t.Context(), desk.Filter{})
	must(t, err)
	for _, r := range rows {
		list = append(list, r.Ticket.Title)
	}
	return list
}

func TestAFirstSyncBringsTheNewestFirstAndGoesOnWhereItWasCut(t *testing.T) {
	t.Parallel()
	w, o, asked, may := many(t, 25, 2)
	d := open(t, o)
	if r, err := d.Sync(t.Context()); err != nil || r.Code != desk.CodeUnreachable || r.Pulled != 10 {
		t.Fatalf("cut short: %+v, %v", r, err)
	}
	if got := titles(t, d); len(got) != 10 || got[0] != "Request 24" || got[9] != "Request 15" {
		t.Errorf("after two pages: %q", got)
	}
	must(t, d.Close()) // the program ends in the middle
	_, err := w.hub.Open(memory.Requester).Create(t.Context(), w.key(), request("Meanwhile"))
	must(t, err)
	*may = -1
	d = open(t, o)
	if w.sync(d).Pulled != 16 {
		t.Errorf("the rest was pulled more than once: %q", *asked)
	}
	if got := titles(t, d); len(got) != 26 || got[0] != "Meanwhile" || got[25] != "Request 0" {
		t.Errorf("in the end: %q", got)
	}
	seen := slices.Clone(*asked)
	slices.Sort(seen)
	if len(slices.Compact(seen)) != len(*asked) || (*asked)[0] != "" {
		t.Errorf("a page was asked for twice: %q", *asked)
	}
}

func TestASyncWithoutNewsIsOneQuestion(t *testing.T) {
	t.Parallel()
	w, o, asked, _ := many(t, 12, -1)
	d := open(t, o)
	w.sync(d)
	*asked = nil
	if r := w.sync(d); len(*asked) != 1 || r.Pulled != 0 {
		t.Errorf("asked %d times, pulled %d", len(*asked), r.Pulled)
	}
}

func TestAStateThatIsTooOldIsPulledAnewAndWhatIsGoneGoes(t *testing.T) {
	t.Parallel()
	w, o, asked, _ := many(t, 12, -1)
	d := open(t, o)
	w.sync(d)
	kept, err := d.Reply(t.Context(), "3", says("Still there"), "")
	must(t, err)
	w.hub.Vanish("1")
	w.hub.Vanish("2")
	w.hub.Forget()
	*asked = nil
	w.sync(d)
	if got := titles(t, d); len(got) != 10 || slices.Contains(got, "Request 0") || slices.Contains(got, "Request 1") {
		t.Errorf("after starting anew: %q", got)
	}
	if len(*asked) < 2 || (*asked)[0] == "" || (*asked)[1] != "" {
		t.Errorf("asked with %q", *asked)
	}
	v, err := d.Ticket(t.Context(), "3")
	must(t, err)
	if last := v.Messages[len(v.Messages)-1]; last.Key != kept.Key {
		t.Errorf("what was said meanwhile is %+v", last)
	}
}

func TestADeletedTicketIsNoticed(t *testing.T) {
	t.Parallel()
	w, o, _, _ := many(t, 3, -1)
	d := open(t, o)
	w.sync(d)
	w.hub.Vanish("2")
	w.sync(d)
	if got := titles(t, d); !slices.Equal(got, []string{"Request 2", "Request 0"}) {
		t.Errorf("after the deletion: %q", got)
	}
}
