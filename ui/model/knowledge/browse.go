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
	Meant(ctx context.Context, q suggest.Query) (string, error)
	Unanswered(ctx context.Context, limit int) ([]desk.Unanswered, error)
	FoundNothing(ctx context.Context, words, lang string) error
	ForgetUnanswered(ctx context.Context, words string) error
	Status() desk.SyncStatus
	Watch(func()) (stop func())
}

// Found is an article that a search found.
type Found struct {
	model.Hit
	Article desk.Article // without its body; empty where it is not listed yet
}

// BrowseState is what the page shows. Its slices are not to be changed.
type BrowseState struct {
	Query    string
	Looking  bool    // Query has enough letters to look for
	Hits     []Found // for Query
	Searched bool    // Hits belong to Query
	Held     bool    // Hits keep their places: the pointer or the focus rests on them
	Far      bool    // none of the hits really fits
	Meant    string  // Query with the words that may have been meant; "" when it has none other

	Work       Work
	Category   string // "": all
	Narrow     Narrow
	Order      Order
	Articles   []desk.Article // that are listed, without their bodies; in other languages when there are none in Lang
	Categories []Group        // by id
	Langs      []Group
	Kinds      []Group
	Products   []Group           // the most common first
	Works      []Group           // what staff has to do
	Unanswered []desk.Unanswered // for staff: what was looked for here and not found

	Loading bool
	Code    desk.Code
	Lang    string
	Staff   bool
	Sync    desk.SyncStatus
	Now     time.Time

	found  model.Steady
	newest answer
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
	all   []desk.Article // without their bodies
	byID  map[string]desk.Article
	state BrowseState
}

const (
	hits        = 20
	searchAfter = 30 * time.Millisecond
	searchFrom  = 2 // letters
	restAfter   = 400 * time.Millisecond
	missedAfter = 4 * time.Second // without another letter
	unanswered  = 100
)

// NewBrowse begins to read; it follows the desk until Close.
func NewBrowse(d BrowseDesk, lang func() string, now func() time.Time) *Browse {
	b := &Browse{desk: d, lang: lang, now: now, tasks: model.NewTasks()}
	b.state = BrowseState{Loading: true, Order: OrderHelpful, Lang: lang(), Staff: d.Me().Role.Staff(), Now: now()}
	b.stop = d.Watch(b.Reload)
	b.Reload()
	return b
}

// Reload reads the articles again.
func (b *Browse) Reload() {
	b.tasks.Again("articles", func(ctx context.Context) {
		list, err := b.desk.Articles(ctx, "")
		staff := b.desk.Me().Role.Staff()
		var missing []desk.Unanswered
		if staff && err == nil {
			missing, err = b.desk.Unanswered(ctx, unanswered)
		}
		if ctx.Err() != nil {
			return
		}
		byID := make(map[string]desk.Article, len(list))
		for i := range list {
			list[i].Body, list[i].Learned = "", nil // a large collection is large by them
			byID[list[i].ID] = list[i]
		}
		b.change(func(s *BrowseState) {
			s.Loading, s.Code, s.Sync, s.Now, s.Lang = false, desk.CodeOf(err), b.desk.Status(), b.now(), b.lang()
			s.Staff = staff
			if err == nil {
				s.Unanswered = missing
				b.all, b.byID = list, byID
				s.pick(b.all)
				b.show(s)
			}
		})
	})
}

// Search looks for articles while the words are typed.
func (b *Browse) Search(query string) {
	looking := utf8.RuneCountInString(strings.TrimSpace(query)) >= searchFrom
	b.tasks.Latest("missed", 0, func(context.Context) {}) // they go on
	b.change(func(s *BrowseState) {
		s.Query, s.Looking, s.Searched = query, looking, false
		if !looking {
			s.found.Clear()
			s.Hits, s.Held, s.newest = nil, false, answer{}
		}
	})
	b.tasks.Latest("search", searchAfter, func(ctx context.Context) { b.search(ctx, query, looking) })
}

// answer is what a search says.
type answer struct {
	hits  []model.Hit
	far   bool
	meant string
}

func (b *Browse) search(ctx context.Context, query string, looking bool) {
	var a answer
	var err error
	if looking {
		a, err = b.find(ctx, query)
	}
	if ctx.Err() != nil {
		return
	}
	b.change(func(s *BrowseState) {
		if s.Query != query { // it is looked for again
			return
		}
		s.Searched, s.newest, s.Code = err == nil, a, desk.CodeOf(err)
		s.found.Take(query, a.hits)
		b.show(s)
	})
	if looking && err == nil && (a.far || len(a.hits) == 0) {
		b.tasks.Latest("missed", missedAfter, func(ctx context.Context) { b.missed(ctx, query) })
	}
}

// Missed counts what was looked for as something that no article answers, when it
// found nothing: the person gave up.
func (b *Browse) Missed() {
	if s := b.State(); s.Looking && s.Searched && (s.Far || len(s.Hits) == 0) {
		b.tasks.Go(func(ctx context.Context) { b.missed(context.WithoutCancel(ctx), s.Query) })
	}
}

// missed is for the list of articles to write: that it fails harms nobody.
func (b *Browse) missed(ctx context.Context, query string) {
	if err := b.desk.FoundNothing(ctx, query, b.lang()); err == nil && b.desk.Me().Role.Staff() {
		b.Reload()
	}
}

// Forget takes words from those that no article answers.
func (b *Browse) Forget(words string) {
	b.tasks.Go(func(ctx context.Context) {
		err := b.desk.ForgetUnanswered(context.WithoutCancel(ctx), words)
		if desk.CodeOf(err) == desk.CodeNotFound {
			err = nil
		}
		b.change(func(s *BrowseState) { s.Code = desk.CodeOf(err) })
		if err == nil {
			b.Reload()
		}
	})
}

// find returns what fits, or, when nothing does, what comes nearest.
func (b *Browse) find(ctx context.Context, query string) (a answer, err error) {
	q := suggest.Query{Text: query, Lang: b.lang(), Kind: "article", Staff: b.desk.Me().Role.Staff(), Limit: most, Typing: true, Always: true}
	found, err := b.desk.Search(ctx, q)
	if err != nil {
		return a, err
	}
	a.hits, a.far = model.Hits(found), !slices.ContainsFunc(found, suggest.Hit.Fits)
	a.meant, err = b.meant(ctx, q)
	return a, err
}

// meant is what q may have been meant to be, if that finds something that fits.
func (b *Browse) meant(ctx context.Context, q suggest.Query) (string, error) {
	meant, err := b.desk.Meant(ctx, q)
	if err != nil || meant == "" {
		return "", err
	}
	q.Text, q.Typing, q.Limit, q.Always = meant, false, 1, false
	if fitting, err := b.desk.Search(ctx, q); err != nil || len(fitting) == 0 {
		return "", err
	}
	return meant, nil
}

// most is how many hits are asked for, of which those that pass are shown.
const most = 50

// show fills in the hits that pass. Of one article in two languages, the reader's
// shows; but what is held keeps its place, and what comes is below it. It needs the
// lock.
func (b *Browse) show(s *BrowseState) {
	kept := map[string]bool{}
	if s.Held = s.found.Held(); s.Held {
		for _, h := range s.Hits {
			kept[h.ID] = true
		}
	} else { // what stands above the hits would move them
		s.Far, s.Meant = s.newest.far, s.newest.meant
	}
	mine := map[string]bool{}
	for _, h := range s.found.Shown() {
		if a := b.byID[h.ID]; a.Lang == s.Lang {
			mine[a.Pair] = true
		}
	}
	s.Hits = nil
	for _, above := range []bool{true, false} {
		for _, h := range s.found.Shown() {
			a, known := b.byID[h.ID]
			switch {
			case kept[h.ID] != above || len(s.Hits) == hits:
			case s.Narrow != (Narrow{}) && (!known || !s.Narrow.fits(a)):
			case !above && s.Narrow.Lang == "" && a.Lang != s.Lang && a.Pair != "" && mine[a.Pair]:
			default:
				s.Hits = append(s.Hits, Found{Hit: h, Article: a})
			}
		}
	}
}

// Rest tells whether the pointer or the focus rests on what was found. Until it
// leaves, it keeps its place.
func (b *Browse) Rest(on bool) {
	if on {
		b.tasks.Latest("rest", 0, func(context.Context) {})
		b.mu.Lock()
		defer b.mu.Unlock()
		b.state.found.Hold()
		b.state.Held = b.state.found.Held()
		return
	}
	b.tasks.Latest("rest", restAfter, func(ctx context.Context) {
		b.change(func(s *BrowseState) {
			if ctx.Err() == nil { // otherwise it came back
				s.found.Release()
				b.show(s)
			}
		})
	})
}

// Choose shows one category, or all with "".
func (b *Browse) Choose(category string) {
	b.list(func(s *BrowseState) { s.Category, s.Work = category, WorkNone })
}

// ChooseWork shows a list of work.
func (b *Browse) ChooseWork(w Work) {
	b.list(func(s *BrowseState) { s.Category, s.Work = "", w })
}

// NarrowDown narrows what is listed and what was found down.
func (b *Browse) NarrowDown(n Narrow) { b.list(func(s *BrowseState) { s.Narrow = n }) }

// Sort lists the articles in another order.
func (b *Browse) Sort(o Order) { b.list(func(s *BrowseState) { s.Order = o }) }

func (b *Browse) list(f func(*BrowseState)) {
	b.change(func(s *BrowseState) {
		f(s)
		s.pick(b.all)
		b.show(s)
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
