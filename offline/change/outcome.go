package change

import (
	"context"

	"relais/internal/desk"
)

// Outcome tells what an article did for somebody. It is shared without a name.
type Outcome struct {
	Outcome desk.ArticleOutcome `json:"outcome"`
}

// Verb is the name of the type.
func (o *Outcome) Verb() desk.Verb { return desk.VerbOutcome }

// Validate checks what was given.
func (o *Outcome) Validate() error {
	if o.Outcome.Article == "" {
		return invalid(o, "", "no article")
	}
	return tooLong(o, o.Outcome.Query)
}

// Apply changes no ticket.
func (o *Outcome) Apply(*Scene) {}

// Taught is what is known of the article afterwards.
func (o *Outcome) Taught(a desk.Article, s Scene) desk.Article {
	out := o.Outcome
	out.Article, out.At = a.ID, s.At
	a.Learned = desk.Learn(a.Learned, out)
	return a
}

// Push sends it. The article may have been made here.
func (o *Outcome) Push(ctx context.Context, b desk.Backend, w *Way) (Result, error) {
	if err := w.Keep(ctx, Sent{}); err != nil {
		return Result{}, err
	}
	out := o.Outcome
	if w.Article != "" {
		out.Article = w.Article
	}
	return Result{}, b.RecordOutcome(ctx, w.Key, out)
}
