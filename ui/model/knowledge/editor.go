package knowledge

import (
	"cmp"
	"context"
	"maps"
	"strings"
	"sync"
	"time"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model"
)

// EditorDesk is what writing an article needs of the desk.
type EditorDesk interface {
	model.DraftStore
	Ticket(ctx context.Context, ref string) (desk.View, error)
	Article(ctx context.Context, id string) (desk.Article, error)
	People(ctx context.Context, query string) ([]desk.Person, error)
	Draft(ctx context.Context, id string) (desk.Draft, bool, error)
	SaveArticle(ctx context.Context, a desk.Article, draft string) (desk.Receipt, error)
	ForgetUnanswered(ctx context.Context, words string) error
	Capabilities() desk.Capabilities
}

// The fields of an article that are typed or picked.
const (
	FieldTitle    = desk.TextTitle
	FieldBody     = desk.TextBody
	FieldKeywords = desk.TextKeywords
	FieldProducts = desk.TextProducts
	FieldUntil    = desk.TextUntil
	FieldCategory = desk.TextCategory
	FieldLang     = desk.TextLang
	FieldAudience = desk.TextAudience
)

// EditorState is what the page shows. Its slices and maps are not to be changed.
type EditorState struct {
	New      bool // there is no such article yet
	Fields   map[string]string
	Text     string // of the body: the part that is edited, Part of Parts
	Part     int    // from 0
	Parts    int
	Life     bool      // the helpdesk keeps drafts, for whom an article is, and until when it holds
	Findings []Finding // in the body, then in the title
	InTitle  []Finding
	Asked    bool     // publishing was asked for while something personal is left
	Missing  []string // fields that are still empty
	Loading  bool
	Saving   bool
	Saved    desk.ArticleState // what the article was saved as, "" before
	Receipt  desk.Receipt
	Code     desk.Code
	Unkept   bool
	Now      time.Time

	asked time.Time // when Asked began to be shown
}

// Editor writes an article: a new one from a resolved ticket, or one that is
// there.
type Editor struct {
	model.Signal
	desk  EditorDesk
	ref   string
	words func(lang string) *text.Words
	now   func() time.Time
	tasks *model.Tasks
	keep  *model.Keeper

	mu      sync.Mutex
	state   EditorState
	parts   []string      // of the body
	article desk.Article  // what it was, or what a new one begins with
	names   []string      // of people who may be mentioned
	named   chan struct{} // closed once all names are there
	touched bool
}

// NewEditor begins with what ref names: "ticket/<ref>", "article/<id>", or
// "new/<words>" for what was looked for and not found. A draft that was left goes
// before that. Words gives the texts in the article's language.
func NewEditor(d EditorDesk, ref string, words func(lang string) *text.Words, now func() time.Time) *Editor {
	e := &Editor{desk: d, ref: ref, words: words, now: now, tasks: model.NewTasks(), named: make(chan struct{})}
	can := d.Capabilities()
	e.state = EditorState{New: !strings.HasPrefix(ref, desk.EditorArticle), Loading: true, Fields: map[string]string{}, Life: can.Drafts || can.Kind == "", Now: now()}
	e.setBody(&e.state, "")
	e.keep = model.NewKeeper(d, e.kept)
	e.tasks.Go(e.load)
	e.tasks.Go(e.loadNames)
	return e
}

func (e *Editor) draftID() string { return desk.DraftEditor + e.ref }

func (e *Editor) load(ctx context.Context) {
	article, err := e.begin(ctx)
	draft, found, draftErr := e.desk.Draft(ctx, e.draftID())
	if err == nil {
		err = draftErr
	}
	if ctx.Err() != nil {
		return
	}
	e.change(func(s *EditorState) {
		s.Loading, s.Code = false, desk.CodeOf(err)
		e.article = article
		if e.touched {
			return
		}
		s.Fields = article.Texts()
		if found && len(draft.Texts) > 0 {
			maps.Copy(s.Fields, draft.Texts)
			e.article.Version = cmp.Or(draft.Version, article.Version) // what the person saw, though there is a newer one
		}
		e.setBody(s, s.Fields[FieldBody])
	})
	e.look()
}

// loadNames reads who may be mentioned. The helpdesk is asked, where it answers:
// that takes its time, and the article is there before.
func (e *Editor) loadNames(ctx context.Context) {
	people, err := e.desk.People(ctx, "")
	defer close(e.named)
	e.change(func(s *EditorState) {
		s.Code = cmp.Or(s.Code, desk.CodeOf(err))
		for _, p := range people {
			e.names = append(e.names, p.Name)
		}
	})
	e.look()
}

// begin reads the article, or makes one of the ticket, whose people may be mentioned
// in it.
func (e *Editor) begin(ctx context.Context) (desk.Article, error) {
	if id, ok := strings.CutPrefix(e.ref, desk.EditorArticle); ok {
		return e.desk.Article(ctx, id)
	}
	if words, ok := strings.CutPrefix(e.ref, desk.EditorNew); ok {
		return desk.Article{Title: words, Lang: e.words("").Lang(), Audience: desk.AudienceEveryone, State: desk.ArticleDraft}, nil
	}
	view, err := e.desk.Ticket(ctx, strings.TrimPrefix(e.ref, desk.EditorTicket))
	if err != nil {
		return desk.Article{}, err
	}
	e.mu.Lock()
	e.names = append(e.names, view.Ticket.Requester.Name, view.Ticket.Assignee.Name)
	e.mu.Unlock()
	lang := view.Ticket.Lang
	if lang == "" {
		lang = e.words("").Lang()
	}
	return Drafted(view, e.words(lang)), nil
}

// lookAfter is how long letters may still come before what is personal is looked for.
const lookAfter = 150 * time.Millisecond

// look finds what is personal; with the names of a whole company that takes its
// time. It tells whether anything is.
func (e *Editor) look() bool {
	e.mu.Lock()
	body, title, names := e.state.Fields[FieldBody], e.state.Fields[FieldTitle], e.names
	e.mu.Unlock()
	inBody, inTitle := PersonalData(body, names), PersonalData(title, names)
	some := len(inBody)+len(inTitle) > 0
	e.change(func(s *EditorState) {
		if s.Fields[FieldBody] == body && s.Fields[FieldTitle] == title { // otherwise it is looked for again
			s.Findings, s.InTitle, s.Asked = inBody, inTitle, s.Asked && some
		}
	})
	return some
}

func (e *Editor) lookAgain(pause time.Duration) {
	e.tasks.Latest("look", pause, func(context.Context) { e.look() })
}

// Fill takes one field as it is typed or picked; of the body, the part that is edited.
func (e *Editor) Fill(field, value string) {
	e.mu.Lock()
	s := &e.state
	if field != FieldBody && s.Fields[field] == value || field == FieldBody && s.Text == value {
		e.mu.Unlock()
		return
	}
	if field == FieldBody {
		e.setPart(s, value)
	} else {
		s.Fields = with(s.Fields, field, value)
	}
	e.typed(s)
}

// with are fields of which one is another.
func with(fields map[string]string, field, value string) map[string]string {
	all := make(map[string]string, len(fields)+1)
	maps.Copy(all, fields)
	all[field] = value
	return all
}

// typed keeps what was changed. It ends the lock.
func (e *Editor) typed(s *EditorState) {
	s.Missing, s.Saved, e.touched = nil, "", true
	d := e.draft()
	e.mu.Unlock()
	e.keep.Keep(d)
	e.Emit()
	e.lookAgain(lookAfter)
}

// draft is what was typed. It needs the lock.
func (e *Editor) draft() desk.Draft {
	return desk.Draft{ID: e.draftID(), Texts: e.state.Fields, Version: e.article.Version, Updated: e.now()}
}

// gap stands where something personal was.
const gap = "[…]"

// Remove takes everything of the same text as a finding out of title and body.
func (e *Editor) Remove(f Finding) {
	e.mu.Lock()
	s := &e.state
	s.Fields = with(s.Fields, FieldTitle, strings.ReplaceAll(s.Fields[FieldTitle], f.Text, gap))
	e.setBody(s, strings.ReplaceAll(s.Fields[FieldBody], f.Text, gap))
	e.typed(s)
	e.lookAgain(0)
}

// Save keeps the article as a draft in the helpdesk.
func (e *Editor) Save() {
	e.tasks.InTurn(func(ctx context.Context) { e.save(ctx, desk.ArticleDraft) })
}

// Review lets other technicians read the article before it is published.
func (e *Editor) Review() {
	e.tasks.InTurn(func(ctx context.Context) { e.save(ctx, desk.ArticleReview) })
}

// doubleClick is how soon after a question came a click still belongs to what was
// there before.
const doubleClick = 250 * time.Millisecond

// Publish lets everybody of its audience read the article. While something
// personal is left it asks first: another call, once that was seen, means yes.
func (e *Editor) Publish() {
	s := e.State()
	sure := s.Asked && e.now().Sub(s.asked) >= doubleClick
	e.tasks.InTurn(func(ctx context.Context) {
		<-e.named
		if e.look() && !sure {
			e.change(func(s *EditorState) {
				if !s.Asked {
					s.Asked, s.asked = true, e.now()
				}
			})
			return
		}
		e.save(ctx, desk.ArticlePublished)
	})
}

// save saves the article, unless something is missing or it is saved so already.
// Leaving the page right after the click takes nothing back.
func (e *Editor) save(ctx context.Context, as desk.ArticleState) {
	e.mu.Lock()
	s := &e.state
	s.Missing = nil
	for _, f := range []string{FieldTitle, FieldBody} {
		if strings.TrimSpace(s.Fields[f]) == "" {
			s.Missing = append(s.Missing, f)
		}
	}
	if s.Loading || s.Saved == as || len(s.Missing) > 0 {
		e.mu.Unlock()
		e.Emit()
		return
	}
	s.Saving, s.Code = true, ""
	a := e.written(as)
	e.mu.Unlock()
	e.Emit()
	e.keep.Forget(e.draftID())
	receipt, err := e.desk.SaveArticle(context.WithoutCancel(ctx), a, e.draftID())
	e.change(func(s *EditorState) {
		s.Saving, s.Code = false, desk.CodeOf(err)
		if err != nil {
			e.keep.Keep(e.draft())
		}
		if err == nil {
			s.Saved, s.Receipt, s.Asked = as, receipt, false
			if words, ok := strings.CutPrefix(e.ref, desk.EditorNew); ok && as == desk.ArticlePublished {
				e.answered(words)
			}
			if e.article.ID == "" { // the next time it is this article that changes
				e.article.ID = string(receipt.Key)
			}
			e.article.Version = string(receipt.Key)
		}
	})
}

// answered takes the words that the article was written for from the list of those
// that no article answers. Where that fails they stay on it: no harm.
func (e *Editor) answered(words string) {
	e.tasks.Go(func(ctx context.Context) {
		_ = e.desk.ForgetUnanswered(context.WithoutCancel(ctx), words)
	})
}

func (e *Editor) kept(err error) {
	e.mu.Lock()
	same := e.state.Unkept == (err != nil)
	e.state.Unkept = err != nil
	e.mu.Unlock()
	if !same {
		e.Emit()
	}
}

func (e *Editor) change(f func(*EditorState)) {
	e.mu.Lock()
	f(&e.state)
	e.mu.Unlock()
	e.Emit()
}

// State is what the page shows now.
func (e *Editor) State() EditorState {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.state
}

// Close keeps the draft.
func (e *Editor) Close() {
	e.tasks.Close()
	e.keep.Close()
}
