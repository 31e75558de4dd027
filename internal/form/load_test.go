package form_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"relais/internal/form"
)

const option = `{"id": "x", "text": {"fr": "x", "en": "x"}}`
const question = `{"id": "q", "type": "one", "text": {"fr": "x", "en": "x"}, "options": [` + option +
	`, {"id": "no", "is": "none", "text": {"fr": "x", "en": "x"}}]}`

// badFiles are changes that each make one mistake in the small form.
var badFiles = []struct {
	name, old, now string
	want           string
}{
	{"not JSON", `"version": 3`, `"version" 3`, "mail.json:2: invalid character '3' after object key"},
	{"cut off", " ]\n}", "", "mail.json:18: the file ends too early"},
	{"something after the end", " ]\n}", " ]\n}\n}", "mail.json:20: nothing may follow the closing bracket"},
	{"a list", small, `[]`, "mail.json:1: form: want an object"},
	{"a field that is not known", `"type": "text"`, `"type": "text", "size": 3`, `mail.json:16: question: unknown field "size"`},
	{"a field twice", `"home": true`, `"home": true, "home": true`, `mail.json:2: field "home" is there twice`},
	{"a field that is missing", `"type": "text", `, "", `mail.json:16: question: field "type" is missing`},
	{"a language that is missing", `, "en": "Tell"`, "", `mail.json:16: text: field "en" is missing`},
	{"a blank text", `"en": "Tell"`, `"en": "  "`, "mail.json:16: want a text that is not empty"},
	{"another language", `"en": "Tell"`, `"en": "Tell", "de": "x"`, `mail.json:16: text: unknown field "de"`},
	{"a text where a number belongs", `"version": 3`, `"version": "3"`, "mail.json:2: want a whole number from 1 to 1000000"},
	{"a text where yes or no belongs", `"home": true`, `"home": 1`, "mail.json:2: want true or false"},
	{"an object where a list belongs", `"options": [`, `"options": {}, "more": [`, "mail.json:8: options: want a list"},
	{"the name of another file", `"id": "mail"`, `"id": "post"`, "mail.json:1: form post: the file's name says mail"},
	{"capitals in an id", `"id": "red"`, `"id": "Red"`, `mail.json:13: option "Red": an id is small letters, digits and hyphens`},
	{"no kind of ticket", `"kind": "request", "urgency": 1`, `"kind": "wish"`, `mail.json:10: derive: "wish" is no kind`},
	{"a category without a form", `"kind": "request", "urgency": 1`, `"category": "post"`, "mail.json:8: question what: category post is no form"},
	{"a default category without a form", `"impact": 2, `, `"impact": 2, "category": "post", `, "mail.json:1: default: category post is no form"},
	{"urgency off its scale", `"urgency": 1`, `"urgency": 6`, "mail.json:10: want a whole number from 1 to 5"},
	{"impact off its scale", `"impact": 4`, `"impact": 0`, "mail.json:14: want a whole number from 1 to 5"},
	{"half a default", `"impact": 2, `, "", "mail.json:1: default: kind, impact and urgency are needed"},
	{"a weight off its scale", `"mail*": 2`, `"mail*": 9`, "mail.json:6: want a whole number from 1 to 5"},
	{"a word of stars", `"mail*"`, `"**"`, `mail.json:6: words: "**" has no letter`},
	{"an unknown type", `"type": "text"`, `"type": "date"`, `mail.json:16: question words: "date" is no type of question`},
	{"options of a text", `"type": "text"`, `"type": "text", "options": [` + option + `]`, "mail.json:16: question words: a text question has no options"},
	{"a question twice", `"id": "words"`, `"id": "seen"`, "mail.json:16: question seen: the id is there twice"},
	{"an option twice", `"id": "blue"`, `"id": "red"`, "mail.json:14: question seen: option red is there twice"},
	{"one option", `{"id": "words", "type": "text"`, `{"id": "words", "type": "one", "options": [` + option + `]`, "mail.json:16: question words: at least two options are needed"},
	{"no way out", `"id": "unknown", "is": "unknown"`, `"id": "unknown"`, "mail.json:12: question seen: no option is marked none or unknown, so nobody can pass"},
	{"an unknown way out", `"is": "unknown"`, `"is": "maybe"`, `mail.json:15: question seen: option unknown: "maybe" is neither none nor unknown`},
	{"a shared question that is not there", `"use": "kind"`, `"use": "work"`, "mail.json:17: question work: no shared question has this id"},
	{"more than a use", `"use": "kind"`, `"use": "kind", "type": "one"`, `mail.json:17: question: unknown field "type"`},
	{"a condition on a later question", `"if": {"what": ["send"]}`, `"if": {"words": ["send"]}`, "mail.json:12: question seen: if: no earlier question has the id words"},
	{"a condition on an option that is not there", `"if": {"what": ["send"]}`, `"if": {"what": ["sent"]}`, "mail.json:12: question seen: if: what has no option sent"},
	{"a condition on a text", `"use": "kind", "if": {"what"`, `"use": "kind", "if": {"words"`, "mail.json:17: question kind: if: words is not answered with one option"},
	{"a condition without options", `"if": {"what": ["send"]}`, `"if": {"what": []}`, "mail.json:12: question seen: if: name at least one option of what"},
	{"an empty condition", `"if": {"what": ["send"]}`, `"if": {}`, "mail.json:12: if: want an object of questions and lists of options"},
	{"a question that nobody reaches", `{"use": "kind", "if": {"what": ["send", "none"]}}`,
		`{"use": "kind", "if": {"what": ["send"]}}, ` + strings.Replace(question, `"type"`, `"if": {"what": ["wish"], "kind": ["yes"]}, "type"`, 1),
		"mail.json:17: question q: no answer leads to it"},
	{"too many questions", `{"use": "kind", "if": {"what": ["send", "none"]}}`, sevenMore(question), "mail.json:1: form mail: a path asks more than 7 questions"},
	{"no question", small[strings.Index(small, `"questions"`):], `"questions": []}`, "mail.json:1: form mail: no question"},
}

func TestABadFileIsRefusedWithFileLineAndReason(t *testing.T) {
	t.Parallel()
	for _, c := range badFiles {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if !strings.Contains(small, c.old) {
				t.Fatalf("the form does not contain %s", c.old)
			}
			_, err := load(t, map[string]string{"mail.json": strings.Replace(small, c.old, c.now, 1), "common.json": shared})
			if err == nil || err.Error() != c.want {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
			var e *form.Error
			if !errors.As(err, &e) || e.File == "" || e.Line < 1 {
				t.Errorf("%#v does not say where", err)
			}
		})
	}
}

func sevenMore(question string) string {
	var list []string
	for _, id := range []string{"a", "b", "c", "d", "e", "f", "g"} {
		list = append(list, strings.Replace(question, `"q"`, `"`+id+`"`, 1))
	}
	return strings.Join(list, ",")
}

func TestABadSharedQuestionIsRefusedByTheNameOfItsFile(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, old, now, want string }{
		{"a condition", `"type": "one"`, `"type": "one", "if": {"what": ["send"]}`, `common.json:2: question: unknown field "if"`},
		{"no way out", `"is": "none", `, "", "common.json:2: question kind: no option is marked none or unknown, so nobody can pass"},
		{"cut off", "]}\n]}", "]}\n", "common.json:5: the file ends too early"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := load(t, map[string]string{"mail.json": small, "common.json": strings.Replace(shared, c.old, c.now, 1)})
			if err == nil || err.Error() != c.want {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
}

func TestAFolderWithoutFormsIsAnEmptySet(t *testing.T) {
	t.Parallel()
	s, err := form.Load(fstest.MapFS{"readme.txt": {Data: []byte("no form")}})
	if err != nil || len(s.Forms()) != 0 {
		t.Errorf("got %v, %v", s.Forms(), err)
	}
}

func FuzzLoadRefusesOrGivesAFormThatEnds(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte(`{"id": "mail", "questions": [{"use": "kind"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := form.Load(fstest.MapFS{"mail.json": {Data: data}, "common.json": {Data: []byte(shared)}})
		if err != nil {
			return
		}
		for _, f := range s.Forms() {
			if _, left := f.Path(nil); left > form.MaxQuestions {
				t.Errorf("%d questions", left)
			}
		}
	})
}
