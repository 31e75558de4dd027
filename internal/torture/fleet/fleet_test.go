//go:build linux && torture

package fleet_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"relais/internal/bench"
	"relais/internal/desk"
	"relais/internal/server"
)

// The story, in real time.
const (
	interval = 2 * time.Minute
	starting = 10 * time.Minute // within which all start
	calm     = 4 * time.Minute  // until the outage
	outage   = 5 * time.Minute
	after    = 9 * time.Minute
	window   = 10 * time.Second
	bar      = 1.5
)

// A process has only so many open files: the desks are in several.
const perProcess = 1250

// people share the desks.
const people = 50

func desks() int {
	if n, err := strconv.Atoi(os.Getenv("FLEET")); err == nil && n > 0 {
		return n
	}
	return 5000
}

func TestMain(m *testing.M) {
	if os.Getenv(partOf) != "" {
		if err := work(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func TestAFleetAsksCalmlyThroughAnOutage(t *testing.T) {
	h := newHelpdesk(t)
	h.start()
	begin := time.Now()
	var asked requests
	for first := 0; first < desks(); first += perProcess {
		asked.follow(t, h, first, min(perProcess, desks()-first))
	}
	time.Sleep(starting + calm)
	down := time.Now()
	h.kill()
	time.Sleep(outage)
	h.start()
	up := time.Now()
	time.Sleep(after)
	asked.end(t)

	steady := float64(desks()) * float64(window) / float64(interval)
	for _, part := range []struct {
		name     string
		from, to time.Time
	}{{"fleet-starts", begin, down}, {"fleet-during-outage", down, up}, {"fleet-after-outage", up, up.Add(after)}} {
		all := asked.between(part.from, part.to)
		fmt.Println(bench.Count{Name: part.name, Ours: float64(peak(all)), Baseline: steady, Unit: "requests in 10 s", Bar: bar})
		t.Logf("%s: %d requests, %.1f in 10 s on average", part.name, len(all), float64(len(all))*float64(window)/float64(part.to.Sub(part.from)))
		if float64(peak(all)) > math.Ceil(bar*steady) {
			t.Errorf("%s: that is a stampede", part.name)
		}
	}
}

// peak is how many requests the fullest window has.
func peak(all []time.Time) (most int) {
	first := 0
	for i, at := range all {
		for at.Sub(all[first]) >= window {
			first++
		}
		most = max(most, i-first+1)
	}
	return most
}

// requests are the times of all requests, also of those that found nobody.
type requests struct {
	mu    sync.Mutex
	times []time.Time
	parts []*exec.Cmd
	read  sync.WaitGroup
}

// follow starts a process with some of the desks, and notes what it tells.
func (r *requests) follow(t *testing.T, h *helpdesk, first, count int) {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), fmt.Sprintf("%s=%d,%d", partOf, first, count), "RELAIS_FLEET_HOME="+t.TempDir(),
		"RELAIS_FLEET_ADDRESS=http://"+h.address, "RELAIS_FLEET_TOKENS="+strings.Join(h.tokens, ","))
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill() })
	r.parts = append(r.parts, c)
	r.read.Go(func() {
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if at, err := strconv.ParseInt(lines.Text(), 10, 64); err == nil {
				r.mu.Lock()
				r.times = append(r.times, time.UnixMilli(at))
				r.mu.Unlock()
			}
		}
	})
}

// end ends the processes.
func (r *requests) end(t *testing.T) {
	t.Helper()
	for _, c := range r.parts {
		if err := c.Process.Signal(os.Interrupt); err != nil {
			t.Error("a part of the fleet ended by itself:", err)
		}
	}
	r.read.Wait()
	for _, c := range r.parts {
		if err := c.Wait(); err != nil {
			t.Error(err)
		}
	}
	slices.SortFunc(r.times, time.Time.Compare)
}

func (r *requests) between(from, to time.Time) (list []time.Time) {
	for _, at := range r.times {
		if !at.Before(from) && at.Before(to) {
			list = append(list, at)
		}
	}
	return list
}

// helpdesk is a relaisd that can be killed and comes back at the same address.
type helpdesk struct {
	t       *testing.T
	program string
	data    string
	address string
	tokens  []string
	process *exec.Cmd
}

func newHelpdesk(t *testing.T) *helpdesk {
	t.Helper()
	h := &helpdesk{t: t, program: filepath.Join(t.TempDir(), "relaisd"), data: filepath.Join(t.TempDir(), "data"), address: fmt.Sprintf("127.99.%d.%d:0", os.Getpid()>>8&0xff, os.Getpid()&0xff)}
	if out, err := exec.Command("go", "build", "-o", h.program, "relais/cmd/relaisd").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if err := h.fill(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.kill)
	return h
}

// fill makes people with a token each.
func (h *helpdesk) fill(ctx context.Context) error {
	s, err := server.Open(ctx, server.Options{Data: h.data})
	if err != nil {
		return err
	}
	for i := range people {
		login := fmt.Sprintf("person%d", i)
		_, added := s.AddPerson(ctx, desk.Person{Login: login, Name: login, Role: desk.RoleRequester}, desk.Secret{})
		token, _, made := s.TokenFor(ctx, login, "fleet")
		if err = errors.Join(err, added, made); err != nil {
			break
		}
		h.tokens = append(h.tokens, token.Reveal())
	}
	return errors.Join(err, s.Close())
}

func (h *helpdesk) start() {
	h.t.Helper()
	h.process = exec.Command(h.program, "serve", "--listen", h.address, "--data", h.data, "--rate", "1000000", "--poll", interval.String())
	out, err := h.process.StdoutPipe()
	if err == nil {
		err = h.process.Start()
	}
	if err != nil {
		h.t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	_, address, found := strings.Cut(strings.TrimSpace(line), "http://")
	if !found {
		h.t.Fatalf("relaisd said %q: %v", line, err)
	}
	h.address = address
}

func (h *helpdesk) kill() {
	if h.process != nil {
		_ = h.process.Process.Kill()
		_ = h.process.Wait()
		h.process = nil
	}
}
