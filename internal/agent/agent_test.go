package agent_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"relais/internal/agent"
	"relais/internal/desk"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// holder writes down what it is asked.
type holder struct {
	mu    sync.Mutex
	asked []string
	sync  func(context.Context) (desk.SyncResult, error)
}

func (h *holder) note(what string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.asked = append(h.asked, what)
}

func (h *holder) Show(ticket string) { h.note("show " + ticket) }

func (h *holder) Changed() { h.note("changed") }

func (h *holder) Sync(ctx context.Context) (desk.SyncResult, error) { return h.sync(ctx) }

func listen(t *testing.T, home string, h agent.Handler) *agent.Listener {
	t.Helper()
	l, err := agent.Listen(home, h)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func dial(t *testing.T, home string) *agent.Conn {
	t.Helper()
	c, err := agent.Dial(home)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestWhatIsAskedReachesTheHolder(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	h := &holder{sync: func(context.Context) (desk.SyncResult, error) {
		return desk.SyncResult{Pushed: 2, Pulled: 3, Waiting: 1, Code: desk.CodeThrottled}, nil
	}}
	listen(t, home, h)
	c := dial(t, home)
	for _, err := range []error{c.Show("n° 2041\n« é »"), c.Show(""), c.Changed()} {
		if err != nil {
			t.Error(err)
		}
	}
	if got := strings.Join(h.asked, "|"); got != "show n° 2041\n« é »|show |changed" {
		t.Errorf("asked %q", got)
	}
	result, err := c.Sync(t.Context())
	if want := (desk.SyncResult{Pushed: 2, Pulled: 3, Waiting: 1, Code: desk.CodeThrottled}); err != nil || result != want {
		t.Errorf("%+v, %v", result, err)
	}
}

func TestAnErrorKeepsItsCodeOnTheWay(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	listen(t, home, &holder{sync: func(context.Context) (desk.SyncResult, error) {
		return desk.SyncResult{}, &desk.Error{Code: desk.CodeThrottled, Op: "pull", RetryAfter: time.Minute}
	}})
	_, err := dial(t, home).Sync(t.Context())
	if desk.CodeOf(err) != desk.CodeThrottled || desk.RetryAfter(err) != time.Minute || !strings.Contains(err.Error(), "pull") {
		t.Errorf("%v", err)
	}
}

func TestOneProgramHoldsAHome(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	first := listen(t, home, &holder{})
	if _, err := agent.Listen(home, &holder{}); !errors.Is(err, agent.ErrRunning) {
		t.Errorf("a second one: %v", err)
	}
	c := dial(t, home) // and the second try did not take the socket away
	listen(t, t.TempDir(), &holder{})
	if err := first.Close(); err != nil {
		t.Error(err)
	}
	if err := c.Changed(); !errors.Is(err, agent.ErrNotRunning) || desk.CodeOf(err) != desk.CodeUnreachable {
		t.Errorf("after it ended: %v", err)
	}
	h := &holder{}
	listen(t, home, h)
	if err := c.Changed(); err != nil || len(h.asked) != 1 {
		t.Errorf("its successor: %v, %v", err, h.asked)
	}
}

func TestNobodyHoldsANewHome(t *testing.T) {
	t.Parallel()
	for _, home := range []string{t.TempDir(), filepath.Join(t.TempDir(), "not", "there")} {
		if _, err := agent.Dial(home); !errors.Is(err, agent.ErrNotRunning) {
			t.Errorf("%v", err)
		}
	}
}

func TestASocketLeftBehindDoesNotStandInTheWay(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	path := filepath.Join(home, "run", "agent.sock")
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	dead, err := net.ListenUnix("unix", &net.UnixAddr{Name: path})
	if err != nil {
		t.Fatal(err)
	}
	dead.SetUnlinkOnClose(false) // as if killed
	_ = dead.Close()
	if _, err := agent.Dial(home); !errors.Is(err, agent.ErrNotRunning) {
		t.Errorf("dial: %v", err)
	}
	listen(t, home, &holder{})
	dial(t, home)
}

func TestOnlyTheOwnerCanOpenTheSocket(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	if err := os.Mkdir(filepath.Join(home, "run"), 0o755); err != nil {
		t.Fatal(err)
	}
	listen(t, home, &holder{})
	for path, want := range map[string]os.FileMode{"run": 0o700, "run/agent.sock": 0o600, "run/agent.lock": 0o600} {
		info, err := os.Stat(filepath.Join(home, path))
		if err != nil || (runtime.GOOS != "windows" && info.Mode().Perm() != want) {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
}

func TestAFolderThatIsALinkIsRefused(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	if err := os.Symlink(t.TempDir(), filepath.Join(home, "run")); err != nil {
		t.Fatal(err)
	}
	if _, err := agent.Listen(home, &holder{}); desk.CodeOf(err) != desk.CodeReadOnly {
		t.Errorf("listen: %v", err)
	}
	if _, err := agent.Dial(home); err == nil {
		t.Error("dial followed the link")
	}
}

func TestALongHomeHasAShortSocket(t *testing.T) {
	session := t.TempDir()
	t.Setenv("XDG_RUNTIME_DIR", session)
	home := filepath.Join(t.TempDir(), strings.Repeat("très long ", 20))
	other := home + "x"
	h := &holder{}
	listen(t, home, h)
	listen(t, other, &holder{})
	if err := dial(t, home).Changed(); err != nil || len(h.asked) != 1 {
		t.Errorf("%v, %v", err, h.asked)
	}
	folders, _ := filepath.Glob(filepath.Join(session, "relais-*"))
	if len(folders) != 2 {
		t.Errorf("folders %v", folders)
	}
}

func TestTheSocketIsFoundWhereverItFits(t *testing.T) {
	long := filepath.Join(t.TempDir(), strings.Repeat("long", 20))
	if err := os.Mkdir(long, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ session, temporary string }{
		"in the folder of the session":                       {t.TempDir(), t.TempDir()},
		"without a session":                                  {"", t.TempDir()},
		"with a session whose folder is not there":           {filepath.Join(t.TempDir(), "gone"), t.TempDir()},
		"with folders for the session and all else too long": {long, long},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("XDG_RUNTIME_DIR", c.session)
			t.Setenv("TMPDIR", c.temporary)
			home := filepath.Join(t.TempDir(), strings.Repeat("long", 30))
			first := listen(t, home, &holder{})
			t.Setenv("XDG_RUNTIME_DIR", t.TempDir()) // as for a program that the session did not start
			dial(t, home)
			if _, err := agent.Listen(home, &holder{}); !errors.Is(err, agent.ErrRunning) {
				t.Errorf("a second one: %v", err)
			}
			if err := first.Close(); err != nil {
				t.Error(err)
			}
			if _, err := agent.Dial(home); !errors.Is(err, agent.ErrNotRunning) {
				t.Errorf("after it ended: %v", err)
			}
			if left, _ := filepath.Glob(filepath.Join(c.temporary, "relais-*")); len(left) > 0 {
				t.Errorf("it left %v", left)
			}
		})
	}
}

func TestClosingEndsASyncUnderWay(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	started := make(chan struct{})
	l := listen(t, home, &holder{sync: func(ctx context.Context) (desk.SyncResult, error) {
		close(started)
		<-ctx.Done()
		return desk.SyncResult{}, ctx.Err()
	}})
	c := dial(t, home)
	answered := make(chan error)
	go func() {
		_, err := c.Sync(context.Background())
		answered <- err
	}()
	<-started
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	if err := <-answered; desk.CodeOf(err) != desk.CodeCanceled {
		t.Errorf("%v", err)
	}
}

func TestWhoeverAsksMayGiveUp(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	started := make(chan struct{})
	l := listen(t, home, &holder{sync: func(ctx context.Context) (desk.SyncResult, error) {
		close(started)
		<-ctx.Done()
		return desk.SyncResult{}, ctx.Err()
	}})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-started
		cancel()
	}()
	if _, err := dial(t, home).Sync(ctx); desk.CodeOf(err) != desk.CodeCanceled {
		t.Errorf("%v", err)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
}

func TestOtherVerbsCanBeAdded(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	l := listen(t, home, &holder{})
	c := dial(t, home)
	if err := c.Call(t.Context(), "where", nil, nil); desk.CodeOf(err) != desk.CodeUnsupported {
		t.Errorf("before: %v", err)
	}
	l.Handle("where", func(data json.RawMessage) (any, error) {
		var name string
		if err := json.Unmarshal(data, &name); err != nil {
			return nil, desk.Errorf(desk.CodeInvalid, "where", "%w", err)
		}
		return map[string]int{name: 7}, nil
	})
	var got map[string]int
	if err := c.Call(t.Context(), "where", "home.send", &got); err != nil || got["home.send"] != 7 {
		t.Errorf("%v, %v", got, err)
	}
	if err := c.Call(t.Context(), "where", 7, &got); desk.CodeOf(err) != desk.CodeInvalid {
		t.Errorf("with a number: %v", err)
	}
}

func TestWhatIsNoQuestionIsAnsweredWithAnError(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	h := &holder{}
	listen(t, home, h)
	for line, want := range map[string]desk.Code{
		"":                                desk.CodeInvalid,
		"GET / HTTP/1.1":                  desk.CodeInvalid,
		`{"v":1}`:                         desk.CodeUnsupported,
		`{"v":2,"verb":"changed"}`:        desk.CodeUnsupported,
		`{"verb":"changed"}`:              desk.CodeUnsupported,
		`{"v":1,"verb":"show"}`:           desk.CodeInvalid,
		`{"v":1,"verb":"show","data":7}`:  desk.CodeInvalid,
		strings.Repeat("x", 1<<20) + "xx": desk.CodeInvalid,
	} {
		if got := ask(t, home, line); got != want {
			t.Errorf("%.30q is answered by %q, want %q", line, got, want)
		}
	}
	if len(h.asked) > 0 {
		t.Errorf("and yet: %v", h.asked)
	}
}

// ask sends a line as it is and returns the code of the answer.
func ask(t *testing.T, home, line string) desk.Code {
	t.Helper()
	conn, err := net.Dial("unix", filepath.Join(home, "run", "agent.sock"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	go func() { _, _ = conn.Write([]byte(line + "\n")) }()
	reply, err := bufio.NewReader(conn).ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	var a struct {
		Error struct{ Code desk.Code }
	}
	if err := json.Unmarshal(reply, &a); err != nil {
		t.Fatalf("%s: %v", reply, err)
	}
	return a.Error.Code
}

func TestManyMayAskAtOnce(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	h := &holder{}
	listen(t, home, h)
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			c, err := agent.Dial(home)
			if err != nil || c.Changed() != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if len(h.asked) != 50 {
		t.Errorf("%d reached it", len(h.asked))
	}
}
