package simulation_test

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"relais/client/memory"
	"relais/internal/desk"
)

// world is one history while it happens.
type world struct {
	p       program
	folder  string
	start   time.Time
	hub     *memory.Desk
	ahead   time.Duration // of the helpdesk's clock
	weather string
	devices []*device
	going   sync.WaitGroup // requests under way, rounds that nobody waits for

	mu     sync.Mutex // of what follows
	taken  map[time.Time]bool
	failed error
	told   []line

	said   map[desk.Key]*deed
	left   map[desk.Key]time.Time  // when an operation left its device last, whatever that device's clock showed
	done   map[desk.Key]desk.Patch // what the helpdesk did, by the operation
	order  []desk.Key              // in which they were said
	gone   []desk.Conversation     // deleted at the helpdesk
	merges bool                    // some ticket was merged: what was said in it moved
	hidden bool                    // somebody was made to follow a ticket no longer
}

// deed is what a person did.
type deed struct {
	key    desk.Key
	verb   desk.Verb
	device int
	ticket string // the key of the request, where it was made here; else the id
	words  string
	file   string      // content that was attached
	saw    desk.Ticket // what the person saw then
	field  desk.Field  // that was changed
	value  string      // that it got
	given  bool        // what was changed was given up for what the helpdesk has
	unsure bool        // given up, though it may have been done
}

// line is one entry of the trace.
type line struct {
	at   time.Duration
	who  string
	what string
}

// outcome is what became of a history.
type outcome struct {
	hash  string
	err   error
	trace string
}

// failure is how a history ends early.
type failure struct{ error }

// live makes a history happen, in a bubble of its own time.
func live(t *testing.T, p program) (o outcome) {
	synctest.Test(t, func(*testing.T) {
		w := &world{p: p, start: time.Now(), weather: "fine", taken: map[time.Time]bool{}, said: map[desk.Key]*deed{}, done: map[desk.Key]desk.Patch{}, left: map[desk.Key]time.Time{}}
		defer w.end()
		defer func() {
			switch r := recover().(type) {
			case nil:
			case failure:
				w.fault(r.error)
			default:
				panic(r)
			}
			o = w.outcome()
		}()
		w.begin()
		for _, s := range p.Steps {
			w.sleep(s.Wait)
			w.step(s)
			synctest.Wait()
		}
		w.calm()
		w.check()
	})
	return o
}

func (w *world) begin() {
	var err error
	w.folder, err = os.MkdirTemp(memoryFolder(), "relais-simulation-*")
	w.must(err)
	w.hub = memory.New(memory.Options{
		Create: w.p.Promise, Message: w.p.Promise, Change: w.p.Change, Grace: grace, KeyLife: w.p.KeyLife, PageSize: 3, Poll: w.p.Poll,
		Now: func() time.Time { return time.Now().Add(w.ahead) },
	})
	for n, who := range []string{memory.Requester, memory.Requester, memory.Technician1, memory.Technician2} {
		w.devices = append(w.devices, newDevice(w, n, who))
	}
}

// people is how many devices there are.
const people = 4

// end stops everything that a history left running.
func (w *world) end() {
	for _, d := range w.devices {
		d.off()
	}
	w.going.Wait()
	_ = os.RemoveAll(w.folder)
}

// memoryFolder is a folder that no disk slows down, where there is one.
func memoryFolder() string {
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		return "/dev/shm"
	}
	return os.TempDir()
}

// moment is how long to sleep for about d, so that nobody else wakes up at the same time: what two do at the same
// moment would come in any order.
func (w *world) moment(d time.Duration) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	at := now.Add(max(d, 0) + 1)
	for w.taken[at] {
		at = at.Add(1)
	}
	w.taken[at] = true
	return at.Sub(now)
}

func (w *world) sleep(d time.Duration) { time.Sleep(w.moment(d)) }

func (w *world) tell(who, format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.told = append(w.told, line{at: time.Since(w.start), who: who, what: fmt.Sprintf(format, args...)})
}

// fault notes the first thing that must not be.
func (w *world) fault(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.failed == nil {
		w.failed = err
	}
}

func (w *world) faultf(format string, args ...any) { w.fault(fmt.Errorf(format, args...)) }

func (w *world) must(err error) {
	if err != nil {
		panic(failure{err})
	}
}

func (w *world) mustf(ok bool, format string, args ...any) {
	if !ok {
		panic(failure{fmt.Errorf(format, args...)})
	}
}

// outcome puts the trace together. What happens at the same moment has no order but that
// of its names.
func (w *world) outcome() outcome {
	w.mu.Lock()
	defer w.mu.Unlock()
	slices.SortFunc(w.told, func(a, b line) int {
		return cmp.Or(cmp.Compare(a.at, b.at), strings.Compare(a.who, b.who), strings.Compare(a.what, b.what))
	})
	var text strings.Builder
	for _, l := range w.told {
		fmt.Fprintf(&text, "%v %s %s\n", l.at, l.who, l.what)
	}
	sum := sha256.Sum256([]byte(text.String()))
	return outcome{hash: hex.EncodeToString(sum[:]), err: w.failed, trace: text.String()}
}

var errAlone = errors.New("the network is gone with its program")
