package store_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/internal/desk"
	"relais/offline/store"
)

const aside = "precious.db.corrupt-20261121T120000.000"

// cutShort is a folder with three requests, two of which are in the log, and a repair that was cut short after some of
// its renames.
func cutShort(t *testing.T, renamed ...string) string {
	t.Helper()
	first := fresh(t)
	must(t, first.Keep(t.Context(), ask(1), ""))
	must(t, first.Close())
	s, err := store.OpenPrecious(t.Context(), first.Dir(), store.Options{Now: now, Single: true})
	must(t, err)
	t.Cleanup(func() { _ = s.Close() })
	must(t, s.Keep(t.Context(), ask(2), ""))
	must(t, s.Keep(t.Context(), ask(3), ""))
	dir := ended(t, first.Dir())
	must(t, os.WriteFile(filepath.Join(dir, "precious.db-doubt"), []byte(aside), 0o600))
	for _, tail := range renamed {
		must(t, os.Rename(filepath.Join(dir, "precious.db"+tail), filepath.Join(dir, aside+tail)))
	}
	return dir
}

// holds checks that a folder has all three requests, and is in order.
func holds(t *testing.T, dir string) {
	t.Helper()
	for _, kept := range []string{"precious 3 0", ""} {
		s := open(t, dir)
		list, err := s.Live(t.Context())
		if err != nil || len(list) != 3 || s.Kept() != kept {
			t.Errorf("%d requests, %q, %v", len(list), s.Kept(), err)
		}
		must(t, s.Close())
	}
}

func TestARepairThatWasCutShortIsDoneAgain(t *testing.T) {
	t.Parallel()
	all := []string{"-wal", "-shm", ""}
	for n := range all {
		t.Run(fmt.Sprint(n, " renames"), func(t *testing.T) {
			t.Parallel()
			holds(t, cutShort(t, all[:n]...))
		})
	}
	t.Run("before anything was carried over", func(t *testing.T) {
		t.Parallel()
		holds(t, cutShort(t, all...))
	})
	t.Run("with a new file that has nothing yet", func(t *testing.T) {
		t.Parallel()
		dir, empty := cutShort(t, all...), fresh(t)
		must(t, empty.Close())
		must(t, os.Rename(filepath.Join(empty.Dir(), "precious.db"), filepath.Join(dir, "precious.db")))
		holds(t, dir)
	})
}

func TestNobodyKeepsAnythingInAFileThatIsBeingRepaired(t *testing.T) {
	t.Parallel()
	dir := cutShort(t, "-wal", "-shm", "")
	if _, err := store.OpenPrecious(t.Context(), dir, store.Options{Now: now}); desk.CodeOf(err) != desk.CodeDamaged {
		t.Fatalf("got %v", err)
	}
	holds(t, dir)
}

func TestARepairThatIsGivenUpLosesNothing(t *testing.T) {
	t.Parallel()
	dir := cutShort(t)
	must(t, os.WriteFile(filepath.Join(dir, "precious.db-doubt"), nil, 0o600))
	ctx, stop := context.WithCancel(t.Context())
	_, err := store.Open(ctx, dir, store.Options{Now: func() time.Time { stop(); return noon }}) // its name has the time
	if desk.CodeOf(err) != desk.CodeCanceled {
		t.Fatalf("got %v", err)
	}
	if list, err := filepath.Glob(filepath.Join(dir, "precious.db.corrupt-*")); err != nil || !slices.Contains(list, filepath.Join(dir, aside)) {
		t.Fatalf("set aside: %v, %v", list, err)
	}
	holds(t, dir)
}

func TestADraftWithAFlippedBitKeepsItsWords(t *testing.T) {
	t.Parallel()
	for _, flip := range []struct {
		id, text, from, to string
		whole              bool // what was typed is still told apart
	}{
		{"ask", desk.TextWords, "My printer", "My\x00printer", true},
		{"reply/1", desk.TextWords, "My printer", "My\"printer", false},
		{"resolve/1", desk.TextSolution, `{"id"`, `{\"id`, false},
		{"editor/new/x", desk.TextBody, `"texts":{`, `"texts":[`, false},
		{"close/1", desk.TextReason, "texts", "tex4s", false},
	} {
		t.Run(flip.id, func(t *testing.T) {
			t.Parallel()
			s := fresh(t)
			must(t, s.SaveDraft(t.Context(), desk.Draft{ID: flip.id, Texts: map[string]string{flip.text: "My printer eats paper"}}))
			must(t, s.Close())
			path := filepath.Join(s.Dir(), "precious.db")
			raw, err := os.ReadFile(path)
			must(t, err)
			damaged := bytes.Replace(raw, []byte(flip.from), []byte(flip.to), 1)
			if bytes.Equal(damaged, raw) {
				t.Fatalf("no %q in the file", flip.from)
			}
			must(t, os.WriteFile(path, damaged, 0o600))
			must(t, os.WriteFile(path+"-doubt", nil, 0o600))
			got, found, err := open(t, s.Dir()).Draft(t.Context(), flip.id)
			words := got.Texts[flip.text]
			if err != nil || !found || !strings.Contains(words, "eats paper") || flip.whole && words != "My printer eats paper" {
				t.Fatalf("draft %+v, %v, %v", got, found, err)
			}
		})
	}
}

func TestARepairThatWasCutShortGoesOnWhenTheNewFileIsDamagedToo(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*testing.T) []byte{
		"no database": func(*testing.T) []byte { return bytes.Repeat([]byte("x"), 8192) },
		"a page that can't be read": func(t *testing.T) []byte {
			other := fresh(t)
			must(t, other.Keep(t.Context(), ask(1), ""))
			must(t, other.Close())
			raw, err := os.ReadFile(filepath.Join(other.Dir(), "precious.db"))
			must(t, err)
			page := bytes.LastIndex(raw, []byte("Asked 1")) / 4096 * 4096
			copy(raw[page:page+64], bytes.Repeat([]byte{0xff}, 64))
			return raw
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := cutShort(t, "-wal", "-shm", "")
			must(t, os.WriteFile(filepath.Join(dir, "precious.db"), spoil(t), 0o600))
			for range 3 { // the damage of a single page is found on the way
				if s, err := store.Open(t.Context(), dir, store.Options{Now: now}); err == nil {
					list, err := s.Live(t.Context())
					must(t, s.Close())
					if err == nil && len(list) == 3 {
						return
					}
				}
			}
			t.Error("the requests are not there")
		})
	}
}
