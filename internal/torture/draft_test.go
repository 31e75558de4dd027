//go:build linux && amd64

package torture_test

import (
	"encoding/json"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"relais/internal/desk"
	"relais/internal/torture/disk"
	"relais/internal/torture/trace"
)

// page is a home in which somebody types, and what stood there before.
type page struct {
	*prepared
	was string
}

var pages = []struct {
	name  string
	was   string
	homes []act // what was done since
}{
	{name: "the first words of a computer"},
	{name: "words in the place of others", was: "My screen"},
	{name: "words behind a request that is in the log", was: "My screen", homes: []act{ask}},
	{name: "the first words behind a request", homes: []act{askFile}},
}

// texts are what stands there after each pause.
var texts = []string{"My screen stays", "My screen stays black since", "My screen stays black since this morning. " + strings.Repeat("I have tried it all. ", 2000)}

// Each call of a program that keeps what is typed fails, alone or with all that come after it.
func TestWhatWasTypedIsKeptOrWhatWasThereBeforeStays(t *testing.T) {
	t.Parallel()
	t.Log(recipe())
	eachPage(t, 9, failures()/4, func(p *page, call int) {
		f := &fault{first: call, lasts: p.random.IntN(2) == 0, draw: p.random.IntN(60), dumb: true}
		h, power := p.copy()
		r := traced(p.t, power.folder, h.home, typist(h.home, texts...), f.judge, nil)
		p.holds(h, r)
		if p.t.Failed() {
			p.t.Fatalf("%v at call %d, %s %s (and so do all after it: %t): %v", f.errno, f.first, f.call.Op, f.call.Path, f.lasts, r)
		}
	})
}

func TestWhatWasTypedAndKeptOutlivesALossOfPower(t *testing.T) {
	t.Parallel()
	t.Log(recipe())
	eachPage(t, 10, points()/4, func(p *page, call int) {
		h, power := p.copy()
		power.loss = []disk.Loss{disk.Losses[p.random.IntN(len(disk.Losses))]}
		r := power.feed(p.t, h.home, death{call: call}, typist(h.home, texts...))
		p.holds(h, r)
		if p.t.Failed() {
			p.t.Fatalf("before call %d, when of what was not synced there is left: %v: %v", call, power.loss, r)
		}
	})
}

// No file may grow beyond a size.
func TestWhatWasTypedIsKeptOrWhatWasThereBeforeStaysWhereFilesMayNotGrow(t *testing.T) {
	t.Parallel()
	t.Log(recipe())
	eachPage(t, 15, failures()/8, func(p *page, _ int) {
		h, _ := p.copy()
		size := p.random.IntN(300_000 / block)
		c := limited(size, typist(h.home, texts...))
		c.Env = environment(h.home)
		r, err := end(c, death{})
		must(p.t, err)
		p.holds(h, r)
		if p.t.Failed() {
			p.t.Fatalf("no file may be larger than %d bytes: %v", size*block, r)
		}
	})
}

// eachPage breaks the typing at so many calls, drawn from all that it makes on all pages.
func eachPage(t *testing.T, stream uint64, times int, broken func(p *page, call int)) {
	t.Helper()
	for i, one := range pages {
		t.Run(one.name, func(t *testing.T) {
			t.Parallel()
			p := &page{&prepared{t: t, random: rand.New(rand.NewPCG(seed, stream<<32|uint64(i))), folder: t.TempDir()}, one.was}
			h := newAlone(t, p.random, filepath.Join(p.folder, "home"))
			if p.was != "" {
				h.write(p.was)
			}
			for _, a := range one.homes {
				h.do(a, death{})
			}
			p.before = *h
			again, power := p.copy()
			p.calls = traced(t, power.folder, again.home, typist(again.home, texts...), nothing, nil).calls
			order := p.random.Perm(p.calls)
			for i := range max(1, times/len(pages)) {
				broken(p, 1+order[i%len(order)])
			}
			t.Logf("%d calls", p.calls)
		})
	}
}

// typist is what to run to keep texts, or to see the last.
func typist(home string, texts ...string) []string {
	return append([]string{filepath.Join(programs, "typist"), home}, texts...)
}

func nothing(int, trace.Call) trace.Verdict { return trace.Verdict{} }

// holds checks that the home has the last text that was said to be kept, and takes more of them. One that was being kept
// may be there instead, and so may one of which nobody knows.
func (p *page) holds(h *history, r result) {
	p.t.Helper()
	if strings.Contains(r.err, "goroutine") || r.code != 0 && !r.killed && r.err == "" {
		p.t.Errorf("it fell over: %v", r)
	}
	may := []string{p.was}
	for i, code := range codes(r.out) {
		switch {
		case code == "":
			may = texts[i : i+1]
		case code == desk.CodeDiskFailing:
			may = append(slices.Clip(may), texts[i])
		case !code.Storage():
			p.t.Errorf("text %d was not refused in plain words: %s", i, code)
		}
	}
	if next := len(codes(r.out)); r.killed && next < len(texts) {
		may = append(slices.Clip(may), texts[next])
	}
	h.power = nil // whatever was in the way is gone
	if got := h.typed(); !slices.Contains(may, got) {
		p.t.Errorf("%q stands there, want one of %q", got, may)
	}
	const after = "And then it worked again."
	if r := h.write(after); r.code != 0 || h.typed() != after {
		p.t.Errorf("nothing more can be kept: %v", r)
	}
	h.kept()
}

// write keeps texts, when nothing is in the way.
func (h *history) write(texts ...string) result {
	h.t.Helper()
	args := typist(h.home, texts...)
	c := exec.Command(args[0], args[1:]...)
	c.Env = environment(h.home)
	r, err := end(c, death{})
	must(h.t, err)
	return r
}

// typed is what stands there.
func (h *history) typed() (text string) {
	h.t.Helper()
	r := h.write()
	if err := json.Unmarshal([]byte(r.out), &text); err != nil || r.code != 0 {
		h.t.Errorf("what was typed can't be read: %v", r)
	}
	return text
}

// codes are what was said of each text.
func codes(out string) (list []desk.Code) {
	said := json.NewDecoder(strings.NewReader(out))
	for {
		var code desk.Code
		if said.Decode(&code) != nil {
			return list
		}
		list = append(list, code)
	}
}
