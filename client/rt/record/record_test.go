package record_test

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"relais/client/rt/record"
	"relais/internal/desk"
)

const key = desk.Key("019ab000-0000-7000-8000-000000000001")

func TestARecordIsASCIIAndComesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.String().Draw(t, "body")
		r := record.Record{Key: key, Body: &body, Set: desk.Patch{desk.FieldCategory: rapid.String().Draw(t, "category")}}
		raw, err := r.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if i := strings.IndexFunc(string(raw), func(c rune) bool { return c > 0x7f }); i >= 0 {
			t.Fatalf("not ASCII at %d: %q", i, raw)
		}
		got := record.Decode(string(raw))
		r.Relais = 1
		if got == nil || !reflect.DeepEqual(*got, r) {
			t.Fatalf("%+v became %+v", r, got)
		}
	})
}

func TestWhatIsNoRecordIsNone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "{}", `{"relais":2,"key":"` + string(key) + `"}`, `{"relais":1,"key":"x"}`, `[`} {
		if r := record.Decode(text); r != nil {
			t.Errorf("%s is %+v", text, r)
		}
	}
	for name, want := range map[string]bool{record.Name(key): true, "relais-notes.json": false, "plan.json": false, "relais-" + string(key) + ".txt": false} {
		if record.Is(name) != want {
			t.Errorf("%s", name)
		}
	}
}

func TestPeopleReadTheSameInWords(t *testing.T) {
	t.Parallel()
	r := record.Record{
		Key: key, Reason: "La carte est vide.", HandOver: &desk.HandOver{Happening: "Tout s’arrête", Check: "La file"},
		Sheet: &desk.Sheet{Solution: "Relancer", Workaround: true, Hypotheses: []desk.Hypothesis{{Text: "Câble"}, {Text: "File", Confirmed: true}}},
		Tried: []desk.Tried{{Text: "Rallumer"}}, Answers: &desk.Answers{Given: []desk.Answer{{Question: "since", Values: []string{"today"}, Text: "ce matin"}}},
	}
	got := r.Readable("Bonjour", "fr")
	for _, want := range []string{"Bonjour", "Ce qui se passe : Tout s’arrête", "La file", "Contournement : Relancer", "Câble (écartée)", "File (confirmée)", "- Rallumer", "since : today, ce matin", "Raison : La carte est vide."} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	if got := r.Readable("", "en"); !strings.Contains(got, "Workaround") || strings.Contains(got, "Contournement") {
		t.Errorf("in English: %s", got)
	}
	if plain := (record.Record{Key: key}); !plain.Plain() || plain.Readable("x\n", "fr") != "x\n" {
		t.Error("a plain message does not stay as it is")
	}
}

func TestNoMachineSpeaksToColleagues(t *testing.T) {
	t.Parallel()
	hold := desk.Patch{desk.FieldPendingFor: "user", desk.FieldPendingUntil: "2031-05-06T07:08:09Z", desk.FieldKind: "incident"}
	r := record.Record{Key: key, Note: true, Reason: "dup", Set: desk.Patch{
		desk.FieldKind: "request", desk.FieldPendingFor: "user", desk.FieldPendingUntil: "2031-05-06T07:08:09Z", desk.FieldImpact: "2",
		desk.FieldUrgency: "5", desk.FieldOutcome: "unsolved", desk.FieldCategory: "Imprimantes",
	}}
	for lang, want := range map[string][]string{
		"fr": {"Raison : dup", "Type : demande", "Ce qu’on attend : l’utilisateur", "Relance prévue : 06/05/2031 à 07:08 UTC", "Impact : bas", "Urgence : très haute", "Issue : sans solution", "Catégorie : Imprimantes"},
		"en": {"Reason: dup", "Kind: request", "Waiting for: the user", "Waiting until: 2031-05-06 at 07:08 UTC", "Impact: low", "Urgency: very high", "Outcome: unsolved", "Category: Imprimantes"},
	} {
		got := r.Readable("", lang)
		for _, line := range want {
			if !strings.Contains(got, line) {
				t.Errorf("%q is not in\n%s", line, got)
			}
		}
		if strings.Contains(got, "pending") || strings.Contains(got, "Value") {
			t.Errorf("in %s they read\n%s", lang, got)
		}
	}
	r.Set = desk.Patch{desk.FieldCategory: "printing", desk.FieldKind: ""}
	if got := r.Readable("", "en"); !strings.Contains(got, "Category: Printing") || !strings.Contains(got, "Kind: –") {
		t.Errorf("they read\n%s", got)
	}
	said := record.Record{Key: key, Set: hold}
	if got := said.Readable("Which printer?", "en"); got != "Which printer?\n\nWaiting for: the user\n\nWaiting until: 2031-05-06 at 07:08 UTC" {
		t.Errorf("beside a message they read\n%s", got)
	}
}
