package desk_test

import (
	"testing"
	"time"

	"relais/internal/desk"
)

func TestWhatAHelpdeskDroppedOfAChangeIsFound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		set     desk.Patch
		have    desk.Ticket
		field   desk.Field
		dropped bool
	}{
		{"all is there", desk.Patch{"urgency": "2", "assignee": "anna"}, desk.Ticket{Urgency: 2, Assignee: desk.PersonRef{ID: "anna"}}, "", false},
		{"a number", desk.Patch{"urgency": "2"}, desk.Ticket{Urgency: 3}, desk.FieldUrgency, true},
		{"nobody", desk.Patch{"assignee": ""}, desk.Ticket{Assignee: desk.PersonRef{ID: "anna"}}, desk.FieldAssignee, true},
		{"one of several", desk.Patch{"queue": "b", "title": "new"}, desk.Ticket{Title: "old", Queue: "b"}, desk.FieldTitle, true},
		{"a title that was cleaned", desk.Patch{"title": " Plus\tde  réseau "}, desk.Ticket{Title: "Plus de réseau"}, "", false},
		{"an instant in another zone", desk.Patch{"due": "2026-03-29T04:00:00+02:00"}, desk.Ticket{}, desk.FieldDue, true},
		{"a status", desk.Patch{"status": "open"}, desk.Ticket{Status: "new"}, desk.FieldStatus, true},
		{"the status of what was merged", desk.Patch{"status": "open", "mergedInto": "7"}, desk.Ticket{Status: "closed", MergedInto: "7"}, "", false},
		{"a merge", desk.Patch{"mergedInto": "7"}, desk.Ticket{ID: "8"}, desk.FieldMergedInto, true},
		{"a merge that answers with what goes on", desk.Patch{"mergedInto": "7"}, desk.Ticket{ID: "7"}, "", false},
		{"a reason to wait of what does not wait", desk.Patch{"pendingFor": "vendor"}, desk.Ticket{Status: "open"}, "", false},
		{"a reason to wait", desk.Patch{"pendingFor": "vendor"}, desk.Ticket{Status: "pending"}, desk.FieldPendingFor, true},
		{"a day that was planned", desk.Patch{"plannedAt": "2026-03-29T04:00:00Z"}, desk.Ticket{Status: "planned"}, desk.FieldPlannedAt, true},
		{"an outcome", desk.Patch{"outcome": "unsolved"}, desk.Ticket{Status: "closed", Outcome: "solved"}, desk.FieldOutcome, true},
		{"an outcome that was left open", desk.Patch{"outcome": ""}, desk.Ticket{Status: "closed", Outcome: "solved"}, "", false},
		{"a priority by the matrix", desk.Patch{"priority": ""}, desk.Ticket{Priority: 3}, "", false},
	} {
		field, dropped := desk.Change{Set: c.set}.Lacks(desk.Written{Ticket: c.have})
		if field != c.field || dropped != c.dropped {
			t.Errorf("%s: got %q, %t", c.name, field, dropped)
		}
	}
}

func TestWhatAHelpdeskDroppedOfAMessageIsFound(t *testing.T) {
	t.Parallel()
	file := func(size int64) desk.Attachment { return desk.Attachment{Name: "a", Size: size} }
	sent := desk.NewMessage{Body: "Voilà", Internal: true, Sheet: &desk.Sheet{Solution: "x"}, Attachments: []desk.Blob{{Attachment: file(3)}}}
	kept := desk.Message{Body: "Voilà", Internal: true, Sheet: sent.Sheet, Attachments: []desk.Attachment{file(3)}}
	for _, c := range []struct {
		name string
		drop func(*desk.Message)
		want bool
	}{
		{"nothing", func(*desk.Message) {}, false},
		{"a space", func(m *desk.Message) { m.Body += "\n" }, false},
		{"its end", func(m *desk.Message) { m.Body = "Voi" }, true},
		{"that it is for colleagues", func(m *desk.Message) { m.Internal = false }, true},
		{"its sheet", func(m *desk.Message) { m.Sheet = nil }, true},
		{"its file", func(m *desk.Message) { m.Attachments = nil }, true},
		{"half of its file", func(m *desk.Message) { m.Attachments = []desk.Attachment{file(1)} }, true},
	} {
		m := kept
		c.drop(&m)
		w := desk.Written{Messages: []desk.Message{m}}
		if field, got := (desk.Change{Message: &sent}).Lacks(w); got != c.want || field != "" {
			t.Errorf("a change lost %s: %t, %q", c.name, got, field)
		}
		if _, got := (desk.NewTicket{Message: sent}).Lacks(w); got != c.want {
			t.Errorf("a new ticket lost %s: %t", c.name, got)
		}
	}
	if _, lacks := (desk.Change{Message: &sent}).Lacks(desk.Written{}); !lacks {
		t.Error("a message that is not there at all was not missed")
	}
}

func TestWhatAHelpdeskDroppedOfANewTicketIsFound(t *testing.T) {
	t.Parallel()
	n := desk.NewTicket{
		Title: "x", Kind: desk.KindIncident, Category: "printing", Impact: 2, Urgency: 3, Priority: 5, Queue: "b",
		Requester: desk.PersonRef{ID: "anna"}, Answers: &desk.Answers{}, Message: desk.NewMessage{Body: "x"},
	}
	made := desk.Ticket{
		Title: "x", Kind: desk.KindIncident, Category: "printing", Impact: 2, Urgency: 3, Priority: 5, Queue: "b",
		Requester: desk.PersonRef{ID: "anna"}, Answers: &desk.Answers{},
	}
	lacks := func(t desk.Ticket) (desk.Field, bool) {
		return n.Lacks(desk.Written{Ticket: t, Messages: []desk.Message{{Body: "x"}}})
	}
	if f, dropped := lacks(made); dropped {
		t.Errorf("it has all, and lacks %q", f)
	}
	for want, drop := range map[desk.Field]func(*desk.Ticket){
		desk.FieldTitle:    func(t *desk.Ticket) { t.Title = "" },
		desk.FieldKind:     func(t *desk.Ticket) { t.Kind = desk.KindRequest },
		desk.FieldCategory: func(t *desk.Ticket) { t.Category = "" },
		desk.FieldImpact:   func(t *desk.Ticket) { t.Impact = 0 },
		desk.FieldUrgency:  func(t *desk.Ticket) { t.Urgency = 0 },
		desk.FieldPriority: func(t *desk.Ticket) { t.Priority = 1 },
		desk.FieldQueue:    func(t *desk.Ticket) { t.Queue = "a" },
		"":                 func(t *desk.Ticket) { t.Requester.ID = "ben" },
	} {
		short := made
		drop(&short)
		if f, dropped := lacks(short); !dropped || f != want {
			t.Errorf("without %q: got %q, %t", want, f, dropped)
		}
	}
}

func TestWhatAHelpdeskDroppedOfAnArticleIsFound(t *testing.T) {
	t.Parallel()
	a := desk.Article{
		Title: "Rien ne s’imprime", Body: "1. Rallumer\n", Lang: "fr", Category: "printing", Keywords: []string{"bloqué"},
		Products: []string{"Windows"}, Until: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), State: desk.ArticlePublished, Audience: desk.AudienceEveryone,
		Pictures: []desk.Picture{{Name: "a.png"}},
	}
	cleaned := a
	cleaned.Body = "1. Rallumer"
	if a.Lacks(a) || a.Lacks(cleaned) {
		t.Error("it has all, and lacks something")
	}
	for name, drop := range map[string]func(*desk.Article){
		"title": func(a *desk.Article) { a.Title = "" }, "body": func(a *desk.Article) { a.Body = "1." }, "lang": func(a *desk.Article) { a.Lang = "en" },
		"category": func(a *desk.Article) { a.Category = "" }, "keywords": func(a *desk.Article) { a.Keywords = nil },
		"products": func(a *desk.Article) { a.Products = nil }, "until": func(a *desk.Article) { a.Until = time.Time{} },
		"state": func(a *desk.Article) { a.State = desk.ArticleDraft }, "audience": func(a *desk.Article) { a.Audience = "" },
		"pictures": func(a *desk.Article) { a.Pictures = nil },
	} {
		short := a
		drop(&short)
		if !a.Lacks(short) {
			t.Errorf("its %s was not missed", name)
		}
	}
}
