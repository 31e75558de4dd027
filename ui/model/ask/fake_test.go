package ask_test

import (
	"context"
	"io"
	"io/fs"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"relais/assets"
	"relais/internal/desk"
	"relais/internal/form"
	"relais/internal/suggest"
	"relais/ui/model"
	"relais/ui/model/ask"
)

const key = desk.Key("0195d0a0-0000-7000-8000-000000000001")

// fake is a desk that remembers what was asked and answers searches with one hit.
type fake struct {
	model.Signal
	mu       sync.Mutex
	draft    desk.Draft
	hits     map[string]string // ids of one letter, by words; nil: the same hit for all
	searches []suggest.Query
	missed   []string
	asked    []desk.NewTicket
	receipt  desk.Receipt
	rows     []desk.Row
	refused  desk.Draft // what TakeBack gives
	err      error
}

func (f *fake) locked(do func()) { f.mu.Lock(); defer f.mu.Unlock(); do() }

func (f *fake) Me() desk.Person         { return desk.Person{ID: "p1", Name: "Amélie Durand", Site: "Siège"} }
func (f *fake) Status() desk.SyncStatus { return desk.SyncStatus{} }
func (f *fake) Draft(context.Context, string) (d desk.Draft, ok bool, err error) {
	f.locked(func() { d, ok = f.draft, f.draft.ID != "" })
	return d, ok, nil
}
func (f *fake) SaveDraft(_ context.Context, d desk.Draft) error {
	f.locked(func() { f.draft = d })
	return nil
}
func (f *fake) DropDraft(context.Context, string) error {
	f.locked(func() { f.draft = desk.Draft{} })
	return nil
}
func (f *fake) TakeBack(context.Context, desk.Key) (d desk.Draft, err error) {
	f.locked(func() {
		if err = f.err; err == nil {
			f.draft = f.draft.With(f.refused)
			f.draft.ID = desk.DraftAsk
		}
		d = f.draft
	})
	return d, err
}
func (f *fake) Search(_ context.Context, q suggest.Query) ([]suggest.Hit, error) {
	f.locked(func() { f.searches = append(f.searches, q) })
	if f.hits == nil {
		return []suggest.Hit{{ID: "a", Title: q.Text}}, nil
	}
	var found []suggest.Hit
	for _, id := range f.hits[q.Text] {
		found = append(found, suggest.Hit{ID: string(id), Title: q.Text})
	}
	return found, nil
}
func (f *fake) FoundNothing(_ context.Context, words, _ string) error {
	f.locked(func() { f.missed = append(f.missed, words) })
	return nil
}
func (f *fake) Tickets(context.Context, desk.Filter) ([]desk.Row, error) { return f.rows, nil }
func (f *fake) Attach(_ context.Context, name string, r io.Reader) (desk.Attachment, error) {
	b, err := io.ReadAll(r)
	return desk.Attachment{Name: name, Size: int64(len(b))}, err
}
func (f *fake) Receipt(context.Context, desk.Key) (r desk.Receipt, err error) {
	f.locked(func() { r = f.receipt })
	return r, nil
}
func (f *fake) Ask(_ context.Context, t desk.NewTicket, draft string) (desk.Receipt, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err != nil {
		return desk.Receipt{}, f.err
	}
	f.asked, f.receipt = append(f.asked, t), desk.Receipt{Key: key, State: desk.StateQueued}
	if f.draft.ID == draft {
		f.draft = desk.Draft{}
	}
	return f.receipt, nil
}

func forms(t *testing.T) *form.Set {
	t.Helper()
	sub, err := fs.Sub(assets.Forms, "forms")
	if err != nil {
		t.Fatal(err)
	}
	set, err := form.Load(sub)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// open begins a flow; the draft has been read when it returns.
func open(t *testing.T, f *fake) *ask.Flow {
	t.Helper()
	flow := ask.New(f, forms(t), func() string { return "fr" }, time.Now)
	t.Cleanup(flow.Close)
	synctest.Wait()
	return flow
}

// choose reads the question and picks an option.
func choose(flow *ask.Flow, option string) {
	time.Sleep(time.Second)
	flow.Choose(option)
}

// send reads everything and sends.
func send(flow *ask.Flow) {
	time.Sleep(time.Second)
	flow.Send()
}

// answerAll picks the first option of every question, until there is none.
func answerAll(t *testing.T, flow *ask.Flow) int {
	t.Helper()
	for n := 0; n <= form.MaxQuestions; n++ {
		s := flow.State()
		if s.Stage != ask.StageQuestion {
			return n
		}
		if len(s.Question.Options) > 0 {
			choose(flow, s.Question.Options[0].ID)
		}
		if s.Question.Type != ask.One {
			flow.Next()
		}
	}
	t.Fatal("the questions do not end")
	return 0
}
