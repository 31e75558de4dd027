// Package ask holds the way from "something is wrong" to a request that is on
// its way: saying it in one's own words, answers that may already help, a few
// questions, one look at everything, and the receipt.
//
// All of it is one draft, kept on the disk at every key, so that closing the
// window, a crash or a restart lose nothing. Nothing leaves the computer before
// Send.
package ask

import (
	"context"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"relais/internal/desk"
	"relais/internal/form"
	"relais/internal/suggest"
	"relais/ui/model"
)

// Desk is what asking needs of the desk.
type Desk interface {
	model.DraftStore
	Me() desk.Person
	Status() desk.SyncStatus
	Watch(func()) (stop func())
	Draft(ctx context.Context, id string) (desk.Draft, bool, error)
	Search(ctx context.Context, q suggest.Query) ([]suggest.Hit, error)
	FoundNothing(ctx context.Context, words, lang string) error
	Tickets(ctx context.Context, f desk.Filter) ([]desk.Row, error)
	Attach(ctx context.Context, name string, r io.Reader) (desk.Attachment, error)
	Ask(ctx context.Context, t desk.NewTicket, draft string) (desk.Receipt, error)
	TakeBack(ctx context.Context, k desk.Key) (desk.Draft, error)
	Receipt(ctx context.Context, k desk.Key) (desk.Receipt, error)
}

// draftID names the one draft of the flow.
const draftID = desk.DraftAsk

// Stage is a step of the way.
type Stage string

// The stages.
const (
	StageDescribe Stage = "describe" // in one's own words, with suggestions
	StageSentence Stage = "sentence" // one sentence about a topic that was picked first; or picking another topic
	StageQuestion Stage = "question"
	StageReview   Stage = "review"
	StageSent     Stage = "sent"
)

// State is what the screens of the flow show. What it points to is not to be
// changed.
type State struct {
	Stage Stage
	Name  string // of who asks
	Lang  string

	Text        string      // in the person's own words
	Suggestions []model.Hit // for Text
	Mine        []desk.Row  // open requests, the newest first
	MineLoaded  bool

	Topic    Topic // picked or guessed; its ID is "" when there is none
	Topics   bool  // another topic may be picked
	Question Question
	Chosen   []string // options of Question that are picked
	Written  string   // words given to Question
	Given    []desk.Answer
	Lines    []Line // Given, as people read it
	Asked    int    // questions behind this one
	Left     int    // questions from this one on, as far as can be known

	Title       string
	Attachments []desk.Attachment
	Tried       []desk.Tried
	Sending     bool

	Receipt desk.Receipt

	Code    desk.Code     // of the last thing that failed
	Refused model.Refused // the last file, if it could not be attached
	Kept    bool          // the draft is on the disk
	Unkept  bool          // it could not be written
	Sync    desk.SyncStatus
	Now     time.Time

	form     *form.Form
	question *form.Question
	shown    time.Time         // when the question, or the review, came
	found    model.Steady      // of which Suggestions are what shows
	picked   bool              // the form was picked, not guessed
	words    map[string]string // typed for a question and not given as its answer yet, by question
}

// answers are what was said so far, with its form, in keys only: the language may
// still change.
func (s State) answers() desk.Answers {
	return desk.Answers{Form: s.form.ID, Version: s.form.Version, Given: s.Given}
}

// Flow is the way of one request. Make one with New; when a request is sent it is
// ready for the next.
type Flow struct {
	model.Signal
	desk  Desk
	forms *form.Set
	lang  func() string
	now   func() time.Time
	tasks *model.Tasks
	keep  *model.Keeper
	stop  func()

	mu      sync.Mutex
	state   State
	touched bool // since it was opened, so that the kept draft no longer replaces it
}

// New begins with the draft that was left, if there is one.
func New(d Desk, forms *form.Set, lang func() string, now func() time.Time) *Flow {
	f := &Flow{desk: d, forms: forms, lang: lang, now: now, tasks: model.NewTasks()}
	f.state = State{Stage: StageDescribe, Name: d.Me().Name, Now: now(), Sync: d.Status()}
	f.keep = model.NewKeeper(d, f.kept)
	f.stop = d.Watch(f.reload)
	f.tasks.Go(f.loadDraft)
	f.reload()
	return f
}

// reload reads what may have changed at the desk: the person's requests, and what
// became of the one that was just sent.
func (f *Flow) reload() { f.tasks.Again("reload", f.load) }

// mine is how many requests the first page shows, of how many recent ones.
const mine, recent = 3, 50

// first picks the requests for the first page: those that wait for the person,
// then the newest.
func first(rows []desk.Row) []desk.Row {
	sorted := slices.Clone(rows)
	slices.SortStableFunc(sorted, func(a, b desk.Row) int { return turn(a.Ticket) - turn(b.Ticket) })
	return sorted[:min(len(sorted), mine)]
}

func turn(t desk.Ticket) int {
	if t.Status == desk.StatusPending && t.PendingFor == desk.PendingUser {
		return 0
	}
	return 1
}

func (f *Flow) load(ctx context.Context) {
	me := f.desk.Me()
	rows, err := f.desk.Tickets(ctx, desk.Filter{Requester: me.ID, Following: true, Open: true, Limit: recent})
	sent := f.State().Receipt
	if sent.Key != "" {
		if now, err := f.desk.Receipt(ctx, sent.Key); err == nil {
			sent = now
		}
	}
	if ctx.Err() != nil {
		return
	}
	f.change(func(s *State) {
		s.Name, s.Sync, s.Now = me.Name, f.desk.Status(), f.now()
		if err != nil {
			s.Code = desk.CodeOf(err)
		} else {
			s.Mine, s.MineLoaded = first(rows), true
		}
		if s.Receipt.Key == sent.Key {
			s.Receipt = sent
		}
	})
}

func (f *Flow) loadDraft(ctx context.Context) {
	d, found, err := f.desk.Draft(ctx, draftID)
	if ctx.Err() != nil {
		return
	}
	f.change(func(s *State) {
		if err != nil {
			s.Code = desk.CodeOf(err)
		}
		if !found || f.touched {
			return
		}
		f.restore(s, d)
	})
	f.suggest()
}

// TakeBack goes on with a request that was refused, behind what was said since, and
// tells done how that went, on another goroutine.
func (f *Flow) TakeBack(k desk.Key, done func(error)) {
	f.tasks.InTurn(func(ctx context.Context) {
		err := f.keep.Flush(ctx)
		var d desk.Draft
		if err == nil {
			d, err = f.desk.TakeBack(context.WithoutCancel(ctx), k)
		}
		if err == nil {
			f.edit(func(s *State) {
				*s = s.fresh(StageDescribe)
				f.restore(s, d)
				f.advance(s)
			})
			f.suggest()
		}
		done(err)
	})
}

// restore needs the lock.
func (f *Flow) restore(s *State, d desk.Draft) {
	s.Text, s.Title = d.Texts["text"], d.Texts["title"]
	if s.Title == (State{Text: s.Text}).Headline() {
		s.Title = "" // it follows the words
	}
	s.Attachments, s.Tried, s.Kept = d.Attachments, d.Tried, true
	s.words = map[string]string{}
	for name, text := range d.Texts {
		if q, ok := strings.CutPrefix(name, answerPrefix); ok {
			s.words[q] = text
		}
	}
	if d.Answers == nil {
		return
	}
	if fm, ok := f.forms.Form(d.Answers.Form); ok {
		s.form, s.Given = fm, fm.Prune(d.Answers.Given)
	}
}

// answerPrefix begins the name of a text that was typed for a question.
const answerPrefix = "answer/"

// draft needs the lock.
func (f *Flow) draft() desk.Draft {
	s := &f.state
	d := desk.Draft{ID: draftID, Attachments: s.Attachments, Tried: s.Tried, Updated: f.now()}
	if s.Text != "" || s.Title != "" || len(s.words) > 0 {
		d.Texts = map[string]string{"text": s.Text, "title": s.Title}
		for q, text := range s.words {
			d.Texts[answerPrefix+q] = text
		}
	}
	if s.form != nil && (d.Texts != nil || len(s.Given) > 0) {
		a := s.answers()
		d.Answers = &a
	}
	return d
}

// edit changes what the person said, and keeps it.
func (f *Flow) edit(do func(*State)) {
	f.mu.Lock()
	do(&f.state)
	f.touched = true
	f.state.Code, f.state.Refused = "", model.Refused{}
	d := f.draft()
	f.mu.Unlock()
	f.keep.Keep(d)
	f.Emit()
}

func (f *Flow) kept(err error) {
	f.mu.Lock()
	was := f.state
	f.state.Kept, f.state.Unkept = err == nil, err != nil
	changed := was.Kept != f.state.Kept || was.Unkept != f.state.Unkept
	f.mu.Unlock()
	if changed {
		f.Emit()
	}
}

func (f *Flow) change(do func(*State)) {
	f.mu.Lock()
	do(&f.state)
	f.mu.Unlock()
	f.Emit()
}

// State is what the screens show now, in the language of now.
func (f *Flow) State() State {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.state.in(f.lang())
}

// Close keeps the draft and stops following the desk.
func (f *Flow) Close() {
	f.stop()
	f.tasks.Close()
	f.keep.Close()
}
