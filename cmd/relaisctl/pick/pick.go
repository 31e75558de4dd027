// Package pick finds what a person means by a few letters: a queue, a person, a
// time.
package pick

import (
	"context"
	"slices"
	"strings"

	"github.com/sahilm/fuzzy"

	"relais/cmd/relaisctl/cli"
	"relais/internal/desk"
)

// Names are how one thing may be called, the one to show last.
type Names []string

// shown bounds how many names a problem lists.
const shown = 8

// Among finds the one that is called so: exactly, else the only one that has the
// letters in this order. CodeNotFound, CodeInvalid when several have.
func Among(given string, names []Names) (int, error) {
	given = strings.TrimSpace(given)
	for i, n := range names {
		for _, name := range n {
			if name != "" && strings.EqualFold(name, given) {
				return i, nil
			}
		}
	}
	found := matching(given, names)
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return 0, cli.Fail(desk.CodeNotFound, "ctl.pick.none", "Given", given, "Known", list(names, nil))
	}
	return 0, cli.Fail(desk.CodeInvalid, "ctl.pick.several", "Given", given, "Known", list(names, found))
}

// matching lists those that contain the letters as they stand, or, when none do,
// in this order.
func matching(given string, names []Names) (found []int) {
	fold := strings.ToLower(given)
	for i, n := range names {
		if strings.Contains(strings.ToLower(strings.Join(n, "\n")), fold) {
			found = append(found, i)
		}
	}
	if len(found) > 0 || given == "" {
		return found
	}
	for _, m := range fuzzy.FindFrom(given, source(names)) {
		found = append(found, m.Index)
	}
	return found
}

type source []Names

func (s source) String(i int) string { return strings.Join(s[i], " ") }
func (s source) Len() int            { return len(s) }

func list(names []Names, only []int) string {
	var known []string
	for i, n := range names {
		if only != nil && (len(only) == 0 || only[0] != i) {
			continue
		}
		if only != nil {
			only = only[1:]
		}
		if len(known) == shown {
			known = append(known, "…")
			break
		}
		known = append(known, n[len(n)-1])
	}
	if len(known) == 0 {
		return "-"
	}
	return strings.Join(known, ", ")
}

// Queues is what Queue needs of a desk.
type Queues interface {
	Queues(ctx context.Context) ([]desk.Queue, error)
}

// Queue finds a queue by its id, its name, or letters of them.
func Queue(ctx context.Context, d Queues, given string) (desk.Queue, error) {
	queues, err := d.Queues(ctx)
	if err != nil {
		return desk.Queue{}, err
	}
	names := make([]Names, len(queues))
	for i, q := range queues {
		names[i] = Names{q.ID, q.Name}
	}
	i, err := Among(given, names)
	if err != nil {
		return desk.Queue{}, err
	}
	return queues[i], nil
}

// People is what Person needs of a desk.
type People interface {
	Me() desk.Person
	People(ctx context.Context, query string) ([]desk.Person, error)
}

// Staff finds somebody who works on tickets by id, login, name, address, or letters of them; "me" is
// who is signed in, and "nobody" is nobody.
func Staff(ctx context.Context, d People, given string) (desk.PersonRef, error) {
	switch strings.ToLower(given) {
	case "nobody", "personne":
		return desk.PersonRef{}, nil
	case "me", "moi":
		return d.Me().Ref(), nil
	}
	var people []desk.Person
	for _, query := range []string{given, ""} { // of many people, those that are called so are not among the first
		list, err := d.People(ctx, query)
		if err != nil {
			return desk.PersonRef{}, err
		}
		for _, p := range list {
			if p.Role != desk.RoleRequester && !slices.ContainsFunc(people, func(have desk.Person) bool { return have.ID == p.ID }) {
				people = append(people, p)
			}
		}
	}
	names := make([]Names, len(people))
	for i, p := range people {
		names[i] = Names{p.ID, p.Login, p.Email, p.Name}
	}
	i, err := Among(given, names)
	if err != nil {
		return desk.PersonRef{}, err
	}
	return people[i].Ref(), nil
}
