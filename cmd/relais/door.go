package main

import (
	"context"

	"relais/internal/agent"
	"relais/internal/desk"
	"relais/ui/model"
)

// door is what other programs of the same home may ask of this one.
type door struct{ app *app }

// Show brings the window to the front, at a ticket if one is named. While the
// program starts, it is shown as soon as it is there.
func (d door) Show(ticket string) {
	a := d.app
	a.mu.Lock()
	show := a.show
	if show == nil {
		a.wanted = &ticket
	}
	a.mu.Unlock()
	if show != nil {
		show(ticket)
	}
}

// opened says that the window is there. It is called once.
func (a *app) opened() {
	close(a.there)
	show := func(ticket string) { a.work.Go(func() { a.present(ticket) }) }
	a.mu.Lock()
	wanted := a.wanted
	a.show, a.wanted = show, nil
	a.mu.Unlock()
	if wanted != nil {
		show(*wanted)
	}
}

// present brings the window to the front, at a ticket if one is named.
func (a *app) present(ticket string) {
	if a.flags.hidden {
		a.looked.Do(a.taken().desk.Poke) // it may have begun calmly
	}
	if ticket == "" {
		a.gate.Post("show", a.window.Show)
		return
	}
	place := a.placeOf(ticket)
	a.gate.Post("show", func() {
		a.window.Show()
		a.window.Go(place)
	})
}

// placeOf is where a ticket is shown: those who work on the tickets of others see it
// in their queues, unless they asked for it themselves.
func (a *app) placeOf(ticket string) model.Place {
	d := a.taken().desk
	me := d.Me()
	if current, ok := a.session.Account(); ok && me.Role == "" { // the helpdesk was not heard yet
		me.Role = current.Role
	}
	view, err := d.Ticket(a.ctx, ticket)
	if err == nil {
		ticket = model.Ref(view.Ticket)
	}
	if me.Role.Staff() && (err != nil || view.Ticket.Requester.ID != me.ID) {
		return model.Place{Name: model.PlaceQueues, Ref: ticket}
	}
	return model.Place{Name: model.PlaceRequest, Ref: ticket}
}

// Changed reads again what another program wrote, and follows it to whoever it
// signed in or out.
func (d door) Changed() {
	a := d.app
	s := a.taken()
	if s == nil {
		return
	}
	if err := a.session.Reread(); err != nil {
		a.note("reading who is signed in", err)
	}
	if current, _ := a.session.Account(); current.ID != s.account {
		a.Enter()
		return
	}
	s.desk.Poke()
}

// Sync syncs for another program.
func (d door) Sync(ctx context.Context) (desk.SyncResult, error) {
	s := d.app.taken()
	if s == nil {
		return desk.SyncResult{}, desk.Errorf(desk.CodeUnavailable, "sync", "the program is starting")
	}
	return s.during(ctx, s.desk.Sync)
}

// showOther asks the program that runs already to show its window.
func (a *app) showOther() error {
	c, err := agent.Dial(a.session.Home())
	if err != nil {
		return err
	}
	return c.Show(a.flags.show)
}
