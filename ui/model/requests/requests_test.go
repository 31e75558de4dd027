package requests_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"relais/assets"
	"relais/internal/desk"
	"relais/internal/form"
	"relais/ui/model"
	"relais/ui/model/requests"
)

var (
	amelie = desk.Person{ID: "p1", Name: "Amélie", Role: desk.RoleRequester}
	claire = desk.PersonRef{ID: "p2", Name: "Claire"}
	noon   = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
)

// fake is a desk that holds one ticket and remembers what was done.
type fake struct {
	model.Signal
	mu    sync.Mutex
	view  desk.View
	rows  []desk.Row
	draft desk.Draft
	did   []string
	files int      // that replies had
	made  desk.Key // here
	can   desk.Capabilities
	err   error

	confirms error // of Confirm
}

func (f *fake) locked(do func()) { f.mu.Lock(); defer f.mu.Unlock(); do() }

func (f *fake) done(what string) (desk.Receipt, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err != nil {
		return desk.Receipt{}, f.err
	}
	f.did = append(f.did, what)
	return desk.Receipt{}, nil
}

func (f *fake) Me() desk.Person                 { return amelie }
func (f *fake) Capabilities() desk.Capabilities { return f.can }
func (f *fake) Status() desk.SyncStatus         { return desk.SyncStatus{Online: true} }
func (f *fake) Tickets(context.Context, desk.Filter) ([]desk.Row, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.rows, f.err
}
func (f *fake) Ticket(context.Context, string) (v desk.View, err error) {
	f.locked(func() { v = f.view })
	return v, nil
}
func (f *fake) Recent(context.Context, string) (v desk.View, err error) {
	f.locked(func() { v = end(f.view) })
	return v, nil
}

// end is a page with its first message and its last ten.
func end(v desk.View) desk.View {
	if n := len(v.Messages); n > 11 {
		v.Earlier, v.Messages = n-11, append(v.Messages[:1:1], v.Messages[n-10:]...)
	}
	return v
}
func (f *fake) Receipt(_ context.Context, k desk.Key) (desk.Receipt, error) {
	if k == "" || k != f.made {
		return desk.Receipt{}, &desk.Error{Code: desk.CodeNotFound, Op: "receipt"}
	}
	return desk.Receipt{Key: k}, nil
}
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
func (f *fake) Attach(_ context.Context, name string, r io.Reader) (desk.Attachment, error) {
	b, err := io.ReadAll(r)
	return desk.Attachment{Name: name, Size: int64(len(b)), SHA256: "x"}, err
}
func (f *fake) Fetch(_ context.Context, a desk.Attachment, progress func(int64)) (_ string, err error) {
	progress(a.Size / 2)
	f.locked(func() { err = f.err })
	return "/cache/" + a.Name, err
}
func (f *fake) Reply(_ context.Context, _ string, m desk.NewMessage, draft string) (desk.Receipt, error) {
	f.files += len(m.Attachments)
	return f.done("reply " + m.Body + " " + draft)
}
func (f *fake) Confirm(context.Context, string) (desk.Receipt, error) {
	if f.confirms != nil {
		return desk.Receipt{}, f.confirms
	}
	return f.done("confirm")
}
func (f *fake) Back(_ context.Context, _, reason, _ string) (desk.Receipt, error) {
	return f.done("back " + reason)
}

func ticket(s desk.Status, p desk.PendingFor) desk.Ticket {
	return desk.Ticket{ID: "1", Number: "2041", Status: s, PendingFor: p, Assignee: claire}
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

func openPage(t *testing.T, f *fake) *requests.Page {
	t.Helper()
	p := requests.NewPage(f, forms(t), "2041", func() string { return "fr" }, func() time.Time { return noon }, func(string) {})
	t.Cleanup(p.Close)
	synctest.Wait()
	return p
}

func TestWhereARequesterClosesNothingOnlyItsBackIsAsked(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		can  desk.Capabilities
		want bool
	}{
		"not known yet": {want: true},
		"may close":     {can: desk.Capabilities{Kind: "relais", Fields: []desk.Field{desk.FieldStatus}}, want: true},
		"may not":       {can: desk.Capabilities{Kind: "rt"}},
	} {
		synctest.Test(t, func(t *testing.T) {
			f := &fake{can: c.can}
			f.view.Ticket = desk.Ticket{ID: "7", Number: "2041", Status: desk.StatusResolved, Requester: amelie.Ref()}
			s := openPage(t, f).State()
			if s.MayConfirm != c.want || !s.MayBack {
				t.Errorf("%s: may confirm %v, may say it is back %v", name, s.MayConfirm, s.MayBack)
			}
		})
	}
}

func TestRequestsAreGroupedByWhoHasToMove(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		t    desk.Ticket
		want requests.Group
	}{
		{"new", ticket(desk.StatusNew, ""), requests.Working},
		{"waits for a part", ticket(desk.StatusPending, desk.PendingPart), requests.Working},
		{"waits for the person", ticket(desk.StatusPending, desk.PendingUser), requests.Yours},
		{"resolved", ticket(desk.StatusResolved, ""), requests.Yours},
		{"closed", ticket(desk.StatusClosed, ""), requests.Done},
		{"a status of the helpdesk's own", ticket("frozen", ""), requests.Working},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := requests.GroupOf(c.t, false); got != c.want {
				t.Errorf("got %s", got)
			}
		})
	}
}

func TestWhereARequesterClosesNothingAResolvedRequestIsDone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{can: desk.Capabilities{Kind: "rt"}, rows: []desk.Row{{Ticket: ticket(desk.StatusResolved, "")}, {Ticket: ticket(desk.StatusPending, desk.PendingUser)}}}
		l := requests.NewList(f, func() time.Time { return noon })
		defer l.Close()
		synctest.Wait()
		if s := l.State(); !s.Final || len(s.Groups[requests.Done]) != 1 || len(s.Groups[requests.Yours]) != 1 {
			t.Fatalf("%+v", s)
		}
	})
}

func TestTheListKeepsWhatItShowedWhenReadingFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{rows: []desk.Row{{Ticket: ticket(desk.StatusNew, "")}}}
		l := requests.NewList(f, func() time.Time { return noon })
		defer l.Close()
		synctest.Wait()
		f.locked(func() { f.err = &desk.Error{Code: desk.CodeDamaged} })
		f.Emit()
		synctest.Wait()
		if s := l.State(); s.Code != desk.CodeDamaged || s.Count != 1 || s.Loading {
			t.Fatalf("%+v", s)
		}
	})
}

func TestThePageReadsTheAnswersInThePersonsLanguage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		answers *desk.Answers
		want    []model.Line
	}{
		{"no form", nil, nil},
		{"a form", &desk.Answers{Form: "hardware", Version: 1, Given: []desk.Answer{{Question: "which", Values: []string{"screen"}}, {Question: "what"}}},
			[]model.Line{{Question: "De quoi s’agit-il\u00a0?", Answer: "Un écran"}}},
		{"a form that is not known", &desk.Answers{Form: "coffee", Given: []desk.Answer{{Question: "size", Values: []string{"big"}, Text: "hot"}}},
			[]model.Line{{Question: "size", Answer: "big hot"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				k := ticket(desk.StatusOpen, "")
				k.Answers = c.answers
				s := openPage(t, &fake{view: desk.View{Conversation: desk.Conversation{Ticket: k}}}).State()
				if !slices.Equal(s.Told, c.want) {
					t.Errorf("got %q, want %q", s.Told, c.want)
				}
			})
		})
	}
}

func TestThePageSaysWhatIsAskedAndLeavesInternalNotesOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{view: desk.View{Conversation: desk.Conversation{
			Ticket: ticket(desk.StatusPending, desk.PendingUser),
			Messages: []desk.Message{
				{ID: "1", Author: amelie.Ref(), Body: "noir", Created: noon},
				{ID: "2", Author: claire, Body: "débranchez", Created: noon.Add(2 * time.Minute)},
				{ID: "3", Author: claire, Body: "piste : câble", Internal: true, Created: noon.Add(3 * time.Minute)},
				{ID: "", Key: "k", Author: amelie.Ref(), Body: "fait", Created: noon.Add(-time.Hour)},
			},
			Events: []desk.Event{{Field: desk.FieldAssignee, To: "p2", At: noon.Add(time.Minute)}, {Field: desk.FieldImpact, To: "3"}},
		}, Pending: []desk.Pending{{Receipt: desk.Receipt{Key: "k", State: desk.StateQueued}}}}}
		s := openPage(t, f).State()
		if s.Asked == nil || s.Asked.Text != "débranchez" {
			t.Errorf("asked %+v", s.Asked)
		}
		var order []string
		for _, e := range s.Entries {
			if e.Event != nil {
				order = append(order, "event")
			} else {
				order = append(order, e.Message.Body+string(e.State))
			}
		}
		if got := strings.Join(order, ","); got != "noir,event,débranchez,faitqueued" {
			t.Errorf("got %s", got)
		}
	})
}

func TestAReplyIsKeptWhileItIsTypedAndComesBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{view: desk.View{Conversation: desk.Conversation{Ticket: ticket(desk.StatusOpen, "")}}}
		p := openPage(t, f)
		p.Write("toujours noir")
		time.Sleep(250 * time.Millisecond)
		synctest.Wait()
		if f.draft.Texts["text"] != "toujours noir" || f.draft.ID != "reply/2041" {
			t.Fatalf("kept %+v", f.draft)
		}
		if got := openPage(t, f).State().Text; got != "toujours noir" {
			t.Fatalf("came back as %q", got)
		}
	})
}

func TestSendingEmptiesTheReplyAndFailingKeepsIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{view: desk.View{Conversation: desk.Conversation{Ticket: ticket(desk.StatusOpen, "")}}, err: &desk.Error{Code: desk.CodeDiskFull}}
		p := openPage(t, f)
		p.Write("voilà")
		p.Send()
		synctest.Wait()
		if s := p.State(); s.Code != desk.CodeDiskFull || s.Text != "voilà" || s.Sending {
			t.Fatalf("%+v", s)
		}
		f.locked(func() { f.err = nil })
		p.Send()
		p.Send()
		synctest.Wait()
		if s := p.State(); s.Text != "" || s.Code != "" || len(f.did) != 1 || f.did[0] != "reply voilà reply/2041" {
			t.Fatalf("%+v, did %v", s, f.did)
		}
	})
}

func TestSolvedSendsTheBegunReplyFirstAndNotSolvedTakesItAsTheReason(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{view: desk.View{Conversation: desk.Conversation{Ticket: ticket(desk.StatusResolved, "")}}}
		p := openPage(t, f)
		p.Write("merci")
		p.Solved()
		synctest.Wait()
		p.Write("encore")
		p.NotSolved()
		synctest.Wait()
		if got := strings.Join(f.did, "; "); got != "reply merci reply/2041; confirm; back encore" {
			t.Fatalf("did %s", got)
		}
	})
}

func TestFilesAreAddedTakenOutAndVanishedOnesAreSaid(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{view: desk.View{Conversation: desk.Conversation{Ticket: ticket(desk.StatusOpen, "")}}}
		p := openPage(t, f)
		p.Attach("a.png", func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("abc")), nil })
		synctest.Wait()
		p.Attach("b.png", func() (io.ReadCloser, error) { return nil, errors.New("gone") })
		synctest.Wait()
		if s := p.State(); len(s.Attachments) != 1 || s.Attachments[0].Size != 3 || s.Refused != (model.Refused{Name: "b.png", Code: desk.CodeVanished}) {
			t.Fatalf("%+v", s)
		}
		p.Detach(7)
		p.Detach(0)
		if s := p.State(); len(s.Attachments) != 0 {
			t.Fatalf("%+v", s.Attachments)
		}
	})
}

func TestAPasteOfManyMegabytesBecomesAFile(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := openPage(t, &fake{view: desk.View{Conversation: desk.Conversation{Ticket: ticket(desk.StatusOpen, "")}}})
		p.Write("erreur\n" + strings.Repeat("x", 1<<20))
		synctest.Wait()
		if s := p.State(); len(s.Attachments) != 1 || s.Attachments[0].Size < 1<<20 || len(s.Text) > 200 {
			t.Fatalf("%d bytes of text, %+v", len(s.Text), s.Attachments)
		}
	})
}

// slow is a file on a slow disk.
func slow() (io.ReadCloser, error) {
	time.Sleep(time.Minute)
	return io.NopCloser(strings.NewReader("abc")), nil
}

func TestAReplyTakesTheFilesThatAreStillBeingAttachedAlsoWhenThePageIsLeft(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{view: desk.View{Conversation: desk.Conversation{Ticket: ticket(desk.StatusOpen, "")}}}
		p := openPage(t, f)
		p.Write("voir l’image")
		p.Attach("a.png", slow)
		p.Send()
		p.Close()
		if len(f.did) != 1 || f.files != 1 {
			t.Fatalf("did %v with %d files", f.did, f.files)
		}
		if s := p.State(); len(s.Attachments) != 0 || s.Sending {
			t.Fatalf("%+v", s)
		}
	})
}

func TestAReplyIsSentOnceAlsoWhenSayingSolvedFailsAfterIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{view: desk.View{Conversation: desk.Conversation{Ticket: ticket(desk.StatusResolved, "")}}, confirms: &desk.Error{Code: desk.CodeInvalid}}
		p := openPage(t, f)
		p.Write("merci")
		p.Solved()
		synctest.Wait()
		if s := p.State(); s.Code != desk.CodeInvalid || s.Text != "" {
			t.Fatalf("%+v", s)
		}
		f.confirms = nil
		p.Solved()
		synctest.Wait()
		if got := strings.Join(f.did, "; "); got != "reply merci reply/2041; confirm" {
			t.Fatalf("did %s", got)
		}
	})
}

func TestAReceiptIsOfferedForWhatWasAskedHere(t *testing.T) {
	t.Parallel()
	const key = desk.Key("0195d0a0-0000-7000-8000-000000000001")
	for made, want := range map[desk.Key]desk.Key{key: key, "": ""} {
		synctest.Test(t, func(t *testing.T) {
			f := &fake{made: made}
			f.view.Ticket = desk.Ticket{ID: "7", Key: key}
			if got := openPage(t, f).State().Receipt; got != want {
				t.Errorf("receipt %q, want %q", got, want)
			}
		})
	}
}
