package knowledge

import (
	"strings"
	"time"

	"relais/internal/desk"
	"relais/ui/model"
)

// written is the article as it stands in the fields. What is published is up to date:
// a time that is over is not its time any more. It needs the lock.
func (e *Editor) written(as desk.ArticleState) desk.Article {
	a := e.article
	fill(&a, e.state.Fields)
	a.State = as
	if as == desk.ArticlePublished && !a.Until.After(e.now()) {
		a.Until = time.Time{}
	}
	return a
}

func fill(a *desk.Article, f map[string]string) {
	a.Title, a.Body = model.Titled(strings.TrimSpace(f[FieldTitle]), f[FieldBody])
	a.Category, a.Lang, a.Audience = f[FieldCategory], f[FieldLang], desk.Audience(f[FieldAudience])
	a.Keywords, a.Products = listed(f[FieldKeywords]), listed(f[FieldProducts])
	if f[FieldUntil] == "" {
		a.Until = time.Time{}
	} else if until, err := time.Parse(desk.Day, f[FieldUntil]); err == nil && a.Until.Format(desk.Day) != f[FieldUntil] {
		a.Until = until
	}
}

// listed are the words that commas part.
func listed(words string) (list []string) {
	for w := range strings.SplitSeq(words, ",") {
		if w = strings.TrimSpace(w); w != "" {
			list = append(list, w)
		}
	}
	return list
}
