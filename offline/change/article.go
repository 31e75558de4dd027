package change

import (
	"context"
	"strings"

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
	if err := tooLong(o, a.Title, a.Body); err != nil {
		return err
	}
	return desk.CheckPictures(a.Pictures)
}

// Apply changes no ticket; see Edited.
func (o *SaveArticle) Apply(*Scene) {}

// Edited is the article as it will be. Its version is not known yet: the key stands
// for it.
func (o *SaveArticle) Edited(s Scene) desk.Article {
	a := o.Article
	a.Key, a.Version, a.Updated = s.Key, string(s.Key), s.At
	return a
}

// Made tells whether an article is what the operation makes, and not what somebody
// made of that.
func (o *SaveArticle) Made(a desk.Article) bool {
	same := func(a, b string) bool { return strings.TrimSpace(a) == strings.TrimSpace(b) }
	return same(a.Title, o.Article.Title) && same(a.Body, o.Article.Body)
}

// Push sends it.
func (o *SaveArticle) Push(ctx context.Context, b desk.Backend, w *Way) (Result, error) {
	a := o.Article
	a.ID, a.Version = w.Article, w.Version
	if w.Sent != nil {
		a.Version = w.Sent.Version
	}
	if a.Ticket != "" {
		id, ok := w.Resolve(a.Ticket)
		if !ok {
			return Result{}, ErrWaits
		}
		if a.Ticket = id; desk.Key(id).Valid() { // it was given up; the article is worth having all the same
			a.Ticket = ""
		}
	}
	if err := w.Keep(ctx, Sent{Version: a.Version}); err != nil {
		return Result{}, err
	}
	saved, err := b.SaveArticle(ctx, w.Key, a)
	if err != nil {
		return Result{}, err
	}
	saved = saved.Complete(a)
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
