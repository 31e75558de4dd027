package store

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"relais/internal/desk"
)

// planner looks at the plan of each query before it runs.
type planner struct {
	*sql.Tx
	t    *testing.T
	step string
}

func (p *planner) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	p.look(ctx, query, args)
	return p.Tx.QueryContext(ctx, query, args...)
}

func (p *planner) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	p.look(ctx, query, args)
	return p.Tx.QueryRowContext(ctx, query, args...)
}

func (p *planner) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	p.look(ctx, query, args)
	return p.Tx.ExecContext(ctx, query, args...)
}

// small are the tables that may be read from end to end.
var small = []string{"state", "queues", "json_each", "w", "merged"}

func (p *planner) look(ctx context.Context, query string, args []any) {
	p.t.Helper()
	rows, err := p.Tx.QueryContext(ctx, "EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		p.t.Fatalf("%s: %v in %s", p.step, err, query)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			p.t.Fatal(err)
		}
		if !fast(detail) {
			p.t.Errorf("%s: %q in\n%s", p.step, detail, query)
		}
	}
	if err := rows.Err(); err != nil {
		p.t.Fatal(err)
	}
}

// fast tells whether a step of a plan costs no more than what it finds.
func fast(detail string) bool {
	if table, ok := strings.CutPrefix(detail, "SCAN "); ok {
		if strings.Contains(table, "USING") && !strings.Contains(table, "VIRTUAL") {
			return true // in the order of an index, up to a limit
		}
		for _, s := range small {
			if table == s || strings.HasPrefix(table, s+" ") {
				return true
			}
		}
		return false
	}
	return !strings.Contains(detail, "AUTOMATIC")
}

// TestNoQueryReadsATableFromEndToEnd runs every query of the lists, the feed and
// the look-ups with a look at its plan first.
func TestNoQueryReadsATableFromEndToEnd(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "x.db"), func() time.Time { return now }, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	amelie := desk.Person{ID: "amelie", Login: "amelie", Name: "Amélie", Role: desk.RoleRequester}
	claire := desk.Person{ID: "claire", Login: "claire", Name: "Claire", Role: desk.RoleTechnician}
	ticket := Ticket{Ticket: desk.Ticket{Title: "x", Status: desk.StatusNew, Queue: "q", Requester: amelie.Ref()}}
	a := Article{Article: desk.Article{
		ID: "a.fr", State: desk.ArticlePublished, Audience: desk.AudienceEveryone, Pictures: []desk.Picture{{Name: "a.png", Content: []byte{1}}},
	}}

	steps := []struct {
		name string
		do   func(*Tx) error
	}{
		{"PutQueue", func(tx *Tx) error { return tx.PutQueue(desk.Queue{ID: "q", Name: "Q", Level: 1}) }},
		{"PutPerson", func(tx *Tx) error { return tx.PutPerson(amelie, "") }},
		{"PutPerson staff", func(tx *Tx) error { return tx.PutPerson(claire, "") }},
		{"PersonByLogin", func(tx *Tx) error { return last2(tx.PersonByLogin("CLAIRE")) }},
		{"People", func(tx *Tx) error { return last(tx.People("cl mo")) }},
		{"People staff", func(tx *Tx) error { return last(tx.People("")) }},
		{"PeopleAfter", func(tx *Tx) error { return last(tx.PeopleAfter("a", 10)) }},
		{"ChangedPeople", func(tx *Tx) error { return last(tx.ChangedPeople(1, 10)) }},
		{"InsertToken", func(tx *Tx) error { return tx.InsertToken("claire", []byte{1}, "", now.Add(time.Hour)) }},
		{"TokenByHash", func(tx *Tx) error { return last(tx.TokenByHash([]byte{1})) }},
		{"DropExpired", func(tx *Tx) error { return tx.DropExpired() }},
		{"DeleteTokens", func(tx *Tx) error { return tx.DeleteTokens("claire") }},
		{"InsertTicket", func(tx *Tx) error { return tx.InsertTicket(&ticket) }},
		{"InsertMessage", func(tx *Tx) error {
			return tx.InsertMessage(&ticket, &desk.Message{Author: amelie.Ref(), Attachments: []desk.Attachment{{Name: "f"}}})
		}},
		{"InsertEvent", func(tx *Tx) error { return tx.InsertEvent(&ticket, desk.Event{Field: desk.FieldTitle}, false) }},
		{"Follow", func(tx *Tx) error { return tx.Follow(&ticket, "claire") }},
		{"Follows", func(tx *Tx) error { return last(tx.Follows(ticket.ID, "claire")) }},
		{"Followers", func(tx *Tx) error { return last(tx.Followers(ticket.ID)) }},
		{"MergedRequesters", func(tx *Tx) error { return last(tx.MergedRequesters(ticket.ID)) }},
		{"UpdateTicket", func(tx *Tx) error { return tx.UpdateTicket(&ticket) }},
		{"MoveMessages", func(tx *Tx) error { return tx.MoveMessages(ticket.ID, &ticket) }},
		{"Ticket", func(tx *Tx) error { return last(tx.Ticket(ticket.ID)) }},
		{"Tickets staff", func(tx *Tx) error { return last(tx.Tickets(claire, 0, 10)) }},
		{"Tickets", func(tx *Tx) error { return last(tx.Tickets(amelie, 0, 10)) }},
		{"Conversations", func(tx *Tx) error { return last(tx.Conversations(Since{ticket.ID: 0}, false)) }},
		{"Attachment", func(tx *Tx) error { return last(tx.Attachment("1")) }},
		{"Resolved", func(tx *Tx) error { return last(tx.Resolved(now)) }},
		{"Changed staff", func(tx *Tx) error { return last(tx.Changed(claire, 1, 10)) }},
		{"Changed", func(tx *Tx) error { return last(tx.Changed(amelie, 1, 10)) }},
		{"Older staff", func(tx *Tx) error { return last(tx.Older(claire, "", 10)) }},
		{"Older", func(tx *Tx) error { return last(tx.Older(amelie, "9999", 10)) }},
		{"PutArticle", func(tx *Tx) error { return tx.PutArticle(&a) }},
		{"Pictures", func(tx *Tx) error { return last(tx.Pictures("a.fr")) }},
		{"Paired", func(tx *Tx) error { return ignoreMissing(last(tx.Paired("a", "fr"))) }},
		{"Teach", func(tx *Tx) error { return tx.Teach("a.fr", []desk.Lesson{{ID: "l", Words: "mdp"}}, 1) }},
		{"Articles", func(tx *Tx) error { return last(tx.Articles(false, "", 10)) }},
		{"ChangedArticles staff", func(tx *Tx) error { return last(tx.ChangedArticles(true, 1, 10)) }},
		{"ChangedArticles", func(tx *Tx) error { return last(tx.ChangedArticles(false, 1, 10)) }},
		{"InsertOperation", func(tx *Tx) error {
			return tx.InsertOperation(Operation{Key: "k", Digest: []byte{1}, Ticket: ticket.ID})
		}},
		{"Operation", func(tx *Tx) error { return last2(tx.Operation("k")) }},
		{"Uploaded", func(tx *Tx) error { return ignoreMissing(last(tx.Uploaded("claire", "f"))) }},
		{"Unfollow", func(tx *Tx) error { return tx.Unfollow(&ticket, "claire") }},
		{"Prune", func(tx *Tx) error { return tx.Prune(now.Add(time.Hour)) }},
	}
	for _, step := range steps {
		err := s.Write(t.Context(), func(tx *Tx) error {
			real, ok := tx.sql.(*sql.Tx)
			if !ok {
				t.Fatal("no transaction")
			}
			tx.sql = &planner{Tx: real, t: t, step: step.name}
			return step.do(tx)
		})
		if err != nil {
			t.Errorf("%s: %v", step.name, err)
		}
	}
}

func last[T any](_ T, err error) error { return err }

func last2[T, U any](_ T, _ U, err error) error { return err }

func ignoreMissing(err error) error {
	if desk.CodeOf(err) == desk.CodeNotFound {
		return nil
	}
	return err
}
