package server_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relais/internal/desk"
	"relais/internal/restapi"
	"relais/internal/server"
)

// replica is what somebody knows who only listens to the feed.
type replica struct {
	c        *client
	cursor   desk.Cursor
	tickets  map[string]desk.Conversation
	articles map[string]desk.Article
	queues   []desk.Queue
	people   map[string]desk.Person
	seen     map[string]bool // since an empty cursor
	restarts int
}

func (b *bench) replica(login string) *replica {
	return &replica{c: b.as(login), tickets: map[string]desk.Conversation{}, articles: map[string]desk.Article{}, people: map[string]desk.Person{}}
}

// pull asks for one page and folds it in; it tells whether there is more.
func (r *replica) pull(limit int) bool {
	r.c.b.t.Helper()
	if r.cursor == "" {
		r.seen = map[string]bool{}
	}
	path := fmt.Sprintf("/changes?limit=%d&since=%s", limit, url.QueryEscape(string(r.cursor)))
	answer, text := r.c.do(http.MethodGet, path, nil, nil)
	if answer.StatusCode == http.StatusGone {
		r.cursor = ""
		r.restarts++
		return true
	}
	var page desk.Page
	r.c.b.must(json.Unmarshal(text, &page))
	if page.Empty() && page.Next != r.cursor && !page.More && r.seen == nil {
		r.c.b.t.Fatal("an empty page moved the cursor")
	}
	r.fold(page)
	r.cursor = page.Next
	if !page.More && r.seen != nil { // what did not come again is gone
		maps.DeleteFunc(r.tickets, func(id string, _ desk.Conversation) bool { return !r.seen[id] })
		maps.DeleteFunc(r.articles, func(id string, _ desk.Article) bool { return !r.seen[id] })
		r.seen = nil
	}
	return page.More
}

func (r *replica) fold(page desk.Page) {
	for _, p := range page.Tickets {
		c := p.Conversation
		if p.Extent == desk.ExtentNew {
			before := r.tickets[c.Ticket.ID]
			c.Messages = union(before.Messages, c.Messages, func(m desk.Message) string { return m.ID })
			slices.SortFunc(c.Messages, func(a, b desk.Message) int { // those of a merged ticket come late
				return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(len(a.ID), len(b.ID)), cmp.Compare(a.ID, b.ID))
			})
			c.Events = union(before.Events, c.Events, func(e desk.Event) string { return e.ID })
		}
		r.tickets[c.Ticket.ID] = c
		r.mark(c.Ticket.ID)
	}
	for _, id := range page.Gone {
		delete(r.tickets, id)
	}
	for _, a := range page.Articles {
		r.articles[a.ID] = a
		r.mark(a.ID)
	}
	for _, id := range page.GoneArticles {
		delete(r.articles, id)
	}
	for _, p := range page.People {
		r.people[p.ID] = p
	}
	if len(page.Queues) > 0 {
		r.queues = page.Queues
	}
}

func (r *replica) mark(id string) {
	if r.seen != nil {
		r.seen[id] = true
	}
}

func union[T any](before, now []T, id func(T) string) []T {
	all := slices.Clone(before)
	for _, one := range now {
		if i := slices.IndexFunc(all, func(o T) bool { return id(o) == id(one) }); i >= 0 {
			all[i] = one
		} else {
			all = append(all, one)
		}
	}
	return all
}

func (r *replica) pullAll(limit int) {
	r.c.b.t.Helper()
	for r.pull(limit) {
	}
}

// check compares the replica with what the server says when asked directly.
func (r *replica) check(t interface {
	Helper()
	Fatalf(string, ...any)
}) {
	t.Helper()
	want := map[string]desk.Conversation{}
	var list restapi.TicketList
	for next := ""; ; next = list.Next {
		list = restapi.TicketList{}
		r.c.gets(http.MethodGet, "/tickets?limit=3&after="+next, nil, nil, &list)
		for _, one := range list.Tickets {
			c := r.c.conversation(one.ID)
			if one.MergedInto != "" { // what was said is in the other one
				c = desk.Conversation{Ticket: one, Messages: []desk.Message{}, Events: r.tickets[one.ID].Events}
			}
			want[one.ID] = c
		}
		if list.Next == "" {
			break
		}
	}
	for _, id := range slices.Sorted(maps.Keys(merged(r.tickets, want))) {
		if got, want := dump(r.tickets[id]), dump(want[id]); got != want {
			t.Fatalf("%s: of ticket %s the feed gave\n%s\nthe server has\n%s", r.c.name, id, got, want)
		}
	}
	var articles []desk.Article
	r.c.gets(http.MethodGet, "/articles", nil, nil, &articles)
	known := slices.SortedFunc(maps.Values(r.articles), func(a, b desk.Article) int { return cmp.Compare(a.ID, b.ID) })
	if got, want := dump(known), dump(append([]desk.Article{}, articles...)); len(known)+len(articles) > 0 && got != want {
		t.Fatalf("%s: the feed gave\n%s\nthe server has\n%s", r.c.name, got, want)
	}
	var queues []desk.Queue
	r.c.gets(http.MethodGet, "/queues", nil, nil, &queues)
	if got, want := dump(r.queues), dump(queues); got != want {
		t.Fatalf("%s: the feed gave %s, the server has %s", r.c.name, got, want)
	}
}

func merged[V any](a, b map[string]V) map[string]V {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

func dump(v any) string {
	text, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// TestListeningToTheFeedIsReadingTheServer does anything in any order, lets
// everybody listen in between, and compares at the end.
func TestListeningToTheFeedIsReadingTheServer(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		b := newBench(t)
		defer b.stop()
		w := newWorld(b, rt)
		for range rapid.IntRange(1, 40).Draw(rt, "steps") {
			w.step()
		}
		for _, r := range w.replicas {
			r.pullAll(rapid.IntRange(1, 5).Draw(rt, "last limit"))
			r.check(rt)
		}
	})
}

// world is a server where anything may happen next.
type world struct {
	b        *bench
	rt       *rapid.T
	staff    *client
	askers   []*client
	admin    *client
	replicas []*replica
	tickets  []string
	articles []desk.Article
}

func newWorld(b *bench, rt *rapid.T) *world {
	w := &world{b: b, rt: rt, staff: b.as("claire"), admin: b.as("samuel"), askers: []*client{b.as("amelie"), b.as("oliver")}}
	for _, login := range []string{"amelie", "oliver", "nadia"} {
		w.replicas = append(w.replicas, b.replica(login))
	}
	return w
}

func (w *world) step() {
	actions := []func(){w.ask, w.ask, w.say, w.say, w.change, w.merge, w.follow, w.unfollow, w.write, w.outcome, w.queue, w.wait, w.listen, w.listen, w.listen}
	actions[rapid.IntRange(0, len(actions)-1).Draw(w.rt, "action")]()
}

func (w *world) ticket() string {
	return rapid.SampledFrom(w.tickets).Draw(w.rt, "ticket")
}

func (w *world) ask() {
	who := rapid.SampledFrom(w.askers).Draw(w.rt, "asker")
	w.tickets = append(w.tickets, who.create(ask("Printer")).Ticket.ID)
}

func (w *world) say() {
	if len(w.tickets) == 0 {
		return
	}
	m := desk.NewMessage{Body: "Word", Internal: rapid.Bool().Draw(w.rt, "internal")}
	w.staff.update(w.ticket(), "", desk.Change{Message: &m})
}

func (w *world) change() {
	if len(w.tickets) == 0 {
		return
	}
	c := rapid.SampledFrom([]desk.Change{set("category", "printing"), set("status", "resolved"), set("status", "open"), set("queue", "level2"), set("queue", "level1"), set("assignee", "nadia")}).Draw(w.rt, "change")
	w.staff.refused(w.ticket(), "", c) // or not refused
}

func (w *world) merge() {
	if len(w.tickets) > 1 {
		w.staff.refused(w.ticket(), "", set("mergedInto", w.ticket()))
	}
}

func (w *world) follow()   { w.watch(http.MethodPut) }
func (w *world) unfollow() { w.watch(http.MethodDelete) }

func (w *world) watch(method string) {
	if len(w.tickets) > 0 {
		person := rapid.SampledFrom([]string{"amelie", "oliver"}).Draw(w.rt, "watcher")
		w.staff.gets(method, "/tickets/"+w.ticket()+"/watchers/"+person, nil, nil, nil)
	}
}

func (w *world) write() {
	a := article("", "en")
	method, path := http.MethodPost, "/articles"
	if len(w.articles) > 0 && rapid.Bool().Draw(w.rt, "again") {
		i := rapid.IntRange(0, len(w.articles)-1).Draw(w.rt, "article")
		w.staff.gets(http.MethodGet, "/articles/"+w.articles[i].ID, nil, nil, &a)
		method, path = http.MethodPut, "/articles/"+a.ID
	}
	a.State = rapid.SampledFrom([]desk.ArticleState{desk.ArticleDraft, desk.ArticlePublished, desk.ArticleOutdated}).Draw(w.rt, "state")
	w.staff.gets(method, path, withKey(newKey()), a, &a)
	w.articles = append(w.articles, a)
}

func (w *world) outcome() {
	if len(w.articles) > 0 {
		a := rapid.SampledFrom(w.articles).Draw(w.rt, "article")
		o := desk.ArticleOutcome{Article: a.ID, Solved: rapid.Bool().Draw(w.rt, "solved")}
		w.staff.gets(http.MethodPost, "/articles/"+a.ID+"/outcomes", withKey(newKey()), o, nil)
	}
}

func (w *world) queue() {
	q := desk.Queue{ID: "level3", Name: rapid.StringMatching("[A-Z]{3}").Draw(w.rt, "name"), Level: 3}
	w.admin.gets(http.MethodPut, "/queues/level3", nil, q, nil)
}

func (w *world) wait() {
	w.b.clock.advance(time.Duration(rapid.IntRange(1, 100).Draw(w.rt, "hours")) * time.Hour)
	w.b.must(w.b.server.Maintain(w.b.t.Context()))
}

func (w *world) listen() {
	rapid.SampledFrom(w.replicas).Draw(w.rt, "listener").pull(rapid.IntRange(1, 4).Draw(w.rt, "limit"))
}

func TestWhenNothingChangedTheFeedSaysSoInOneWord(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.replica("amelie")
	r.c.create(ask("Printer"))
	r.pullAll(10)
	h := header{"If-None-Match": `"` + string(r.cursor) + `"`}
	path := "/changes?since=" + url.QueryEscape(string(r.cursor))
	b.as("oliver").create(ask("Not hers"))
	answer, text := r.c.do(http.MethodGet, path, h, nil)
	if answer.StatusCode != http.StatusNotModified || len(text) != 0 {
		t.Errorf("nothing for her: %d %s", answer.StatusCode, text)
	}
	r.c.create(ask("Hers"))
	if answer, _ := r.c.do(http.MethodGet, path, h, nil); answer.StatusCode != http.StatusOK {
		t.Errorf("something for her: %d", answer.StatusCode)
	}
}

func TestAConversationComesWholeWhenItBecomesVisible(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	oliver, claire := b.replica("oliver"), b.as("claire")
	oliver.pullAll(10)
	id := b.as("amelie").create(ask("Printer")).Ticket.ID
	claire.update(id, "", desk.Change{Message: &desk.NewMessage{Body: "Yes?"}})
	claire.gets(http.MethodPut, "/tickets/"+id+"/watchers/oliver", nil, nil, nil)
	oliver.pullAll(10)
	if got := oliver.tickets[id]; len(got.Messages) != 2 {
		t.Errorf("got %+v", got)
	}
	claire.gets(http.MethodDelete, "/tickets/"+id+"/watchers/oliver", nil, nil, nil)
	var page desk.Page
	oliver.c.gets(http.MethodGet, "/changes?since="+url.QueryEscape(string(oliver.cursor)), nil, nil, &page)
	if !slices.Contains(page.Gone, id) || len(page.Tickets) != 0 {
		t.Errorf("got %+v", page)
	}
}

func TestCursorsThatLeadNowhereAreTooOld(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*bench, *replica){
		"of another server": func(_ *bench, r *replica) { r.cursor = "eyJ4IjoxfQ" },
		"no cursor at all":  func(_ *bench, r *replica) { r.cursor = "!" },
		"of another person": func(b *bench, r *replica) { o := b.replica("oliver"); o.pullAll(9); r.cursor = o.cursor },
		"from before a renewal": func(b *bench, r *replica) {
			r.pullAll(9)
			b.must(b.server.Renew(b.t.Context()))
		},
		"from before a new role": func(b *bench, r *replica) {
			r.pullAll(9)
			_, err := b.server.ChangePerson(b.t.Context(), desk.Person{ID: "amelie", Login: "amelie", Role: desk.RoleTechnician}, desk.Secret{})
			b.must(err)
			r.c = b.as("amelie")
		},
		"from before what was forgotten": func(b *bench, r *replica) {
			other := b.as("oliver").create(ask("His")).Ticket.ID
			claire := b.as("claire")
			claire.gets(http.MethodPut, "/tickets/"+other+"/watchers/amelie", nil, nil, nil)
			r.pullAll(9)
			claire.gets(http.MethodDelete, "/tickets/"+other+"/watchers/amelie", nil, nil, nil)
			b.clock.advance(91 * 24 * time.Hour)
			b.must(b.server.Maintain(b.t.Context()))
			r.c = b.as("amelie")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			r := b.replica("amelie")
			r.c.create(ask("Printer"))
			spoil(b, r)
			if code := r.c.fails(http.MethodGet, "/changes?since="+url.QueryEscape(string(r.cursor)), nil, nil); code != desk.CodeCursorTooOld {
				t.Errorf("got %q", code)
			}
			r.pullAll(1)
			r.check(t)
		})
	}
}

func TestAfterARestoreEveryCursorIsTooOldEachTime(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.replica("amelie")
	r.c.create(ask("Kept"))
	backup := filepath.Join(t.TempDir(), "backup.db")
	b.must(b.server.Backup(t.Context(), backup))
	for round := 1; round <= 2; round++ {
		r.c.create(ask("Lost"))
		r.pullAll(10)
		b.stop()
		b.must(restore(backup, b.data))
		b.start()
		r.c = b.as("amelie")
		r.pullAll(10)
		r.check(t)
		if len(r.tickets) != 1 || r.restarts != round {
			t.Errorf("round %d: %d tickets, %d restarts", round, len(r.tickets), r.restarts)
		}
	}
	if err := b.server.Backup(t.Context(), backup); err == nil {
		t.Error("a backup was written over another one")
	}
}

func restore(backup, data string) error {
	for _, end := range []string{"", "-wal", "-shm"} {
		if err := removeIfThere(filepath.Join(data, server.FileName+end)); err != nil {
			return err
		}
	}
	return copyFile(backup, filepath.Join(data, server.FileName))
}
