package work_test

import (
	"context"
	"fmt"
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
	"relais/ui/model/work"
)

var (
	noon   = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	claire = desk.Person{ID: "p2", Name: "Claire", Role: desk.RoleTechnician, Queues: []string{"level1"}}
	queues = []desk.Queue{{ID: "level3", Name: "N3", Level: 3}, {ID: "level1", Name: "N1", Level: 1}, {ID: "level2", Name: "N2", Level: 2}}
)

// fake is a desk that remembers what was done.
type fake struct {
	model.Signal
	mu      sync.Mutex
	view    desk.View
	drafts  map[string]desk.Draft
	did     []string
	seen    desk.Ticket   // by who resolved or corrected
	files   int           // that replies had
	slow    time.Duration // to name people
	refused desk.Draft    // what TakeBack gives
	err     error
}

func newFake() *fake {
	return &fake{drafts: map[string]desk.Draft{}, view: desk.View{Conversation: desk.Conversation{
		Ticket: desk.Ticket{ID: "1", Number: "2041", Title: "Écran noir", Status: desk.StatusOpen, Queue: "level1", Impact: 2, Urgency: 3, Priority: 2},
		Messages: []desk.Message{
			{ID: "1", Body: "Il reste noir.", Tried: []desk.Tried{{Article: "a", Step: 1, Text: "Rebrancher"}}, Created: noon},
			{ID: "2", Body: "Câble vérifié", Internal: true, Created: noon.Add(time.Hour)},
		},
	}}}
}

func (f *fake) done(format string, args ...any) (desk.Receipt, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err != nil {
		return desk.Receipt{}, f.err
	}
	f.did = append(f.did, fmt.Sprintf(format, args...))
	return desk.Receipt{}, nil
}

func (f *fake) locked(do func()) { f.mu.Lock(); defer f.mu.Unlock(); do() }

func (f *fake) Me() desk.Person { return claire }
func (f *fake) Capabilities() desk.Capabilities {
	return desk.Capabilities{Notes: true, Merge: true, WriteArticles: true}
}
func (f *fake) Matrix() desk.Matrix     { return desk.DefaultMatrix }
func (f *fake) Status() desk.SyncStatus { return desk.SyncStatus{} }
func (f *fake) Ticket(context.Context, string) (v desk.View, err error) {
	f.locked(func() { v = f.view })
	return v, nil
}
func (f *fake) Recent(context.Context, string) (v desk.View, err error) {
	f.locked(func() { v = end(f.view) })
	return v, nil
}

// end is a page with its first and its last message.
func end(v desk.View) desk.View {
	if n := len(v.Messages); n > 2 {
		v.Earlier, v.Messages = n-2, []desk.Message{v.Messages[0], v.Messages[n-1]}
	}
	return v
}
func (f *fake) Tickets(_ context.Context, filter desk.Filter) ([]desk.Row, error) {
	rows := []desk.Row{{Ticket: desk.Ticket{ID: "1", Title: "Écran noir"}}, {Ticket: desk.Ticket{ID: "2", Title: "Souris"}}, {Ticket: desk.Ticket{Key: "k", Title: "Neuf"}}}
	return rows, f.err
}
func (f *fake) Queues(context.Context) ([]desk.Queue, error) { return queues, nil }
func (f *fake) People(context.Context, string) ([]desk.Person, error) {
	time.Sleep(f.slow)
	return []desk.Person{claire, {ID: "p3", Name: "Nadia"}}, nil
}
func (f *fake) Similar(context.Context, string, int) ([]suggest.Hit, error) {
	return []suggest.Hit{{ID: "9"}}, nil
}
func (f *fake) Search(context.Context, suggest.Query) ([]suggest.Hit, error) {
	return []suggest.Hit{{ID: "b.fr", Title: "Écran noir", Helped: 5}}, nil
}
func (f *fake) AnsweredBy(_ context.Context, ref, article string) (desk.Receipt, error) {
	return f.done("answered %s by %s", ref, article)
}
func (f *fake) Draft(_ context.Context, id string) (d desk.Draft, ok bool, err error) {
	f.locked(func() { d, ok = f.drafts[id] })
	return d, ok, nil
}
func (f *fake) SaveDraft(_ context.Context, d desk.Draft) error {
	f.locked(func() { f.drafts[d.ID] = d })
	return nil
}
func (f *fake) DropDraft(_ context.Context, id string) error {
	f.locked(func() { delete(f.drafts, id) })
	return nil
}
func (f *fake) Attach(_ context.Context, name string, r io.Reader) (desk.Attachment, error) {
	b, err := io.ReadAll(r)
	return desk.Attachment{Name: name, Size: int64(len(b))}, err
}
func (f *fake) Fetch(context.Context, desk.Attachment, func(int64)) (string, error) {
	return "/x", nil
}

func (f *fake) Reply(_ context.Context, ref string, m desk.NewMessage, draft string) (desk.Receipt, error) {
	f.files += len(m.Attachments)
	return f.done("reply %s %q %s", ref, m.Body, draft)
}
func (f *fake) Note(_ context.Context, ref string, m desk.NewMessage, draft string) (desk.Receipt, error) {
	return f.done("note %s %q %v %s", ref, m.Body, m.Internal, draft)
}
func (f *fake) Take(_ context.Context, ref string) (desk.Receipt, error) {
	return f.done("take %s", ref)
}
func (f *fake) Assign(_ context.Context, _ string, to desk.PersonRef) (desk.Receipt, error) {
	return f.done("assign %s %s", to.ID, to.Name)
}
func (f *fake) Pend(_ context.Context, _ string, why desk.PendingFor, until time.Time, m *desk.NewMessage, _ string) (desk.Receipt, error) {
	return f.done("pend %s %s %v", why, desk.FormatTime(until), m != nil)
}
func (f *fake) Plan(_ context.Context, _ string, at time.Time) (desk.Receipt, error) {
	return f.done("plan %s", desk.FormatTime(at))
}
func (f *fake) Escalate(_ context.Context, _, queue string, c desk.HandOver, draft string) (desk.Receipt, error) {
	return f.done("escalate %s %q %q %s", queue, c.Happening, c.Tried, draft)
}
func (f *fake) SendBack(_ context.Context, _, queue, reason, _ string) (desk.Receipt, error) {
	return f.done("send back %s %s", queue, reason)
}
func (f *fake) Resolve(ctx context.Context, _ string, s desk.Sheet, reply, _ string) (desk.Receipt, error) {
	f.seen, _ = desk.Seen(ctx)
	return f.done("resolve %s %v %v %s", s.Solution, s.Workaround, s.Hypotheses, reply)
}
func (f *fake) CloseUnsolved(_ context.Context, _, reason, _ string) (desk.Receipt, error) {
	return f.done("close %s", reason)
}
func (f *fake) Reopen(_ context.Context, _, reason, _ string) (desk.Receipt, error) {
	return f.done("reopen %s", reason)
}
func (f *fake) Merge(_ context.Context, _, into string) (desk.Receipt, error) {
	return f.done("merge %s", into)
}
func (f *fake) Correct(ctx context.Context, _ string, p desk.Patch) (desk.Receipt, error) {
	f.seen, _ = desk.Seen(ctx)
	return f.done("correct %v", map[desk.Field]string(p))
}
func (f *fake) TakeBack(ctx context.Context, k desk.Key) (desk.Draft, error) {
	if _, err := f.done("taken back %s", k); err != nil {
		return desk.Draft{}, err
	}
	return f.refused, f.SaveDraft(ctx, f.refused)
}
func (f *fake) Settle(_ context.Context, k desk.Key, how desk.Settle) error {
	_, err := f.done("settle %s %s", k, how)
	return err
}

func openTicket(t *testing.T, f *fake) *work.Ticket {
	t.Helper()
	sub, err := fs.Sub(assets.Forms, "forms")
	if err != nil {
		t.Fatal(err)
	}
	set, err := form.Load(sub)
	if err != nil {
		t.Fatal(err)
	}
	page := work.NewTicket(f, set, "1", func() string { return "fr" }, func() time.Time { return noon }, func(string) {})
	t.Cleanup(page.Close)
	synctest.Wait()
	return page
}
