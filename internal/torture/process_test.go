//go:build linux

package torture_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"relais/internal/restapi"
)

// programs is the folder of relaisctl, relaisd and typist.
var programs string

// seed decides what happens: $SEED, or a new one.
var seed = rand.Uint64()

func TestMain(m *testing.M) {
	if given, err := strconv.ParseUint(os.Getenv("SEED"), 10, 64); err == nil {
		seed = given
	}
	os.Exit(build(m))
}

// recipe says how to make the same run again.
func recipe() string { return fmt.Sprintf("SEED=%d POINTS=%d make torture", seed, points()) }

// build builds the programs as they are shipped, then runs the tests.
func build(m *testing.M) int {
	folder, err := os.MkdirTemp("", "relais-torture-*")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(folder)
	c := exec.Command("go", "build", "-ldflags", "-s -w", "-o", folder+"/", "relais/cmd/relaisctl", "relais/cmd/relaisd", "relais/internal/torture/typist")
	out, err := c.CombinedOutput()
	if err = errors.Join(err, os.Chmod(folder, 0o755)); err != nil { // programs may be somebody else's
		fmt.Fprintf(os.Stderr, "%v: %s\n", err, out)
		return 1
	}
	programs = folder
	return m.Run()
}

// patience is how long a process may take to come up on a busy computer.
const patience = time.Minute

// death says when a process is killed: after a while, with its first whole answer, or by a loss of power before one of
// its calls; the zero value never.
type death struct {
	after    time.Duration
	answered bool
	call     int // from 1
}

// result is how a process ended.
type result struct {
	out, err string
	code     int
	killed   bool
	took     time.Duration
	calls    int // that changed a file, or made a change durable; counted where a loss of power is simulated
}

func (r result) String() string {
	return fmt.Sprintf("ended with %d (killed: %t) after %v\n%s%s", r.code, r.killed, r.took, r.out, r.err)
}

// answer collects what a process prints, and tells when it is one whole JSON value.
type answer struct {
	bytes.Buffer
	whole func()
}

func (a *answer) Write(p []byte) (int, error) {
	n, err := a.Buffer.Write(p)
	if a.whole != nil && json.Valid(a.Bytes()) {
		a.whole()
	}
	return n, err
}

// relaisctl runs the program in a home, and kills it when told to.
func relaisctl(t *testing.T, home string, d death, stdin string, args ...string) result {
	t.Helper()
	args = ctl(home, args...)
	c := exec.Command(args[0], args[1:]...)
	c.Env, c.Stdin = environment(home), strings.NewReader(stdin)
	r, err := end(c, d)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// ctl is what to run for a command of relaisctl.
func ctl(home string, args ...string) []string {
	return append([]string{filepath.Join(programs, "relaisctl"), "--json", "--home", home}, args...)
}

// end runs a program to its end. It fails when the program can't even start.
func end(c *exec.Cmd, d death) (result, error) {
	kill := func() { _ = c.Process.Kill() } // it may have ended
	var out answer
	var errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	if d.answered {
		out.whole = kill
	}
	begin := time.Now()
	if err := c.Start(); err != nil {
		return result{}, err
	}
	if d.after > 0 {
		defer time.AfterFunc(d.after, kill).Stop()
	}
	_ = c.Wait() // the state says more
	status, ok := c.ProcessState.Sys().(syscall.WaitStatus)
	return result{
		out: out.String(), err: errs.String(), code: c.ProcessState.ExitCode(), took: time.Since(begin),
		killed: ok && status.Signal() == syscall.SIGKILL,
	}, nil
}

func environment(home string) []string {
	return []string{
		"HOME=" + home, "PATH=" + os.Getenv("PATH"), "LANG=en_GB.UTF-8", "DBUS_SESSION_BUS_ADDRESS=unix:path=/dev/null",
		"RELAIS_PASSPHRASE=correct horse battery",
	}
}

// helpdesk is a relaisd that can be killed and comes back at the same address. All of 127.0.0.0/8 is this computer's
// (on Linux), so the address is its own, and no other server gets it while it is down.
type helpdesk struct {
	t       *testing.T
	data    string
	address string
	token   string
	process atomic.Pointer[exec.Cmd]
	log     bytes.Buffer // of processes that have ended
}

// hosts counts the addresses that are in use.
var hosts atomic.Uint32

func newHelpdesk(t *testing.T) *helpdesk {
	t.Helper()
	pid := os.Getpid()
	h := &helpdesk{t: t, data: filepath.Join(t.TempDir(), "relaisd"), address: fmt.Sprintf("127.%d.%d.%d:0", 1+pid>>8&0x7f, pid&0xff, 1+hosts.Add(1)%250)}
	h.run("secret-amelie", "user", "add", "amelie", "--role", "requester", "--password-stdin")
	h.run("secret-helene", "user", "add", "helene", "--role", "lead", "--password-stdin")
	h.token = h.run("", "token", "create", "helene")
	h.start()
	t.Cleanup(func() {
		h.kill()
		if t.Failed() {
			t.Logf("relaisd wrote:\n%s", h.log.String())
		}
	})
	return h
}

// run runs a command of relaisd and returns what it prints.
func (h *helpdesk) run(stdin string, args ...string) string {
	h.t.Helper()
	c := exec.Command(filepath.Join(programs, "relaisd"), append(args, "--data", h.data)...)
	c.Stdin, c.Stderr = strings.NewReader(stdin), &h.log
	out, err := c.Output()
	if err != nil {
		h.t.Fatalf("relaisd %s: %v\n%s", strings.Join(args, " "), err, h.log.String())
	}
	return strings.TrimSpace(string(out))
}

// start starts to serve, and returns when the helpdesk answers.
func (h *helpdesk) start() {
	h.t.Helper()
	c := exec.Command(filepath.Join(programs, "relaisd"), "serve", "--listen", h.address, "--data", h.data, "--rate", "1000000")
	c.Stderr = &h.log
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		h.t.Fatal(err)
	}
	h.process.Store(c)
	line, err := bufio.NewReader(out).ReadString('\n')
	_, address, found := strings.Cut(strings.TrimSpace(line), "http://")
	if !found {
		_ = c.Wait()
		h.process.Store(nil)
		h.t.Fatalf("relaisd serve said %q (%v)\n%s", line, err, h.log.String())
	}
	h.address = address
}

// kill ends it without a warning, if it runs, and waits for its end.
func (h *helpdesk) kill() {
	if c := h.process.Swap(nil); c != nil {
		_ = c.Process.Kill()
		_ = c.Wait()
	}
}

// get reads from the API as somebody who sees every ticket.
func (h *helpdesk) get(path string) []byte {
	h.t.Helper()
	request, err := http.NewRequestWithContext(h.t.Context(), http.MethodGet, "http://"+h.address+restapi.Base+path, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+h.token)
	client := http.Client{Timeout: patience, Transport: &http.Transport{DisableKeepAlives: true}}
	reply, err := client.Do(request)
	if err != nil {
		h.t.Fatal(err)
	}
	defer reply.Body.Close()
	body, err := io.ReadAll(reply.Body)
	if err != nil || reply.StatusCode != http.StatusOK {
		h.t.Fatalf("GET %s: %s, %v\n%s", path, reply.Status, err, body)
	}
	return body
}

// read reads JSON from the API.
func (h *helpdesk) read(path string, into any) {
	h.t.Helper()
	if err := json.Unmarshal(h.get(path), into); err != nil {
		h.t.Fatalf("GET %s: %v", path, err)
	}
}
