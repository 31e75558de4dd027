// Package seed fills a store with sample data: people, queues, tickets and
// articles.
package seed

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"relais/internal/desk"
	"relais/internal/server/auth"
	"relais/internal/server/store"
)

// Run reads demo/*.json and kb/*/*.md and adds what is not there yet, all of it or
// nothing.
func Run(ctx context.Context, s *store.Store, content fs.FS, now time.Time) error {
	var people []person
	var queues []desk.Queue
	var tickets []ticket
	for name, into := range map[string]any{"people": &people, "queues": &queues, "tickets": &tickets} {
		if err := read(content, "demo/"+name+".json", into); err != nil {
			return err
		}
	}
	articles, err := readArticles(content)
	if err != nil {
		return err
	}
	slices.SortStableFunc(tickets, func(a, b ticket) int { return b.AgeMinutes - a.AgeMinutes })
	return s.Write(ctx, func(tx *store.Tx) error {
		for _, q := range queues {
			if err := addQueue(tx, q); err != nil {
				return err
			}
		}
		if err := addPeople(tx, people); err != nil {
			return err
		}
		w := writer{tx: tx, now: now.UTC().Truncate(time.Minute), ids: map[string]string{}}
		if err := w.addTickets(tickets); err != nil {
			return err
		}
		return addArticles(tx, articles)
	})
}

func read(content fs.FS, name string, into any) error {
	text, err := fs.ReadFile(content, name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// absent tells whether a look-up found nothing; other errors come back.
func absent(err error) (bool, error) {
	if desk.CodeOf(err) == desk.CodeNotFound {
		return true, nil
	}
	return false, err
}

func addQueue(tx *store.Tx, q desk.Queue) error {
	_, err := tx.Queue(q.ID)
	if add, err := absent(err); err != nil || !add {
		return err
	}
	return tx.PutQueue(q)
}

// person is a line of people.json.
type person struct {
	desk.Person
	Password string `json:"password"`
}

// addPeople adds persons. Those with the same sample password share one seal: it
// is no secret, and sealing takes time.
func addPeople(tx *store.Tx, people []person) error {
	seals := map[string]string{"": ""}
	for _, p := range people {
		_, err := tx.Person(p.ID)
		if add, err := absent(err); err != nil {
			return err
		} else if !add {
			continue
		}
		if _, ok := seals[p.Password]; !ok {
			sealed, err := auth.HashPassword(desk.NewSecret(p.Password))
			if err != nil {
				return fmt.Errorf("person %s: %w", p.ID, err)
			}
			seals[p.Password] = sealed
		}
		if err := tx.PutPerson(p.Person, seals[p.Password]); err != nil {
			return fmt.Errorf("person %s: %w", p.ID, err)
		}
	}
	return nil
}

// key makes the key of a sample: the same each time, and never that of a person's
// action.
func key(name string) desk.Key {
	sum := sha256.Sum256([]byte("relais sample " + name))
	sum[6] = sum[6]&0x0f | 0x70
	sum[8] = sum[8]&0x3f | 0x80
	h := hex.EncodeToString(sum[:16])
	return desk.Key(strings.Join([]string{h[:8], h[8:12], h[12:16], h[16:20], h[20:]}, "-"))
}

var errRef = errors.New("refers to a ticket that is not in the file")
