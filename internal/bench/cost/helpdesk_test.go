//go:build linux

package cost_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"relais/assets"
	"relais/internal/desk"
	"relais/internal/server"
	"relais/internal/server/store"
)

// The people of an account. The technician sees all of it.
const (
	technician = "claire"
	password   = "secret-claire"
	requesters = 200
)

// folder holds the data that the benchmarks share: $RELAIS_BENCH_DATA, where it stays for the next run, or a new one.
var folder = os.Getenv("RELAIS_BENCH_DATA")

func TestMain(m *testing.M) {
	if folder != "" {
		os.Exit(m.Run())
	}
	var err error
	if folder, err = os.MkdirTemp("", "relais-cost-*"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	if err := os.RemoveAll(folder); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}

// program is one of those that scripts/bench.sh builds.
func program(b *testing.B, name string) string {
	b.Helper()
	bin := os.Getenv("RELAIS_BENCH_BIN")
	if bin == "" {
		b.Fatal("RELAIS_BENCH_BIN names no folder with the programs; use make bench")
	}
	return filepath.Join(bin, name)
}

// helpdesk is a relaisd in a process of its own.
type helpdesk struct {
	b       *testing.B
	data    string
	address string
	token   desk.Secret
	process *os.Process
}

// serve starts a relaisd whose account has so many tickets, with some more flags.
func serve(b *testing.B, tickets int, flags ...string) *helpdesk {
	b.Helper()
	h := &helpdesk{b: b, data: filepath.Join(b.TempDir(), "relaisd")}
	if err := os.CopyFS(h.data, os.DirFS(account(b, tickets))); err != nil {
		b.Fatal(err)
	}
	s, err := server.Open(b.Context(), server.Options{Data: h.data})
	if err == nil {
		h.token, _, err = s.TokenFor(b.Context(), technician, "bench")
		err = errors.Join(err, s.Close())
	}
	if err != nil {
		b.Fatal(err)
	}
	h.start(flags...)
	return h
}

// start starts the process, and returns when it answers.
func (h *helpdesk) start(flags ...string) {
	h.b.Helper()
	args := []string{"serve", "--listen", "127.0.0.1:0", "--data", h.data, "--rate", "10000000"}
	c := exec.Command(program(h.b, "relaisd"), append(args, flags...)...)
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		h.b.Fatal(err)
	}
	h.process = c.Process
	h.b.Cleanup(func() {
		_ = c.Process.Kill()
		_ = c.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	_, address, found := strings.Cut(strings.TrimSpace(line), "http://")
	if !found {
		h.b.Fatalf("relaisd serve said %q: %v", line, err)
	}
	h.address = "http://" + address
}

// account makes the data of a helpdesk with so many tickets, once for all benchmarks.
func account(b *testing.B, tickets int) string {
	b.Helper()
	data := filepath.Join(folder, fmt.Sprintf("account-%d", tickets))
	if _, err := os.Stat(data); err == nil {
		return data
	}
	began, part := time.Now(), data+".part"
	if err := errors.Join(os.RemoveAll(part), fill(b.Context(), part, tickets), os.Rename(part, data)); err != nil {
		b.Fatal(err)
	}
	b.Logf("an account of %d tickets, made in %v", tickets, time.Since(began).Round(time.Millisecond))
	return data
}

// fill writes people, queues and tickets.
func fill(ctx context.Context, data string, tickets int) error {
	s, err := server.Open(ctx, server.Options{Data: data})
	if err != nil {
		return err
	}
	for level := 1; level <= 3; level++ {
		q := desk.Queue{ID: queue(level), Name: fmt.Sprintf("Level %d", level), Level: level}
		err = errors.Join(err, s.AddQueue(ctx, q))
	}
	staff := desk.Person{ID: technician, Login: technician, Name: "Claire Moreau", Role: desk.RoleTechnician}
	_, failed := s.AddPerson(ctx, staff, desk.NewSecret(password))
	err = errors.Join(err, failed)
	for i := range requesters {
		_, failed := s.AddPerson(ctx, desk.Person{Login: requester(i), Name: fmt.Sprintf("Requester %d", i), Role: desk.RoleRequester}, desk.Secret{})
		err = errors.Join(err, failed)
	}
	if err := errors.Join(err, s.Close()); err != nil {
		return err
	}
	return inStore(ctx, data, func(tx *store.Tx) error { return write(tx, tickets) })
}

// inStore changes the data of a helpdesk, whether or not it runs.
func inStore(ctx context.Context, data string, f func(*store.Tx) error) error {
	s, err := store.Open(ctx, filepath.Join(data, server.FileName), time.Now, 0)
	if err != nil {
		return err
	}
	return errors.Join(s.Write(ctx, f), s.Close())
}

func queue(level int) string       { return fmt.Sprintf("level%d", level) }
func requester(i int) string       { return fmt.Sprintf("requester%d", i) }
func newKey() desk.Key             { return desk.Key(uuid.Must(uuid.NewV7()).String()) }
func who(id string) desk.PersonRef { return desk.PersonRef{ID: id} }

// sample is a ticket as somebody would write it.
type sample struct {
	Title, Lang, Category string
	Messages              []struct{ Body string }
}

// write makes tickets with three messages and two lines of history, one every ten minutes up to now. The newest fiftieth is
// still open.
func write(tx *store.Tx, tickets int) error {
	raw, err := assets.Demo.ReadFile("demo/tickets.json")
	if err != nil {
		return err
	}
	var samples []sample
	if err := json.Unmarshal(raw, &samples); err != nil {
		return err
	}
	end := tx.Now
	for i := range tickets {
		tx.Now = end.Add(-10 * time.Minute * time.Duration(tickets-i))
		if err := one(tx, i, samples[i%len(samples)], i < tickets-tickets/50); err != nil {
			return err
		}
	}
	return nil
}

func one(tx *store.Tx, i int, s sample, ended bool) error {
	t := store.Ticket{Ticket: desk.Ticket{
		Key: newKey(), Title: fmt.Sprintf("%s (%d)", s.Title, i), Kind: desk.KindIncident, Category: s.Category, Channel: desk.ChannelApp, Lang: s.Lang,
		Status: desk.StatusNew, Impact: 2, Urgency: 3, Priority: 3, Queue: queue(1 + i%3), Requester: who(requester(i % requesters)), Created: tx.Now,
	}}
	if err := tx.InsertTicket(&t); err != nil {
		return err
	}
	for n := range 3 {
		m := desk.Message{Key: newKey(), Author: t.Requester, Body: s.Messages[n%len(s.Messages)].Body, Created: tx.Now}
		if n == 1 {
			m.Author = who(technician)
		}
		if err := tx.InsertMessage(&t, &m); err != nil {
			return err
		}
	}
	before := t
	if t.Assignee, t.Status = who(technician), desk.StatusOpen; ended {
		t.Status, t.Outcome, t.Resolved, t.Closed = desk.StatusClosed, desk.OutcomeSolved, tx.Now, tx.Now
	}
	for _, f := range []desk.Field{desk.FieldStatus, desk.FieldAssignee} {
		e := desk.Event{At: tx.Now, By: who(technician), Field: f, From: before.Get(f), To: t.Get(f)}
		if err := tx.InsertEvent(&t, e, false); err != nil {
			return err
		}
	}
	return tx.UpdateTicket(&t)
}
