package form_test

import (
	"reflect"
	"testing"
	"testing/fstest"

	"relais/internal/desk"
	"relais/internal/form"
)

// small is a form that has everything: a shared question, conditions, all types
// and rules that compete.
const small = `{
 "id": "mail", "version": 3, "order": 1, "home": true, "icon": "mail",
 "tile": {"fr": "Messagerie", "en": "E-mail"},
 "title": {"fr": "Souci de messagerie", "en": "Trouble with e-mail"},
 "default": {"kind": "incident", "impact": 2, "urgency": 3},
 "words": {"fr": {"boîte d’envoi": 3}, "en": {"mail*": 2}},
 "questions": [
  {"id": "what", "type": "one", "text": {"fr": "Quoi ?", "en": "What?"}, "options": [
   {"id": "send", "text": {"fr": "Rien ne part", "en": "Nothing leaves"}, "derive": {"urgency": 4, "impact": 3}},
   {"id": "wish", "text": {"fr": "Une envie", "en": "A wish"}, "derive": {"kind": "request", "urgency": 1}},
   {"id": "none", "is": "none", "text": {"fr": "Rien", "en": "Nothing"}}]},
  {"id": "seen", "type": "many", "if": {"what": ["send"]}, "text": {"fr": "Vu ?", "en": "Seen?"}, "options": [
   {"id": "red", "text": {"fr": "Du rouge", "en": "Red"}, "derive": {"urgency": 2}},
   {"id": "blue", "text": {"fr": "Du bleu", "en": "Blue"}, "derive": {"urgency": 4, "impact": 4}},
   {"id": "unknown", "is": "unknown", "text": {"fr": "Je ne sais pas", "en": "I don’t know"}}]},
  {"id": "words", "type": "text", "text": {"fr": "Dites", "en": "Tell"}},
  {"use": "kind", "if": {"what": ["send", "none"]}}
 ]
}`

const shared = `{"questions": [
 {"id": "kind", "type": "one", "text": {"fr": "Alors ?", "en": "So?"}, "options": [
  {"id": "no", "is": "none", "text": {"fr": "Non", "en": "No"}, "derive": {"kind": "incident"}},
  {"id": "yes", "text": {"fr": "Oui", "en": "Yes"}, "derive": {"kind": "request"}}]}
]}`

func load(t *testing.T, files map[string]string) (*form.Set, error) {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(data)}
	}
	return form.Load(fsys)
}

func smallForm(t *testing.T) (*form.Set, *form.Form) {
	t.Helper()
	s, err := load(t, map[string]string{"mail.json": small, "common.json": shared})
	if err != nil {
		t.Fatal(err)
	}
	f, ok := s.Form("mail")
	if !ok {
		t.Fatal("the form is not there")
	}
	return s, f
}

func one(question, option string) desk.Answer {
	return desk.Answer{Question: question, Values: []string{option}}
}

func many(question string, options ...string) desk.Answer {
	return desk.Answer{Question: question, Values: options}
}

func said(question, text string) desk.Answer { return desk.Answer{Question: question, Text: text} }

func TestNextAsksWhatTheAnswersLeadTo(t *testing.T) {
	t.Parallel()
	_, f := smallForm(t)
	for _, c := range []struct {
		name        string
		given       []desk.Answer
		next        string
		asked, left int
	}{
		{"at first", nil, "what", 0, 4},
		{"a condition holds", []desk.Answer{one("what", "send")}, "seen", 1, 3},
		{"a condition does not hold", []desk.Answer{one("what", "wish")}, "words", 1, 1},
		{"an empty text is an answer", []desk.Answer{one("what", "wish"), said("words", "")}, "", 2, 0},
		{"several of many", []desk.Answer{one("what", "send"), many("seen", "red", "blue")}, "words", 2, 2},
		{"nothing of many is no answer", []desk.Answer{one("what", "send"), many("seen")}, "seen", 1, 3},
		{"a way out stands alone", []desk.Answer{one("what", "send"), many("seen", "red", "unknown")}, "seen", 1, 3},
		{"twice the same is no answer", []desk.Answer{one("what", "send"), many("seen", "red", "red")}, "seen", 1, 3},
		{"two of one is no answer", []desk.Answer{many("what", "send", "wish")}, "what", 0, 4},
		{"an option that is not there", []desk.Answer{one("what", "fly")}, "what", 0, 4},
		{"options for a text", []desk.Answer{one("what", "wish"), one("words", "red")}, "words", 1, 1},
		{"a hole is asked first", []desk.Answer{one("what", "none"), one("kind", "no")}, "words", 2, 1},
		{"the end", []desk.Answer{one("what", "none"), said("words", "well"), one("kind", "no")}, "", 3, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			id := ""
			if q, ok := f.Next(c.given); ok {
				id = q.ID
			}
			if asked, left := f.Path(c.given); id != c.next || asked != c.asked || left != c.left {
				t.Errorf("next %q, asked %d, left %d; want %q, %d, %d", id, asked, left, c.next, c.asked, c.left)
			}
		})
	}
}

func TestPruneDropsWhatAChangedAnswerMadeUnreachable(t *testing.T) {
	t.Parallel()
	_, f := smallForm(t)
	got := f.Prune([]desk.Answer{one("kind", "yes"), many("seen", "red"), said("words", "well"), one("what", "wish"), one("gone", "x")})
	want := []desk.Answer{one("what", "wish"), said("words", "well")}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestDeriveTakesTheHighestOfLevelsAndTheLastOfWords(t *testing.T) {
	t.Parallel()
	_, f := smallForm(t)
	why := func(field desk.Field, value, question, option string) desk.Derivation {
		return desk.Derivation{Field: field, Value: value, Question: question, Option: option}
	}
	for _, c := range []struct {
		name  string
		given []desk.Answer
		want  []desk.Derivation
	}{
		{"nothing said", nil, []desk.Derivation{
			why(desk.FieldKind, "incident", "", ""), why(desk.FieldCategory, "mail", "", ""),
			why(desk.FieldImpact, "2", "", ""), why(desk.FieldUrgency, "3", "", "")}},
		{"an answer may be below the default", []desk.Answer{one("what", "wish")}, []desk.Derivation{
			why(desk.FieldKind, "request", "what", "wish"), why(desk.FieldCategory, "mail", "", ""),
			why(desk.FieldImpact, "2", "", ""), why(desk.FieldUrgency, "1", "what", "wish")}},
		{"the highest, of equal ones the first", []desk.Answer{one("what", "send"), many("seen", "red", "blue")}, []desk.Derivation{
			why(desk.FieldKind, "incident", "", ""), why(desk.FieldCategory, "mail", "", ""),
			why(desk.FieldImpact, "4", "seen", "blue"), why(desk.FieldUrgency, "4", "what", "send")}},
		{"unreachable answers do not count", []desk.Answer{one("what", "wish"), many("seen", "blue"), one("kind", "no")}, []desk.Derivation{
			why(desk.FieldKind, "request", "what", "wish"), why(desk.FieldCategory, "mail", "", ""),
			why(desk.FieldImpact, "2", "", ""), why(desk.FieldUrgency, "1", "what", "wish")}},
		{"the last word counts", []desk.Answer{one("what", "send"), one("kind", "yes")}, []desk.Derivation{
			why(desk.FieldKind, "request", "kind", "yes"), why(desk.FieldCategory, "mail", "", ""),
			why(desk.FieldImpact, "3", "what", "send"), why(desk.FieldUrgency, "4", "what", "send")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := f.Derive(c.given).Why; !reflect.DeepEqual(got, c.want) {
				t.Errorf("got  %v\nwant %v", got, c.want)
			}
		})
	}
}

func TestLinesReadInTheReadersLanguageAndShowUnknownKeys(t *testing.T) {
	t.Parallel()
	s, f := smallForm(t)
	a := desk.Answers{Form: "mail", Version: 1, Given: []desk.Answer{
		one("what", "send"), many("seen", "red", "blue"), said("words", ""), one("what", "old"), said("older", "mes mots"),
	}}
	want := []form.Line{{"What?", "Nothing leaves"}, {"Seen?", "Red, Blue"}, {"What?", "old"}, {"older", "mes mots"}}
	if got := f.Lines(a, "en"); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := f.Lines(a, "fr")[1]; got != (form.Line{Question: "Vu ?", Answer: "Du rouge, Du bleu"}) {
		t.Errorf("in French: %v", got)
	}
	if got := f.Lines(a, "de")[0]; got != (form.Line{Question: "What?", Answer: "Nothing leaves"}) {
		t.Errorf("in a language that is not there: %v", got)
	}
	d := desk.Derivation{Field: desk.FieldUrgency, Value: "4", Question: "what", Option: "send"}
	if q, o := s.Why(d, "mail", "fr"); q != "Quoi ?" || o != "Rien ne part" {
		t.Errorf("why: %q, %q", q, o)
	}
	if q, o := s.Why(d, "lost", "fr"); q != "what" || o != "send" {
		t.Errorf("why of an unknown form: %q, %q", q, o)
	}
}
