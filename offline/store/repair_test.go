package store_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
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
