//go:build linux

package torture_test

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	gosync "sync" // sync is an act here
	"testing"
	"time"

	"github.com/google/uuid"

	"relais/client/rest"
	"relais/client/transport"
	"relais/internal/desk"
	"relais/internal/restapi"
)

// errand is one thing that a client asks of a helpdesk.
type errand struct {
	name string
	// read does it, and gives what has to be the same on every road. It is nil for what writes.
	read func(ctx context.Context, b *rest.Backend) (any, error)
	// write does it; words are in what it makes, and make it unique.
	write func(ctx context.Context, b *rest.Backend, key desk.Key, w written) error
}

// site is a helpdesk with something in it.
type site struct {
	*helpdesk
	good   *rest.Backend // on a road without faults
	ticket desk.Ticket
	key    desk.Key
	file   desk.Attachment
	talk   string // id of a ticket for replies

	mu    gosync.Mutex
	wrote []written
}

// written is what an errand has to have done once.
type written struct {
	trip  trip
	words string
	about string // id of the article of an outcome
}

const content = "A picture of what it says. " // of the attachment, many times over

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{helpdesk: newHelpdesk(t)}
	s.good = s.client(t, s.address, patience)
	ctx := t.Context()
	if _, err := s.good.Welcome(ctx); err != nil {
		t.Fatal(err)
	}
	s.key = newKey()
	made, err := s.good.Create(ctx, s.key, request("The first", blob(strings.Repeat(content, 300))))
	if err != nil {
		t.Fatal(err)
	}
	s.ticket, s.file = made.Ticket, made.Messages[0].Attachments[0]
	talk, err := s.good.Create(ctx, newKey(), request("The second"))
	if err != nil {
		t.Fatal(err)
	}
	s.talk = talk.Ticket.ID
	return s
}

func newKey() desk.Key { return desk.Key(uuid.Must(uuid.NewV7()).String()) }

func request(words string, files ...desk.Blob) desk.NewTicket {
	return desk.NewTicket{Title: words, Kind: desk.KindIncident, Message: desk.NewMessage{Body: words, Attachments: files}}
}

func article(title string) desk.Article {
	return desk.Article{Title: title, Body: "Turn it up.", Lang: "en", State: desk.ArticlePublished, Audience: desk.AudienceEveryone}
}

func blob(text string) desk.Blob {
	sum := sha256.Sum256([]byte(text))
	return desk.Blob{
		Attachment: desk.Attachment{Name: "picture.txt", Size: int64(len(text)), SHA256: hex.EncodeToString(sum[:])},
		Open:       func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil },
	}
}

// client is a client of the lead, on the road that begins at an address.
func (s *site) client(t *testing.T, address string, patience time.Duration) *rest.Backend {
	t.Helper()
	b, err := rest.Open(transport.Options{
		Base: "http://" + address, Connect: patience, Response: patience, Idle: patience, Overall: 2 * patience,
	}, desk.NewSecret(s.token))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	return b
}

// outcome is the errand that leaves nothing but a number.
const outcome = "outcome"

// errands are all that a client can ask.
func (s *site) errands() []errand {
	return []errand{
		{name: "welcome", read: func(ctx context.Context, b *rest.Backend) (any, error) {
			w, err := b.Welcome(ctx)
			return w.Me, err
		}},
		{name: "pull", read: func(ctx context.Context, b *rest.Backend) (any, error) {
			p, err := b.Pull(ctx, "")
			return slices.ContainsFunc(p.Tickets, func(t desk.Pulled) bool { return t.Ticket.Key == s.key }) || p.More || err != nil, err
		}},
		{name: "read", read: func(ctx context.Context, b *rest.Backend) (any, error) { return b.Conversation(ctx, s.ticket.ID) }},
		{name: "find", read: func(ctx context.Context, b *rest.Backend) (any, error) { return b.Find(ctx, s.key) }},
		{name: "people", read: func(ctx context.Context, b *rest.Backend) (any, error) { return b.People(ctx, "") }},
		{name: "download", read: func(ctx context.Context, b *rest.Backend) (any, error) {
			r, err := b.Download(ctx, s.file.ID, 0)
			if err != nil {
				return nil, err
			}
			defer r.Close()
			return io.ReadAll(r)
		}},
		{name: "create", write: func(ctx context.Context, b *rest.Backend, key desk.Key, w written) error {
			_, err := b.Create(ctx, key, request(w.words))
			return err
		}},
		{name: "create with a file", write: func(ctx context.Context, b *rest.Backend, key desk.Key, w written) error {
			_, err := b.Create(ctx, key, request(w.words, blob(w.words+strings.Repeat(content, 150))))
			return err
		}},
		{name: "reply", write: func(ctx context.Context, b *rest.Backend, key desk.Key, w written) error {
			_, err := b.Update(ctx, key, s.talk, "", desk.Change{Message: &desk.NewMessage{Body: w.words}})
			return err
		}},
		{name: "save article", write: func(ctx context.Context, b *rest.Backend, key desk.Key, w written) error {
			_, err := b.SaveArticle(ctx, key, article(w.words))
			return err
		}},
		{name: outcome, write: func(ctx context.Context, b *rest.Backend, key desk.Key, w written) error {
			return b.RecordOutcome(ctx, key, desk.ArticleOutcome{Article: w.about, Solved: true, At: time.Unix(1_800_000_000, 0)})
		}},
	}
}

// trip is one errand on one spoiled road.
type trip struct {
	errand errand
	toxic  toxic
	stream string
}

func (one trip) String() string {
	return fmt.Sprintf("%s over %s %s", one.errand.name, one.toxic, one.stream)
}

func TestOnEveryBadRoadTheAnswerIsRightOrSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	t.Log(recipe())
	s := newSite(t)
	var trips []trip
	for _, e := range s.errands() {
		for _, x := range toxics {
			for _, stream := range streams {
				trips = append(trips, trip{e, x, stream})
			}
		}
	}
	random := rand.New(rand.NewPCG(seed, 7<<32))
	random.Shuffle(len(trips), func(i, j int) { trips[i], trips[j] = trips[j], trips[i] })
	free := make(chan struct{}, 16)
	var going gosync.WaitGroup
	for _, one := range trips[:min(len(trips), points())] {
		free <- struct{}{}
		going.Go(func() {
			defer func() { <-free }()
			s.travel(t, one)
		})
	}
	going.Wait()
	s.once(t)
}

// travel does an errand on a bad road, and then on a good one.
func (s *site) travel(t *testing.T, one trip) {
	r := newRoad(t, s.address)
	r.spoil(one.toxic, one.stream)
	b := s.client(t, r.Listen, time.Second)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if one.errand.read != nil {
		want, err := one.errand.read(t.Context(), s.good)
		if err != nil {
			t.Errorf("%s: on a good road: %v", one, err)
			return
		}
		got, err := one.errand.read(ctx, b)
		one.sound(ctx, t, err)
		if err == nil && !same(got, want) {
			t.Errorf("%s: got %v, want %v", one, got, want)
		}
		return
	}
	key := newKey()
	w := written{trip: one, words: "Words of " + string(key)}
	if one.errand.name == outcome {
		a, err := s.good.SaveArticle(t.Context(), newKey(), article("About "+string(key)))
		if err != nil {
			t.Errorf("%s: %v", one, err)
			return
		}
		w.about = a.ID
	}
	one.sound(ctx, t, one.errand.write(ctx, b, key, w))
	if err := one.errand.write(t.Context(), s.good, key, w); err != nil {
		t.Errorf("%s: the same once more: %v", one, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wrote = append(s.wrote, w)
}

// once checks that each errand has done what it was for, and once.
func (s *site) once(t *testing.T) {
	t.Helper()
	count := map[string]int{}
	for page := (restapi.TicketList{Next: "-"}); page.Next != ""; {
		after := strings.TrimPrefix(page.Next, "-")
		page = restapi.TicketList{}
		s.read(restapi.PathTickets+"?after="+after, &page)
		for _, ticket := range page.Tickets {
			count[ticket.Title]++
		}
	}
	talk, err := s.good.Conversation(t.Context(), s.talk)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range talk.Messages {
		count[m.Body]++
	}
	var articles []desk.Article
	s.read(restapi.PathArticles, &articles)
	for _, a := range articles {
		count[a.Title]++
		count[a.ID] += a.Helped
	}
	for _, w := range s.wrote {
		if n := count[cmp.Or(w.about, w.words)]; n != 1 {
			t.Errorf("%s: it was done %d times", w.trip, n)
		}
	}
}

// sound checks an error: that it came by itself, and says what happened on the road.
func (one trip) sound(ctx context.Context, t *testing.T, err error) {
	t.Helper()
	if ctx.Err() != nil {
		t.Errorf("%s: it hung: %v", one, err)
		return
	}
	if code := desk.CodeOf(err); code != "" && code != desk.CodeInterrupted && code != desk.CodeUnreachable {
		t.Errorf("%s: it ended with %s: %v", one, code, err)
	}
}

func same(a, b any) bool {
	if x, ok := a.([]byte); ok {
		y, ok := b.([]byte)
		return ok && bytes.Equal(x, y)
	}
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errors.Join(errX, errY) == nil && bytes.Equal(x, y)
}
