//go:build linux

package cost_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"relais/internal/bench"
	"relais/internal/restapi"
)

// BenchmarkMemory is the figure: `relaisctl sync`, having pulled 100,000 tickets, never had more than 64 MB in memory above
// what the same program has when it says its version. What unlocking the token takes is not counted: it is over when the
// program asks for the first page, and only what is in memory from there on counts.
func BenchmarkMemory(b *testing.B) {
	h := serve(b, large)
	for b.Loop() {
		p := h.gate()
		home := h.signIn(p.address)
		c := relaisctl(b, home, "sync", "--once")
		if err := c.Start(); err != nil {
			b.Fatal(err)
		}
		select {
		case <-p.arrived:
		case <-time.After(time.Minute):
			b.Fatal("it does not ask for changes")
		}
		unlocked := resetPeak(c.Process.Pid)
		close(p.open)
		peak, err := peakUntilEnd(c)
		if err := errors.Join(unlocked, err); err != nil {
			b.Fatal(err)
		}
		version := relaisctl(b, home, "--version")
		if err := version.Run(); err != nil {
			b.Fatal(err)
		}
		idle := float64(maxRSS(version)) / 1000
		b.Logf("at most %.1f MB, with --version %.1f MB", peak/1000, idle)
		fmt.Println(bench.Count{Name: "memory-of-first-sync", Ours: peak/1000 - idle, Baseline: memory, Unit: "MB", Bar: 1})
	}
}

// memory is how much more than `--version` a sync may have, in MB.
const memory = 64

// BenchmarkOnce is the figure: `relaisctl sync --once` asks once when nothing changed, though each time it is another program.
func BenchmarkOnce(b *testing.B) {
	h := serve(b, small)
	p := h.gate()
	close(p.open)
	home := h.signIn(p.address)
	once := func() {
		if err := relaisctl(b, home, "sync", "--once").Run(); err != nil {
			b.Fatal(err)
		}
	}
	once()
	for b.Loop() {
		before := p.all.Load()
		once()
		fmt.Println(bench.Count{Name: "no-change-once-requests", Ours: float64(p.all.Load() - before), Baseline: 1, Unit: "requests", Bar: 1})
	}
}

// BenchmarkIdle is the figure: between two polls, `relaisctl sync` is woken up at most once a second.
func BenchmarkIdle(b *testing.B) {
	h := serve(b, small, "--poll", "2m")
	for b.Loop() {
		p := h.gate()
		home := h.signIn(p.address)
		close(p.open)
		ctx, stop := context.WithCancel(b.Context())
		c := relaisctl(b, home, "sync")
		if err := c.Start(); err != nil {
			b.Fatal(err)
		}
		woken, err := wakeUps(ctx, c.Process.Pid, p)
		stop()
		if err := errors.Join(err, c.Process.Signal(os.Interrupt), c.Wait()); err != nil {
			b.Fatal(err)
		}
		fmt.Println(bench.Count{Name: "idle-wake-ups", Ours: woken, Baseline: 1, Unit: "a second", Bar: 1})
	}
}

// The times of the measurement: how long a program that was asked for nothing is left alone first, and how long it is
// watched. Both are over before the next poll.
const (
	leftAlone = 3 * time.Second
	watched   = 30 * time.Second
)

// wakeUps counts, a second, how often any thread of a process is woken up between two polls.
func wakeUps(ctx context.Context, pid int, p *proxy) (float64, error) {
	for {
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(leftAlone):
		}
		polls := p.requests.Load()
		before, err := switches(pid)
		if err != nil {
			return 0, err
		}
		time.Sleep(watched)
		after, err := switches(pid)
		if err != nil {
			return 0, err
		}
		if p.requests.Load() == polls && polls > 0 { // nothing was asked meanwhile
			return float64(after-before) / watched.Seconds(), nil
		}
	}
}

// switches is how often the threads of a process went to sleep, which is how often they were woken up. A thread that had to
// give the processor to another program was not.
func switches(pid int) (all int, err error) {
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", pid))
	if err != nil || len(threads) == 0 {
		return 0, fmt.Errorf("process %d has no threads: %w", pid, err)
	}
	for _, status := range threads {
		slept, err := statusOf(status, "voluntary_ctxt_switches")
		if err != nil {
			return 0, err
		}
		all += slept
	}
	return all, nil
}

// statusOf reads a number from a status file of the kernel.
func statusOf(path, name string) (int, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if key, value, _ := strings.Cut(lines.Text(), ":"); key == name {
			return strconv.Atoi(strings.Fields(value)[0])
		}
	}
	return 0, fmt.Errorf("%s has no %s", path, name)
}

// resetPeak makes the kernel count the most memory of a process anew.
func resetPeak(pid int) error {
	return os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", pid), []byte("5"), 0)
}

// peakUntilEnd looks at the most memory that a process had since it was reset, in kB, until it ends. What comes in the last
// moment is missed: by then it writes nothing any more.
func peakUntilEnd(c *exec.Cmd) (peak float64, err error) {
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-ended:
			return peak, err
		case <-tick.C:
			if kB, err := statusOf(fmt.Sprintf("/proc/%d/status", c.Process.Pid), "VmHWM"); err == nil {
				peak = max(peak, float64(kB))
			}
		}
	}
}

// maxRSS is the most memory that an ended process had, in kB.
func maxRSS(c *exec.Cmd) int64 {
	u, _ := c.ProcessState.SysUsage().(*syscall.Rusage)
	return u.Maxrss
}

// relaisctl prepares a run of the program in a home.
func relaisctl(b *testing.B, home string, args ...string) *exec.Cmd {
	b.Helper()
	c := exec.Command(program(b, "relaisctl"), append([]string{"--home", home}, args...)...)
	c.Env = []string{
		"HOME=" + home, "PATH=" + os.Getenv("PATH"), "LANG=en_GB.UTF-8", "DBUS_SESSION_BUS_ADDRESS=unix:path=/dev/null", "RELAIS_PASSPHRASE=bench",
	}
	c.Stderr = os.Stderr
	return c
}

// signIn makes a home whose account is at an address.
func (h *helpdesk) signIn(address string) string {
	h.b.Helper()
	home := h.b.TempDir()
	c := relaisctl(h.b, home, "login", address, "--kind", "relais", "--user", technician, "--password-stdin")
	c.Stdin = strings.NewReader(password)
	if err := c.Run(); err != nil {
		h.b.Fatal("login", err)
	}
	return home
}

// proxy stands before a helpdesk, counts what is asked, and lets the first question for changes wait.
type proxy struct {
	address  string
	arrived  chan struct{} // closed when somebody asks for changes
	open     chan struct{} // to be closed when they may have them
	requests atomic.Int64  // for changes
	all      atomic.Int64  // requests of any kind
}

// gate starts a proxy.
func (h *helpdesk) gate() *proxy {
	h.b.Helper()
	to, err := url.Parse(h.address)
	if err != nil {
		h.b.Fatal(err)
	}
	p := &proxy{arrived: make(chan struct{}), open: make(chan struct{})}
	forward := httputil.NewSingleHostReverseProxy(to)
	serve := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.all.Add(1)
		if r.URL.Path == restapi.Base+restapi.PathChanges {
			if p.requests.Add(1) == 1 {
				close(p.arrived)
			}
			<-p.open
		}
		forward.ServeHTTP(w, r)
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		h.b.Fatal(err)
	}
	s := &http.Server{Handler: serve, ReadHeaderTimeout: time.Minute}
	go func() { _ = s.Serve(l) }()
	h.b.Cleanup(func() { _ = s.Close() })
	p.address = "http://" + l.Addr().String()
	return p
}
