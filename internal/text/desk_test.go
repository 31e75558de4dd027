package text_test

import (
	"strings"
	"testing"
	"time"

	"relais/internal/desk"
	"relais/internal/text"
)

// inBoth calls check with the words of each language.
func inBoth(t *testing.T, check func(t *testing.T, w *text.Words)) {
	t.Helper()
	c := load(t)
	for _, lang := range text.Languages() {
		t.Run(lang, func(t *testing.T) { check(t, c.In(lang)) })
	}
}

func TestEveryWordOfTheVocabularyIsKnown(t *testing.T) {
	t.Parallel()
	inBoth(t, func(t *testing.T, w *text.Words) {
		for typeName, say := range map[string]func(string) string{
			"Status":         func(s string) string { return w.Status(desk.Status(s)) },
			"Kind":           func(s string) string { return w.Kind(desk.Kind(s)) },
			"Channel":        func(s string) string { return w.Channel(desk.Channel(s)) },
			"PendingFor":     func(s string) string { return w.PendingFor(desk.PendingFor(s)) },
			"Outcome":        func(s string) string { return w.Outcome(desk.Outcome(s)) },
			"Role":           func(s string) string { return w.Role(desk.Role(s)) },
			"Audience":       func(s string) string { return w.Audience(desk.Audience(s)) },
			"ArticleState":   func(s string) string { return w.ArticleState(desk.ArticleState(s)) },
			"ArticleKind":    func(s string) string { return w.ArticleKind(desk.ArticleKind(s)) },
			"Verb":           func(s string) string { return w.Verb(desk.Verb(s)) },
			"OperationState": func(s string) string { return w.State(desk.OperationState(s)) },
			"Field":          func(s string) string { return w.Field(desk.Field(s)) },
		} {
			seen := map[string]string{}
			for _, value := range constants(t, typeName) {
				got := say(value)
				if got == "" || (got == value && typeName != "Field") {
					t.Errorf("%s %q has no word", typeName, value)
				}
				if other, ok := seen[got]; ok {
					t.Errorf("%s: %q and %q are both %q", typeName, other, value, got)
				}
				seen[got] = value
			}
			if got := say("something odd"); got != "something odd" {
				t.Errorf("%s: an unknown word reads %q", typeName, got)
			}
			if got := say(""); got != "" {
				t.Errorf("%s: no word reads %q", typeName, got)
			}
		}
	})
}

func TestScalesAreShownInWords(t *testing.T) {
	t.Parallel()
	fr := load(t).In("fr")
	want := []string{"À préciser", "Très basse", "Basse", "Moyenne", "Haute", "Très haute", "Majeure", "À préciser"}
	for n, word := range want {
		if got := fr.Priority(desk.Priority(n)); got != word {
			t.Errorf("priority %d is %q, want %q", n, got, word)
		}
	}
	inBoth(t, func(t *testing.T, w *text.Words) {
		for n := 1; n <= 5; n++ {
			if w.Impact(desk.Level(n)) == w.Impact(0) || w.Urgency(desk.Level(n)) == w.Urgency(0) {
				t.Errorf("level %d has no word", n)
			}
		}
	})
}

func TestAStandingSaysWhoMovesNext(t *testing.T) {
	t.Parallel()
	fr := load(t).In("fr")
	for _, c := range []struct {
		ticket desk.Ticket
		want   string
	}{
		{desk.Ticket{Status: desk.StatusNew}, "Bien reçue"},
		{desk.Ticket{Status: desk.StatusOpen, PendingFor: desk.PendingUser}, "On s’en occupe"},
		{desk.Ticket{Status: desk.StatusPlanned}, "C’est prévu"},
		{desk.Ticket{Status: desk.StatusPending, PendingFor: desk.PendingUser}, "À vous de jouer"},
		{desk.Ticket{Status: desk.StatusPending, PendingFor: desk.PendingVendor}, "On attend le fournisseur"},
		{desk.Ticket{Status: desk.StatusPending, PendingFor: desk.PendingPart}, "On attend une pièce"},
		{desk.Ticket{Status: desk.StatusPending, PendingFor: desk.PendingVisit}, "On vient vous voir"},
		{desk.Ticket{Status: desk.StatusPending, PendingFor: "rain"}, "En pause"},
		{desk.Ticket{Status: desk.StatusPending}, "En pause"},
		{desk.Ticket{Status: desk.StatusResolved}, "Résolue\u00a0?"},
		{desk.Ticket{Status: desk.StatusClosed, Outcome: desk.OutcomeSolved}, "Terminée"},
		{desk.Ticket{Status: desk.StatusClosed, Outcome: desk.OutcomeUnsolved}, "Close sans solution"},
		{desk.Ticket{Status: "quality check"}, "quality check"},
	} {
		if got := fr.Standing(c.ticket, false); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.ticket.Status, c.ticket.PendingFor, got, c.want)
		}
	}
	if got := fr.Standing(desk.Ticket{Status: desk.StatusResolved}, true); got != "Réglée" {
		t.Errorf("resolved for good: %q", got)
	}
}

func TestAProblemSaysWhichFieldItIsAbout(t *testing.T) {
	t.Parallel()
	fr := load(t).In("fr")
	if got := fr.About(desk.FieldPriority); got != "Champ concerné\u00a0: Priorité." {
		t.Errorf("%q", got)
	}
	if got := fr.About(""); got != "" {
		t.Errorf("%q", got)
	}
}

func TestEveryCodeSaysWhatHappenedWhatWasKeptAndWhatToDo(t *testing.T) {
	t.Parallel()
	inBoth(t, func(t *testing.T, w *text.Words) {
		seen := map[string]string{}
		for _, code := range constants(t, "Code") {
			what, kept, next := w.Problem(desk.Code(code))
			for _, s := range []string{what, kept, next} {
				if strings.HasPrefix(s, "error.") || !strings.HasSuffix(s, ".") || (strings.Contains(code, "-") && strings.Contains(s, code)) {
					t.Errorf("%s: %q is no sentence for people", code, s)
				}
			}
			if other, ok := seen[what]; ok {
				t.Errorf("%s says the same as %s", code, other)
			}
			seen[what] = code
		}
		what, _, _ := w.Problem("brand-new")
		internal, _, _ := w.Problem(desk.CodeInternal)
		if what != internal {
			t.Errorf("an unknown code says %q", what)
		}
	})
}

func TestValuesReadAsWords(t *testing.T) {
	t.Parallel()
	fr := load(t).In("fr").InZone(time.UTC)
	now := time.Date(2026, 11, 20, 9, 12, 0, 0, time.UTC)
	names := func(f desk.Field, id string) string {
		return map[string]string{"queue level2": "Niveau 2", "assignee 7": "Claire Martin"}[string(f)+" "+id]
	}
	for _, c := range []struct {
		field       desk.Field
		value, want string
	}{
		{desk.FieldTitle, "Écran noir", "Écran noir"},
		{desk.FieldKind, "request", "Demande"},
		{desk.FieldStatus, "pending", "En attente"},
		{desk.FieldOutcome, "unsolved", "Sans solution"},
		{desk.FieldPendingFor, "vendor", "Le fournisseur"},
		{desk.FieldImpact, "2", "Bas"},
		{desk.FieldUrgency, "2", "Basse"},
		{desk.FieldPriority, "6", "Majeure"},
		{desk.FieldPlannedAt, "2026-11-21T14:00:00Z", "demain 14:00"},
		{desk.FieldPendingUntil, "2026-11-20T14:00:00Z", "14:00"},
		{desk.FieldDue, "2026-11-19T14:00:00Z", "hier 14:00"},
		{desk.FieldQueue, "level2", "Niveau 2"},
		{desk.FieldQueue, "level9", "level9"},
		{desk.FieldAssignee, "7", "Claire Martin"},
		{desk.FieldAssignee, "", "personne"},
		{desk.FieldDue, "", "rien"},
		{desk.FieldPriority, "urgent", "urgent"},
		{"colour", "red", "red"},
	} {
		if got := fr.Value(c.field, c.value, now, names); got != c.want {
			t.Errorf("%s %q reads %q, want %q", c.field, c.value, got, c.want)
		}
	}
	if got := fr.Value(desk.FieldQueue, "level2", now, nil); got != "level2" {
		t.Errorf("without names a queue reads %q", got)
	}
}

func TestHistoryReadsAsSentences(t *testing.T) {
	t.Parallel()
	fr := load(t).In("fr").InZone(time.UTC)
	now := time.Date(2026, 11, 20, 9, 12, 0, 0, time.UTC)
	names := func(_ desk.Field, id string) string {
		return map[string]string{"7": "Claire", "8": "Hugo", "level2": "Niveau 2"}[id]
	}
	by := desk.PersonRef{ID: "7", Name: "Claire"}
	for _, c := range []struct {
		event desk.Event
		want  string
	}{
		{desk.Event{Field: desk.FieldAssignee, To: "7"}, "Prise en charge par Claire"},
		{desk.Event{Field: desk.FieldAssignee, From: "7", To: "8"}, "Confié à Hugo"},
		{desk.Event{Field: desk.FieldAssignee, From: "7"}, "Remis à l’équipe"},
		{desk.Event{Field: desk.FieldQueue, From: "level1", To: "level2"}, "Passé à Niveau 2"},
		{desk.Event{Field: desk.FieldMergedInto, From: "5", To: "9"}, "La demande 5 a été réunie avec 9"},
		{desk.Event{Field: desk.FieldPriority, From: "3", To: "4"}, "Priorité~: Moyenne › Haute"},
		{desk.Event{Field: desk.FieldPlannedAt, To: "2026-11-21T14:00:00Z"}, "Intervention prévue~: demain 14:00"},
		{desk.Event{Field: desk.FieldPendingFor, From: "part"}, "Ce qu’on attend~: retiré (Une pièce)"},
	} {
		c.event.By = by
		if got := spaces(fr.Event(c.event, now, names)); got != c.want {
			t.Errorf("%+v reads %q, want %q", c.event, got, c.want)
		}
	}
}
