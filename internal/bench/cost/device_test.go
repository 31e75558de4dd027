//go:build linux

package cost_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"relais/client/rest"
	"relais/client/transport"
	"relais/internal/desk"
	"relais/offline"
)

// accountID is the account in each home.
const accountID = "bench"

// traffic counts what goes to a helpdesk and comes back, headers included.
type traffic struct {
	requests, sent, received atomic.Int64

	mu    sync.Mutex
	paths []string // of all requests, with what is asked
}

// wrap counts what a client does.
func (t *traffic) wrap(next http.RoundTripper) http.RoundTripper {
	connection, ok := next.(*http.Transport)
	if !ok {
		panic("the client has another connection than it used to")
	}
	dial := connection.DialContext
	connection.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := dial(ctx, network, address)
		return counted{c, t}, err
	}
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		t.requests.Add(1)
		t.mu.Lock()
		t.paths = append(t.paths, r.URL.RequestURI())
		t.mu.Unlock()
		return next.RoundTrip(r)
	})
}

// take gives the paths of the requests since the last time.
func (t *traffic) take() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	defer func() { t.paths = nil }()
	return t.paths
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

type counted struct {
	net.Conn
	t *traffic
}

func (c counted) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.t.received.Add(int64(n))
	return n, err
}

func (c counted) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.t.sent.Add(int64(n))
	return n, err
}

// open opens the desk of a home; t may be nil.
func (h *helpdesk) open(home string, t *traffic) *offline.Desk {
	h.b.Helper()
	o := transport.Options{Base: h.address}
	if t != nil {
		o.Wrap = t.wrap
	}
	d, err := offline.Open(h.b.Context(), offline.Options{
		Home: home, Account: accountID,
		Connect: func(context.Context) (desk.Backend, error) { return rest.Open(o, h.token) },
	})
	if err != nil {
		h.b.Fatal(err)
	}
	h.b.Cleanup(func() { _ = d.Close() })
	return d
}

// home is a home that has everything of an account with so many tickets.
func (h *helpdesk) home(tickets int) string {
	h.b.Helper()
	home := h.b.TempDir()
	d := h.open(home, nil)
	synced(h.b, d)
	if err := d.Close(); err != nil {
		h.b.Fatal(err)
	}
	return home
}

// synced makes one round, which has to go well.
func synced(b *testing.B, d *offline.Desk) desk.SyncResult {
	b.Helper()
	r, err := d.Sync(b.Context())
	if err != nil || r.Code != "" {
		b.Fatal(r, err)
	}
	return r
}

// file is one of the files of a home's account.
func file(home, name string) string { return filepath.Join(home, "accounts", accountID, name) }

// processor is the processor time that this process has used.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // never for the process itself
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// spent is the processor time of a function.
func spent(f func() error) (time.Duration, error) {
	began := processor()
	err := f()
	return processor() - began, err
}

// ticks is how often a second the kernel counts the processor time of other processes.
const ticks = 100

// processorOf is the processor time that another process has used, in steps of 10 ms.
func processorOf(p *os.Process) (time.Duration, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.Pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(raw), ") ") // the name may hold spaces
	fields := strings.Fields(rest)
	var sum time.Duration
	for _, field := range fields[11:13] { // utime, stime
		n, err := strconv.Atoi(field)
		if err != nil {
			return 0, err
		}
		sum += time.Duration(n) * time.Second / ticks
	}
	return sum, nil
}
