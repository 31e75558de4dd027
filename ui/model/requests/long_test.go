package requests_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"relais/internal/desk"
	"relais/ui/model"
	"relais/ui/model/requests"
)

// lengthy has a request of 100 messages, each from whom by tells.
func lengthy(t desk.Ticket, by func(i int) desk.Message) *fake {
	f := &fake{view: desk.View{Conversation: desk.Conversation{Ticket: t}}}
	for i := range 100 {
		m := by(i)
		m.ID, m.Body, m.Created = fmt.Sprint(i), fmt.Sprint("message ", i), noon.Add(time.Duration(i-100)*time.Minute)
		f.view.Messages = append(f.view.Messages, m)
	}
	return f
}

func TestALongRequestShowsItsEndFirstAndAllOfItWhenAsked(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := openPage(t, lengthy(ticket(desk.StatusOpen, ""), func(int) desk.Message { return desk.Message{Author: claire} }))
		if s := p.State(); len(s.Entries) != 11 || s.View.Earlier != 89 {
			t.Fatalf("%d entries at first, %d earlier", len(s.Entries), s.View.Earlier)
		}
		p.Earlier()
		synctest.Wait()
		if s := p.State(); len(s.Entries) != 100 || s.View.Earlier != 0 {
			t.Fatalf("%d entries in the end, %d earlier", len(s.Entries), s.View.Earlier)
		}
	})
}

func TestALongRequestIsReadToItsBeginningWhereTheEndSaysTooLittle(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		ticket desk.Ticket
		by     func(i int) desk.Message
		asked  string
	}{
		"the team talks": {ticket(desk.StatusOpen, ""), func(i int) desk.Message { return desk.Message{Author: claire, Internal: i > 50} }, ""},
		"the question is long ago": {ticket(desk.StatusPending, desk.PendingUser), func(i int) desk.Message {
			if i == 40 {
				return desk.Message{Author: claire}
			}
			return desk.Message{Author: amelie.Ref()}
		}, "message 40"},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := openPage(t, lengthy(c.ticket, c.by)).State()
			if s.View.Earlier != 0 {
				t.Errorf("%s: %d are left out", name, s.View.Earlier)
			}
			if c.asked != "" && (s.Asked == nil || s.Asked.Text != c.asked) {
				t.Errorf("%s: asked %+v", name, s.Asked)
			}
		})
	}
}

func TestAFileGoesOnWhenTheConnectionIsBackAndAFaultIsSaid(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{view: desk.View{Conversation: desk.Conversation{Ticket: ticket(desk.StatusOpen, "")}}}
		var opened []string
		p := requests.NewPage(f, forms(t), "2041", func() string { return "fr" }, func() time.Time { return noon }, func(path string) { opened = append(opened, path) })
		t.Cleanup(p.Close)
		a := desk.Attachment{ID: "f", Name: "a.zip", Size: 100}
		f.locked(func() { f.err = &desk.Error{Code: desk.CodeUnreachable} })
		p.OpenFile(a)
		synctest.Wait()
		if s := p.State(); s.Coming["f"] != (model.Coming{Bytes: 50, Waits: true}) || s.Code != "" {
			t.Fatalf("%v %q", s.Coming, s.Code)
		}
		f.locked(func() { f.err = nil })
		f.Emit() // a sync went well
		synctest.Wait()
		if s := p.State(); len(s.Coming) != 0 || len(opened) != 1 {
			t.Fatalf("%v, opened %q", s.Coming, opened)
		}
		f.locked(func() { f.err = &desk.Error{Code: desk.CodeDiskFull} })
		p.OpenFile(a)
		synctest.Wait()
		if s := p.State(); len(s.Coming) != 0 || s.Code != desk.CodeDiskFull {
			t.Fatalf("%v %q", s.Coming, s.Code)
		}
	})
}
