package bench_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"net"
	"path"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"relais/assets"
	"relais/client/memory"
	"relais/internal/config"
	"relais/internal/desk"
	"relais/internal/secret"
	"relais/internal/suggest"
	"relais/offline"
)

// What a person of a big organisation has cached.
const (
	cachedTickets  = 5000
	cachedArticles = 500
	openTickets    = 40 // of the cached ones, the newest
	mine           = 3  // of these, as many as the first page lists
)

const accountID = "bench"

// passphrase seals the secret of the account; no keyring is asked.
const passphrase = "RELAIS_PASSPHRASE=bench"

// account is one at a helpdesk that never answers: nothing that is measured waits for the network.
func account(b *testing.B) config.Account {
	b.Helper()
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = silent.Close() })
	return config.Account{
		ID: accountID, Kind: "relais", URL: "http://" + silent.Addr().String(), Login: memory.Requester, Name: "First Requester",
		Secret: config.PlaceFile, Role: desk.RoleRequester,
	}
}

// ticket is a sample ticket, as far as it is of use here.
type ticket struct {
	Title, Lang, Category string
	Messages              []struct{ Body string }
}

// helpdesk holds so many tickets and everything else that is to be cached. Its clock passes as tickets come in, up to
// now. Another first sample makes other tickets.
func helpdesk(b *testing.B, count, first int) *memory.Desk {
	b.Helper()
	now := time.Now().Add(-2 * time.Hour * time.Duration(count))
	d := memory.New(memory.Options{Now: func() time.Time { return now }, PageSize: 500})
	staff := d.Open(memory.Admin)
	for _, a := range articles(b) {
		if _, err := staff.SaveArticle(b.Context(), key(), a); err != nil {
			b.Fatal(err)
		}
	}
	samples := tickets(b)
	for i := range count {
		now = now.Add(2 * time.Hour)
		if err := live(b.Context(), d, samples[(first+i)%len(samples)], i, i < count-openTickets); err != nil {
			b.Fatal(err)
		}
	}
	return d
}

// live makes a ticket with its conversation, and ends it unless it is still open.
func live(ctx context.Context, d *memory.Desk, sample ticket, i int, ended bool) error {
	requester, staff := d.Open(memory.Requester), d.Open(memory.Technician1)
	w, err := requester.Create(ctx, key(), desk.NewTicket{
		Title: sample.Title, Kind: desk.KindIncident, Category: sample.Category, Lang: sample.Lang,
		Impact: 2, Urgency: 3, Message: desk.NewMessage{Body: sample.Messages[0].Body},
	})
	if err != nil {
		return err
	}
	for _, m := range sample.Messages[1:] {
		if _, err := staff.Update(ctx, key(), w.Ticket.ID, "", desk.Change{Message: &desk.NewMessage{Body: m.Body}}); err != nil {
			return err
		}
	}
	if !ended {
		return nil
	}
	for _, to := range []desk.Status{desk.StatusOpen, desk.StatusResolved} {
		if _, err := staff.Update(ctx, key(), w.Ticket.ID, "", desk.Change{Set: desk.Patch{desk.FieldStatus: string(to)}}); err != nil {
			return err
		}
	}
	return nil
}

func key() desk.Key { return desk.Key(uuid.Must(uuid.NewV7()).String()) }

// tickets reads the sample tickets.
func tickets(b *testing.B) []ticket {
	b.Helper()
	data, err := assets.Demo.ReadFile("demo/tickets.json")
	if err != nil {
		b.Fatal(err)
	}
	var list []ticket
	if err := json.Unmarshal(data, &list); err != nil {
		b.Fatal(err)
	}
	return list
}

// articles are the sample articles, over and over until there are enough.
func articles(b *testing.B) []desk.Article {
	b.Helper()
	names, err := fs.Glob(assets.KB, "kb/*/*.md")
	if err != nil || len(names) == 0 {
		b.Fatal("no sample articles", err)
	}
	var list []desk.Article
	for round := 0; len(list) < cachedArticles; round++ {
		for _, name := range names[:min(len(names), cachedArticles-len(list))] {
			data, err := assets.KB.ReadFile(name)
			if err != nil {
				b.Fatal(err)
			}
			list = append(list, article(name, round, data))
		}
	}
	return list
}

func article(name string, round int, data []byte) desk.Article {
	_, rest, _ := bytes.Cut(data, []byte("title: "))
	title, _, _ := bytes.Cut(rest, []byte("\n"))
	_, body, _ := bytes.Cut(rest, []byte("---\n"))
	suffix := ""
	if round > 0 {
		suffix = fmt.Sprintf(" (%d)", round)
	}
	return desk.Article{
		Lang: path.Base(path.Dir(name)), Title: string(title) + suffix, Body: string(body),
		Audience: desk.AudienceEveryone, State: desk.ArticlePublished,
	}
}

func houseWords(b *testing.B) suggest.HouseWords {
	b.Helper()
	f, err := assets.KB.Open("kb/house-words.txt")
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	words, err := suggest.ParseHouseWords(f)
	if err != nil {
		b.Fatal(err)
	}
	return words
}

// full is a helpdesk that everybody here shares; making it takes a while.
func full(b *testing.B) *memory.Desk {
	b.Helper()
	hub.Do(func() { hub.desk = helpdesk(b, cachedTickets, 0) })
	return hub.desk
}

var hub struct {
	sync.Once
	desk *memory.Desk
}

// fill makes a home whose account has everything of d cached.
func fill(b *testing.B, d *memory.Desk) (home string) {
	b.Helper()
	home = b.TempDir()
	c, err := config.Load(home, config.Options{Env: func(string) string { return "" }, Now: time.Now})
	if err != nil {
		b.Fatal(err)
	}
	account := account(b)
	_, word, _ := strings.Cut(passphrase, "=")
	sealed := secret.OpenAt(string(account.Secret), home, nil, func(string) string { return word })
	if err := sealed.Set(b.Context(), account.ID, desk.NewSecret("token")); err != nil {
		b.Fatal(err)
	}
	settings := c.Settings()
	settings.Account, settings.Lang, settings.Theme = account.ID, "fr", "light"
	if err := c.PutAccount(account); err != nil {
		b.Fatal(err)
	}
	if err := c.SetSettings(settings); err != nil {
		b.Fatal(err)
	}
	o := offline.Options{Home: home, Account: account.ID, Cold: true, Connect: func(context.Context) (desk.Backend, error) {
		return d.Open(account.Login), nil
	}}
	open := openDesk(b, o)
	defer open.Close()
	for round := 0; round == 0 || open.Status().Backfill; round++ {
		result, err := open.Sync(b.Context())
		if err != nil || result.Code != "" {
			b.Fatal(result, err)
		}
	}
	rows, err := open.Tickets(b.Context(), desk.Filter{Limit: 2 * cachedTickets})
	known, other := open.Articles(b.Context(), "")
	if want := len(d.Conversations()); err != nil || other != nil || len(rows) != want || len(known) != cachedArticles {
		b.Fatalf("cached %d tickets of %d, %d articles: %v, %v", len(rows), want, len(known), err, other)
	}
	return home
}

func openDesk(b *testing.B, o offline.Options) *offline.Desk {
	b.Helper()
	d, err := offline.Open(b.Context(), o)
	if err != nil {
		b.Fatal(err)
	}
	return d
}

// words says a length of text as somebody would type it: lower-case words of the sample tickets.
func words(b *testing.B, letters int) []rune {
	b.Helper()
	var text strings.Builder
	for _, t := range tickets(b) {
		text.WriteString(strings.ToLower(t.Title) + " ")
	}
	all := []rune(text.String())
	if len(all) < letters {
		b.Fatalf("the sample tickets have %d letters in their titles, want %d", len(all), letters)
	}
	return all[:letters]
}
