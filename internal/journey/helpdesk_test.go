//go:build journey

package journey_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"relais/internal/desk"
	"relais/internal/restapi"
)

// TestMain gives the display a French keyboard: letters that are not on the keyboard have no key to be typed with.
func TestMain(m *testing.M) {
	if out, err := exec.Command("setxkbmap", "-layout", "fr", "-variant", "oss").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "no French keyboard (journeys need a display of their own, see scripts/journeys.sh): %v: %s\n", err, out)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// program is where one of the programs is, built with the tag journey.
func program(t *testing.T, name string) string {
	t.Helper()
	folder := os.Getenv("RELAIS_JOURNEY_BIN")
	if folder == "" {
		t.Fatal("RELAIS_JOURNEY_BIN says where the programs are; scripts/journeys.sh sets it")
	}
	return filepath.Join(folder, name)
}

// patience is how long anything may take on a busy computer.
const patience = time.Minute

// until asks again and again whether something has come about.
func until(t *testing.T, what string, came func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !came(); time.Sleep(30 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

// helpdesk is a relaisd with the sample content, which can be stopped and started again at the same address.
type helpdesk struct {
	t       *testing.T
	data    string
	address string            // host and port; the same after a restart
	tokens  map[string]string // by login
	process *exec.Cmd
	log     bytes.Buffer
}

// password is what all people of the sample content sign in with.
const password = "relais-demo"

func newHelpdesk(t *testing.T) *helpdesk {
	t.Helper()
	h := &helpdesk{t: t, data: filepath.Join(t.TempDir(), "relaisd"), address: "127.0.0.1:0", tokens: map[string]string{}}
	h.run("seed", "demo")
	h.start()
	t.Cleanup(func() {
		if h.process != nil {
			h.stop()
		}
		if t.Failed() {
			t.Logf("relaisd wrote:\n%s", h.log.String())
		}
	})
	return h
}

// run runs a command of relaisd and returns what it prints.
func (h *helpdesk) run(arguments ...string) string {
	h.t.Helper()
	c := exec.CommandContext(h.t.Context(), program(h.t, "relaisd"), append(arguments, "--data", h.data)...)
	c.Stderr = &h.log
	out, err := c.Output()
	if err != nil {
		h.t.Fatalf("relaisd %s: %v\n%s", strings.Join(arguments, " "), err, h.log.String())
	}
	return strings.TrimSpace(string(out))
}

// start starts to serve, and returns when the helpdesk answers.
func (h *helpdesk) start() {
	h.t.Helper()
	h.process = exec.Command(program(h.t, "relaisd"), "serve", "--listen", h.address, "--data", h.data)
	h.process.Stderr = &h.log
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
		h.t.Fatalf("relaisd serve said %q (%v)", line, err)
	}
	h.address = address
}

// stop ends it as a stopped service does.
func (h *helpdesk) stop() {
	h.t.Helper()
	_ = h.process.Process.Signal(syscall.SIGTERM)
	if err := h.process.Wait(); err != nil {
		h.t.Errorf("relaisd ended with: %v", err)
	}
	h.process = nil
}

func (h *helpdesk) url() string { return "http://" + h.address }

// lead is somebody who sees every ticket.
const lead = "helene"

// get reads from the helpdesk's API as somebody.
func (h *helpdesk) get(login, path string, into any) {
	h.t.Helper()
	if h.tokens[login] == "" {
		h.tokens[login] = h.run("token", "create", login)
	}
	ctx, cancel := context.WithTimeout(h.t.Context(), patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, h.url()+restapi.Base+path, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+h.tokens[login])
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		h.t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		h.t.Fatalf("GET %s: %s", path, answer.Status)
	}
	if err := json.NewDecoder(answer.Body).Decode(into); err != nil {
		h.t.Fatalf("GET %s: %v", path, err)
	}
}

// tickets are all tickets, by id.
func (h *helpdesk) tickets() map[string]desk.Ticket {
	h.t.Helper()
	all := map[string]desk.Ticket{}
	for page := (restapi.TicketList{Next: "-"}); page.Next != ""; {
		after := strings.TrimPrefix(page.Next, "-")
		page = restapi.TicketList{}
		h.get(lead, restapi.PathTickets+"?after="+after, &page)
		for _, ticket := range page.Tickets {
			all[ticket.ID] = ticket
		}
	}
	return all
}

// since are the tickets that are not among those from before.
func (h *helpdesk) since(before map[string]desk.Ticket) []desk.Ticket {
	h.t.Helper()
	var list []desk.Ticket
	for id, ticket := range h.tickets() {
		if _, known := before[id]; !known {
			list = append(list, ticket)
		}
	}
	return list
}

// conversation reads a ticket as somebody sees it.
func (h *helpdesk) conversation(login, id string) desk.Conversation {
	h.t.Helper()
	var c desk.Conversation
	h.get(login, strings.Replace(restapi.PathTicket, "{id}", id, 1), &c)
	return c
}

// arrived waits for exactly one new ticket and reads it.
func (h *helpdesk) arrived(before map[string]desk.Ticket) desk.Conversation {
	h.t.Helper()
	var list []desk.Ticket
	until(h.t, "a new ticket at the helpdesk", func() bool {
		list = h.since(before)
		return len(list) > 0
	})
	if len(list) != 1 {
		h.t.Fatalf("%d new tickets: %+v", len(list), list)
	}
	return h.conversation(lead, list[0].ID)
}

// becomes waits until a ticket is as it should be, and reads it.
func (h *helpdesk) becomes(id, what string, so func(desk.Conversation) bool) desk.Conversation {
	h.t.Helper()
	var c desk.Conversation
	until(h.t, what, func() bool {
		c = h.conversation(lead, id)
		return so(c)
	})
	return c
}

// articles are all articles.
func (h *helpdesk) articles() []desk.Article {
	h.t.Helper()
	var list []desk.Article
	h.get(lead, restapi.PathArticles, &list)
	return list
}
