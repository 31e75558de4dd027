package rt

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"

	"relais/client/rt/thread"
	"relais/client/rt/wire"
	"relais/internal/desk"
)

// mostPeople is how many persons a search answers.
const mostPeople = 50

func person(u wire.User) desk.Person {
	role := desk.RoleRequester
	if u.Privileged.Int() != 0 {
		role = desk.RoleTechnician
	}
	lang, _, _ := strings.Cut(u.Lang, "-")
	if lang != "fr" && lang != "en" {
		lang = ""
	}
	return desk.Person{ID: u.Name, Login: u.Name, Name: cmp.Or(u.RealName, u.Name), Email: u.Email, Phone: u.Phone, Lang: lang, Role: role}
}

// user reads one person, by login or by number.
func (b *Backend) user(ctx context.Context, id string) (wire.User, error) {
	var u wire.User
	if id == "" {
		return u, notFound("read person", id)
	}
	_, err := b.get(ctx, "read person", "/user/{id}", map[string]string{"id": id}, nil, &u)
	if err == nil && u.Name == "" {
		err = strange("read person")
	}
	return u, err
}

// know remembers a person under login and number.
func (b *Backend) know(u wire.User) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.people[u.Name] = u
	if u.ID.Int() > 0 {
		b.people[string(u.ID)] = u
	}
}

func (b *Backend) known(id string) (wire.User, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	u, ok := b.people[id]
	return u, ok
}

// meet makes sure that persons are known, as far as this account may ask.
func (b *Backend) meet(ctx context.Context, s *site, ids ...string) error {
	for _, id := range ids {
		if _, ok := b.known(id); ok || id == "" || !s.staff() {
			continue
		}
		u, err := b.user(ctx, id)
		switch desk.CodeOf(err) {
		case "":
		case desk.CodeNotFound, desk.CodeForbidden:
			u = wire.User{ID: wire.ID(id), Name: id}
		default:
			return err
		}
		b.know(u)
	}
	return nil
}

// itself is whom Request Tracker names for what its own rules do.
const itself = "RT_System"

// ref names a person as well as it can without asking.
func (b *Backend) ref(r wire.Ref) desk.PersonRef {
	if r.ID == thread.Nobody || r.ID == "" {
		return desk.PersonRef{}
	}
	id := string(r.ID)
	if id == itself {
		return desk.PersonRef{ID: id, Name: product}
	}
	if u, ok := b.known(id); ok {
		return desk.PersonRef{ID: id, Name: cmp.Or(u.RealName, r.RealName, id)}
	}
	return desk.PersonRef{ID: id, Name: cmp.Or(r.RealName, id)}
}

// People searches by login, name and address; without letters it lists the
// members of the groups that this person works in.
func (b *Backend) People(ctx context.Context, query string) ([]desk.Person, error) {
	s, err := b.ready(ctx)
	if err != nil {
		return nil, err
	}
	if !s.staff() {
		return nil, &desk.Error{Code: desk.CodeForbidden, Op: "search people"}
	}
	query = strings.TrimSpace(query)
	if query == "" {
		return b.colleagues(ctx)
	}
	var found []desk.Person
	for _, field := range []string{"RealName", "Name", "EmailAddress"} {
		var list wire.List[wire.User]
		q := url.Values{"fields": {"Name,RealName,EmailAddress,Lang,WorkPhone"}, "per_page": {"50"}}
		if err := b.search(ctx, "search people", "/users", q, []wire.Condition{{Field: field, Operator: "STARTSWITH", Value: query}}, &list); err != nil {
			return nil, err
		}
		for _, u := range list.Items {
			if !slices.ContainsFunc(found, func(p desk.Person) bool { return p.ID == u.Name }) && u.Name != thread.Nobody {
				found = append(found, person(u))
			}
		}
	}
	return found[:min(len(found), mostPeople)], nil
}

// colleagues are the members of this person's groups, who are the people that
// tickets are usually given to.
func (b *Backend) colleagues(ctx context.Context) ([]desk.Person, error) {
	me, err := b.user(ctx, b.login)
	if err != nil {
		return nil, err
	}
	list := []desk.Person{person(me)}
	for _, m := range me.Memberships {
		var g wire.Group
		_, err := b.get(ctx, "read group", "/group/{id}", map[string]string{"id": string(m.ID)}, nil, &g)
		if code := desk.CodeOf(err); code == desk.CodeForbidden || code == desk.CodeNotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, member := range g.Members {
			id := string(member.ID)
			if slices.ContainsFunc(list, func(p desk.Person) bool { return p.ID == id }) || len(list) == mostPeople {
				continue
			}
			u, err := b.user(ctx, id)
			if err != nil {
				return nil, err
			}
			if !slices.ContainsFunc(list, func(p desk.Person) bool { return p.ID == u.Name }) {
				b.know(u)
				list = append(list, person(u))
			}
		}
	}
	return list, nil
}
