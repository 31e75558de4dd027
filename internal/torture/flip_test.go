//go:build linux

package torture_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/client/memory"
	"relais/internal/desk"
	"relais/offline"
)

// Bytes of a database are flipped. Relais repairs it and says so, or refuses it; what can be read stays, and nothing else
// than what was written reaches the helpdesk.
func TestFlippedBytesAreRepairedOrSaidAndWhatCanBeReadStays(t *testing.T) {
	t.Parallel()
	t.Log(recipe())
	for _, name := range []string{"precious.db", "cache.db"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOriginal(t)
			seen := map[string]int{}
			for i := range uint64(copies()) {
				seen[o.flip(t, name, i)]++
			}
			t.Logf("what was said: %v", seen)
		})
	}
}

// original is a home whose copies are damaged, and its helpdesk.
type original struct {
	hub    *memory.Desk
	home   string
	o      offline.Options
	words  map[desk.Key]string // all that was ever written
	waits  []desk.Key
	drafts map[string]string
	last   string // what was found damaged
}

// many is how much there is of everything.
const many = 8

func newOriginal(t *testing.T) *original {
	t.Helper()
	var ticks, keys int64
	now := func() time.Time {
		ticks++
		return time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC).Add(time.Duration(ticks) * time.Millisecond)
	}
	o := &original{hub: memory.New(memory.Options{Now: now}), home: t.TempDir(), words: map[desk.Key]string{}, drafts: map[string]string{}}
	o.o = offline.Options{
		Home: o.home, Account: memory.Requester, Now: now, Random: func() float64 { return 0.5 }, Cold: true,
		NewKey:  func() desk.Key { keys++; return desk.Key(fmt.Sprintf("01900000-0000-7000-8000-%012x", keys)) },
		Connect: func(context.Context) (desk.Backend, error) { return o.hub.Open(memory.Requester), nil },
	}
	d, err := offline.Open(t.Context(), o.o)
	must(t, err)
	for i := range 2 * many {
		words := fmt.Sprintf("Request %d: %s", i, strings.Repeat("again ", i)+"broken")
		r, err := d.Ask(t.Context(), desk.NewTicket{Title: words, Impact: 2, Urgency: 3, Message: desk.NewMessage{Body: words}}, "")
		must(t, err)
		o.note(r, words, i >= many)
		if i == many-1 {
			_, err := d.Sync(t.Context())
			must(t, err)
			o.waits = nil
		}
	}
	for i := range many {
		words := fmt.Sprintf("Reply %d", i)
		r, err := d.Reply(t.Context(), "1", desk.NewMessage{Body: words}, "")
		must(t, err)
		o.note(r, words, true)
		id := fmt.Sprintf("draft/%d", i)
		o.drafts[id] = strings.Repeat("typed ", i+1)
		must(t, d.SaveDraft(t.Context(), desk.Draft{ID: id, Texts: map[string]string{"what": o.drafts[id]}}))
	}
	must(t, d.Close())
	return o
}

func (o *original) note(r desk.Receipt, words string, waits bool) {
	o.words[r.Key] = words
	if waits {
		o.waits = append(o.waits, r.Key)
	}
}

// flip damages a copy, and looks at what becomes of it. It returns what was said at the end.
func (o *original) flip(t *testing.T, name string, i uint64) string {
	t.Helper()
	copied := o.o
	copied.Home = t.TempDir()
	must(t, os.CopyFS(copied.Home, os.DirFS(o.home)))
	folder, err := offline.Folder(copied.Home, copied.Account)
	must(t, err)
	random := rand.New(rand.NewPCG(seed, 4<<32|i))
	o.damage(t, filepath.Join(folder, name), random)
	kept := ""
	for range 3 { // what is found damaged while it is used is repaired when it is opened again
		d, err := offline.Open(t.Context(), copied)
		if code := desk.CodeOf(err); code == desk.CodeNewer {
			return string(code)
		}
		if err != nil {
			t.Errorf("copy %d: %v", i, err)
			return ""
		}
		if d.Status().Kept != "" {
			kept = d.Status().Kept
		}
		again := o.look(t, d, i, kept)
		must(t, d.Close())
		if !again {
			return kept
		}
	}
	t.Errorf("copy %d (%s) is still damaged: %s", i, name, o.last)
	return kept
}

// damage flips up to fifty bytes; half of the files look as if a program was stopped in the middle.
func (o *original) damage(t *testing.T, path string, random *rand.Rand) {
	t.Helper()
	raw, err := os.ReadFile(path)
	must(t, err)
	for range 1 + random.IntN(50) {
		raw[random.IntN(len(raw))] ^= byte(1 + random.IntN(255))
	}
	must(t, os.WriteFile(path, raw, 0o600))
	if random.IntN(2) == 0 {
		must(t, os.WriteFile(path+"-wal", []byte("left by a crash"), 0o600))
	}
}

// look uses everything, and tells whether something was found damaged only now.
func (o *original) look(t *testing.T, d *offline.Desk, i uint64, kept string) (damaged bool) {
	t.Helper()
	_, listErr := d.Tickets(t.Context(), desk.Filter{})
	_, viewErr := d.Ticket(t.Context(), "1")
	_, oldErr := d.Receipts(t.Context(), 100)
	drafts, draftErr := d.Drafts(t.Context())
	waiting, outboxErr := d.Outbox(t.Context())
	result, syncErr := d.Sync(t.Context())
	for what, err := range map[string]error{"list": listErr, "view": viewErr, "receipts": oldErr, "drafts": draftErr, "outbox": outboxErr, "sync": syncErr} {
		switch code := desk.CodeOf(err); code {
		case "":
		case desk.CodeDamaged:
			damaged = true
			o.last = fmt.Sprintf("%s: %v", what, err)
		case desk.CodeNotFound: // the copy begins anew
		default:
			t.Errorf("copy %d: %s: %v", i, what, err)
		}
	}
	if result.Code == desk.CodeDamaged {
		o.last += "; round"
	}
	if damaged || result.Code == desk.CodeDamaged {
		return true
	}
	o.arrived(t, i)
	if strings.HasPrefix(kept, "precious") {
		return false
	}
	amiss := o.amiss(t, d, waiting)
	if len(drafts) != len(o.drafts) { // what is in them, a person sees before it is sent
		amiss = append(amiss, fmt.Sprintf("there are %d drafts", len(drafts)))
	}
	if len(amiss) > 0 && desk.CodeOf(d.Verify(t.Context())) == desk.CodeDamaged { // as the agent does when it starts
		return true
	}
	for _, one := range amiss {
		t.Errorf("copy %d: %s, and nobody said anything", i, one)
	}
	return false
}

// amiss is what waited, and is neither in the outbox as it was nor accepted.
func (o *original) amiss(t *testing.T, d *offline.Desk, waiting []desk.Pending) (list []string) {
	t.Helper()
	for _, key := range o.waits {
		at := slices.IndexFunc(waiting, func(p desk.Pending) bool { return p.Key == key })
		receipt, err := d.Receipt(t.Context(), key)
		switch {
		case at < 0 && err == nil && receipt.State == desk.StateAccepted:
		case at < 0:
			list = append(list, fmt.Sprintf("%s is gone", key))
		case waiting[at].Code != desk.CodeDamaged && !strings.HasSuffix(waiting[at].Text, o.words[key]):
			list = append(list, fmt.Sprintf("%s is %q", key, waiting[at].Text))
		}
	}
	return list
}

// arrived checks that the helpdesk has nothing that nobody wrote, and nothing twice.
func (o *original) arrived(t *testing.T, i uint64) {
	t.Helper()
	seen := map[desk.Key]bool{}
	for _, c := range o.hub.Conversations() {
		for _, m := range c.Messages {
			if o.words[m.Key] != m.Body || seen[m.Key] {
				t.Fatalf("copy %d: the helpdesk has %s %q", i, m.Key, m.Body)
			}
			seen[m.Key] = true
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
