package change

import (
	"context"

	"relais/internal/desk"
)

// Forget drops what was learned about an article.
type Forget struct {
	Article string `json:"article"` // id
	Lesson  string `json:"lesson"`  // id
}

// Verb is the name of the type.
func (o *Forget) Verb() desk.Verb { return desk.VerbForget }

// Validate checks what was given.
func (o *Forget) Validate() error {
	if o.Article == "" || o.Lesson == "" {
		return invalid(o, "", "no lesson of an article")
	}
	return nil
}

// Apply changes no ticket; see Taught.
func (o *Forget) Apply(*Scene) {}

// Taught is what is known of the article afterwards.
func (o *Forget) Taught(a desk.Article, s Scene) desk.Article {
	a.Learned = desk.Unlearn(a.Learned, o.Lesson, s.At)
	return a
}

// Push sends it.
func (o *Forget) Push(ctx context.Context, b desk.Backend, w *Way) (Result, error) {
	if err := w.Keep(ctx, Sent{}); err != nil {
		return Result{}, err
	}
	return Result{}, b.ForgetLesson(ctx, w.Key, o.Article, o.Lesson)
}
