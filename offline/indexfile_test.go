package offline_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"relais/client/memory"
	"relais/internal/desk"
	"relais/internal/suggest"
	"relais/offline"
)

// notes is a log that may be read while it is written.
type notes struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (n *notes) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.Write(p)
}

func (n *notes) said(text string) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return strings.Contains(n.text.String(), text)
}

// shelves is a device whose search index is in its file.
type shelves struct {
	*testing.T
	w    *world
	o    offline.Options
	file string
	log  *notes
}

func newShelves(t *testing.T) *shelves {
	s := &shelves{T: t, w: newWorld(t, memory.Options{}), log: new(notes)}
	s.o = s.w.options(t.TempDir(), memory.Technician2)
	s.o.Logger = slog.New(slog.NewTextHandler(s.log, nil))
	folder, err := offline.Folder(s.o.Home, s.o.Account)
	must(t, err)
	s.file = filepath.Join(folder, "search.index")
	writer := open(t, s.o)
	s.w.sync(writer)
	for i := range 60 {
		s.write(writer, fmt.Sprintf("Imprimante numéro %d", i))
	}
	s.w.sync(writer)
	must(t, writer.Close())
	s.titles("imprimante")
	if _, err := os.Stat(s.file); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *shelves) write(d *offline.Desk, title string) {
	_, err := d.SaveArticle(s.Context(), desk.Article{
		Lang: "fr", Title: title, Body: "Rallumez, puis attendez.", Audience: desk.AudienceEveryone, State: desk.ArticlePublished,
	}, "")
	must(s, err)
}

// titles are those that are found at the next start, which ends with the index saved
// where that is due.
func (s *shelves) titles(text string) []string {
	d := open(s.T, s.o)
	hits, err := d.Search(s.Context(), suggest.Query{Text: text, Lang: "fr", Always: true, Limit: 50})
	must(s, err)
	synctest.Wait() // for what happens in the background
	must(s, d.Close())
	var titles []string
	for _, h := range hits {
		titles = append(titles, h.Title)
	}
	return titles
}

// bubble runs a test where it can wait for what happens in the background.
func bubble(t *testing.T, test func(*testing.T)) {
	t.Parallel()
	synctest.Test(t, test)
}

func TestASavedIndexIsTakenUpAtTheNextStart(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShelves(t)
		file, err := os.ReadFile(s.file)
		must(t, err)
		x, stamp, err := suggest.Load(file, suggest.HouseWords{})
		must(t, err)
		for _, id := range []string{x.IDs()[0], "in no cache"} {
			x.Put(suggest.Doc{ID: id, Lang: "fr", Title: "Marque " + id, Kind: "article"})
		}
		var marked bytes.Buffer
		must(t, x.Save(&marked, stamp))
		must(t, os.WriteFile(s.file, marked.Bytes(), 0o600))
		if got := s.titles("marque"); !slices.Equal(got, []string{"Marque " + x.IDs()[0]}) {
			t.Fatalf("found %v, want what is in the file and in the cache", got)
		}
		d := open(t, s.o)
		s.write(d, "Imprimante arrivée plus tard")
		s.w.sync(d)
		must(t, d.Close())
		if got := s.titles("imprimante arrivée plus tard"); len(got) == 0 || got[0] != "Imprimante arrivée plus tard" {
			t.Errorf("found %v: what came since is missing", got)
		}
		if s.log.said("anew") {
			t.Errorf("the index was made anew: %s", s.log.text.String())
		}
	})
}

func TestAnIndexMostlyOfWhatIsGoneIsMadeAnew(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShelves(t)
		want := s.titles("imprimante 7")
		file, err := os.ReadFile(s.file)
		must(t, err)
		x, stamp, err := suggest.Load(file, suggest.HouseWords{})
		must(t, err)
		var gone []suggest.Doc
		var ids []string
		for i := range 1500 {
			ids = append(ids, fmt.Sprintf("gone %d", i))
			gone = append(gone, suggest.Doc{ID: ids[i], Lang: "fr", Title: fmt.Sprintf("x%d", i)})
		}
		x.Put(gone...)
		if x.Worn() {
			t.Error("worn, while all that it knows is there")
		}
		x.Remove(ids...)
		var worn bytes.Buffer
		must(t, x.Save(&worn, stamp))
		must(t, os.WriteFile(s.file, worn.Bytes(), 0o600))
		if got := s.titles("imprimante 7"); !slices.Equal(got, want) || !s.log.said("mostly of what is gone") {
			t.Errorf("found %v, want %v; the log says %q", got, want, s.log.text.String())
		}
		if after, err := os.Stat(s.file); err != nil || after.Size() > int64(2*len(file)) {
			t.Errorf("the file is as large as before: %v", err)
		}
	})
}

func TestADamagedIndexIsMadeAnewAndSaidSo(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShelves(t)
		want := s.titles("imprimante 7")
		file, err := os.ReadFile(s.file)
		must(t, err)
		file[len(file)/2] ^= 4
		must(t, os.WriteFile(s.file, file, 0o600))
		if got := s.titles("imprimante 7"); !slices.Equal(got, want) {
			t.Errorf("found %v, want %v", got, want)
		}
		if !s.log.said("making the search index anew") || !s.log.said("damaged") {
			t.Errorf("the log says %q", s.log.text.String())
		}
	})
}

func TestAnIndexOfAnotherVersionIsMadeAnew(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShelves(t)
		file, err := os.ReadFile(s.file)
		must(t, err)
		x, stamp, err := suggest.Load(file, suggest.HouseWords{})
		must(t, err)
		x.Put(suggest.Doc{ID: x.IDs()[0], Lang: "fr", Title: "Imprimante d’avant", Kind: "article"})
		var before bytes.Buffer
		must(t, x.Save(&before, strings.Replace(stamp, `"Made":1`, `"Made":0`, 1)))
		must(t, os.WriteFile(s.file, before.Bytes(), 0o600))
		if got := s.titles("imprimante"); len(got) == 0 || slices.Contains(got, "Imprimante d’avant") || !s.log.said("or version") {
			t.Errorf("found %v, the log says %q", got, s.log.text.String())
		}
	})
}

func TestAnIndexOfAnotherCacheIsNotTakenUp(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShelves(t)
		file, err := os.ReadFile(s.file)
		must(t, err)
		o := s.w.options(t.TempDir(), memory.Requester)
		o.Logger = s.o.Logger
		other := open(t, o)
		must(t, other.Close())
		folder, err := offline.Folder(o.Home, o.Account)
		must(t, err)
		must(t, os.WriteFile(filepath.Join(folder, "search.index"), file, 0o600))
		other = open(t, o)
		hits, err := other.Search(t.Context(), suggest.Query{Text: "imprimante", Always: true})
		if err != nil || len(hits) > 0 {
			t.Errorf("found %v, %v", hits, err)
		}
		if !s.log.said("of another cache") {
			t.Errorf("the log says %q", s.log.text.String())
		}
	})
}
