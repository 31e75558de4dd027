package offline_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"sync/atomic"
	"testing"
	"time"

	"relais/client/memory"
	"relais/internal/desk"
	"relais/internal/suggest"
	"relais/offline"
)

func TestTwoDesksOfOneAccountShowTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{})
	o := w.options(t.TempDir(), memory.Requester)
	window, agent := open(t, o), open(t, o)
	var told atomic.Int32
	defer agent.Watch(func() { told.Add(1) })()
	_, err := window.Ask(t.Context(), request("No sound"), "")
	must(t, err)
	if rows, err := agent.Tickets(t.Context(), desk.Filter{}); err != nil || len(rows) != 1 {
		t.Fatalf("rows %+v, %v", rows, err)
	}
	agent.Poke()
	if s := agent.Status(); s.Waiting != 1 || told.Load() == 0 {
		t.Fatalf("status %+v, told %d times", s, told.Load())
	}
	w.sync(agent)
	window.Poke()
	if s := window.Status(); s.Waiting != 0 || s.Pulled.IsZero() || !s.Online || window.Me().ID != memory.Requester {
		t.Fatalf("status %+v of %+v", s, window.Me())
	}
	if rows, err := window.Tickets(t.Context(), desk.Filter{}); err != nil || len(rows) != 1 || rows[0].Number != "1" {
		t.Fatalf("rows %+v, %v", rows, err)
	}
}

func TestADeskKnowsWhoItsPersonIsThoughAnotherOneAskedFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{})
	o := w.options(t.TempDir(), memory.Requester)
	first, second := open(t, o), open(t, o)
	w.sync(first)
	must(t, first.Close())
	w.sync(second)
	if me := second.Me(); me.ID != memory.Requester {
		t.Errorf("it is %+v", me)
	}
}

func TestOnlyOneProcessSyncs(t *testing.T) {
	if home := os.Getenv("RELAIS_TEST_HOLD"); home != "" {
		holdLock(t, home)
		return
	}
	t.Parallel()
	w := newWorld(t, memory.Options{})
	o := w.options(t.TempDir(), memory.Requester)
	d := open(t, o)
	other := exec.Command(os.Args[0], "-test.run=^TestOnlyOneProcessSyncs$")
	other.Env = append(os.Environ(), "RELAIS_TEST_HOLD="+o.Home)
	in, err := other.StdinPipe()
	must(t, err)
	out, err := other.StdoutPipe()
	must(t, err)
	must(t, other.Start())
	_, err = out.Read(make([]byte, 1)) // it holds the lock now
	must(t, err)
	if _, err := d.Sync(t.Context()); !errors.Is(err, offline.ErrHeld) {
		t.Errorf("got %v", err)
	}
	if _, err := d.Ask(t.Context(), request("No sound"), ""); err != nil {
		t.Errorf("asking needs no lock: %v", err)
	}
	must(t, in.Close())
	_, _ = new(bytes.Buffer).ReadFrom(out)
	must(t, other.Wait())
	w.sync(d)
	if n := len(w.hub.Conversations()); n != 1 {
		t.Errorf("%d tickets", n)
	}
}

// holdLock is the other process: it is in the middle of its first call until
// its input ends, so that it touches nothing of what is asked meanwhile.
func holdLock(t *testing.T, home string) {
	started := make(chan struct{}, 1)
	hub := memory.New(memory.Options{Before: func(ctx context.Context, _ string) error {
		select {
		case started <- struct{}{}:
		default:
		}
		<-ctx.Done()
		return ctx.Err()
	}})
	d, err := offline.Open(t.Context(), offline.Options{Home: home, Account: memory.Requester, Cold: true, Connect: func(context.Context) (desk.Backend, error) {
		return hub.Open(memory.Requester), nil
	}})
	must(t, err)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- d.Run(ctx) }()
	<-started
	_, _ = os.Stdout.WriteString("!")
	_, _ = os.Stdin.Read(make([]byte, 1))
	stop()
	<-done
	must(t, d.Close())
}

// library makes a technician's device with articles and a solved ticket.
func library(t *testing.T) (*world, *offline.Desk) {
	w := newWorld(t, memory.Options{})
	writer := w.device(t, memory.Technician2)
	w.sync(writer)
	for _, a := range []desk.Article{
		{Lang: "fr", Title: "Pas de son dans le casque", Body: "1. Branchez le casque\n2. Montez le son", Audience: desk.AudienceEveryone, State: desk.ArticlePublished},
		{Lang: "fr", Title: "Remplacer le casque", Body: "Le stock est au sous-sol", Audience: desk.AudienceTechnicians, State: desk.ArticlePublished},
	} {
		_, err := writer.SaveArticle(t.Context(), a, "")
		must(t, err)
	}
	ask := request("Mon casque ne donne plus de son")
	ask.Lang = "fr"
	_, err := writer.Ask(t.Context(), ask, "")
	must(t, err)
	w.sync(writer)
	_, err = writer.Resolve(t.Context(), "1", desk.Sheet{Solution: "Casque remplacé"}, "Voilà", "")
	must(t, err)
	ask.Title = "Plus aucun son dans mon casque"
	_, err = writer.Ask(t.Context(), ask, "")
	must(t, err)
	w.sync(writer)
	return w, writer
}

// eventually searches until there are as many hits: the index follows in the
// background, and a desk tells when it has.
func eventually(t *testing.T, d *offline.Desk, n int, search func() ([]suggest.Hit, error)) []suggest.Hit {
	t.Helper()
	told := make(chan struct{}, 1)
	defer d.Watch(func() {
		select {
		case told <- struct{}{}:
		default:
		}
	})()
	for {
		hits, err := search()
		must(t, err)
		if len(hits) == n {
			return hits
		}
		select {
		case <-told:
		case <-time.After(time.Minute):
			t.Fatalf("there are %d hits: %+v", len(hits), hits)
		}
	}
}

func TestSearchFindsWhatThePersonMayRead(t *testing.T) {
	t.Parallel()
	w, staff := library(t)
	q := suggest.Query{Text: "casque son", Lang: "fr", Staff: true, Always: true}
	must(t, staff.Close())
	staff = open(t, w.last)
	if hits, err := staff.Search(t.Context(), q); err != nil || len(hits) != 3 {
		t.Fatalf("the first search: %+v, %v", hits, err)
	}
	eventually(t, staff, 3, func() ([]suggest.Hit, error) { return staff.Search(t.Context(), q) })
	o := w.options(t.TempDir(), memory.Requester)
	o.Cold = false
	asker := open(t, o)
	w.sync(asker)
	hits := eventually(t, asker, 1, func() ([]suggest.Hit, error) { return asker.Search(t.Context(), q) })
	if hits[0].Title != "Pas de son dans le casque" {
		t.Fatalf("hits %+v", hits)
	}
	if a, err := asker.Article(t.Context(), hits[0].ID); err != nil || a.Lang != "fr" {
		t.Fatalf("article %+v, %v", a, err)
	}
	w.hub.Outage(true)
	if hits, err := asker.Search(t.Context(), q); err != nil || len(hits) != 1 {
		t.Fatalf("offline: %+v, %v", hits, err)
	}
}

func TestSimilarFindsSolvedTicketsButNotItself(t *testing.T) {
	t.Parallel()
	_, staff := library(t)
	hits := eventually(t, staff, 1, func() ([]suggest.Hit, error) { return staff.Similar(t.Context(), "2", 5) })
	if hits[0].ID != "1" || hits[0].Kind != "ticket" {
		t.Fatalf("hits %+v", hits)
	}
	if _, err := staff.Similar(t.Context(), "99", 5); desk.CodeOf(err) != desk.CodeNotFound {
		t.Fatalf("got %v", err)
	}
}

func TestATicketThatWasOnlySolvedHereIsNotSimilarToItself(t *testing.T) {
	t.Parallel()
	w, staff := library(t)
	w.hub.Outage(true)
	ask := request("Aucun son ne sort de mon casque")
	ask.Lang = "fr"
	kept, err := staff.Ask(t.Context(), ask, "")
	must(t, err)
	_, err = staff.Resolve(t.Context(), string(kept.Key), desk.Sheet{Solution: "Son remis"}, "", "")
	must(t, err)
	eventually(t, staff, 2, func() ([]suggest.Hit, error) { return staff.Similar(t.Context(), "2", 5) })
	hits, err := staff.Similar(t.Context(), string(kept.Key), 5)
	if err != nil || len(hits) != 1 || hits[0].ID != "1" {
		t.Fatalf("hits %+v, %v", hits, err)
	}
}

func TestAnOutcomeIsCountedOnce(t *testing.T) {
	t.Parallel()
	w, staff := library(t)
	list, err := staff.Articles(t.Context(), "fr")
	must(t, err)
	for _, id := range []string{list[0].ID, "never-there"} {
		_, err := staff.RecordOutcome(t.Context(), desk.ArticleOutcome{Article: id, Solved: true, Query: "casque"})
		must(t, err)
	}
	w.hub.Lose(1)
	for range 3 {
		w.clock.Advance(time.Hour)
		w.sync(staff)
	}
	if s := staff.Status(); s.Waiting+s.Attention != 0 {
		t.Fatalf("status %+v", s)
	}
	if a, err := staff.Article(t.Context(), list[0].ID); err != nil || a.Helped != 1 {
		t.Fatalf("article %+v, %v", a, err)
	}
}

func TestAnArticleMadeOfflineIsEditedBeforeItIsThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{})
	d := w.device(t, memory.Technician1)
	w.sync(d)
	a := desk.Article{Lang: "fr", Title: "Le son", Body: "un", Audience: desk.AudienceEveryone, State: desk.ArticleDraft}
	made, err := d.SaveArticle(t.Context(), a, "")
	must(t, err)
	a, err = d.Article(t.Context(), string(made.Key))
	must(t, err)
	a.Body, a.State = "deux", desk.ArticlePublished
	_, err = d.SaveArticle(t.Context(), a, "")
	must(t, err)
	if list, err := d.Articles(t.Context(), "fr"); err != nil || len(list) != 1 || list[0].Body != "deux" {
		t.Fatalf("articles %+v, %v", list, err)
	}
	if list, err := d.Articles(t.Context(), "en"); err != nil || len(list) != 0 {
		t.Fatalf("articles %+v, %v", list, err)
	}
	if r := w.sync(d); r.Pushed != 2 || r.Attention != 0 {
		t.Fatalf("sync %+v", r)
	}
	if got, err := d.Article(t.Context(), string(made.Key)); err != nil || got.Body != "deux" || got.State != desk.ArticlePublished || got.ID == string(made.Key) {
		t.Fatalf("article %+v, %v", got, err)
	}
}

// plain is a helpdesk that keeps no drafts.
type plain struct{ desk.Backend }

func (p plain) Capabilities() desk.Capabilities {
	c := p.Backend.Capabilities()
	c.Drafts = false
	return c
}

func (p plain) SaveArticle(ctx context.Context, key desk.Key, a desk.Article) (desk.Article, error) {
	if a.Hidden() {
		return a, &desk.Error{Code: desk.CodeUnsupported, Op: "save article"}
	}
	return p.Backend.SaveArticle(ctx, key, a)
}

func TestADraftThatTheHelpdeskKeepsNotDoesNotHoldUpItsPublication(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{})
	o := w.options(t.TempDir(), memory.Technician1)
	o.Connect = func(context.Context) (desk.Backend, error) { return plain{w.hub.Open(memory.Technician1)}, nil }
	d := open(t, o)
	a := desk.Article{Lang: "fr", Title: "Le son", Body: "un", Audience: desk.AudienceEveryone, State: desk.ArticleDraft}
	var made [2]desk.Receipt
	for i := range made { // before anybody knows what the helpdesk keeps
		a.Title += "."
		var err error
		made[i], err = d.SaveArticle(t.Context(), a, "")
		must(t, err)
	}
	if r := w.sync(d); r.Attention != 2 {
		t.Fatalf("sync %+v", r)
	}
	must(t, d.Settle(t.Context(), made[1].Key, desk.SettleRetry))
	if _, err := d.SaveArticle(t.Context(), a, ""); desk.CodeOf(err) != desk.CodeUnsupported {
		t.Fatalf("one more draft: %v", err)
	}
	for _, r := range made { // one was refused, one will be
		a, err := d.Article(t.Context(), string(r.Key))
		must(t, err)
		a.State = desk.ArticlePublished
		_, err = d.SaveArticle(t.Context(), a, "")
		must(t, err)
	}
	if r := w.sync(d); r.Pushed != 2 || r.Attention+r.Waiting != 0 {
		t.Fatalf("sync %+v", r)
	}
	if list, err := d.Articles(t.Context(), "fr"); err != nil || len(list) != 2 || list[0].State != desk.ArticlePublished {
		t.Fatalf("articles %+v, %v", list, err)
	}
}

func TestPeopleAndQueuesAreKnownOffline(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{})
	d := w.device(t, memory.Technician1)
	if list, err := d.Queues(t.Context()); err != nil || len(list) != 0 {
		t.Fatalf("queues %+v, %v", list, err)
	}
	w.sync(d)
	for _, online := range []bool{true, false} {
		if !online {
			w.hub.Outage(true)
			_, err := d.Sync(t.Context())
			must(t, err)
		}
		for query, n := range map[string]int{"": 4, "TÉchnician o": 1, "tech": 2, "requester2@": 1, "echnician": 0, "%": 0} {
			if list, err := d.People(t.Context(), query); err != nil || len(list) != n && !(online && query == "TÉchnician o") {
				t.Errorf("online %v, %q: %+v, %v", online, query, list, err)
			}
		}
	}
	if list, err := d.Queues(t.Context()); err != nil || len(list) != 3 || list[0].Level != 1 {
		t.Fatalf("queues %+v, %v", list, err)
	}
}

func TestTicksAreKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{})
	d := w.device(t, memory.Requester)
	for _, step := range []int{3, 1, 3} {
		must(t, d.Tick(t.Context(), "sound.fr", step, true))
	}
	must(t, d.Tick(t.Context(), "sound.fr", 3, false))
	if steps, err := d.Ticks(t.Context(), "sound.fr"); err != nil || len(steps) != 1 || steps[0] != 1 {
		t.Fatalf("steps %v, %v", steps, err)
	}
}
