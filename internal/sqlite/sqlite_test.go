package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/fstest"

	"relais/internal/sqlite"
)

var schema = fstest.MapFS{
	"0001_note.sql": {Data: []byte("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;")},
	"0002_mark.sql": {Data: []byte("ALTER TABLE note ADD COLUMN mark INTEGER NOT NULL DEFAULT 0; CREATE INDEX note_mark ON note(mark);")},
}

func open(t *testing.T, path string, migrations fs.FS) *sqlite.DB {
	t.Helper()
	db, err := sqlite.Open(t.Context(), path, sqlite.Options{Migrations: migrations})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func add(ctx context.Context, db *sqlite.DB, body string) error {
	return db.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO note (body) VALUES (?)", body)
		return err
	})
}

func count(t *testing.T, db *sqlite.DB) (n int) {
	t.Helper()
	err := db.Read(t.Context(), func(tx *sql.Tx) error {
		return tx.QueryRowContext(t.Context(), "SELECT count(*) FROM note").Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestWhatWasWrittenIsThereAfterOpeningAgain(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a folder with ’ and ?#%", "x.db")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	db := open(t, path, schema)
	if err := add(t.Context(), db, "é"); err != nil {
		t.Fatal(err)
	}
	_ = db.Close()
	if n := count(t, open(t, path, schema)); n != 1 {
		t.Fatalf("got %d rows", n)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, %v", info.Mode(), err)
	}
}

func TestAFailedWriteLeavesNothing(t *testing.T) {
	t.Parallel()
	db := open(t, filepath.Join(t.TempDir(), "x.db"), schema)
	boom := errors.New("boom")
	err := db.Write(t.Context(), func(tx *sql.Tx) error {
		if _, err := tx.Exec("INSERT INTO note (body) VALUES ('x')"); err != nil {
			return err
		}
		return boom
	})
	if !errors.Is(err, boom) || count(t, db) != 0 {
		t.Fatalf("err %v, %d rows", err, count(t, db))
	}
}

func TestARowIsReadAsItIsNowAgainAndAgain(t *testing.T) {
	t.Parallel()
	db := open(t, filepath.Join(t.TempDir(), "x.db"), schema)
	for want := range 3 {
		var n int
		if err := db.Row(t.Context(), "SELECT count(*) FROM note", &n); err != nil || n != want {
			t.Fatalf("got %d rows, want %d: %v", n, want, err)
		}
		if err := add(t.Context(), db, "é"); err != nil {
			t.Fatal(err)
		}
	}
	var body string
	if err := db.Row(t.Context(), "SELECT body FROM note WHERE id = 99", &body); !errors.Is(err, sql.ErrNoRows) {
		t.Errorf("got %v, want no row", err)
	}
	if err := db.Row(t.Context(), "SELECT nothing", &body); err == nil {
		t.Error("nonsense was answered")
	}
}

func TestReadRefusesToWrite(t *testing.T) {
	t.Parallel()
	db := open(t, filepath.Join(t.TempDir(), "x.db"), schema)
	err := db.Read(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec("DELETE FROM note")
		return err
	})
	if err == nil {
		t.Fatal("a read wrote")
	}
}

func TestAnOldSchemaIsBroughtUpToDate(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.db")
	old := open(t, path, fstest.MapFS{"0001_note.sql": schema["0001_note.sql"]})
	if err := add(t.Context(), old, "kept"); err != nil {
		t.Fatal(err)
	}
	_ = old.Close()
	if n := count(t, open(t, path, schema)); n != 1 {
		t.Fatalf("got %d rows", n)
	}
}

func TestANewerSchemaIsRefused(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.db")
	_ = open(t, path, schema).Close()
	_, err := sqlite.Open(t.Context(), path, sqlite.Options{Migrations: fstest.MapFS{"0001_note.sql": schema["0001_note.sql"]}})
	if !errors.Is(err, sqlite.ErrNewer) {
		t.Fatalf("got %v", err)
	}
}

func TestAMigrationThatFailsChangesNothing(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.db")
	_ = open(t, path, fstest.MapFS{"0001_note.sql": schema["0001_note.sql"]}).Close()
	bad := fstest.MapFS{
		"0001_note.sql": schema["0001_note.sql"],
		"0002_bad.sql":  {Data: []byte("CREATE TABLE half (id INTEGER); SELECT nonsense FROM nowhere;")},
	}
	if _, err := sqlite.Open(t.Context(), path, sqlite.Options{Migrations: bad}); err == nil {
		t.Fatal("a bad migration passed")
	}
	db := open(t, path, schema)
	err := db.Read(t.Context(), func(tx *sql.Tx) error {
		var n int
		return tx.QueryRow("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFilesThatAreNoDatabaseAreDamaged(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.db")
	if err := os.WriteFile(path, []byte("this is a letter to a friend, and no database at all, but long enough to have a header"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.Open(t.Context(), path, sqlite.Options{Migrations: schema}); !errors.Is(err, sqlite.ErrDamaged) {
		t.Fatalf("got %v", err)
	}
}

func TestAFolderThatIsMissingIsNotMade(t *testing.T) {
	t.Parallel()
	_, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "none", "x.db"), sqlite.Options{})
	if !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("got %v", err)
	}
}

func TestABackupHoldsWhatWasThereAndIsNeverOverwritten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db := open(t, filepath.Join(dir, "x.db"), schema)
	if err := add(t.Context(), db, "one"); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(dir, "copy.db")
	if err := db.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	if n := count(t, open(t, copied, schema)); n != 1 {
		t.Fatalf("got %d rows", n)
	}
	if err := db.Backup(t.Context(), copied); !errors.Is(err, fs.ErrExist) {
		t.Fatalf("got %v", err)
	}
	if err := db.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestWritersAndReadersShareOneFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.db")
	first, second := open(t, path, schema), open(t, path, schema)
	var wg sync.WaitGroup
	for _, db := range []*sqlite.DB{first, second, first, second} {
		wg.Go(func() {
			for range 50 {
				if err := add(t.Context(), db, "x"); err != nil {
					t.Error(err)
				}
				_ = db.Read(t.Context(), func(tx *sql.Tx) error {
					var n int
					return tx.QueryRow("SELECT count(*) FROM note").Scan(&n)
				})
			}
		})
	}
	wg.Wait()
	if n := count(t, first); n != 200 {
		t.Fatalf("got %d rows", n)
	}
}
