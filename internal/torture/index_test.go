//go:build linux

package torture_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"relais/client/memory"
	"relais/internal/desk"
	"relais/internal/suggest"
	"relais/offline"
)

// Bytes of the search index are flipped, or its end is missing. It is made anew, the log says so, and what was found
// before is found again.
func TestASearchIndexWithFlippedBytesIsMadeAnewAndSaidSo(t *testing.T) {
	t.Parallel()
	t.Log(recipe())
	synctest.Test(t, func(t *testing.T) { // where it can be waited for what happens in the background
		s := newShelf(t)
		for i := range uint64(copies()) {
			s.damage(t, rand.New(rand.NewPCG(seed, 13<<32|i)))
		}
	})
}

// shelf is a home with articles, whose search index is in its file.
type shelf struct {
	o     offline.Options
	found []string // what a search finds
}

const index = "search.index"

// question finds some of the articles, the best first.
var question = suggest.Query{Text: "printer 7 makes stripes", Lang: "en", Always: true, Limit: 20}

func newShelf(t *testing.T) *shelf {
	t.Helper()
	hub := memory.New(memory.Options{})
	writer := hub.Open(memory.Technician1)
	for i := range 80 { // fewer are not worth a file
		a := article(fmt.Sprintf("Printer %d makes stripes", i))
		a.Body = strings.Repeat("Clean it, then wait. ", 1+i)
		_, err := writer.SaveArticle(t.Context(), newKey(), a)
		must(t, err)
	}
	s := &shelf{o: offline.Options{
		Home: t.TempDir(), Account: memory.Requester, Cold: true,
		Connect: func(context.Context) (desk.Backend, error) { return hub.Open(memory.Requester), nil },
	}}
	d, err := offline.Open(t.Context(), s.o)
	must(t, err)
	_, err = d.Sync(t.Context())
	must(t, err)
	must(t, d.Close())
	s.found = find(t, s.o)
	s.whole(t, s.o)
	return s
}

// find opens a home and searches; the index is saved where that is due.
func find(t *testing.T, o offline.Options) (ids []string) {
	t.Helper()
	d, err := offline.Open(t.Context(), o)
	must(t, err)
	hits, err := d.Search(t.Context(), question)
	must(t, err)
	synctest.Wait()
	must(t, d.Close())
	for _, h := range hits {
		ids = append(ids, h.ID)
	}
	return ids
}

// whole checks that the index of a home is in its file.
func (s *shelf) whole(t *testing.T, o offline.Options) {
	t.Helper()
	x, _, err := suggest.Load(s.read(t, o), suggest.HouseWords{})
	if err != nil || len(x.IDs()) < 80 || len(s.found) == 0 {
		t.Fatalf("found %v; the file: %v", s.found, err)
	}
}

func (s *shelf) read(t *testing.T, o offline.Options) []byte {
	t.Helper()
	folder, err := offline.Folder(o.Home, o.Account)
	must(t, err)
	raw, err := os.ReadFile(filepath.Join(folder, index))
	must(t, err)
	return raw
}

// damage damages a copy, and looks at what becomes of it.
func (s *shelf) damage(t *testing.T, random *rand.Rand) {
	t.Helper()
	var log bytes.Buffer
	o := s.o
	o.Home, o.Logger = t.TempDir(), slog.New(slog.NewTextHandler(&log, nil))
	must(t, os.CopyFS(o.Home, os.DirFS(s.o.Home)))
	folder, err := offline.Folder(o.Home, o.Account)
	must(t, err)
	raw := s.read(t, o)
	was := slices.Clone(raw)
	for range 1 + random.IntN(50) {
		raw[random.IntN(len(raw))] ^= byte(1 + random.IntN(255))
	}
	if random.IntN(4) == 0 {
		raw = was[:random.IntN(len(was))]
	}
	must(t, os.WriteFile(filepath.Join(folder, index), raw, 0o600))
	if got := find(t, o); !slices.Equal(got, s.found) {
		t.Errorf("found %v, want %v", got, s.found)
	}
	if !bytes.Equal(raw, was) && !strings.Contains(log.String(), "making the search index anew") {
		t.Errorf("nobody said that it is made anew: %s", log.String())
	}
	s.whole(t, o)
}
