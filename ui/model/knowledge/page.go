package knowledge

import (
	"context"
	"image"
	"maps"
	"sync"
	"time"

	"relais/internal/desk"
	"relais/ui/model"
)

// PageDesk is what reading an article needs of the desk.
type PageDesk interface {
	Me() desk.Person
	Article(ctx context.Context, id string) (desk.Article, error)
	Articles(ctx context.Context, lang string) ([]desk.Article, error)
	Ticks(ctx context.Context, article string) ([]int, error)
	Tick(ctx context.Context, article string, step int, done bool) error
	RecordOutcome(ctx context.Context, o desk.ArticleOutcome) (desk.Receipt, error)
	ForgetLesson(ctx context.Context, article, lesson string) (desk.Receipt, error)
	Capabilities() desk.Capabilities
	SaveArticle(ctx context.Context, a desk.Article, draft string) (desk.Receipt, error)
	Watch(func()) (stop func())
}

// Said is what the reader said about the article.
type Said string

// What a reader may have said.
const (
	SaidNothing   Said = ""
	SaidSolved    Said = "solved"
	SaidNotSolved Said = "not-solved"
)

// PageState is what the page shows. What it points to is not to be changed.
type PageState struct {
	Article  desk.Article
	Blocks   []Block
	Pictures map[string]image.Image // of the article, by name: see Picture
	Done     map[int]bool           // ticked steps
	Said     Said
	Pair     string // id of the same article in the other language, "" when there is none
	Loading  bool
	Code     desk.Code
	Query    string // the words that found it
	Staff    bool   // the reader may edit
	Saving   bool   // what the reader said about its being up to date
	Now      time.Time
}

// Page is one article that somebody reads.
type Page struct {
	model.Signal
	desk  PageDesk
	id    string
	query string
	carry func(tried []desk.Tried, query string)
	now   func() time.Time
	tasks *model.Tasks
	stop  func()

	mu    sync.Mutex
	state PageState
}

// NewPage begins to read the article. The words that found it are query. When it
// did not help, carry takes what was tried to where help is asked for.
func NewPage(d PageDesk, id, query string, carry func([]desk.Tried, string), now func() time.Time) *Page {
	p := &Page{desk: d, id: id, query: query, carry: carry, now: now, tasks: model.NewTasks()}
	p.state = PageState{Loading: true, Query: query, Now: now(), Staff: d.Me().Role.Staff(), Done: map[int]bool{}}
	p.stop = d.Watch(p.Reload)
	p.Reload()
	return p
}

// Reload reads the article again.
func (p *Page) Reload() {
	p.tasks.Again("article", func(ctx context.Context) {
		a, err := p.desk.Article(ctx, p.id)
		ticks, _ := p.desk.Ticks(ctx, p.id)
		pair := p.pairOf(ctx, a)
		if ctx.Err() != nil {
			return
		}
		p.change(func(s *PageState) {
			s.Loading, s.Code, s.Now = false, desk.CodeOf(err), p.now()
			if err != nil {
				return
			}
			s.Pictures = s.known(a.Pictures)
			s.Article, s.Blocks, s.Pair = a, Blocks(a.Body), pair
			s.Done = make(map[int]bool, len(ticks))
			for _, step := range ticks {
				s.Done[step] = true
			}
		})
		p.look(ctx)
	})
}

func (p *Page) pairOf(ctx context.Context, a desk.Article) string {
	if a.Pair == "" {
		return ""
	}
	list, err := p.desk.Articles(ctx, "")
	if err != nil {
		return ""
	}
	for _, other := range list {
		if other.Pair == a.Pair && other.Lang != a.Lang {
			return other.ID
		}
	}
	return ""
}

// Tick marks a step as done, or takes the mark away; it is remembered.
func (p *Page) Tick(step int, done bool) {
	p.change(func(s *PageState) {
		s.Done = maps.Clone(s.Done)
		s.Done[step] = done
	})
	p.tasks.InTurn(func(ctx context.Context) {
		// Closing the page right after the click must not lose the mark.
		if err := p.desk.Tick(context.WithoutCancel(ctx), p.id, step, done); err != nil && ctx.Err() == nil {
			p.change(func(s *PageState) { s.Code = desk.CodeOf(err) })
		}
	})
}

// Solved says that the article helped: a ticket that nobody had to write.
func (p *Page) Solved() { p.say(SaidSolved) }

// NotSolved says that it did not help, and goes on to asking for help with what
// was tried.
func (p *Page) NotSolved() {
	p.say(SaidNotSolved)
	s := p.State()
	p.carry(tried(p.id, s.Blocks, s.Done), p.query)
}

// say records the reader's word, once for each reading.
func (p *Page) say(word Said) {
	p.mu.Lock()
	again := p.state.Said == word
	p.state.Said = word
	p.mu.Unlock()
	p.Emit()
	if again {
		return
	}
	o := desk.ArticleOutcome{Article: p.id, Solved: word == SaidSolved, Query: p.query, At: p.now()}
	p.tasks.Go(func(ctx context.Context) {
		// Closing the page right after the click must not lose the word.
		if _, err := p.desk.RecordOutcome(context.WithoutCancel(ctx), o); err != nil {
			p.change(func(s *PageState) { s.Code, s.Said = desk.CodeOf(err), SaidNothing })
		}
	})
}

// Forget drops a question that led to the article and should not have.
func (p *Page) Forget(lesson string) {
	p.tasks.Go(func(ctx context.Context) {
		_, err := p.desk.ForgetLesson(context.WithoutCancel(ctx), p.id, lesson)
		p.change(func(s *PageState) { s.Code = desk.CodeOf(err) })
		if err == nil {
			p.Reload()
		}
	})
}

// checkAgain is for how long an article that was found to be right still is.
const checkAgain = 365 * 24 * time.Hour

// Doubt says that the article may be out of date from now on.
func (p *Page) Doubt() { p.judge(desk.ArticleOutdated, 0) }

// Confirm says that the article is right. In a year somebody is to look again.
func (p *Page) Confirm() { p.judge(desk.ArticlePublished, checkAgain) }

// judge saves the article as it is read in a state, until so much later. What is
// being saved is not saved twice.
func (p *Page) judge(as desk.ArticleState, holds time.Duration) {
	p.mu.Lock()
	a := p.state.Article
	if p.state.Saving || a.ID == "" {
		p.mu.Unlock()
		return
	}
	p.state.Saving = true
	p.mu.Unlock()
	p.Emit()
	a.State, a.Until = as, time.Time{}
	if p.desk.Capabilities().Drafts {
		a.Until = p.now().Add(holds).UTC()
	}
	p.tasks.Go(func(ctx context.Context) {
		_, err := p.desk.SaveArticle(context.WithoutCancel(ctx), a, "")
		p.change(func(s *PageState) { s.Saving, s.Code = false, desk.CodeOf(err) })
		if err == nil {
			p.Reload()
		}
	})
}

func (p *Page) change(f func(*PageState)) {
	p.mu.Lock()
	f(&p.state)
	p.mu.Unlock()
	p.Emit()
}

// State is what the page shows now.
func (p *Page) State() PageState {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.state
}

// Close stops following the desk; what was said is recorded first.
func (p *Page) Close() {
	p.stop()
	p.tasks.Close()
}
