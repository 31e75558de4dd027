package main

import (
	"testing"
	"time"

	"relais/cmd/internal/session"
	"relais/internal/desk"
	"relais/ui/model"
)

// asked keeps a request of whoever sits there, and returns its number.
func (o *stage) asked(t *testing.T) desk.Ticket {
	t.Helper()
	r, err := o.taken().desk.Ask(t.Context(), desk.NewTicket{Title: "No sound", Kind: desk.KindIncident, Message: desk.NewMessage{Body: "There is no sound."}}, "")
	if err != nil {
		t.Fatal(err)
	}
	view, err := o.taken().desk.Ticket(t.Context(), string(r.Key))
	if err != nil {
		t.Fatal(err)
	}
	return view.Ticket
}

func TestATicketIsShownWhereThePersonWorksOnIt(t *testing.T) {
	for _, c := range []struct{ name, login, want string }{
		{"an employee's is a request", "amelie", model.PlaceRequest},
		{"a technician's is in the queues", "claire", model.PlaceQueues},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := openAs(t, c.login)
			if got, want := o.placeOf("12"), (model.Place{Name: c.want, Ref: "12"}); got != want {
				t.Errorf("it is shown at %v, want %v", got, want)
			}
			door{o.app}.Show("12")
			o.work.Wait()
			o.draw()
			if got := o.taken().models.frame.State().Place.Name; got != c.want {
				t.Errorf("the window is at %v", got)
			}
		})
	}
}

func TestWhatATechnicianAskedForThemselvesIsARequest(t *testing.T) {
	o := openAs(t, "claire")
	if _, err := o.taken().desk.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	ticket := o.asked(t)
	if got, want := o.placeOf(string(ticket.Key)), (model.Place{Name: model.PlaceRequest, Ref: model.Ref(ticket)}); got != want {
		t.Errorf("it is shown at %v, want %v", got, want)
	}
}

func TestTheWindowFollowsWhoSignsOutBesideIt(t *testing.T) {
	o := openAs(t, "amelie")
	beside, err := session.Open(session.Options{Home: o.session.Home(), Env: o.env, Now: o.now})
	if err != nil {
		t.Fatal(err)
	}
	account := o.taken().account
	if err := beside.SignOut(t.Context()); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(patience); o.taken().account != "" && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	o.work.Wait()
	o.draw()
	o.work.Wait()
	if got := o.taken().account; got != "" || !o.free(t, account) {
		t.Errorf("the seat is %q's", got)
	}
	if err := beside.Use(account); err != nil {
		t.Fatal(err)
	}
	door{o.app}.Changed() // what did not change who is there leaves everybody where they are
	o.work.Wait()
	if got := o.taken().account; got != "" {
		t.Errorf("the seat is %q's", got)
	}
}
