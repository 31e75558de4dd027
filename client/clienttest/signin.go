package clienttest

import (
	"strings"
	"testing"

	"relais/internal/desk"
)

var signInTests = []test{
	{"welcome tells who this is and what the helpdesk can do", func(t *testing.T, b *bench) {
		for who, staff := range map[Who]bool{Requester: false, Technician1: true} {
			w, err := b.as(who).Welcome(t.Context())
			b.ok(err)
			if w.Me.ID == "" || w.Me.Name == "" || w.Me.Role.Staff() != staff {
				t.Errorf("%s is %+v", who, w.Me)
			}
			if w.Matrix == (desk.Matrix{}) {
				t.Errorf("no matrix for %s", who)
			}
			c := b.caps(who)
			if c.Kind == "" || c.Create == "" || c.Message == "" || c.Change == "" || c.Guard == "" || len(c.Statuses) == 0 {
				t.Errorf("capabilities for %s: %+v", who, c)
			}
		}
	}},
	{"an expired sign-in is unauthorized everywhere", func(t *testing.T, b *bench) {
		if !b.needs(b.Revoke != nil, "a sign-in that ends") {
			return
		}
		ticket := b.ask()
		b.Revoke(t, Requester)
		r := b.as(Requester)
		_, err := r.Welcome(t.Context())
		b.fails(err, desk.CodeUnauthorized)
		_, err = r.Pull(t.Context(), "")
		b.fails(err, desk.CodeUnauthorized)
		_, err = r.Conversation(t.Context(), ticket.ID)
		b.fails(err, desk.CodeUnauthorized)
		_, err = r.Create(t.Context(), newKey(t), newTicket())
		b.fails(err, desk.CodeUnauthorized)
	}},
	{"a wrong password is unauthorized", func(t *testing.T, b *bench) {
		if !b.needs(b.WrongPassword != nil, "a wrong password") {
			return
		}
		b.fails(b.WrongPassword(t.Context()), desk.CodeUnauthorized)
	}},
	{"something that is no helpdesk of this kind is the wrong server", func(t *testing.T, b *bench) {
		if !b.needs(b.WrongServer != nil, "another server") {
			return
		}
		d := b.WrongServer(t)
		defer d.Close()
		_, err := d.Welcome(t.Context())
		b.fails(err, desk.CodeWrongServer)
		_, err = d.Pull(t.Context(), "")
		b.fails(err, desk.CodeWrongServer)
		_, err = d.Conversation(t.Context(), "1")
		b.fails(err, desk.CodeWrongServer)
		_, err = d.Create(t.Context(), newKey(t), newTicket())
		b.fails(err, desk.CodeWrongServer)
	}},
	{"people are found by how their name or login starts", func(t *testing.T, b *bench) {
		me := b.me(Technician2)
		first, _, _ := strings.Cut(me.Name, " ")
		for _, query := range []string{first, strings.ToLower(first), strings.ToUpper(me.Login), me.Name} {
			list, err := b.as(Technician1).People(t.Context(), query)
			b.ok(err)
			if !hasPerson(list, me.ID) {
				t.Errorf("%q finds %v", query, list)
			}
		}
		list, err := b.as(Technician1).People(t.Context(), "nobody-is-called-like-this")
		b.ok(err)
		if len(list) != 0 {
			t.Errorf("found %v", list)
		}
	}},
	{"without letters, those are listed whom tickets can be given to", func(t *testing.T, b *bench) {
		list, err := b.as(Technician1).People(t.Context(), "")
		b.ok(err)
		if !hasPerson(list, b.me(Technician1).ID) || !hasPerson(list, b.me(Technician2).ID) || len(list) > 50 {
			t.Errorf("got %v", list)
		}
	}},
}

func hasPerson(list []desk.Person, id string) bool {
	for _, p := range list {
		if p.ID == id {
			return true
		}
	}
	return false
}
