//go:build journey

package journey_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
)

// tracker is a real Request Tracker, and the network to it, which can be cut.
type tracker struct {
	t       *testing.T
	direct  string // its own address
	address string // host and port of the network to it; the same after a cut
	cable   net.Listener

	mu    sync.Mutex
	conns map[net.Conn]bool
}

func newTracker(t *testing.T) *tracker {
	t.Helper()
	direct := os.Getenv("RELAIS_RT_URL")
	if direct == "" {
		t.Skip("no Request Tracker: start one with scripts/rt.sh up")
	}
	r := &tracker{t: t, direct: strings.TrimSuffix(direct, "/"), address: "127.0.0.1:0", conns: map[net.Conn]bool{}}
	r.plug()
	t.Cleanup(r.cut)
	return r
}

func (r *tracker) url() string { return "http://" + r.address }

// plug lets everything through.
func (r *tracker) plug() {
	r.t.Helper()
	there, err := url.Parse(r.direct)
	if err != nil {
		r.t.Fatal(err)
	}
	cable, err := net.Listen("tcp", r.address)
	if err != nil {
		r.t.Fatal(err)
	}
	r.cable, r.address = cable, cable.Addr().String()
	go func() {
		for {
			near, err := cable.Accept()
			if err != nil {
				return
			}
			go r.carry(near, there.Host)
		}
	}()
}

// carry carries one connection to its end.
func (r *tracker) carry(near net.Conn, to string) {
	far, err := net.Dial("tcp", to)
	if err != nil {
		_ = near.Close()
		return
	}
	r.mu.Lock()
	r.conns[near], r.conns[far] = true, true
	r.mu.Unlock()
	var both sync.WaitGroup
	for _, way := range [][2]net.Conn{{near, far}, {far, near}} {
		both.Go(func() {
			_, _ = io.Copy(way[0], way[1])
			_ = way[0].(*net.TCPConn).CloseWrite()
		})
	}
	both.Wait()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range []net.Conn{near, far} {
		_ = c.Close()
		delete(r.conns, c)
	}
}

// cut pulls the plug, also on what is under way.
func (r *tracker) cut() {
	_ = r.cable.Close()
	r.mu.Lock()
	defer r.mu.Unlock()
	for c := range r.conns {
		_ = c.Close()
	}
}

// secret is what somebody signs in to the test server with.
func secret(login string) string {
	if login == "root" {
		return "rt-root-ci"
	}
	return login + "-pw-ci"
}

// get reads from the helpdesk's own API as its administrator.
func (r *tracker) get(path string, into any) {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, r.direct+"/REST/2.0"+path, nil)
	if err != nil {
		r.t.Fatal(err)
	}
	request.SetBasicAuth("root", secret("root"))
	request.Header.Set("Accept", "application/json")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		r.t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		r.t.Fatalf("GET %s: %s", path, answer.Status)
	}
	if err := json.NewDecoder(answer.Body).Decode(into); err != nil {
		r.t.Fatalf("GET %s: %v", path, err)
	}
}

// tracked is a ticket as Request Tracker has it.
type tracked struct {
	Status string
	Queue  struct{ Name string }
	Owner  struct{ ID string }
}

// named are the ids of the tickets with a subject.
func (r *tracker) named(subject string) []string {
	r.t.Helper()
	var page struct{ Items []struct{ ID string } }
	r.get("/tickets?query="+url.QueryEscape(fmt.Sprintf("Subject = '%s'", subject)), &page)
	var ids []string
	for _, item := range page.Items {
		ids = append(ids, item.ID)
	}
	return ids
}

// ticket reads one.
func (r *tracker) ticket(id string) tracked {
	r.t.Helper()
	var ticket tracked
	r.get("/ticket/"+id+"?fields[Queue]=Name", &ticket)
	return ticket
}

// becomes waits until a ticket is as it should be.
func (r *tracker) becomes(id, what string, so func(tracked) bool) {
	r.t.Helper()
	until(r.t, what, func() bool { return so(r.ticket(id)) })
}

// queue is the id of a queue, which Relais knows it by.
func (r *tracker) queue(name string) string {
	r.t.Helper()
	var queue struct{ ID json.Number }
	r.get("/queue/"+url.PathEscape(name), &queue)
	return queue.ID.String()
}

// said is the text of a ticket's transactions of some types, in their order: "Create" and "Correspond" are for everybody,
// "Comment" is for the team.
func (r *tracker) said(id string, types ...string) string {
	r.t.Helper()
	var history struct {
		Items []struct {
			ID, Type string
			Kind     string `json:"type"` // "transaction"; without a field of its own it would be taken for Type
		}
	}
	r.get("/ticket/"+id+"/history?per_page=100&fields=Type", &history)
	spoken := map[string]bool{}
	for _, item := range history.Items {
		spoken[item.ID] = slices.Contains(types, item.Type)
	}
	var files struct {
		Items []struct {
			ID, Filename, ContentType string
			TransactionID             json.Number `json:"TransactionId"`
		}
	}
	r.get("/ticket/"+id+"/attachments?per_page=100&fields=TransactionId,Filename,ContentType", &files)
	var all strings.Builder
	for _, f := range files.Items {
		if !spoken[f.TransactionID.String()] || f.Filename != "" || !strings.HasPrefix(f.ContentType, "text/") {
			continue
		}
		var file struct{ Content string }
		r.get("/attachment/"+f.ID, &file)
		raw, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(file.Content, "\n", ""))
		if err != nil {
			r.t.Fatal(err)
		}
		all.WriteString(string(raw) + "\n")
	}
	return all.String()
}
