//go:build linux

package torture_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	gosync "sync" // sync is an act here
	"sync/atomic"
	"testing"
)

// toxic is one way in which a connection is bad.
type toxic struct {
	kind   string
	values map[string]int // milliseconds, bytes, or kB a second
}

func (x toxic) String() string { return fmt.Sprintf("%s %v", x.kind, x.values) }

var toxics = []toxic{
	{"latency", map[string]int{"latency": 150, "jitter": 100}},
	{"bandwidth", map[string]int{"rate": 4}},
	{"bandwidth", map[string]int{"rate": 20}},
	{"slow_close", map[string]int{"delay": 200}},
	{"timeout", map[string]int{"timeout": 0}}, // nothing comes through, and nobody says so
	{"timeout", map[string]int{"timeout": 300}},
	{"slicer", map[string]int{"average_size": 40, "size_variation": 20, "delay": 500}}, // delay: microseconds
	{"limit_data", map[string]int{"bytes": 0}},
	{"limit_data", map[string]int{"bytes": 90}},
	{"limit_data", map[string]int{"bytes": 600}},
	{"limit_data", map[string]int{"bytes": 1200}},
	{"reset_peer", map[string]int{"timeout": 0}},
	{"reset_peer", map[string]int{"timeout": 15}},
}

// streams are the two directions of a connection.
var streams = []string{"upstream", "downstream"}

// lifeline keeps the program that spoils connections alive until this one ends.
var lifeline io.Closer

// toxiproxy is the address of that program.
var toxiproxy = gosync.OnceValues(func() (string, error) {
	program := filepath.Join(programs, "toxiproxy")
	if out, err := exec.Command("go", "build", "-C", "toxiproxy", "-o", program, ".").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	c := exec.Command(program)
	var err error
	if lifeline, err = c.StdinPipe(); err != nil {
		return "", err
	}
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		return "", err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	return strings.TrimSpace(line), err
})

// road is a way to a helpdesk that can be spoiled.
type road struct {
	t      *testing.T
	name   string
	Listen string `json:"listen"` // where it begins
}

// roads counts them.
var roads atomic.Int64

func newRoad(t *testing.T, address string) *road {
	t.Helper()
	r := &road{t: t, name: fmt.Sprintf("road-%d", roads.Add(1))}
	r.instruct(http.MethodPost, "/proxies", map[string]any{"name": r.name, "listen": "127.0.0.1:0", "upstream": address, "enabled": true})
	return r
}

// spoil puts a toxic into one direction.
func (r *road) spoil(x toxic, stream string) {
	r.t.Helper()
	r.instruct(http.MethodPost, "/proxies/"+r.name+"/toxics", map[string]any{
		"name": "toxic", "type": x.kind, "stream": stream, "toxicity": 1, "attributes": x.values,
	})
}

// mend takes it out again.
func (r *road) mend() {
	r.t.Helper()
	r.instruct(http.MethodDelete, "/proxies/"+r.name+"/toxics/toxic", nil)
}

// instruct tells Toxiproxy what to do.
func (r *road) instruct(method, path string, body any) {
	t := r.t
	t.Helper()
	at, err := toxiproxy()
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), method, "http://"+at+path, bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	if reply.StatusCode >= 300 {
		t.Fatalf("toxiproxy %s: %s", path, reply.Status)
	}
	if path == "/proxies" {
		if err := json.NewDecoder(reply.Body).Decode(r); err != nil {
			t.Fatal(err)
		}
	}
}
