package server_test

import (
	"net/http"
	"testing"

	"relais/internal/desk"
	"relais/internal/restapi"
)

// allowed marks what works; anything else is a code.
const allowed = desk.Code("")

// TestEachRoleMayDoWhatItMay asks for the same things as everybody. The roles are
// in the order: the requester of the ticket, somebody else, technician, lead, admin.
func TestEachRoleMayDoWhatItMay(t *testing.T) {
	t.Parallel()
	const (
		ok        = allowed
		forbidden = desk.CodeForbidden
		hidden    = desk.CodeNotFound
	)
	logins := []string{"amelie", "oliver", "claire", "helene", "samuel"}
	set := func(f desk.Field, v string) any { return desk.Change{Set: desk.Patch{f: v}, Reason: "because"} }
	for _, c := range []struct {
		name   string
		method string
		path   string // {t} is the ticket, {i} its internal attachment
		body   any
		want   [5]desk.Code
	}{
		{"read a ticket", "GET", "/tickets/{t}", nil, [5]desk.Code{ok, hidden, ok, ok, ok}},
		{"reply", "PATCH", "/tickets/{t}", desk.Change{Message: &desk.NewMessage{Body: "Hello"}}, [5]desk.Code{ok, hidden, ok, ok, ok}},
		{"note", "PATCH", "/tickets/{t}", desk.Change{Message: &desk.NewMessage{Body: "Psst", Internal: true}}, [5]desk.Code{forbidden, hidden, ok, ok, ok}},
		{"hand over", "PATCH", "/tickets/{t}", desk.Change{Message: &desk.NewMessage{HandOver: &desk.HandOver{}}}, [5]desk.Code{forbidden, hidden, ok, ok, ok}},
		{"close", "PATCH", "/tickets/{t}", set(desk.FieldStatus, "closed"), [5]desk.Code{ok, hidden, ok, ok, ok}},
		{"plan", "PATCH", "/tickets/{t}", set(desk.FieldStatus, "planned"), [5]desk.Code{forbidden, hidden, ok, ok, ok}},
		{"assign", "PATCH", "/tickets/{t}", set(desk.FieldAssignee, "claire"), [5]desk.Code{forbidden, hidden, ok, ok, ok}},
		{"rename", "PATCH", "/tickets/{t}", set(desk.FieldTitle, "Another"), [5]desk.Code{forbidden, hidden, ok, ok, ok}},
		{"make it major", "PATCH", "/tickets/{t}", set(desk.FieldPriority, "6"), [5]desk.Code{forbidden, hidden, ok, ok, ok}},
		{"escalate", "PATCH", "/tickets/{t}", set(desk.FieldQueue, "level2"), [5]desk.Code{forbidden, hidden, ok, ok, ok}},
		{"end unsolved", "PATCH", "/tickets/{t}", desk.Change{Set: desk.Patch{desk.FieldStatus: "closed", desk.FieldOutcome: "unsolved"}}, [5]desk.Code{forbidden, hidden, ok, ok, ok}},
		{"let somebody follow", "PUT", "/tickets/{t}/watchers/oliver", nil, [5]desk.Code{forbidden, hidden, ok, ok, ok}},
		{"ask", "POST", "/tickets", ask("Mine"), [5]desk.Code{ok, ok, ok, ok, ok}},
		{"ask for Amélie", "POST", "/tickets", desk.NewTicket{Title: "Hers", Kind: desk.KindIncident, Requester: desk.PersonRef{ID: "amelie"}}, [5]desk.Code{ok, forbidden, ok, ok, ok}},
		{"ask with a priority", "POST", "/tickets", desk.NewTicket{Title: "Now", Kind: desk.KindIncident, Priority: 5}, [5]desk.Code{forbidden, forbidden, ok, ok, ok}},
		{"ask the second level", "POST", "/tickets", desk.NewTicket{Title: "Now", Kind: desk.KindIncident, Queue: "level2"}, [5]desk.Code{forbidden, forbidden, ok, ok, ok}},
		{"open a problem", "POST", "/tickets", desk.NewTicket{Title: "Why", Kind: desk.KindProblem}, [5]desk.Code{forbidden, forbidden, ok, ok, ok}},
		{"list tickets", "GET", "/tickets", nil, [5]desk.Code{ok, ok, ok, ok, ok}},
		{"list queues", "GET", "/queues", nil, [5]desk.Code{ok, ok, ok, ok, ok}},
		{"look up people", "GET", "/people?q=am", nil, [5]desk.Code{forbidden, forbidden, ok, ok, ok}},
		{"add somebody", "POST", "/people", restapi.NewPerson{Person: desk.Person{Login: "new", Name: "New", Role: desk.RoleRequester}}, [5]desk.Code{forbidden, forbidden, forbidden, forbidden, ok}},
		{"change somebody", "PUT", "/people/oliver", restapi.NewPerson{Person: desk.Person{Login: "oliver", Name: "Oliver B.", Role: desk.RoleRequester}}, [5]desk.Code{forbidden, forbidden, forbidden, forbidden, ok}},
		{"change a queue", "PUT", "/queues/level3", desk.Queue{ID: "level3", Name: "Experts", Level: 3}, [5]desk.Code{forbidden, forbidden, forbidden, forbidden, ok}},
		{"read a draft", "GET", "/articles/draft.en", nil, [5]desk.Code{hidden, hidden, ok, ok, ok}},
		{"read an article", "GET", "/articles/public.en", nil, [5]desk.Code{ok, ok, ok, ok, ok}},
		{"write an article", "POST", "/articles", article("", "en"), [5]desk.Code{forbidden, forbidden, ok, ok, ok}},
		{"say that it helped", "POST", "/articles/public.en/outcomes", desk.ArticleOutcome{Article: "public.en", Solved: true}, [5]desk.Code{ok, ok, ok, ok, ok}},
		{"say that a draft helped", "POST", "/articles/draft.en/outcomes", desk.ArticleOutcome{Article: "draft.en", Solved: true}, [5]desk.Code{hidden, hidden, ok, ok, ok}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for i, login := range logins {
				b := newBench(t)
				fillRoles(b)
				made := b.as("amelie").create(ask("The printer"))
				path := replaceID(c.path, made.Ticket.ID)
				if got := b.as(login).fails(c.method, path, withKey(newKey()), c.body); got != c.want[i] {
					t.Errorf("%s: got %q, want %q", login, got, c.want[i])
				}
			}
		})
	}
}

func fillRoles(b *bench) {
	b.t.Helper()
	claire := b.as("claire")
	public, draft := article("public", "en"), article("draft", "en")
	public.State, draft.State = desk.ArticlePublished, desk.ArticleDraft
	claire.gets(http.MethodPost, "/articles", withKey(newKey()), public, nil)
	claire.gets(http.MethodPost, "/articles", withKey(newKey()), draft, nil)
}

func article(pair, lang string) desk.Article {
	return desk.Article{
		Pair: pair, Lang: lang, Title: "Paper", Body: "1. Put paper in", Keywords: []string{"paper"},
		Audience: desk.AudienceEveryone, State: desk.ArticlePublished,
	}
}

func TestWithoutATokenNothingButTheServiceIsThere(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	nobody := &client{b: b, name: "nobody"}
	for _, path := range []string{"/welcome", "/tickets", "/changes", "/queues", "/people", "/articles", "/attachments/1", "/operations/x"} {
		if got := nobody.fails(http.MethodGet, path, nil, nil); got != desk.CodeUnauthorized {
			t.Errorf("%s: got %q", path, got)
		}
	}
	if got := nobody.fails(http.MethodGet, "", nil, nil); got != allowed {
		t.Errorf("the service: got %q", got)
	}
	guess := &client{b: b, name: "guess", token: "relais_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}
	if got := guess.fails(http.MethodGet, "/welcome", nil, nil); got != desk.CodeUnauthorized {
		t.Errorf("a guessed token: got %q", got)
	}
}

func TestWelcomeSaysWhatThePersonMayDo(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for login, notes := range map[string]bool{"amelie": false, "claire": true} {
		var w restapi.Welcome
		b.as(login).gets(http.MethodGet, "/welcome", nil, nil, &w)
		if w.Me.Login != login || w.Capabilities.Notes != notes || w.Capabilities.Create != desk.Keyed || w.Matrix != desk.DefaultMatrix || !w.Time.Equal(b.clock.Now()) {
			t.Errorf("%s: got %+v", login, w)
		}
	}
}

func TestPeopleAreFoundByTheLettersTheirNamesBeginWith(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	claire := b.as("claire")
	for query, want := range map[string]int{"": 4, "ame": 1, "AMÉ": 1, "dur": 1, "durand am": 1, "dur oli": 0, "helene": 1, "xyz": 0, "%": 4} {
		var found []desk.Person
		claire.gets(http.MethodGet, "/people?q="+escape(query), nil, nil, &found)
		if len(found) != want {
			t.Errorf("%q: got %d, want %d", query, len(found), want)
		}
	}
}
