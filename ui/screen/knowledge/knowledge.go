// Package knowledge holds the screens of the knowledge base: the articles to
// search and browse, one article with steps to tick, and the writing of one.
//
// Each screen is built once and told by Render what to show. It calls the
// actions that it was given and starts nothing of its own. Everything here
// belongs to the UI goroutine.
package knowledge

import (
	"slices"
	"strings"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/part"
)

// Window is what the window does for the screens.
type Window struct {
	// Go shows another place.
	Go func(model.Place)
	// Ask goes to where help is asked for, with words to begin with.
	Ask func(words string)
	// Browse opens the address of a link outside of the program.
	Browse func(address string)
}

// categories are those that Relais comes with, in the order of the first page.
var categories = []string{"signin", "slow", "network", "mail", "printing", "software", "meeting", "hardware", "files", "security", "howto", "request", "other"}

// order is the place of a category; those of others come last.
func order(category string) int {
	if i := slices.Index(categories, category); i >= 0 {
		return i
	}
	return len(categories)
}

// about says in one line what an article is about, for whom, and how old it is.
func about(w *text.Words, a desk.Article) string {
	var list []string
	if a.Category != "" {
		list = append(list, w.Category(a.Category))
	}
	if !a.Updated.IsZero() {
		list = append(list, w.T("kb.updated", "Date", w.Date(a.Updated)))
	}
	if a.Audience == desk.AudienceTechnicians {
		list = append(list, w.Audience(a.Audience))
	}
	if a.State == desk.ArticleDraft || a.State == desk.ArticleReview {
		list = append(list, w.ArticleState(a.State))
	}
	return strings.Join(list, " · ")
}

// spans shows in one style what a search found, with what it went by marked and bold.
func spans(found []model.Piece, style part.Span) []part.Span {
	list := make([]part.Span, len(found))
	for i, p := range found {
		list[i] = style
		list[i].Text, list[i].Marked, list[i].Bold = p.Text, p.Found, style.Bold || p.Found
	}
	return list
}
