package knowledge

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"relais/internal/desk"
)

// Group is a part of the articles, with how many there are.
type Group struct {
	ID    string
	Count int
}

// Narrow is what the articles and what was found are narrowed down by; "" is all.
type Narrow struct {
	Lang    string
	Kind    desk.ArticleKind
	Product string
}

// Order is how the articles are listed.
type Order string

// The orders.
const (
	OrderHelpful Order = "helpful" // the most helpful first, then by title
	OrderRecent  Order = "recent"  // the newest first
)

// Work is a list of what staff has to do for the knowledge base.
type Work string

// The lists of work.
const (
	WorkNone     Work = ""
	WorkOutdated Work = "outdated" // to be brought up to date
	WorkReview   Work = "review"   // to be read before they are published
	WorkDraft    Work = "draft"
	WorkMissing  Work = "missing" // looked for, and answered by no article
)

// Works are all lists of work, the most pressing first.
var Works = []Work{WorkOutdated, WorkReview, WorkDraft, WorkMissing}

// fits tells whether an article belongs to a list of work.
func (w Work) fits(a desk.Article, now time.Time) bool {
	_, stale := a.OutOfDate(now)
	switch w {
	case WorkOutdated:
		return stale
	case WorkReview:
		return a.State == desk.ArticleReview
	}
	return w == WorkDraft && a.State == desk.ArticleDraft
}

// fits tells whether an article passes.
func (n Narrow) fits(a desk.Article) bool {
	return (n.Lang == "" || a.Lang == n.Lang) && (n.Kind == "" || a.Kind() == n.Kind) && (n.Product == "" || slices.Contains(a.Products, n.Product))
}

// counter counts articles by what they say.
type counter map[string]int

func (c counter) add(ids ...string) {
	for _, id := range ids {
		if id != "" {
			c[id]++
		}
	}
}

// groups are what was counted, by id.
func (c counter) groups() []Group {
	list := make([]Group, 0, len(c))
	for id, n := range c {
		list = append(list, Group{ID: id, Count: n})
	}
	slices.SortFunc(list, func(a, b Group) int { return strings.Compare(a.ID, b.ID) })
	return list
}

// common are the largest groups that were counted, most articles first.
func (c counter) common(most int) []Group {
	list := c.groups()
	slices.SortStableFunc(list, func(a, b Group) int { return b.Count - a.Count })
	return list[:min(len(list), most)]
}

// products is how many products are offered to narrow down by.
const products = 8

// pick fills in what is listed of all articles, and what they may be narrowed down by.
func (s *BrowseState) pick(all []desk.Article) {
	categories, kinds, langs, named, works := counter{}, counter{}, counter{}, counter{}, counter{}
	s.Articles = nil
	mine := s.readable(all)
	for _, a := range all {
		langs.add(a.Lang)
		for _, w := range Works {
			if s.Staff && w.fits(a, s.Now) {
				works.add(string(w))
			}
		}
		if s.Work != WorkNone && s.Work.fits(a, s.Now) {
			s.Articles = append(s.Articles, a)
		}
		if !mine.fits(a) {
			continue
		}
		kinds.add(string(a.Kind()))
		named.add(a.Products...)
		if !s.Narrow.fits(a) {
			continue
		}
		if a.Category != "" {
			categories[a.Category]++
		}
		if s.Work == WorkNone && (s.Category == "" || a.Category == s.Category) {
			s.Articles = append(s.Articles, a)
		}
	}
	s.Categories, s.Langs, s.Kinds, s.Products = categories.groups(), langs.groups(), kinds.groups(), named.common(products)
	if n := len(s.Unanswered); s.Staff && n > 0 {
		works[string(WorkMissing)] = n
	}
	s.Works = works.groups()
	slices.SortStableFunc(s.Articles, s.Order.compare)
}

// readable narrows down to the language that was chosen, or else the reader's; where
// there is nothing in it, any other is better than nothing.
func (s *BrowseState) readable(all []desk.Article) Narrow {
	n := Narrow{Lang: cmp.Or(s.Narrow.Lang, s.Lang)}
	if !slices.ContainsFunc(all, n.fits) {
		return Narrow{}
	}
	return n
}

func (o Order) compare(x, y desk.Article) int {
	if o == OrderRecent {
		return cmp.Or(y.Updated.Compare(x.Updated), strings.Compare(x.Title, y.Title))
	}
	return cmp.Or(cmp.Compare(y.Helped, x.Helped), strings.Compare(x.Title, y.Title))
}
