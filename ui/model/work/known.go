package work

import (
	"context"
	"slices"
	"time"

	"relais/internal/desk"
	"relais/internal/form"
	"relais/internal/suggest"
	"relais/ui/model"
)

// Line is a question of the guided form with its answer, in the reader's language.
type Line = model.Line

// Reason says which answer of the guided form gave a field its value, in the
// reader's language.
type Reason struct {
	Field    desk.Field
	Question string // "" when the form itself gave it
	Answer   string
}

// Topic is a category with its name in the reader's language.
type Topic struct{ ID, Name string }

// Link is another ticket that this one belongs to.
type Link struct {
	Field  desk.Field // desk.FieldParent or desk.FieldMergedInto
	Ref    string
	Number string // "" when the ticket is not known here
	Title  string
	Kind   desk.Kind
}

// Case is a resolved ticket or an article that resembles the ticket.
type Case struct {
	Article bool
	Ref     string
	Number  string // of a ticket
	Title   string
	Took    time.Duration // of a ticket: from asking to solving; 0 when not known
	Helped  int           // of an article: how many people
	Answers bool          // of an article: it was said here that it answers the ticket
}

// read gives the answers of the guided form, and what was derived from them, in
// the reader's language. Without the form they stay keys.
func (t *Ticket) read(ticket desk.Ticket) (lines []Line, reasons []Reason) {
	a := ticket.Answers
	if a == nil {
		return nil, nil
	}
	lang := t.lang()
	for _, d := range a.Derived {
		if d.Value != ticket.Get(d.Field) {
			continue // it was corrected since
		}
		question, answer := t.forms.Why(d, a.Form, lang)
		reasons = append(reasons, Reason{Field: d.Field, Question: question, Answer: answer})
	}
	return model.Told(t.forms, a, lang), reasons
}

// topics lists the categories; one that no form knows stands at the end.
func topics(forms *form.Set, lang, own string) []Topic {
	list := make([]Topic, 0, len(forms.Forms())+1)
	for _, f := range forms.Forms() {
		list = append(list, Topic{ID: f.ID, Name: f.Tile.In(lang)})
	}
	if _, known := forms.Form(own); !known && own != "" {
		list = append(list, Topic{ID: own, Name: own})
	}
	return list
}

// links looks up the tickets that a ticket belongs to.
func (t *Ticket) links(ctx context.Context, of desk.Ticket) (list []Link) {
	for _, f := range []desk.Field{desk.FieldMergedInto, desk.FieldParent} {
		ref := of.Get(f)
		if ref == "" {
			continue
		}
		l := Link{Field: f, Ref: ref}
		if v, err := t.desk.Recent(ctx, ref); err == nil {
			l.Number, l.Title, l.Kind = v.Ticket.Number, v.Ticket.Title, v.Ticket.Kind
		}
		list = append(list, l)
	}
	return list
}

// How many cases are shown beside a ticket.
const (
	similarTickets  = 3
	similarArticles = 3
)

// kindArticle is the kind of articles in the index of suggestions.
const kindArticle = "article"

func (t *Ticket) loadSimilar(ctx context.Context) {
	view, err := t.desk.Recent(ctx, t.ref)
	if err != nil {
		return
	}
	cases := append(t.solved(ctx), t.articles(ctx, view)...)
	if ctx.Err() == nil {
		t.change(func(s *TicketState) { s.Similar = cases })
	}
}

// solved finds tickets that resemble this one.
func (t *Ticket) solved(ctx context.Context) (cases []Case) {
	hits, err := t.desk.Similar(ctx, t.ref, similarTickets)
	if err != nil {
		return nil
	}
	for _, h := range hits {
		c := Case{Ref: h.ID, Title: h.Title}
		if v, err := t.desk.Recent(ctx, h.ID); err == nil {
			c.Number = v.Ticket.Number
			if !v.Ticket.Resolved.IsZero() {
				c.Took = v.Ticket.Resolved.Sub(v.Ticket.Created)
			}
		}
		cases = append(cases, c)
	}
	return cases
}

// articles finds articles about what the ticket says.
func (t *Ticket) articles(ctx context.Context, v desk.View) (cases []Case) {
	words := v.Ticket.Title
	if len(v.Messages) > 0 {
		words += "\n" + v.Messages[0].Body
	}
	hits, err := t.desk.Search(ctx, suggest.Query{Text: words, Lang: v.Ticket.Lang, Kind: kindArticle, Staff: true, Limit: similarArticles})
	if err != nil {
		return nil
	}
	for _, h := range hits {
		cases = append(cases, Case{Article: true, Ref: h.ID, Title: h.Title, Helped: h.Helped})
	}
	return cases
}

// Answers says that an article answers the ticket, so that the words of the ticket
// lead to it from now on. Said once it stays said.
func (t *Ticket) Answers(article string) {
	t.tasks.InTurn(func(ctx context.Context) {
		at := func(s *TicketState) int {
			return slices.IndexFunc(s.Similar, func(c Case) bool { return c.Article && c.Ref == article && !c.Answers })
		}
		if now := t.State(); at(&now) < 0 {
			return
		}
		_, err := t.desk.AnsweredBy(context.WithoutCancel(ctx), t.ref, article)
		t.change(func(s *TicketState) {
			s.Code = desk.CodeOf(err)
			if i := at(s); err == nil && i >= 0 {
				s.Similar = slices.Clone(s.Similar)
				s.Similar[i].Answers = true
			}
		})
	})
}
