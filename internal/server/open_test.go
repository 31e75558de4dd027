package server_test

import (
	"bytes"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"relais/assets"
	"relais/internal/desk"
	"relais/internal/restapi"
	"relais/internal/server"
	"relais/internal/sqlite"
)

// carried is what the programs carry with them.
type carried struct{}

func (carried) Open(name string) (fs.File, error) {
	if strings.HasPrefix(name, "kb") {
		return assets.KB.Open(name)
	}
	return assets.Demo.Open(name)
}

func TestTheSampleHelpdeskIsThereOnceHoweverOftenItIsSeeded(t *testing.T) {
	t.Parallel()
	b := &bench{t: t, data: t.TempDir(), clock: newClock()}
	b.start()
	var before int
	for round := range 2 {
		b.must(b.server.Seed(t.Context(), carried{}, b.clock.Now()))
		r := b.replica("helene")
		r.pullAll(50)
		r.check(t)
		if round == 0 {
			before = len(r.tickets)
		}
		if len(r.tickets) < 60 || len(r.tickets) != before || len(r.articles) < 80 || len(r.queues) != 3 || len(r.people) != 10 {
			t.Fatalf("round %d: %d tickets, %d articles, %d queues, %d people", round, len(r.tickets), len(r.articles), len(r.queues), len(r.people))
		}
		for id, c := range r.tickets {
			if c.Ticket.MergedInto == "" && len(c.Messages) == 0 || !c.Ticket.Created.Before(b.clock.Now()) || c.Ticket.Priority == 0 {
				t.Errorf("ticket %s: %+v", id, c)
			}
		}
	}
	if _, p := b.signIn("amelie", "relais-demo"); p.Status != 0 {
		t.Errorf("the sample password: %+v", p)
	}
}

func TestDamagedSampleDataIsRefusedByName(t *testing.T) {
	t.Parallel()
	good := fstest.MapFS{
		"demo/people.json": {Data: []byte("[]")}, "demo/queues.json": {Data: []byte("[]")}, "demo/tickets.json": {Data: []byte("[]")},
	}
	for name, text := range map[string]string{"demo/people.json": "{", "demo/tickets.json": `[{"ref":"t1","parent":"t9"}]`, "kb/fr/x.md": "no header"} {
		b := &bench{t: t, data: t.TempDir(), clock: newClock()}
		b.start()
		bad := fstest.MapFS{}
		for k, v := range good {
			bad[k] = v
		}
		bad[name] = &fstest.MapFile{Data: []byte(text)}
		if err := b.server.Seed(t.Context(), bad, b.clock.Now()); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func TestDataThatCannotBeOpenedIsToldApart(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil func(*bench)
		want  error
	}{
		"damaged": {func(b *bench) { b.must(os.WriteFile(b.file(), []byte(strings.Repeat("no database ", 1000)), 0o600)) }, sqlite.ErrDamaged},
		"newer":   {func(b *bench) { b.must(makeNewer(b)) }, sqlite.ErrNewer},
		"a file where the folder should be": {func(b *bench) {
			b.data = filepath.Join(b.data, "file")
			b.must(os.WriteFile(b.data, nil, 0o600))
		}, fs.ErrInvalid},
	} {
		b := &bench{t: t, data: t.TempDir(), clock: newClock()}
		c.spoil(b)
		s, err := server.Open(t.Context(), server.Options{Data: b.data})
		if err == nil {
			t.Errorf("%s: opened", name)
			_ = s.Close()
		}
		if !errors.Is(err, c.want) && !errors.Is(c.want, fs.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// makeNewer leaves data of a program that knows more.
func makeNewer(b *bench) error {
	more := fstest.MapFS{}
	for _, n := range []string{"0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009"} {
		more[n+"_x.sql"] = &fstest.MapFile{Data: []byte("CREATE TABLE t" + n + " (x)")}
	}
	db, err := sqlite.Open(b.t.Context(), b.file(), sqlite.Options{Migrations: more})
	if err != nil {
		return err
	}
	return db.Close()
}

// logBook is a log that may be written from several goroutines.
type logBook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logBook) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func TestTheLogSaysNothingAboutAnybody(t *testing.T) {
	t.Parallel()
	const word = "xyzzy"
	var book logBook
	b := signedUp(t, func(o *server.Options) { o.Logger = slog.New(slog.NewTextHandler(&book, nil)) })
	samuel := b.as("samuel")
	samuel.gets(http.MethodPost, "/people", nil, restapi.NewPerson{Person: desk.Person{Login: word + "1", Name: word, Email: word, Role: desk.RoleTechnician}, Password: word + word}, nil)
	reply, _ := b.signIn(word+"1", word+word)
	b.signIn(word, word)
	who := &client{b: b, name: word, token: reply.Token}
	n := with(word, who.bring(word, []byte(word)))
	n.Message.Body = word
	id := who.create(n).Ticket.ID
	who.update(id, "", set("title", word+"2"))
	who.refused(id, "", set("status", word))
	who.fails(http.MethodGet, "/tickets/"+word, nil, nil)
	who.fails(http.MethodGet, "/"+word+"?"+word, nil, nil)
	who.fails(http.MethodPost, "/tickets", withKey(word), []byte(`{"title":`+word))
	who.gets(http.MethodGet, "/people?q="+word, nil, nil, nil)
	book.mu.Lock()
	defer book.mu.Unlock()
	text := book.text.String()
	for _, secret := range []string{word, reply.Token, "127.0.0.1", "bob"} {
		if strings.Contains(text, secret) {
			t.Errorf("the log has %q:\n%s", secret, text)
		}
	}
	if !strings.Contains(text, "method=POST path=/api/v1/tickets status=201") {
		t.Errorf("the log is silent:\n%s", text)
	}
}

func TestTheSecretsAreNotInTheFile(t *testing.T) {
	t.Parallel()
	b := signedUp(t)
	amelie := b.as("amelie")
	b.stop()
	text, err := os.ReadFile(b.file())
	b.must(err)
	for _, secret := range []string{amelie.token, strings.TrimPrefix(amelie.token, "relais_"), password} {
		if bytes.Contains(text, []byte(secret)) {
			t.Errorf("the file has %q", secret)
		}
	}
}
