package change

import (
	"context"

	"relais/internal/desk"
)

// SaveArticle makes an article (without an ID) or changes one.
type SaveArticle struct {
	Article desk.Article `json:"article"`
}

// Verb is the name of the type.
func (o *SaveArticle) Verb() desk.Verb { return desk.VerbSaveArticle }

// Validate checks what was given.
func (o *SaveArticle) Validate() error {
	a := o.Article
	switch {
	case blank(a.Title):
		return invalid(o, desk.FieldTitle, "no title")
	case blank(a.Body):
		return invalid(o, "", "no text")
	case a.Lang == "":
		return invalid(o, "", "no language")
	}
	return tooLong(o, a.Title, a.Body)
}

// Apply changes no ticket; see Edited.
func (o *SaveArticle) Apply(*Scene) {}

// Edited is the article as it will be.
func (o *SaveArticle) Edited(s Scene) desk.Article {
	a := o.Article
	a.Key, a.Updated = s.Key, s.At
	return a
}

// Push sends it.
func (o *SaveArticle) Push(ctx context.Context, b desk.Backend, w *Way) (Result, error) {
	a := o.Article
	a.ID = w.Article
	if w.Version != "" {
		a.Version = w.Version
	}
	if w.Sent != nil {
		a.Version = w.Sent.Version
	}
	if a.Ticket != "" {
		id, ok := w.Resolve(a.Ticket)
		if !ok {
			return Result{}, ErrWaits
		}
		a.Ticket = id
	}
	if err := w.Keep(ctx, Sent{Version: a.Version}); err != nil {
		return Result{}, err
	}
	saved, err := b.SaveArticle(ctx, w.Key, a)
	if err != nil {
		return Result{}, err
	}
	return Result{Article: &saved}, nil
}

// Words are what was typed.
func (o *SaveArticle) Words() string { return paragraphs(o.Article.Title, o.Article.Body) }

// Fields are the texts that were typed.
func (o *SaveArticle) Fields() map[string]*string {
	return map[string]*string{desk.TextTitle: &o.Article.Title, desk.TextBody: &o.Article.Body}
}

// Files are none.
func (o *SaveArticle) Files() []desk.Attachment { return nil }
