package offline_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"relais/client/memory"
	"relais/internal/desk"
	"relais/offline"
)

// attach puts a small file into the outbox.
func attach(t *testing.T, d *offline.Desk, content string) desk.Attachment {
	t.Helper()
	a, err := d.Attach(t.Context(), content+".txt", strings.NewReader(content))
	must(t, err)
	return a
}

func with(m desk.NewMessage, list ...desk.Attachment) desk.NewMessage {
	for _, a := range list {
		m.Attachments = append(m.Attachments, desk.Blob{Attachment: a})
	}
	return m
}

func TestAnAttachmentTravelsWithItsRequestAndComesBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{})
	d := w.device(t, memory.Requester)
	ask := request("No sound")
	ask.Message = with(ask.Message, attach(t, d, "a picture"))
	made, err := d.Ask(t.Context(), ask, "")
	must(t, err)
	w.sync(d)
	other := w.device(t, memory.Technician1)
	w.sync(other)
	for name, x := range map[string]*offline.Desk{"asker": d, "technician": other} {
		v, err := x.Ticket(t.Context(), string(made.Key))
		must(t, err)
		for range 2 { // the second time without the network
			path, err := x.Fetch(t.Context(), v.Messages[0].Attachments[0], nil)
			must(t, err)
			raw, err := os.ReadFile(path)
			if err != nil || string(raw) != "a picture" || filepath.Base(path) != "a picture.txt" {
				t.Errorf("%s: %s: %q, %v", name, path, raw, err)
			}
			w.hub.Outage(true)
		}
		w.hub.Outage(false)
	}
}

func TestWhatTheHelpdeskHasLeavesTheOutbox(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{})
	d := w.device(t, memory.Requester)
	folder := filepath.Join(w.home(), "outbox")
	send := func(content string, age time.Duration) desk.Attachment {
		a := attach(t, d, content)
		at := w.clock.Now().Add(-age)
		must(t, os.Chtimes(filepath.Join(folder, a.SHA256), at, at))
		ask := request("No sound")
		ask.Message = with(ask.Message, a)
		_, err := d.Ask(t.Context(), ask, "")
		must(t, err)
		return a
	}
	send("sent", time.Minute)
	drafted, again := send("also in a draft", time.Minute), send("attached once more", -time.Hour)
	must(t, d.SaveDraft(t.Context(), desk.Draft{ID: "ask", Attachments: []desk.Attachment{drafted}}))
	w.sync(d)
	files, err := os.ReadDir(folder)
	must(t, err)
	var names []string
	for _, f := range files {
		names = append(names, f.Name())
	}
	want := []string{drafted.SHA256, again.SHA256}
	slices.Sort(want)
	if !slices.Equal(names, want) {
		t.Errorf("the outbox has %v, want %v", names, want)
	}
}

func TestAFetchGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	var offsets []int64
	w := newWorld(t, memory.Options{})
	d := w.device(t, memory.Requester)
	ask := request("No sound")
	ask.Message = with(ask.Message, attach(t, d, "0123456789"))
	_, err := d.Ask(t.Context(), ask, "")
	must(t, err)
	w.sync(d)
	o := w.options(t.TempDir(), memory.Technician1)
	o.Connect = func(context.Context) (desk.Backend, error) {
		return brittle{Backend: w.hub.Open(memory.Technician1), offsets: &offsets}, nil
	}
	other := open(t, o)
	w.sync(other)
	v, err := other.Ticket(t.Context(), "1")
	must(t, err)
	a := v.Messages[0].Attachments[0]
	if _, err := other.Fetch(t.Context(), a, nil); desk.CodeOf(err) != desk.CodeInterrupted {
		t.Fatalf("got %v", err)
	}
	path, err := other.Fetch(t.Context(), a, nil)
	must(t, err)
	if raw, err := os.ReadFile(path); err != nil || string(raw) != "0123456789" || len(offsets) != 2 || offsets[1] != 4 {
		t.Fatalf("%q at %v, %v", raw, offsets, err)
	}
	if _, err := other.Fetch(t.Context(), desk.Attachment{Name: "x"}, nil); desk.CodeOf(err) != desk.CodeNotFound {
		t.Errorf("no id: %v", err)
	}
	a.Name, a.SHA256 = "other.txt", strings.Repeat("0", 64)
	if _, err := other.Fetch(t.Context(), a, nil); desk.CodeOf(err) != desk.CodeInterrupted {
		t.Errorf("another content: %v", err)
	}
}

func TestWhatCanNotBeAttachedIsSaid(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{MaxAttachment: 10})
	d := w.device(t, memory.Requester)
	w.sync(d)
	canceled, stop := context.WithCancel(t.Context())
	stop()
	for _, c := range []struct {
		name string
		r    func() (desk.Attachment, error)
		code desk.Code
	}{
		{name: "empty", r: func() (desk.Attachment, error) { return d.Attach(t.Context(), "a", strings.NewReader("")) }, code: desk.CodeInvalid},
		{name: "too large", r: func() (desk.Attachment, error) {
			return d.Attach(t.Context(), "a", strings.NewReader("01234567890"))
		}, code: desk.CodeTooLarge},
		{name: "vanishes", r: func() (desk.Attachment, error) {
			return d.Attach(t.Context(), "a", iotest.ErrReader(errors.New("gone")))
		}, code: desk.CodeVanished},
		{name: "canceled", r: func() (desk.Attachment, error) { return d.Attach(canceled, "a", strings.NewReader("x")) }, code: desk.CodeCanceled},
	} {
		if _, err := c.r(); desk.CodeOf(err) != c.code {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	files, err := os.ReadDir(filepath.Join(w.home(), "outbox"))
	if err != nil || len(files) != 0 {
		t.Errorf("left behind: %v, %v", files, err)
	}
}

func TestAnAttachmentThatVanishedBeforeSendingNeedsAttention(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{})
	d := w.device(t, memory.Requester)
	a := attach(t, d, "a picture")
	ask := request("No sound")
	ask.Message = with(ask.Message, a)
	_, err := d.Ask(t.Context(), ask, "")
	must(t, err)
	must(t, os.Remove(filepath.Join(w.home(), "outbox", a.SHA256)))
	if r := w.sync(d); r.Attention != 1 {
		t.Fatalf("sync %+v", r)
	}
	if list, err := d.Outbox(t.Context()); err != nil || list[0].Code != desk.CodeVanished {
		t.Fatalf("outbox %+v, %v", list, err)
	}
	if _, err := d.Ask(t.Context(), ask, ""); desk.CodeOf(err) != desk.CodeVanished {
		t.Errorf("asked again: %v", err)
	}
}

func TestAVeryLongTextBecomesAnAttachment(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{})
	d := w.device(t, memory.Requester)
	long := strings.Repeat("é", 10<<20)
	ask := request("A paste")
	ask.Message.Body = long
	_, err := d.Ask(t.Context(), ask, "")
	must(t, err)
	w.sync(d)
	m := w.hub.Conversations()[0].Messages[0]
	if len(m.Body) > 3000 || !strings.HasPrefix(long, strings.TrimSuffix(m.Body, "…")) || len(m.Attachments) != 1 || m.Attachments[0].Size != int64(len(long)) {
		t.Fatalf("%d bytes, %+v", len(m.Body), m.Attachments)
	}
	_, err = d.Reply(t.Context(), "1", says(long), "")
	must(t, err)
	path, err := d.Fetch(t.Context(), m.Attachments[0], nil)
	must(t, err)
	if raw, err := os.ReadFile(path); err != nil || !bytes.Equal(raw, []byte(long)) {
		t.Fatalf("%d bytes, %v", len(raw), err)
	}
}

// received makes a ticket with so many files of ten bytes, and gives a desk of another person who may read them.
func received(t *testing.T, files int, limit int64) (w *world, reader *offline.Desk, list []desk.Attachment) {
	t.Helper()
	w = newWorld(t, memory.Options{})
	d := w.device(t, memory.Requester)
	ask := request("No sound")
	for i := range files {
		ask.Message = with(ask.Message, attach(t, d, strings.Repeat(string(rune('a'+i)), 10)))
	}
	_, err := d.Ask(t.Context(), ask, "")
	must(t, err)
	w.sync(d)
	o := w.options(t.TempDir(), memory.Technician1)
	o.Downloads = limit
	reader = open(t, o)
	w.sync(reader)
	v, err := reader.Ticket(t.Context(), "1")
	must(t, err)
	return w, reader, v.Messages[0].Attachments
}

func TestTheFilesThatWereNotUsedForLongestMakeRoom(t *testing.T) {
	t.Parallel()
	w, d, list := received(t, 4, 25)
	waiting := attach(t, d, strings.Repeat("z", 1000)) // more than may be kept, but it is not a download
	_, err := d.Reply(t.Context(), "1", with(says("Look"), waiting), "")
	must(t, err)
	fetch := func(i int) string {
		path, err := d.Fetch(t.Context(), list[i], nil)
		must(t, err)
		return path
	}
	paths := []string{fetch(0), fetch(1)}
	fetch(0) // used again: the other one is older
	paths = append(paths, fetch(2))
	for i, there := range []bool{true, false, true} {
		if _, err := os.Stat(paths[i]); (err == nil) != there {
			t.Errorf("file %d is there: %t, want %t", i, err == nil, there)
		}
	}
	if _, err := os.Stat(filepath.Join(w.home(), "outbox", waiting.SHA256)); err != nil {
		t.Errorf("what waits to be sent: %v", err)
	}
	if raw, err := os.ReadFile(fetch(1)); err != nil || string(raw) != strings.Repeat("b", 10) {
		t.Errorf("fetched again: %q, %v", raw, err)
	}
}

func TestAFileLargerThanWhatIsKeptIsFetchedAllTheSame(t *testing.T) {
	t.Parallel()
	_, d, list := received(t, 1, 5)
	for range 2 {
		path, err := d.Fetch(t.Context(), list[0], nil)
		must(t, err)
		if info, err := os.Stat(path); err != nil || info.Size() != 10 {
			t.Errorf("%v, %v", info, err)
		}
	}
}

func TestAFetchTellsHowFarItHasCome(t *testing.T) {
	t.Parallel()
	_, d, list := received(t, 1, 0)
	var told []int64
	_, err := d.Fetch(t.Context(), list[0], func(bytes int64) { told = append(told, bytes) })
	must(t, err)
	if !slices.IsSorted(told) || len(told) < 2 || told[0] != 0 || told[len(told)-1] != 10 {
		t.Errorf("told %v of 10 bytes", told)
	}
}
