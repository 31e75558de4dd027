package mapping_test

import (
	"slices"
	"strings"
	"testing"

	"relais/client/rt/mapping"
	"relais/client/rt/wire"
	"relais/internal/desk"
)

func TestLevelsOfQueuesAreReadFromTheirNames(t *testing.T) {
	t.Parallel()
	s := mapping.Settings{Levels: map[string]int{"Réseau": 3}}
	for name, want := range map[string]int{
		"Niveau 1": 1, "support N2": 2, "Level-3": 3, "Tier 4": 4, "L2": 2, "Réseau": 3, "General": 0, "Salle 12": 0, "Niveau 9": 0,
	} {
		if got := s.Level(name); got != want {
			t.Errorf("%s: %d, want %d", name, got, want)
		}
	}
}

func TestStatusesMeanWhatTheirNamesSayUnlessSet(t *testing.T) {
	t.Parallel()
	s := mapping.Settings{Statuses: map[string]map[string]desk.Status{"support": {"escalated": desk.StatusOpen, "done": desk.StatusResolved}}}
	for _, c := range []struct {
		lifecycle, status string
		want              desk.Status
		outcome           desk.Outcome
	}{
		{"default", "stalled", desk.StatusPending, ""},
		{"default", "rejected", desk.StatusClosed, desk.OutcomeUnsolved},
		{"support", "resolved", desk.StatusResolved, desk.OutcomeSolved},
		{"support", "closed", desk.StatusClosed, desk.OutcomeSolved},
		{"support", "escalated", desk.StatusOpen, ""},
		{"support", "done", desk.StatusResolved, desk.OutcomeSolved},
		{"other", "escalated", "escalated", ""},
	} {
		if got, outcome := s.Meaning(c.lifecycle, c.status); got != c.want || outcome != c.outcome {
			t.Errorf("%s of %s: %s %s", c.status, c.lifecycle, got, outcome)
		}
	}
	if got := s.Candidates("support", desk.StatusOpen, ""); !slices.Equal(got, []string{"escalated", "open", "ouvert"}) {
		t.Errorf("got %v", got)
	}
	if got := s.Candidates("default", desk.StatusPlanned, ""); !slices.Equal(got, []string{"stalled"}) {
		t.Errorf("got %v", got)
	}
}

func TestALevelIsWrittenAsTheNearestValueAndReadBack(t *testing.T) {
	t.Parallel()
	s := mapping.NewScale("Impact", "3", []string{"1 - Entreprise", "2 - Service", "3 - Personne"}, nil)
	for level, want := range map[desk.Level]string{1: "3 - Personne", 2: "3 - Personne", 3: "2 - Service", 4: "1 - Entreprise", 5: "1 - Entreprise"} {
		if got := s.Value(level); got != want {
			t.Errorf("%d: %s", level, got)
		}
		if got := s.Refine(want, level); got != level {
			t.Errorf("%d beside %s: %d", level, want, got)
		}
	}
	if got := s.Refine("3 - Personne", 5); got != 1 {
		t.Errorf("a colleague's change is read as %d", got)
	}
	two := mapping.NewScale("Impact", "3", []string{"a", "b"}, nil)
	for level, want := range map[desk.Level]string{1: "b", 2: "b", 3: "a", 4: "a", 5: "a"} {
		if got := two.Value(level); got != want {
			t.Errorf("%d of two: %s", level, got)
		}
	}
	five := mapping.NewScale("Impact", "3", []string{"a", "b", "c", "d", "e"}, nil)
	if five.Level("a") != 5 || five.Level("b") != 4 || five.Level("e") != 1 {
		t.Errorf("got %+v", five)
	}
}

func TestPrioritiesAreStepsOfANumber(t *testing.T) {
	t.Parallel()
	s := mapping.Settings{}.WithDefaults()
	for number, want := range map[int]desk.Priority{0: 0, 1: 1, 10: 1, 20: 2, 39: 3, 50: 4, 60: 5, 90: 6, 100: 6} {
		if got := s.Priority(number); got != want {
			t.Errorf("%d: %d, want %d", number, got, want)
		}
	}
	for p := desk.PriorityMin; p <= desk.PriorityMajor; p++ {
		if got := s.Priority(s.Number(p)); got != p {
			t.Errorf("%d came back as %d", p, got)
		}
	}
}

func TestFieldsAreFoundByUsualNamesOrAsSet(t *testing.T) {
	t.Parallel()
	there := []wire.Field{{Name: "clientref"}, {Name: "Sévérité"}}
	for _, c := range []struct{ set, want string }{{"", "clientref"}, {"sévérité", "Sévérité"}, {"Autre", ""}} {
		if got := mapping.Named(there, c.set, "ClientRef"); got != c.want {
			t.Errorf("%q: got %q", c.set, got)
		}
	}
}

func TestHTMLBecomesTextWithSafeLinks(t *testing.T) {
	t.Parallel()
	got := mapping.FromHTML(`<h2>Étapes</h2><ol><li>Un<li>Deux</ol><p onclick="x()"><a href="tel:+33100">Appeler</a> <a href="data:text/html,x">non</a><style>p{}</style><iframe src="//x"></iframe>`)
	for _, want := range []string{"## Étapes", "1. Un", "2. Deux", "(tel:+33100)"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %q", want, got)
		}
	}
	for _, bad := range []string{"onclick", "data:", "iframe", "p{}", "<"} {
		if strings.Contains(got, bad) {
			t.Errorf("%q is in %q", bad, got)
		}
	}
	if mapping.LooksLikeHTML("a < b, et 1. un\n2. deux") || !mapping.LooksLikeHTML("<p>a</p>") {
		t.Error("HTML is not told from text")
	}
	if mapping.Language("Redémarrer le poste et attendre") != "fr" || mapping.Language("Restart the computer and wait for it") != "en" {
		t.Error("French is not told from English")
	}
}

func TestListsThatFollowEachOtherAreNotPartedByAComment(t *testing.T) {
	t.Parallel()
	got := mapping.FromHTML("<ul><li>Branchez</li></ul><ul><li>Attendez</li></ul><ol><li>Un</li></ol>")
	if strings.Contains(got, "<") || !strings.Contains(got, "- Branchez") || !strings.Contains(got, "- Attendez") || !strings.Contains(got, "1. Un") {
		t.Errorf("got %q", got)
	}
}
