package offline_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"relais/client/memory"
	"relais/internal/desk"
	"relais/offline"
)

func TestADraftSurvivesUntilItIsSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{})
	o := w.options(t.TempDir(), memory.Requester)
	d := open(t, o)
	draft := desk.Draft{ID: "ask", Texts: map[string]string{"what": "No sound"}, Attachments: []desk.Attachment{attach(t, d, "a picture")}}
	must(t, d.SaveDraft(t.Context(), draft))
	must(t, d.Close())
	d = open(t, o)
	got, found, err := d.Draft(t.Context(), "ask")
	if err != nil || !found || got.Texts["what"] != "No sound" || len(got.Attachments) != 1 || got.Updated.IsZero() {
		t.Fatalf("draft %+v, %v, %v", got, found, err)
	}
	// What can't be sent leaves the draft.
	if _, err := d.Ask(t.Context(), desk.NewTicket{}, "ask"); desk.CodeOf(err) != desk.CodeInvalid {
		t.Fatalf("got %v", err)
	}
	if list, err := d.Drafts(t.Context()); err != nil || len(list) != 1 {
		t.Fatalf("drafts %+v, %v", list, err)
	}
	ask := request("No sound")
	ask.Message = with(ask.Message, got.Attachments...)
	_, err = d.Ask(t.Context(), ask, "ask")
	must(t, err)
	if _, found, err := d.Draft(t.Context(), "ask"); err != nil || found {
		t.Fatalf("the draft is still there, %v", err)
	}
	must(t, d.SaveDraft(t.Context(), draft))
	must(t, d.SaveDraft(t.Context(), desk.Draft{ID: "ask"})) // emptied by hand
	must(t, d.DropDraft(t.Context(), "never there"))
	if list, err := d.Drafts(t.Context()); err != nil || len(list) != 0 {
		t.Fatalf("drafts %+v, %v", list, err)
	}
	if err := d.SaveDraft(t.Context(), desk.Draft{}); desk.CodeOf(err) != desk.CodeInvalid {
		t.Fatalf("got %v", err)
	}
}

func TestADraftIsFoundByTheKeyAndByTheNumber(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{})
	d := w.device(t, memory.Requester)
	made, err := d.Ask(t.Context(), request("No sound"), "")
	must(t, err)
	byKey := "reply/" + string(made.Key)
	written := func() bool {
		rows, err := d.Tickets(t.Context(), desk.Filter{})
		must(t, err)
		return len(rows) == 1 && rows[0].Written
	}
	if written() {
		t.Fatal("nothing is written yet")
	}
	told := 0
	defer d.Watch(func() { told++ })()
	for range 3 {
		must(t, d.SaveDraft(t.Context(), desk.Draft{ID: byKey, Texts: map[string]string{"reply": "By the way"}}))
	}
	if !written() || told != 1 {
		t.Fatalf("the list says that a reply is begun: %v, and was told %d times", written(), told)
	}
	w.sync(d)
	if !written() {
		t.Fatal("the number of the ticket hides that a reply is begun")
	}
	got, found, err := d.Draft(t.Context(), "reply/1")
	if err != nil || !found || got.ID != "reply/1" || got.Texts["reply"] != "By the way" {
		t.Fatalf("draft %+v, %v, %v", got, found, err)
	}
	_, err = d.Reply(t.Context(), "1", says("By the way"), "reply/1")
	must(t, err)
	if _, found, err := d.Draft(t.Context(), byKey); err != nil || found {
		t.Fatalf("the draft is still there, %v", err)
	}
	if written() {
		t.Fatal("the list says that a reply is begun, and it is sent")
	}
}

func TestADraftOutlivesWhatWasDoneBeforeToItsTicket(t *testing.T) {
	t.Parallel()
	w, mine, _ := pair(t, memory.Options{})
	_, err := mine.Take(t.Context(), "1")
	must(t, err)
	must(t, mine.SaveDraft(t.Context(), desk.Draft{ID: "reply/1", Texts: map[string]string{"text": "A long answer"}}))
	w.sync(mine) // what was done gets the number of the ticket
	if got, found, err := mine.Draft(t.Context(), "reply/1"); err != nil || !found || got.Texts["text"] != "A long answer" {
		t.Fatalf("draft %+v, %v, %v", got, found, err)
	}
	_, err = mine.Reply(t.Context(), "1", says("A long answer"), "reply/1")
	must(t, err)
	if list, err := mine.Drafts(t.Context()); err != nil || len(list) != 0 {
		t.Fatalf("what was sent is still a draft: %+v, %v", list, err)
	}
	if rows, err := mine.Tickets(t.Context(), desk.Filter{}); err != nil || rows[0].Written {
		t.Fatalf("the list says that a reply is begun, and it is sent: %v", err)
	}
	w.sync(mine)
	w.hub.Vanish("1")
	w.sync(mine)
	if _, err := mine.Ticket(t.Context(), "1"); desk.CodeOf(err) != desk.CodeNotFound {
		t.Fatalf("a ticket that is gone: %v", err)
	}
}

// before opens the desk that is used before any sign-in.
func before(t *testing.T, w *world, home string) *offline.Desk {
	t.Helper()
	o := w.options(home, "")
	o.Connect = nil
	return open(t, o)
}

func TestWhatWasDoneBeforeSignInGoesToTheAccount(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{})
	home := t.TempDir()
	d := before(t, w, home)
	ask := request("No sound")
	ask.Message = with(ask.Message, attach(t, d, "a picture"))
	made, err := d.Ask(t.Context(), ask, "")
	must(t, err)
	_, err = d.Reply(t.Context(), string(made.Key), says("Still none"), "")
	must(t, err)
	must(t, d.SaveDraft(t.Context(), desk.Draft{ID: "ask", Texts: map[string]string{"what": "And"}}))
	must(t, d.Tick(t.Context(), "sound.fr", 2, true))
	if s := d.Status(); s.SignedIn || s.Waiting != 2 || d.Me().ID != "" || d.Matrix() != desk.DefaultMatrix {
		t.Fatalf("status %+v", s)
	}
	must(t, d.Close())
	if n, err := offline.Unadopted(t.Context(), home, w.clock.Now); err != nil || n != 3 {
		t.Fatalf("%d, %v", n, err)
	}
	account := w.options(home, memory.Requester)
	theirs := open(t, account)
	must(t, theirs.SaveDraft(t.Context(), desk.Draft{ID: "ask", Texts: map[string]string{"what": "Mine"}}))
	must(t, theirs.Close())
	for i, want := range []int{2, 0} {
		if n, err := offline.Adopt(t.Context(), home, memory.Requester, w.clock.Now); err != nil || n != want {
			t.Fatalf("time %d: %d, %v", i, n, err)
		}
	}
	if n, err := offline.Unadopted(t.Context(), home, w.clock.Now); err != nil || n != 0 {
		t.Fatalf("%d left, %v", n, err)
	}
	theirs = open(t, account)
	w.sync(theirs)
	all := w.hub.Conversations()
	if len(all) != 1 || len(all[0].Messages) != 2 || len(all[0].Messages[0].Attachments) != 1 || all[0].Ticket.Requester.ID != memory.Requester {
		t.Fatalf("hub %+v", all)
	}
	if drafts, err := theirs.Drafts(t.Context()); err != nil || len(drafts) != 2 {
		t.Fatalf("drafts %+v, %v", drafts, err)
	}
	if ticks, err := theirs.Ticks(t.Context(), "sound.fr"); err != nil || len(ticks) != 1 {
		t.Fatalf("ticks %v, %v", ticks, err)
	}
	if rows, err := before(t, w, home).Tickets(t.Context(), desk.Filter{}); err != nil || len(rows) != 0 {
		t.Fatalf("left behind: %+v, %v", rows, err)
	}
}

func TestAnAdoptionThatWasKilledInTheMiddleArrivesOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{})
	home := t.TempDir()
	d := before(t, w, home)
	_, err := d.Ask(t.Context(), request("No sound"), "")
	must(t, err)
	must(t, d.Close())
	// The rows arrived, and were not dropped where they came from.
	unsigned := filepath.Join(home, "accounts", "unsigned", "precious.db")
	raw, err := os.ReadFile(unsigned)
	must(t, err)
	_, err = offline.Adopt(t.Context(), home, memory.Requester, w.clock.Now)
	must(t, err)
	must(t, os.WriteFile(unsigned, raw, 0o600))
	theirs := open(t, w.options(home, memory.Requester))
	w.sync(theirs) // delivered before the adoption is tried again
	must(t, theirs.Close())
	if _, err := offline.Adopt(t.Context(), home, memory.Requester, w.clock.Now); err != nil {
		t.Fatal(err)
	}
	theirs = open(t, w.options(home, memory.Requester))
	w.sync(theirs)
	if n, err := offline.Unadopted(t.Context(), home, w.clock.Now); err != nil || n != 0 || len(w.hub.Conversations()) != 1 {
		t.Fatalf("%d left, %d tickets, %v", n, len(w.hub.Conversations()), err)
	}
}

func TestAccountsThatAreNoFolderNamesAreRefused(t *testing.T) {
	t.Parallel()
	for _, account := range []string{"unsigned", "a/b", "..", ".", ".hidden", "/"} {
		if _, err := offline.Open(t.Context(), offline.Options{Home: t.TempDir(), Account: account}); desk.CodeOf(err) != desk.CodeInvalid {
			t.Errorf("%q: %v", account, err)
		}
		if _, err := offline.Adopt(t.Context(), t.TempDir(), account, time.Now); desk.CodeOf(err) != desk.CodeInvalid {
			t.Errorf("adopt %q: %v", account, err)
		}
	}
	if _, err := offline.Adopt(t.Context(), t.TempDir(), "", time.Now); desk.CodeOf(err) != desk.CodeInvalid {
		t.Errorf("adopt nobody: %v", err)
	}
	if n, err := offline.Unadopted(t.Context(), t.TempDir(), time.Now); err != nil || n != 0 {
		t.Errorf("%d, %v", n, err)
	}
}

// withRequests makes a device with a ticket that was synced and one that waits.
func withRequests(t *testing.T) (*world, offline.Options, string) {
	w := newWorld(t, memory.Options{})
	o := w.options(t.TempDir(), memory.Requester)
	d := open(t, o)
	_, err := d.Ask(t.Context(), request("Synced"), "")
	must(t, err)
	w.sync(d)
	_, err = d.Ask(t.Context(), request("Waiting"), "")
	must(t, err)
	must(t, d.SaveDraft(t.Context(), desk.Draft{ID: "ask", Texts: map[string]string{"what": "typed"}}))
	must(t, d.Close())
	return w, o, w.home()
}

func TestADamagedCacheIsSetAsideAndComesBack(t *testing.T) {
	t.Parallel()
	w, o, home := withRequests(t)
	must(t, os.WriteFile(filepath.Join(home, "cache.db"), []byte(strings.Repeat("not a database ", 1000)), 0o600))
	d := open(t, o)
	if s := d.Status(); s.Kept != "cache" || s.Waiting != 1 {
		t.Fatalf("status %+v", s)
	}
	if rows, err := d.Tickets(t.Context(), desk.Filter{}); err != nil || len(rows) != 1 || rows[0].Title != "Waiting" {
		t.Fatalf("rows %+v, %v", rows, err)
	}
	w.sync(d)
	if rows, err := d.Tickets(t.Context(), desk.Filter{}); err != nil || len(rows) != 2 || len(w.hub.Conversations()) != 2 {
		t.Fatalf("rows %+v, %v", rows, err)
	}
	if aside, err := filepath.Glob(filepath.Join(home, "cache.db.corrupt-*")); err != nil || len(aside) != 1 {
		t.Fatalf("set aside %v, %v", aside, err)
	}
}

func TestADamagedPreciousFileIsSetAsideAndReadAsFarAsItCanBe(t *testing.T) {
	t.Parallel()
	w, o, home := withRequests(t)
	path := filepath.Join(home, "precious.db")
	raw, err := os.ReadFile(path)
	must(t, err)
	root := indexRoot(t, path, "operation_gen", len(raw)/4096)
	for i := range 4096 { // the rows are all there
		raw[root*4096+i] ^= 0x5a
	}
	must(t, os.WriteFile(path, raw, 0o600))
	must(t, os.WriteFile(path+"-wal", []byte("left by a crash"), 0o600))
	d := open(t, o)
	if s := d.Status(); s.Kept != "precious 2 1" || s.Waiting != 1 {
		t.Fatalf("status %+v", s)
	}
	if rows, err := d.Tickets(t.Context(), desk.Filter{}); err != nil || len(rows) != 2 {
		t.Fatalf("rows %+v, %v", rows, err)
	}
	if r := w.sync(d); r.Pushed != 1 || len(w.hub.Conversations()) != 2 {
		t.Fatalf("sync %+v", r)
	}
	if draft, found, err := d.Draft(t.Context(), "ask"); err != nil || !found || draft.Texts["what"] != "typed" {
		t.Fatalf("draft %+v, %v", draft, err)
	}
	must(t, d.Close())
	must(t, os.WriteFile(path, []byte(strings.Repeat("nothing left ", 1000)), 0o600))
	if s := open(t, o).Status(); s.Kept != "precious 0 0" {
		t.Fatalf("status %+v", s)
	}
}

func TestDamageIsLeftAloneWhileAnotherProcessHasTheFileOpen(t *testing.T) {
	t.Parallel()
	_, o, home := withRequests(t)
	first := open(t, o)
	must(t, os.WriteFile(filepath.Join(home, "cache.db"), []byte(strings.Repeat("not a database ", 1000)), 0o600))
	if _, err := offline.Open(t.Context(), o); desk.CodeOf(err) != desk.CodeDamaged {
		t.Fatalf("got %v", err)
	}
	must(t, first.Close())
	if s := open(t, o).Status(); s.Kept != "cache" {
		t.Fatalf("status %+v", s)
	}
}

func TestAFolderThatCanNotBeWrittenIsSaid(t *testing.T) {
	t.Parallel()
	home := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(home, nil, 0o400))
	if _, err := offline.Open(t.Context(), offline.Options{Home: home}); desk.CodeOf(err) != desk.CodeReadOnly {
		t.Errorf("got %v", err)
	}
}

func TestOpenHonoursItsContext(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := offline.Open(ctx, offline.Options{Home: t.TempDir()}); desk.CodeOf(err) != desk.CodeCanceled {
		t.Errorf("got %v", err)
	}
}
