package rt_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"relais/client/rt"
	"relais/internal/desk"
)

func newKey(t testing.TB) desk.Key {
	t.Helper()
	id, err := uuid.NewV7()
	if err != nil {
		t.Fatal(err)
	}
	return desk.Key(id.String())
}

// device signs somebody in.
func (b *bench) device(t testing.TB, login string, s rt.Settings) *rt.Backend {
	t.Helper()
	d := b.open(t, login, s)
	t.Cleanup(func() { _ = d.Close() })
	if _, err := d.Welcome(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d
}

func ask(t testing.TB, d *rt.Backend) desk.Ticket {
	t.Helper()
	w, err := d.Create(t.Context(), newKey(t), desk.NewTicket{
		Title: "Plus de réseau", Kind: desk.KindIncident, Lang: "fr", Impact: 3, Urgency: 3, Message: desk.NewMessage{Body: "Depuis ce matin."},
	})
	if err != nil {
		t.Fatal(err)
	}
	return w.Ticket
}

// pullAll follows a cursor to its end, and gives what came by id.
func pullAll(t testing.TB, d *rt.Backend, c desk.Cursor) (map[string]desk.Pulled, []string, desk.Cursor) {
	t.Helper()
	tickets := map[string]desk.Pulled{}
	var gone []string
	for {
		page, err := d.Pull(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range page.Tickets {
			tickets[p.Ticket.ID] = p
		}
		gone = append(gone, page.Gone...)
		if c = page.Next; !page.More {
			return tickets, gone, c
		}
	}
}

// The server keeps the comment of somebody whose language has letters beyond
// Latin-1, and hangs up instead of answering.
func TestACommentWhoseAnswerIsLostIsFoundAndNotSaidAgain(t *testing.T) {
	b := start(t)
	b.put(t, "/user/sync", map[string]any{"Lang": "ru"})
	t.Cleanup(func() { b.put(t, "/user/sync", map[string]any{"Lang": ""}) })
	id := ask(t, b.device(t, "user1", rt.Settings{})).ID
	d, key := b.device(t, "sync", rt.Settings{}), newKey(t)
	change := desk.Change{Message: &desk.NewMessage{Internal: true, Body: "Vu avec l’équipe."}}
	_, err := d.Update(t.Context(), key, id, "", change)
	if desk.CodeOf(err) != desk.CodeInterrupted {
		t.Fatalf("got %v, want an unknown outcome", err)
	}
	found, err := b.device(t, "sync", rt.Settings{}).Find(t.Context(), key)
	if err != nil || len(found.Messages) != 1 || found.Messages[0].Key != key {
		t.Fatalf("found %+v, %v", found, err)
	}
	again, err := d.Update(t.Context(), key, id, "", change)
	if err != nil || len(again.Messages) != 1 || again.Messages[0].ID != found.Messages[0].ID {
		t.Errorf("the same again gave %+v, %v", again.Messages, err)
	}
	c, err := d.Conversation(t.Context(), id)
	if err != nil || len(c.Messages) != 2 {
		t.Errorf("there are %+v, %v", c.Messages, err)
	}
}

// The half that everybody reads was lost on the way: Find must not call the whole
// done, and the same again must not say the other half twice.
func TestHalfAnUpdateIsNotFoundAndIsCompleted(t *testing.T) {
	b := start(t)
	id := ask(t, b.device(t, "user1", rt.Settings{})).ID
	d, key := b.device(t, "tech1", rt.Settings{}), newKey(t)
	change := desk.Change{
		Set:     desk.Patch{desk.FieldStatus: string(desk.StatusResolved), desk.FieldOutcome: string(desk.OutcomeSolved)},
		Message: &desk.NewMessage{Body: "C’est réparé.", Sheet: &desk.Sheet{Solution: "Relancer le routeur"}},
	}
	for _, lost := range []string{"/correspond", "/ticket/" + id} {
		b.setBreak(lost)
		if _, err := d.Update(t.Context(), key, id, "", change); desk.CodeOf(err) != desk.CodeInterrupted && desk.CodeOf(err) != desk.CodeUnreachable {
			t.Fatalf("%s: got %v", lost, err)
		}
		if _, err := d.Find(t.Context(), key); desk.CodeOf(err) != desk.CodeNotFound {
			t.Errorf("%s: find gave %v", lost, err)
		}
	}
	w, err := d.Update(t.Context(), key, id, "", change)
	if err != nil || w.Ticket.Status != desk.StatusResolved || len(w.Messages) != 1 || w.Messages[0].Sheet == nil {
		t.Fatalf("got %+v, %v", w, err)
	}
	if _, err := d.Find(t.Context(), key); err != nil {
		t.Error(err)
	}
	c, err := d.Conversation(t.Context(), id)
	if err != nil || len(c.Messages) != 2 {
		t.Errorf("there are %+v, %v", c.Messages, err)
	}
}

func TestTwoTicketsOfOneKeyBecomeOne(t *testing.T) {
	b := start(t)
	d := b.device(t, "tech1", rt.Settings{})
	_, _, cursor := pullAll(t, d, "")
	key, ids := newKey(t), map[string]bool{}
	for range 2 {
		var made struct {
			ID string `json:"id"`
		}
		if err := b.as("user1", http.MethodPost, "/ticket", map[string]any{
			"Queue": "Niveau 1", "Subject": "Deux fois", "Requestor": "user1", "Content": "x", "CustomFields": map[string]string{"ClientRef": string(key)},
		}, &made); err != nil {
			t.Fatal(err)
		}
		ids[made.ID] = true
	}
	tickets, _, _ := pullAll(t, d, cursor)
	left := map[string]bool{}
	for id := range ids {
		if _, ok := tickets[id]; ok {
			left[id] = true
		}
		c, err := d.Conversation(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := tickets[c.Ticket.ID]; !ok {
			t.Errorf("%s goes on as %s, which was not told", id, c.Ticket.ID)
		}
	}
	if len(left) != 1 {
		t.Errorf("told %v of %v", left, ids)
	}
}

func TestWithoutCustomFieldsItWorksAllTheSame(t *testing.T) {
	b := start(t)
	none := rt.Settings{Reference: "-", Message: "-", Impact: "-", Urgency: "-"}
	user, tech := b.device(t, "user1", none), b.device(t, "tech1", none)
	w, err := tech.Welcome(t.Context())
	if err != nil || len(w.Missing) != 4 || w.Missing[0].Args["field"] == "" || w.Missing[0].Args["queue"] == "" {
		t.Errorf("missing: %+v, %v", w.Missing, err)
	}
	ticket := ask(t, user)
	if _, err := user.Find(t.Context(), ticket.Key); err != nil {
		t.Error(err)
	}
	key := newKey(t)
	said, err := user.Update(t.Context(), key, ticket.ID, "", desk.Change{Message: &desk.NewMessage{Body: "Alors ?"}})
	if err != nil || len(said.Messages) != 1 || said.Messages[0].Body != "Alors ?" {
		t.Fatalf("got %+v, %v", said, err)
	}
	if found, err := user.Find(t.Context(), key); err != nil || found.Ticket.ID != ticket.ID {
		t.Errorf("found %+v, %v", found, err)
	}
	set, err := tech.Update(t.Context(), newKey(t), ticket.ID, "", desk.Change{Set: desk.Patch{desk.FieldImpact: "4"}})
	if err != nil || set.Ticket.Impact != 4 || set.Ticket.Urgency != 3 {
		t.Errorf("got %+v, %v", set.Ticket, err)
	}
}

func TestColleaguesReadAnswersInWords(t *testing.T) {
	b := start(t)
	d := b.device(t, "user1", rt.Settings{})
	answers := &desk.Answers{
		Form: "network", Version: 1, Given: []desk.Answer{{Question: "since", Values: []string{"today"}}},
		Told: []desk.Told{{Question: "Depuis quand ?", Answer: "Aujourd’hui"}},
	}
	w, err := d.Create(t.Context(), newKey(t), desk.NewTicket{
		Title: "Plus de réseau", Kind: desk.KindIncident, Lang: "fr", Answers: answers, Message: desk.NewMessage{Body: "Rien ne va."},
	})
	if err != nil || w.Ticket.Answers == nil || w.Messages[0].Body != "Rien ne va." || len(w.Messages[0].Attachments) != 0 {
		t.Fatalf("got %+v, %v", w, err)
	}
	var list struct {
		Items []struct {
			Content string
		} `json:"items"`
	}
	search := []map[string]any{{"field": "TransactionId", "value": w.Messages[0].ID}, {"field": "ContentType", "value": "text/plain"}}
	if err := b.root(http.MethodPost, "/attachments?fields=Content", search, &list); err != nil {
		t.Fatal(err)
	}
	if len(list.Items) != 1 || !strings.Contains(list.Items[0].Content, "Rien ne va.") || !strings.Contains(list.Items[0].Content, "Depuis quand ? Aujourd’hui") {
		t.Errorf("they read %+v", list.Items)
	}
}

func TestAStockLifecycleTellsPendingFromPlanned(t *testing.T) {
	b := start(t)
	id := ask(t, b.device(t, "user1", rt.Settings{})).ID
	b.put(t, "/ticket/"+id, map[string]any{"Queue": "General"})
	d := b.device(t, "root", rt.Settings{Role: desk.RoleTechnician})
	at := time.Date(2031, 5, 6, 7, 8, 9, 0, time.UTC)
	for _, set := range []desk.Patch{
		{desk.FieldStatus: "planned", desk.FieldPlannedAt: desk.FormatTime(at)},
		{desk.FieldStatus: "pending", desk.FieldPendingFor: "vendor", desk.FieldPendingUntil: desk.FormatTime(at)},
		{desk.FieldStatus: "open", desk.FieldPendingFor: "", desk.FieldPendingUntil: ""},
		{desk.FieldStatus: "closed", desk.FieldOutcome: "unsolved"},
	} {
		w, err := d.Update(t.Context(), newKey(t), id, "", desk.Change{Set: set})
		if err != nil {
			t.Fatalf("%v: %v", set, err)
		}
		for f, v := range set {
			if w.Ticket.Get(f) != v {
				t.Errorf("%s is %q, want %q", f, w.Ticket.Get(f), v)
			}
		}
	}
}

func TestAnUnknownStatusIsShownAndNotLost(t *testing.T) {
	b := start(t)
	d := b.device(t, "tech1", rt.Settings{Statuses: map[string]map[string]desk.Status{"support": {"planned": desk.StatusPending}}})
	id := ask(t, b.device(t, "user1", rt.Settings{})).ID
	b.put(t, "/ticket/"+id, map[string]any{"Status": "planned"})
	c, err := d.Conversation(t.Context(), id)
	if err != nil || c.Ticket.Status != desk.StatusPending {
		t.Errorf("as set: %+v, %v", c.Ticket, err)
	}
}

func TestTwentyFiveMegabytesGoBothWaysInLittleMemory(t *testing.T) {
	b := start(t)
	d := b.device(t, "user1", rt.Settings{})
	id := ask(t, d).ID
	content := bytes.Repeat([]byte("0123456789abcdef\x00\xff"), 25<<20/18)
	sum := sha256.Sum256(content)
	blob := desk.Blob{
		Attachment: desk.Attachment{Name: "relevé – été.bin", Size: int64(len(content)), SHA256: hex.EncodeToString(sum[:]), MediaType: "application/x-dump"},
		Open:       func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil },
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	w, err := d.Update(t.Context(), newKey(t), id, "", desk.Change{Message: &desk.NewMessage{Body: "Voilà.", Attachments: []desk.Blob{blob}}})
	if err != nil || len(w.Messages) != 1 || len(w.Messages[0].Attachments) != 1 || w.Messages[0].Attachments[0].Name != blob.Name {
		t.Fatalf("got %+v, %v", w.Messages, err)
	}
	r, err := d.Download(t.Context(), w.Messages[0].Attachments[0].ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	got := sha256.New()
	if n, err := io.Copy(got, r); err != nil || n != int64(len(content)) || !bytes.Equal(got.Sum(nil), sum[:]) {
		t.Errorf("%d bytes, %v", n, err)
	}
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 20<<20 {
		t.Errorf("it took %d MB", used>>20)
	}
}
