package offline_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"relais/client/memory"
	"relais/internal/desk"
)

func TestAnotherRequestDoesNotTakeThePlaceOfOneThatWasThrownAway(t *testing.T) {
	t.Parallel()
	s := &strict{}
	w := newWorld(t, s.options())
	d := w.device(t, memory.Requester)
	w.sync(d)
	s.code = desk.CodeTooLarge
	bad, err := d.Ask(t.Context(), request("My salary slip is wrong"), "")
	must(t, err)
	_, err = d.Reply(t.Context(), string(bad.Key), says("It is about my salary"), "")
	must(t, err)
	w.refused(d)
	back, err := d.TakeBack(t.Context(), bad.Key)
	must(t, err)
	must(t, d.DropDraft(t.Context(), back.ID)) // the page is cleared
	s.code = ""
	_, err = d.Ask(t.Context(), request("Printer"), desk.DraftAsk)
	must(t, err)
	w.sync(d)
	list, err := d.Outbox(t.Context())
	must(t, err)
	if len(list) != 2 || list[0].Key != bad.Key {
		t.Errorf("outbox %+v", list)
	}
	for _, c := range w.hub.Conversations() {
		if len(c.Messages) != 1 {
			t.Errorf("%q got what was said elsewhere: %+v", c.Ticket.Title, c.Messages)
		}
	}
}

func TestWhatMayHaveArrivedIsNotSentUnderAnotherKey(t *testing.T) {
	t.Parallel()
	deaf := false
	w := newWorld(t, memory.Options{Before: func(_ context.Context, method string) error {
		if deaf && method == "pull" {
			return &desk.Error{Code: desk.CodeInterrupted, Op: method}
		}
		return nil
	}})
	d := w.device(t, memory.Requester)
	w.sync(d)
	deaf = true
	file := attach(t, d, "gone")
	ask := request("Noise")
	ask.Message = with(ask.Message, file)
	r, err := d.Ask(t.Context(), ask, "")
	must(t, err)
	w.hub.Lose(1)
	_, _ = d.Sync(t.Context())
	must(t, os.Remove(filepath.Join(w.home(), "outbox", file.SHA256)))
	w.clock.Advance(time.Hour)
	_, _ = d.Sync(t.Context())
	list, err := d.Outbox(t.Context())
	must(t, err)
	if len(list) != 1 || list[0].State != desk.StateAttention || list[0].Code != desk.CodeVanished || len(w.hub.Conversations()) != 1 {
		t.Fatalf("outbox %+v, %d tickets", list, len(w.hub.Conversations()))
	}
	if _, err := d.TakeBack(t.Context(), r.Key); desk.CodeOf(err) != desk.CodeInterrupted {
		t.Errorf("taken back: %v", err)
	}
}

func TestStepsThatWereTickedComeBackWithAReply(t *testing.T) {
	t.Parallel()
	s := &strict{}
	w, mine, _ := pair(t, s.options())
	s.code = desk.CodeTooLarge
	m := says("Did it")
	m.Tried = []desk.Tried{{}}
	_, err := mine.Reply(t.Context(), "1", m, "")
	must(t, err)
	got, err := mine.TakeBack(t.Context(), w.refused(mine).Key)
	must(t, err)
	if len(got.Tried) != 1 {
		t.Errorf("draft %+v", got)
	}
}

func TestAPageThatKnowsTheOldKeyGoesOnWithWhatTookItsPlace(t *testing.T) {
	t.Parallel()
	s := &strict{}
	w := newWorld(t, s.options())
	d := w.device(t, memory.Requester)
	w.sync(d)
	s.code = desk.CodeInvalid
	bad, err := d.Ask(t.Context(), request("Too loud"), "")
	must(t, err)
	w.refused(d)
	old := "reply/" + string(bad.Key)
	must(t, d.SaveDraft(t.Context(), desk.Draft{ID: old, Texts: map[string]string{"text": "Begun"}}))
	_, err = d.Resend(t.Context(), bad.Key, map[string]string{"title": "Quiet"})
	must(t, err)
	must(t, d.SaveDraft(t.Context(), desk.Draft{ID: old, Texts: map[string]string{"text": "Begun, and more"}}))
	s.code = ""
	w.sync(d)
	v, err := d.Ticket(t.Context(), string(bad.Key))
	must(t, err)
	got, found, err := d.Draft(t.Context(), "reply/"+v.Ticket.ID)
	must(t, err)
	if !found || got.Texts["text"] != "Begun, and more" {
		t.Errorf("draft %+v", got)
	}
	_, err = d.Reply(t.Context(), string(bad.Key), says("Begun, and more"), old)
	must(t, err)
	if all, err := d.Drafts(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("left %+v, %v", all, err)
	}
}

// unsearchable is a helpdesk that can't look for some operations.
type unsearchable struct {
	desk.Backend
	bad map[desk.Key]bool
}

func (b unsearchable) Find(ctx context.Context, key desk.Key) (desk.Written, error) {
	if b.bad[key] {
		return desk.Written{}, &desk.Error{Code: desk.CodeInternal, Op: "find"}
	}
	return b.Backend.Find(ctx, key)
}

func TestWhatCanNotBeLookedForIsInNobodysWay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{Create: desk.Findable, Grace: time.Second})
	o := w.options(t.TempDir(), memory.Requester)
	bad := map[desk.Key]bool{}
	o.Connect = func(context.Context) (desk.Backend, error) {
		return unsearchable{w.hub.Open(memory.Requester), bad}, nil
	}
	d := open(t, o)
	w.sync(d)
	var last desk.Key
	for i := range 4 {
		r, err := d.Ask(t.Context(), request("R"), "")
		must(t, err)
		last, bad[r.Key] = r.Key, i < 3
	}
	for _, cut := range []int{3, 1, 0, 0, 0, 0, 0, 0} {
		w.hub.Cut(cut)
		_, _ = d.Sync(t.Context())
		w.clock.Advance(time.Hour)
	}
	if r, err := d.Receipt(t.Context(), last); err != nil || r.State != desk.StateAccepted {
		t.Errorf("got %+v, %v", r, err)
	}
}
