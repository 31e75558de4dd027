package knowledge

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"relais/internal/desk"
	"relais/internal/suggest"
	"relais/ui/model"
)

// BrowseDesk is what browsing needs of the desk.
type BrowseDesk interface {
	Me() desk.Person
	Articles(ctx context.Context, lang string) ([]desk.Article, error)
	Search(ctx context.Context, q suggest.Query) ([]suggest.Hit, error)
	Status() desk.SyncStatus
	Watch(func()) (stop func())
}

// Category is a group of articles.
type Category struct {
	ID    string
	Count int
}

// BrowseState is what the page shows. Its slices are not to be changed.
type BrowseState struct {
	Query      string
	Looking    bool        // Query has enough letters to look for
	Hits       []model.Hit // for Query
	Searched   bool        // Hits belong to Query
	Categories []Category
	Category   string         // "": all
	Articles   []desk.Article // of Category, the most helpful first; in other languages when there are none in Lang
	Loading    bool
	Code       desk.Code
	Lang       string
	Sync       desk.SyncStatus
	Now        time.Time
}

// Browse is the knowledge base to look through.
type Browse struct {
	model.Signal
	desk  BrowseDesk
	lang  func() string
	now   func() time.Time
	tasks *model.Tasks
	stop  func()

	mu    sync.Mutex
	all   []desk.Article
	state BrowseState
}

const (
	hits        = 20
	searchAfter = 30 * time.Millisecond
	searchFrom  = 2 // letters
)

// NewBrowse begins to read; it follows the desk until Close.
func NewBrowse(d BrowseDesk, lang func() string, now func() time.Time) *Browse {
	b := &Browse{desk: d, lang: lang, now: now, tasks: model.NewTasks(), state: BrowseState{Loading: true, Lang: lang(), Now: now()}}
	b.stop = d.Watch(b.Reload)
	b.Reload()
	return b
}

// Reload reads the articles again.
func (b *Browse) Reload() {
	b.tasks.Again("articles", func(ctx context.Context) {
		list, err := b.articles(ctx)
		if ctx.Err() != nil {
			return
		}
		b.change(func(s *BrowseState) {
			s.Loading, s.Code, s.Sync, s.Now, s.Lang = false, desk.CodeOf(err), b.desk.Status(), b.now(), b.lang()
			if err == nil {
				b.all = list
				b.pick(s)
			}
		})
	})
}

// articles are those in the reader's language. When there are none, those in any
// other are better than nothing.
func (b *Browse) articles(ctx context.Context) ([]desk.Article, error) {
	list, err := b.desk.Articles(ctx, b.lang())
	if err == nil && len(list) == 0 {
		return b.desk.Articles(ctx, "")
	}
	return list, err
}

// pick needs the lock.
func (b *Browse) pick(s *BrowseState) {
	counts := map[string]int{}
	s.Articles = nil
	for _, a := range b.all {
		counts[a.Category]++
		if s.Category == "" || a.Category == s.Category {
			s.Articles = append(s.Articles, a)
		}
	}
	s.Categories = nil
	for id, n := range counts {
		s.Categories = append(s.Categories, Category{ID: id, Count: n})
	}
	slices.SortFunc(s.Categories, func(x, y Category) int { return strings.Compare(x.ID, y.ID) })
	slices.SortStableFunc(s.Articles, func(x, y desk.Article) int {
		if x.Helped != y.Helped {
			return y.Helped - x.Helped
		}
		return strings.Compare(x.Title, y.Title)
	})
}

// Search looks for articles while the words are typed.
func (b *Browse) Search(query string) {
	looking := utf8.RuneCountInString(strings.TrimSpace(query)) >= searchFrom
	b.change(func(s *BrowseState) { s.Query, s.Looking, s.Searched = query, looking, false })
	b.tasks.Latest("search", searchAfter, func(ctx context.Context) {
		var found []suggest.Hit
		var err error
		if looking {
			found, err = b.desk.Search(ctx, suggest.Query{
				Text: query, Lang: b.lang(), Kind: "article", Staff: b.desk.Me().Role.Staff(), Limit: hits, Typing: true, Always: true,
			})
		}
		if ctx.Err() != nil {
			return
		}
		b.change(func(s *BrowseState) {
			if s.Query == query { // otherwise it is looked for again
				s.Hits, s.Searched, s.Code = model.Hits(found), err == nil, desk.CodeOf(err)
			}
		})
	})
}

// Choose shows one category, or all with "".
func (b *Browse) Choose(category string) {
	b.change(func(s *BrowseState) {
		s.Category = category
		b.pick(s)
	})
}

func (b *Browse) change(f func(*BrowseState)) {
	b.mu.Lock()
	f(&b.state)
	b.mu.Unlock()
	b.Emit()
}

// State is what the page shows now.
func (b *Browse) State() BrowseState {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.state
}

// Close stops following the desk.
func (b *Browse) Close() {
	b.stop()
	b.tasks.Close()
}
