package store_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"relais/internal/sqlite"
	"relais/offline/store"
)

// spoiled is a folder with a text that is no JSON, which nobody sees who does not look through the file. Then a request
// is kept by a program that ends without closing.
func spoiled(t *testing.T, leave bool) string {
	t.Helper()
	dir, ctx := t.TempDir(), t.Context()
	s := open(t, dir)
	must(t, s.Keep(ctx, ask(1), ""))
	must(t, s.Close())
	spoil(t, dir, "UPDATE operation SET body = 'half'")
	s, err := store.OpenPrecious(ctx, dir, store.Options{Now: now, Single: true})
	must(t, err)
	t.Cleanup(func() { _ = s.Close() })
	must(t, s.Keep(ctx, ask(2), ""))
	if leave {
		s.Leave()
	}
	return ended(t, dir)
}

func spoil(t *testing.T, dir, statement string) {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(dir, "precious.db"), sqlite.Options{})
	must(t, err)
	must(t, db.Write(t.Context(), func(tx *sql.Tx) error { _, err := tx.Exec(statement); return err }))
	must(t, db.Close())
}

// ended is a folder as it is when the programs that have it open end now.
func ended(t *testing.T, dir string) string {
	t.Helper()
	to := t.TempDir()
	must(t, os.CopyFS(to, os.DirFS(dir)))
	return to
}

func TestAFileIsLookedThroughOnceAfterAProgramWasStoppedInTheMiddle(t *testing.T) {
	t.Parallel()
	stopped := open(t, spoiled(t, false))
	defer func() { _ = stopped.Close() }()
	if stopped.Kept() == "" {
		t.Error("nobody looked")
	}
	again := open(t, ended(t, stopped.Dir()))
	defer func() { _ = again.Close() }()
	if again.Kept() != "" {
		t.Errorf("it was not mended: %s", again.Kept())
	}
}

func TestALogThatWasLeftInOrderIsNoReasonToLook(t *testing.T) {
	t.Parallel()
	s := open(t, spoiled(t, true))
	defer func() { _ = s.Close() }()
	if s.Kept() != "" {
		t.Errorf("it looked: %s", s.Kept())
	}
	stopped := open(t, ended(t, s.Dir()))
	defer func() { _ = stopped.Close() }()
	if stopped.Kept() == "" {
		t.Error("the mark of an earlier program was believed")
	}
}

func TestALogThatGrewSinceItWasLeftIsAReasonToLook(t *testing.T) {
	t.Parallel()
	dir := spoiled(t, true)
	s, err := store.OpenPrecious(t.Context(), dir, store.Options{Now: now, Single: true})
	must(t, err)
	defer func() { _ = s.Close() }()
	must(t, s.Keep(t.Context(), ask(3), ""))
	stopped := open(t, ended(t, dir))
	defer func() { _ = stopped.Close() }()
	if stopped.Kept() == "" {
		t.Error("nobody looked")
	}
}
