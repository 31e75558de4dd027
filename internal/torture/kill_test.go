//go:build linux

package torture_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"relais/internal/desk"
)

// perHistory is how many kills one home and one helpdesk live through.
const perHistory = 25

func TestWhatWasReceiptedArrivesOnceAndInOrderWhateverIsKilled(t *testing.T) {
	t.Parallel()
	t.Log(recipe())
	for first := 0; first < points(); first += perHistory {
		n := min(perHistory, points()-first)
		t.Run(fmt.Sprintf("from point %d", first), func(t *testing.T) {
			t.Parallel()
			h := newHistory(t, rand.New(rand.NewPCG(seed, uint64(first))))
			h.live(n)
			h.settle()
			h.check()
		})
	}
}

// attempt is something that a person sent, whether or not the program lived to print the receipt.
type attempt struct {
	ticket  int           // of a reply: the attempt that asked; of a request: itself
	words   string        // title of a request, or body of a reply: no other attempt has them
	file    string        // SHA-256 of what was attached, or ""
	receipt *desk.Receipt // nil when none was printed
}

// act is what a process does.
type act string

const (
	ask       act = "ask"
	askFile   act = "ask with a file"
	reply     act = "reply"
	replyFile act = "reply with a file"
	sync      act = "sync"
	outage    act = "sync with a helpdesk that is killed"
	both      act = "sync, killed with its helpdesk"
)

var acts = []act{ask, ask, askFile, reply, reply, replyFile, sync, sync, sync, outage, both}

// history is one home and its helpdesk, with all that was done.
type history struct {
	t        *testing.T
	random   *rand.Rand
	home     string
	helpdesk *helpdesk
	attempts []attempt
	acts     []act
	usual    map[act]time.Duration // how long a process takes that nobody kills
	kills    map[act]int
	power    supply // nil: it is not lost
}

// supply is the power of the computer that a home is on.
type supply interface {
	run(t *testing.T, home string, d death, args ...string) result
	death(a act) death      // when it is lost in an act
	learn(a act, calls int) // how many calls one makes that nothing happens to
}

func newHistory(t *testing.T, random *rand.Rand) *history {
	t.Helper()
	h := &history{
		t: t, random: random, home: filepath.Join(t.TempDir(), "home"), helpdesk: newHelpdesk(t), acts: acts,
		usual: map[act]time.Duration{}, kills: map[act]int{},
	}
	in := relaisctl(t, h.home, death{}, "secret-amelie", "login", "http://"+h.helpdesk.address, "--kind", "relais", "--user", "amelie", "--password-stdin")
	if in.code != 0 {
		t.Fatalf("login %v", in)
	}
	h.practise()
	return h
}

// practise does everything once, to learn how long it takes.
func (h *history) practise() {
	h.t.Helper()
	for _, a := range []act{ask, askFile, reply, replyFile, sync} {
		h.do(a, death{})
	}
	h.usual[outage], h.usual[both] = h.usual[sync], h.usual[sync]
}

// run runs relaisctl in the home.
func (h *history) run(d death, args ...string) result {
	h.t.Helper()
	if h.power != nil {
		return h.power.run(h.t, h.home, d, args...)
	}
	return relaisctl(h.t, h.home, d, "", args...)
}

// live goes on until so many processes were killed. After each kill the next process finds the home as it was left.
func (h *history) live(kills int) {
	h.t.Helper()
	killed := 0
	for tries := 0; killed < kills; tries++ {
		if tries > 10*kills {
			h.t.Fatalf("only %d of %d processes were alive when they were killed", killed, tries)
		}
		a := h.acts[h.random.IntN(len(h.acts))]
		if h.do(a, h.death(a)) {
			h.kills[a]++
			killed++
		}
	}
	h.t.Logf("killed: %v", h.kills)
}

// death picks when the process of an act is killed: in the middle of it, or at its receipt, or not at all, so that there
// is something to go on from.
func (h *history) death(a act) death {
	if h.power != nil {
		return h.power.death(a)
	}
	after := death{after: 1 + time.Duration(h.random.Int64N(int64(h.usual[a])))}
	switch p := h.random.IntN(10); {
	case p < 2:
		return death{}
	case p < 4 && a != sync && a != outage && a != both:
		return death{answered: true}
	}
	return after
}

// do does something and tells whether anything was killed in the middle of it.
func (h *history) do(a act, d death) (killed bool) {
	h.t.Helper()
	switch a {
	case ask, askFile:
		killed = h.send(a, d, len(h.attempts), "ask", "--title", fmt.Sprintf("Request %d", len(h.attempts)), "--text", "It is broken.")
	case reply, replyFile:
		killed = h.reply(a, d, h.receipted())
	case look, examine:
		r := h.run(d, string(a))
		h.sound(a, r, true)
		killed = r.killed
	default:
		killed = h.sync(a, d)
	}
	return killed
}

// reply replies to what an attempt asked, whether or not the helpdesk has it.
func (h *history) reply(a act, d death, about int) bool {
	h.t.Helper()
	return h.send(a, d, about, "reply", string(h.attempts[about].receipt.Key), "--text", fmt.Sprintf("Reply %d", len(h.attempts)))
}

// receipted picks a request with a receipt.
func (h *history) receipted() int {
	var list []int
	for i, a := range h.attempts {
		if a.ticket == i && a.receipt != nil {
			list = append(list, i)
		}
	}
	return list[h.random.IntN(len(list))]
}

// send runs a process that prints a receipt.
func (h *history) send(a act, d death, ticket int, args ...string) bool {
	h.t.Helper()
	one := attempt{ticket: ticket, words: args[2]}
	if args[0] == "reply" {
		one.words = args[3]
	}
	if a == askFile || a == replyFile {
		var path string
		path, one.file = h.file()
		args = append(args, "--attach", path)
	}
	r := h.run(d, args...)
	var receipt desk.Receipt
	if json.Unmarshal([]byte(r.out), &receipt) == nil && receipt.Key.Valid() {
		one.receipt = &receipt
	}
	h.attempts = append(h.attempts, one)
	h.sound(a, r, one.receipt != nil)
	return r.killed
}

// file makes a file of up to 300 kB.
func (h *history) file() (path, sum string) {
	h.t.Helper()
	content := make([]byte, 1+h.random.IntN(300_000))
	for i := range content {
		content[i] = byte(h.random.Uint32())
	}
	path = filepath.Join(h.t.TempDir(), "picture.bin")
	must(h.t, os.WriteFile(path, content, 0o600))
	must(h.t, os.Chmod(path, 0o644)) // whoever runs the program
	hash := sha256.Sum256(content)
	return path, hex.EncodeToString(hash[:])
}

// sync syncs once. With a living helpdesk, a process that lives delivers everything.
func (h *history) sync(a act, d death) bool {
	h.t.Helper()
	if a == sync || d == (death{}) {
		r := h.run(d, "sync", "--once")
		h.sound(sync, r, true)
		return r.killed
	}
	down := make(chan struct{})
	cut := time.AfterFunc(d.after, func() { h.helpdesk.kill(); close(down) })
	if a == outage {
		d = death{}
	}
	r := h.run(d, "sync", "--once")
	if cut.Stop() {
		h.sound(sync, r, true)
		return false
	}
	<-down
	h.helpdesk.start()
	if a == outage && r.code != 0 && r.code != 3 { // what it couldn't deliver waits
		h.t.Errorf("%s: %v", a, r)
	}
	return true
}

// sound checks a process that nobody killed, and learns how long it takes.
func (h *history) sound(a act, r result, ok bool) {
	h.t.Helper()
	if r.killed {
		return
	}
	if r.code != 0 || r.err != "" || !ok {
		h.t.Errorf("%s: %v", a, r)
	}
	h.usual[a] = r.took
	if h.power != nil {
		h.power.learn(a, r.calls)
	}
}
