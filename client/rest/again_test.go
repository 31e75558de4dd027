package rest_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"relais/client/rest"
	"relais/client/transport"
	"relais/internal/desk"
)

// A connection that was used before and breaks makes net/http send again what it takes for safe. Whether it is depends
// on how long the helpdesk knows a key, which net/http can't know.
func TestAWriteIsSentOnceWhateverBecomesOfItsConnection(t *testing.T) {
	t.Parallel()
	var sent atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(`{"me": {"id": "amelie"}, "capabilities": {}}`))
			return
		}
		sent.Add(1)
		c, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_ = c.(*net.TCPConn).SetLinger(0)
		_ = c.Close()
	}))
	t.Cleanup(s.Close)
	b, err := rest.Open(transport.Options{Base: s.URL}, desk.NewSecret("token"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	key := desk.Key("01900000-0000-7000-8000-000000000001")
	for name, write := range map[string]func(context.Context) error{
		"a ticket": func(ctx context.Context) error {
			_, err := b.Create(ctx, key, desk.NewTicket{Title: "No sound"})
			return err
		},
		"a change": func(ctx context.Context) error {
			_, err := b.Update(ctx, key, "1", "", desk.Change{Set: desk.Patch{desk.FieldImpact: "2"}})
			return err
		},
		"an article": func(ctx context.Context) error {
			_, err := b.SaveArticle(ctx, key, desk.Article{Title: "Sound"})
			return err
		},
		"an outcome": func(ctx context.Context) error {
			return b.RecordOutcome(ctx, key, desk.ArticleOutcome{Article: "sound"})
		},
	} {
		if _, err := b.Welcome(t.Context()); err != nil { // so that there is a connection
			t.Fatal(err)
		}
		sent.Store(0)
		if err := write(t.Context()); desk.CodeOf(err) != desk.CodeInterrupted || sent.Load() != 1 {
			t.Errorf("%s was sent %d times: %v", name, sent.Load(), err)
		}
	}
}
