package clienttest

import (
	"encoding/json"
	"strings"
	"testing"

	"relais/internal/desk"
)

var messageTests = []test{
	{"a conversation is read oldest first, with who said what", func(t *testing.T, b *bench) {
		id := b.ask().ID
		b.say(Technician1, id, "Which printer is it?")
		b.say(Requester, id, "The one by the window.")
		b.say(Technician2, id, "I know that one.")
		want := []Who{Requester, Technician1, Requester, Technician2}
		c := b.read(Requester, id)
		if len(c.Messages) != len(want) {
			t.Fatalf("got %d messages: %+v", len(c.Messages), c.Messages)
		}
		for i, m := range c.Messages {
			if m.Author.ID != b.me(want[i]).ID || m.TicketID != id || m.ID == "" || i > 0 && m.Created.Before(c.Messages[i-1].Created) {
				t.Errorf("message %d is %+v", i, m)
			}
		}
		if c.Messages[2].Body != "The one by the window." {
			t.Errorf("got %q", c.Messages[2].Body)
		}
	}},
	{"text survives", testTextSurvives},
	{"a message carries its key, and is once when it comes twice", func(t *testing.T, b *bench) {
		if !b.needs(b.caps(Requester).Message == desk.Keyed, "keys for messages") {
			return
		}
		id, key := b.ask().ID, newKey(t)
		c := desk.Change{Message: &desk.NewMessage{Body: "Any news?"}}
		first, err := b.as(Requester).Update(t.Context(), key, id, "", c)
		b.ok(err)
		again, err := b.as(Requester).Update(t.Context(), key, id, "", c)
		b.ok(err)
		if len(first.Messages) != 1 || len(again.Messages) != 1 || first.Messages[0].ID != again.Messages[0].ID || first.Messages[0].Key != key {
			t.Errorf("first %+v, then %+v", first.Messages, again.Messages)
		}
		if got := b.read(Technician1, id).Messages; len(got) != 2 || got[1].Key != key {
			t.Errorf("there are %+v", got)
		}
	}},
	{"a message alone never conflicts", func(t *testing.T, b *bench) {
		old := b.ask()
		b.set(Technician1, old.ID, desk.Patch{desk.FieldUrgency: "2"})
		_, err := b.as(Requester).Update(t.Context(), newKey(t), old.ID, old.Version, desk.Change{Message: &desk.NewMessage{Body: "Any news?"}})
		b.ok(err)
	}},
	{"an empty message is refused", func(t *testing.T, b *bench) {
		id := b.ask().ID
		before := b.read(Technician1, id)
		_, err := b.as(Technician1).Update(t.Context(), newKey(t), id, "", desk.Change{Message: &desk.NewMessage{Body: " \n "}})
		b.refused(err)
		b.unchanged(before)
	}},
	{"internal notes are invisible for a requester", func(t *testing.T, b *bench) {
		if !b.needs(b.caps(Technician1).Notes, "internal notes") {
			return
		}
		id := b.ask().ID
		b.say(Technician1, id, "On my way.")
		w, err := b.as(Technician1).Update(t.Context(), newKey(t), id, "", desk.Change{Message: &desk.NewMessage{
			Body: "Again this printer.", Internal: true, Attachments: []desk.Blob{blobOf("secret.txt", "for staff only")},
		}})
		b.ok(err)
		if len(w.Messages) != 1 || !w.Messages[0].Internal || len(w.Messages[0].Attachments) != 1 {
			t.Fatalf("the note is %+v", w.Messages)
		}
		if got := b.read(Technician2, id).Messages; len(got) != 3 || !got[2].Internal || got[2].Body != "Again this printer." {
			t.Errorf("a colleague reads %+v", got)
		}
		if got := text(t, b.read(Requester, id)); strings.Contains(got, "Again this") || strings.Contains(got, "secret.txt") {
			t.Errorf("the requester reads %s", got)
		}
		f := newFold()
		f.pullAll(t, b.as(Requester))
		if got := text(t, f.tickets[id]); got == "null" || strings.Contains(got, "Again this") || strings.Contains(got, "secret.txt") {
			t.Errorf("the requester pulls %s", got)
		}
		_, err = b.as(Requester).Download(t.Context(), w.Messages[0].Attachments[0].ID, 0)
		b.fails(err, desk.CodeNotFound, desk.CodeForbidden)
	}},
	{"a requester writes no internal notes", func(t *testing.T, b *bench) {
		id := b.ask().ID
		before := b.read(Technician1, id)
		_, err := b.as(Requester).Update(t.Context(), newKey(t), id, "", desk.Change{Message: &desk.NewMessage{Body: "psst", Internal: true}})
		b.refused(err)
		b.unchanged(before)
	}},
	{"a reply to a merged ticket reaches the one that goes on", func(t *testing.T, b *bench) {
		if !b.needs(b.caps(Technician1).Merge, "merging") {
			return
		}
		double, goesOn := b.ask("Twice"), b.ask("Once")
		b.set(Technician1, double.ID, desk.Patch{desk.FieldMergedInto: goesOn.ID})
		b.say(Requester, double.ID, "Is anybody there?")
		if got := text(t, b.read(Technician1, goesOn.ID)); !strings.Contains(got, "Is anybody there?") {
			t.Errorf("it reads %s", got)
		}
	}},
}

func testTextSurvives(t *testing.T, b *bench) {
	id := b.ask().ID
	for _, c := range []struct{ name, body string }{
		{"accents", "Déjà vu à Noël, où ça ? « Çà et là » – œuvre, 10 €…"},
		{"emoji", "👩‍💻 😀 ✅ 🇫🇷"},
		{"other scripts", "日本語 العربية עברית Ελληνικά"},
		{"newlines", "one\ntwo\n\n\nthree\n    indented\n\ttab"},
		{"markup", "<script>alert('x')</script> <b>bold</b> &amp; &lt; &#60;"},
		{"markdown", "# title\n\n- [ ] task\n- **bold** `code`\n\n> quoted\n\n[link](https://example.org/?a=1&b=2)"},
		{"what breaks queries", `'; DROP TABLE tickets; -- " \ %s %d ${HOME} {{.}}`},
		{"a long one", strings.Repeat("Une ligne assez longue, répétée. ", 3100) + "Fin."},
	} {
		w := b.say(Requester, id, c.body)
		if len(w.Messages) != 1 || w.Messages[0].Body != c.body {
			t.Errorf("%s: the answer is %.200s", c.name, text(t, w.Messages))
		}
		read := b.read(Technician1, id).Messages
		if got := read[len(read)-1].Body; got != c.body {
			t.Errorf("%s: read %.200q", c.name, got)
		}
	}
}

// text is a value as it would be kept, for comparing.
func text(t testing.TB, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
