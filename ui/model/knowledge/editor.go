package knowledge

import (
	"cmp"
	"context"
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
}

// The fields of an article that are typed or picked.
const (
	FieldTitle    = "title"
	FieldBody     = "body"
	FieldKeywords = "keywords" // parted by commas
	FieldCategory = "category"
	FieldLang     = "lang"
	FieldAudience = "audience"
)

// EditorState is what the page shows. Its slices and maps are not to be changed.
type EditorState struct {
	New      bool // it begins with a ticket
	Fields   map[string]string
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
	article desk.Article  // what it was, or what a new one begins with
	names   []string      // of people who may be mentioned
	named   chan struct{} // closed once all names are there
	touched bool
}

// NewEditor begins with what ref names: "ticket/<ref>" or "article/<id>". A draft
// that was left goes before that. Words gives the texts in the article's language.
func NewEditor(d EditorDesk, ref string, words func(lang string) *text.Words, now func() time.Time) *Editor {
	e := &Editor{desk: d, ref: ref, words: words, now: now, tasks: model.NewTasks(), named: make(chan struct{})}
	e.state = EditorState{New: !strings.HasPrefix(ref, ofArticle), Loading: true, Fields: map[string]string{}, Now: now()}
	e.keep = model.NewKeeper(d, e.kept)
	e.tasks.Go(e.load)
	e.tasks.Go(e.loadNames)
	return e
}

// ofArticle begins what names an article that is there.
const ofArticle = "article/"

func (e *Editor) draftID() string { return "editor/" + e.ref }

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
		s.Fields = fieldsOf(article)
		if found && len(draft.Texts) > 0 {
			s.Fields = draft.Texts
		}
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
	if id, ok := strings.CutPrefix(e.ref, ofArticle); ok {
		return e.desk.Article(ctx, id)
	}
	view, err := e.desk.Ticket(ctx, strings.TrimPrefix(e.ref, ofTicket))
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

func fieldsOf(a desk.Article) map[string]string {
	return map[string]string{
		FieldTitle: a.Title, FieldBody: a.Body, FieldKeywords: strings.Join(a.Keywords, ", "),
		FieldCategory: a.Category, FieldLang: a.Lang, FieldAudience: string(a.Audience),
	}
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

// Fill takes one field as it is typed or picked.
func (e *Editor) Fill(field, value string) {
	e.mu.Lock()
	s := &e.state
	if s.Fields[field] == value {
		e.mu.Unlock()
		return
	}
	e.set(s, field, value)
	d := desk.Draft{ID: e.draftID(), Texts: s.Fields, Updated: e.now()}
	e.mu.Unlock()
	e.keep.Keep(d)
	e.Emit()
	e.lookAgain(lookAfter)
}

// set needs the lock.
func (e *Editor) set(s *EditorState, field, value string) {
	fields := make(map[string]string, len(s.Fields)+1)
	for k, v := range s.Fields {
		fields[k] = v
	}
	fields[field] = value
	s.Fields, s.Missing, s.Saved, e.touched = fields, nil, "", true
}

// gap stands where something personal was.
const gap = "[…]"

// Remove takes everything of the same text as a finding out of title and body.
func (e *Editor) Remove(f Finding) {
	for _, field := range []string{FieldTitle, FieldBody} {
		e.Fill(field, strings.ReplaceAll(e.State().Fields[field], f.Text, gap))
	}
	e.lookAgain(0)
}

// Save keeps the article as a draft in the helpdesk.
func (e *Editor) Save() {
	e.tasks.InTurn(func(ctx context.Context) { e.save(ctx, desk.ArticleDraft) })
}

// Publish lets everybody of its audience read the article. While something
// personal is left it asks first: the second call means yes.
func (e *Editor) Publish() {
	e.tasks.InTurn(func(ctx context.Context) {
		<-e.named
		if e.look() && !e.State().Asked {
			e.change(func(s *EditorState) { s.Asked = true })
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
	if err != nil {
		e.keep.Keep(desk.Draft{ID: e.draftID(), Texts: e.State().Fields, Updated: e.now()})
	}
	e.change(func(s *EditorState) {
		s.Saving, s.Code = false, desk.CodeOf(err)
		if err == nil {
			s.Saved, s.Receipt, s.Asked = as, receipt, false
			if e.article.ID == "" { // the next time it is this article that changes
				e.article.ID = string(receipt.Key)
			}
		}
	})
}

// written is the article as it stands in the fields. It needs the lock.
func (e *Editor) written(as desk.ArticleState) desk.Article {
	a := e.article
	fill(&a, e.state.Fields)
	a.State = as
	return a
}

func fill(a *desk.Article, f map[string]string) {
	a.Title, a.Body = model.Titled(strings.TrimSpace(f[FieldTitle]), f[FieldBody])
	a.Category, a.Lang, a.Audience = f[FieldCategory], f[FieldLang], desk.Audience(f[FieldAudience])
	a.Keywords = nil
	for _, k := range strings.Split(f[FieldKeywords], ",") {
		if k = strings.TrimSpace(k); k != "" {
			a.Keywords = append(a.Keywords, k)
		}
	}
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
