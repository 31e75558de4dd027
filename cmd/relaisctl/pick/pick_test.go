package pick_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"relais/cmd/relaisctl/cli"
	"relais/cmd/relaisctl/pick"
	"relais/internal/desk"
)

var now = time.Date(2026, 3, 4, 17, 30, 0, 0, time.FixedZone("here", 3600))

func TestTimesAreReadAsPeopleTypeThem(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"2026-03-05T09:00:00Z":      "2026-03-05T09:00:00Z",
		"2026-03-05t09:00:00+02:00": "",
		"2026-03-05 09:00":          "2026-03-05T09:00:00+01:00",
		"5/3/2026 14h30":            "2026-03-05T14:30:00+01:00",
		"18:15":                     "2026-03-04T18:15:00+01:00",
		"tomorrow":                  "2026-03-05T09:00:00+01:00",
		"tomorrow 9:00":             "2026-03-05T09:00:00+01:00",
		"Demain 10h":                "2026-03-05T10:00:00+01:00",
		"today 18:00":               "2026-03-04T18:00:00+01:00",
		"+2d":                       "2026-03-06T17:30:00+01:00",
		"+90 min":                   "2026-03-04T19:00:00+01:00",
		"lundi prochain":            "2026-03-09T09:00:00+01:00",
		"next friday 14:00":         "2026-03-06T14:00:00+01:00",
		"+1w":                       "2026-03-11T17:30:00+01:00",
		"+3h":                       "2026-03-04T20:30:00+01:00",
		"yesterday":                 "",
		"2020-01-01T00:00:00Z":      "",
		"2026-02-31 09:00":          "",
		"+0d":                       "",
		"":                          "",
	} {
		got, err := pick.When(given, now)
		if (err != nil) != (want == "") || err == nil && got.Format(time.RFC3339) != want {
			t.Errorf("%q is %v, %v; want %q", given, got, err, want)
		}
	}
}

// office has a few people and queues.
type office struct{ asked []string }

func (o *office) Me() desk.Person { return desk.Person{ID: "p9", Name: "Nadia Roussel"} }

func (o *office) People(_ context.Context, query string) ([]desk.Person, error) {
	o.asked = append(o.asked, query)
	if query == "am" || query == "kar" { // those whose name begins so
		return []desk.Person{{ID: "p4", Login: "amelie", Name: "Amélie Durand", Role: desk.RoleRequester}, {ID: "p5", Login: "kara", Name: "Kara", Role: desk.RoleTechnician}}, nil
	}
	if query != "" {
		return nil, nil
	}
	return []desk.Person{
		{ID: "p1", Login: "claire", Name: "Claire Martin"}, {ID: "p2", Login: "karim", Name: "Karim Haddad"}, {ID: "p3", Login: "clara", Name: "Clara Mercier"},
	}, nil
}

func (o *office) Queues(context.Context) ([]desk.Queue, error) {
	return []desk.Queue{{ID: "level1", Name: "Niveau 1", Level: 1}, {ID: "level2", Name: "Niveau 2", Level: 2}}, nil
}

func TestStaffAreFoundByAnyNameAndByLettersThatOnlyOneHas(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"p1": "p1", "CLAIRE": "p1", "Clara Mercier": "p3", "kh": "p2", "hadd": "p2", "me": "p9", "nobody": "", "cl": "?", "zzz": "?", "am": "?", "kar": "?",
	} {
		got, err := pick.Staff(t.Context(), &office{}, given)
		if (err != nil) != (want == "?") || err == nil && got.ID != want {
			t.Errorf("%q is %q, %v", given, got.ID, err)
		}
	}
}

func TestQueuesAreFoundByIDNameOrLetters(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{"level2": "level2", "niveau 1": "level1", "n2": "level2", "niveau": "?", "xyz": "?"} {
		got, err := pick.Queue(t.Context(), &office{}, given)
		if (err != nil) != (want == "?") || err == nil && got.ID != want {
			t.Errorf("%q is %q, %v", given, got.ID, err)
		}
		var problem *cli.Problem
		if err != nil && !errors.As(err, &problem) {
			t.Errorf("%q: %v has no sentence", given, err)
		}
	}
}
