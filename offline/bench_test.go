package offline_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"relais/client/memory"
	"relais/internal/desk"
	"relais/internal/sqlite"
	"relais/offline"
)

// full makes the home of a technician with 5,000 tickets and 500 articles.
func full(b *testing.B) offline.Options {
	b.Helper()
	w := newWorld(b, memory.Options{PageSize: 500})
	home := b.TempDir()
	hub := w.hub.Open(memory.Technician1)
	for i := range 5000 {
		t := request(fmt.Sprintf("Request number %d", i))
		t.Message.Body = strings.Repeat("A sentence of a request. ", 20)
		_, err := hub.Create(context.Background(), w.key(), t)
		must(b, err)
	}
	for i := range 500 {
		_, err := hub.SaveArticle(context.Background(), w.key(), desk.Article{
			Lang: "en", Title: fmt.Sprintf("Article %d", i), Body: strings.Repeat("1. A step of an article.\n", 40), State: desk.ArticlePublished, Audience: desk.AudienceEveryone,
		})
		must(b, err)
	}
	o := w.options(home, memory.Technician1)
	d, err := offline.Open(context.Background(), o)
	must(b, err)
	w.sync(d)
	must(b, d.Close())
	return o
}

func BenchmarkOpenAndList(b *testing.B) {
	o := full(b)
	for b.Loop() {
		d, err := offline.Open(context.Background(), o)
		must(b, err)
		rows, err := d.Tickets(context.Background(), desk.Filter{Open: true, Order: desk.OrderDue, Limit: 50})
		must(b, err)
		if len(rows) != 50 {
			b.Fatal(len(rows))
		}
		b.StopTimer()
		must(b, d.Close())
		b.StartTimer()
	}
}

func BenchmarkLists(b *testing.B) {
	d, err := offline.Open(context.Background(), full(b))
	must(b, err)
	defer func() { must(b, d.Close()) }()
	for name, f := range map[string]desk.Filter{
		"newest": {Limit: 50}, "due": {Open: true, Order: desk.OrderDue, Limit: 50}, "mine": {Requester: memory.Technician1, Limit: 50},
		"letters": {Text: "4999", Limit: 50},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				_, err := d.Tickets(context.Background(), f)
				must(b, err)
			}
		})
	}
	b.Run("counts", func(b *testing.B) {
		for b.Loop() {
			_, err := d.Counts(context.Background(), []desk.Filter{{Open: true}, {Assignee: memory.Technician1, Open: true}, {Queues: []string{"level1"}, Unassigned: true, Open: true}})
			must(b, err)
		}
	})
}

func BenchmarkAsk(b *testing.B) {
	b.Run("desk", func(b *testing.B) {
		d, err := offline.Open(context.Background(), full(b))
		must(b, err)
		defer func() { must(b, d.Close()) }()
		for b.Loop() {
			_, err := d.Ask(context.Background(), request("No sound"), "ask")
			must(b, err)
		}
	})
	b.Run("bare commit", func(b *testing.B) {
		db, err := sqlite.Open(context.Background(), filepath.Join(b.TempDir(), "bare.db"), sqlite.Options{Migrations: fstest.MapFS{
			"0001_bare.sql": {Data: []byte("CREATE TABLE bare (id INTEGER PRIMARY KEY, body TEXT) STRICT")},
		}})
		must(b, err)
		defer func() { must(b, db.Close()) }()
		for b.Loop() {
			must(b, db.Write(context.Background(), func(tx *sql.Tx) error {
				_, err := tx.Exec("INSERT INTO bare (body) VALUES (?)", strings.Repeat("x", 1000))
				return err
			}))
		}
	})
}
