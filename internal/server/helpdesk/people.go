package helpdesk

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"relais/internal/desk"
	"relais/internal/server/clean"
	"relais/internal/server/store"
)

// ids are what a login, and the id of a person or a queue, may look like: they
// travel in paths. How long they may be is not in the pattern, which every start of
// a program would wait for.
var ids = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}._@+-]*$`)

const longestID = 64 // characters

func isID(s string) bool { return utf8.RuneCountInString(s) <= longestID && ids.MatchString(s) }

// People finds persons; see store.Tx.People. It is for staff: CodeForbidden.
func (d *Desk) People(ctx context.Context, who desk.Person, query string) (people []desk.Person, err error) {
	if !who.Role.Staff() {
		return nil, clean.Forbidden("", "only staff looks up people")
	}
	err = d.store.Read(ctx, func(tx *store.Tx) error {
		people, err = tx.People(query)
		return err
	})
	return people, err
}

// Administrator refuses everybody else: people and settings are theirs.
// CodeForbidden.
func Administrator(who desk.Person) error {
	if who.Role != desk.RoleAdmin {
		return clean.Forbidden("", "people and settings are for administrators")
	}
	return nil
}

// PutPerson adds somebody, or changes them when change is set; the id of a new
// person is the login in lower case unless it is given. The password comes
// hashed; "" keeps the one that they have. A new password or role ends their
// tokens. CodeInvalid, CodeNotFound, CodeConflict when the login is taken.
func (d *Desk) PutPerson(ctx context.Context, p desk.Person, password string, change bool) (desk.Person, error) {
	if err := checkPerson(&p); err != nil {
		return p, err
	}
	err := d.store.Write(ctx, func(tx *store.Tx) error {
		before, err := tx.Person(p.ID)
		switch found := err == nil; {
		case err != nil && desk.CodeOf(err) != desk.CodeNotFound:
			return err
		case change && !found:
			return err
		case !change && found:
			return loginTaken()
		}
		if other, _, err := tx.PersonByLogin(p.Login); err == nil && other.ID != p.ID {
			return loginTaken()
		} else if err != nil && desk.CodeOf(err) != desk.CodeNotFound {
			return err
		}
		if err := inQueues(tx, p.Queues); err != nil {
			return err
		}
		if change && (password != "" || before.Role != p.Role) {
			if err := tx.DeleteTokens(p.ID); err != nil {
				return err
			}
		}
		return tx.PutPerson(p, password)
	})
	return p, err
}

func loginTaken() error {
	return desk.Errorf(desk.CodeConflict, "add person", "this login is taken")
}

func checkPerson(p *desk.Person) error {
	p.Login, p.Name = clean.Line(p.Login), clean.Line(p.Name)
	if p.ID == "" {
		p.ID = strings.ToLower(p.Login)
	}
	if !isID(p.Login) || !isID(p.ID) {
		return clean.Invalid("", "a login has up to 64 letters, digits and . _ @ + -, and begins with a letter or digit")
	}
	if p.Name == "" {
		p.Name = p.Login
	}
	if !p.Role.Valid() {
		return clean.Invalid("", "unknown role")
	}
	for _, s := range []*string{&p.Name, &p.Email, &p.Phone, &p.Site, &p.Lang} {
		var err error
		if *s, err = clean.Short("person", *s); err != nil {
			return err
		}
	}
	return nil
}

func inQueues(tx *store.Tx, ids []string) error {
	for _, id := range ids {
		if _, err := tx.Queue(id); err != nil {
			return clean.Unknown(err, desk.FieldQueue, "no such queue")
		}
	}
	return nil
}

// PutQueue adds a queue or changes it. CodeInvalid.
func (d *Desk) PutQueue(ctx context.Context, q desk.Queue) error {
	if q.Name = clean.Line(q.Name); q.Name == "" || !isID(q.ID) || q.Level < 1 || q.Level > 4 {
		return clean.Invalid(desk.FieldQueue, "a queue has an id of letters and digits, a name, and a level from 1 to 4")
	}
	return d.store.Write(ctx, func(tx *store.Tx) error { return tx.PutQueue(q) })
}

// Watch makes a person follow a ticket, or, when on is false, stop: staff for
// anybody, others may only stop for themselves. The requester always follows, and
// so do the requesters of tickets that were merged into it.
// Doing it twice changes nothing. CodeNotFound, CodeForbidden, CodeInvalid.
func (d *Desk) Watch(ctx context.Context, who desk.Person, ticket, person string, on bool) error {
	return d.store.Write(ctx, func(tx *store.Tx) error {
		t, err := visible(tx, who, ticket)
		if err != nil {
			return err
		}
		if !who.Role.Staff() && (on || person != who.ID) {
			return clean.Forbidden("", "only staff decides who follows")
		}
		watched := slices.ContainsFunc(t.Watchers, func(p desk.PersonRef) bool { return p.ID == person })
		if watched == on || person == t.Requester.ID {
			return nil
		}
		bound, err := tx.MergedRequesters(t.ID)
		if err != nil || slices.Contains(bound, person) {
			return err
		}
		if _, err := tx.Person(person); err != nil {
			return clean.Unknown(err, "", "no such person")
		}
		if err := tx.Touch(&t, true); err != nil {
			return err
		}
		follow := tx.Follow
		if !on {
			follow = tx.Unfollow
		}
		if err := follow(&t, person); err != nil {
			return err
		}
		return tx.UpdateTicket(&t)
	})
}
