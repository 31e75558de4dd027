package sqlite_test

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"relais/internal/sqlite"
)

var update = flag.Bool("update", false, "write the schemas that testdata lacks, and those of migrations that no release has")

// chains are the migrations of each file of the project, by what testdata calls it.
var chains = map[string]string{
	"precious": "../../offline/store/precious/schema",
	"cache":    "../../offline/store/cache/schema",
	"relaisd":  "../server/store/migrations",
}

// chain is a list of migrations.
type chain struct {
	files fs.FS
	names []string
}

func readChain(t *testing.T, files fs.FS) chain {
	t.Helper()
	names, err := fs.Glob(files, "*.sql")
	must(t, err)
	return chain{files, names}
}

// first is the chain as it was when it had n migrations.
func (c chain) first(t *testing.T, n int) fstest.MapFS {
	t.Helper()
	some := fstest.MapFS{}
	for _, name := range c.names[:n] {
		raw, err := fs.ReadFile(c.files, name)
		must(t, err)
		some[name] = &fstest.MapFile{Data: raw}
	}
	return some
}

var comment = regexp.MustCompile(`--[^\n]*`)

// statements are those of one migration. What has no END yet is no whole trigger.
func (c chain) statements(t *testing.T, n int) (list []string) {
	t.Helper()
	raw, err := fs.ReadFile(c.files, c.names[n])
	must(t, err)
	one := ""
	for part := range strings.SplitAfterSeq(comment.ReplaceAllString(string(raw), ""), ";") {
		one += part
		trigger := strings.Contains(strings.ToUpper(one), "CREATE TRIGGER")
		if strings.TrimSpace(one) == "" || trigger && !strings.HasSuffix(strings.ToUpper(strings.TrimSpace(one)), "END;") {
			continue
		}
		list, one = append(list, one), ""
	}
	return list
}

func TestEachMigrationGoesOnFromEachEarlierSchemaWhereverItWasKilled(t *testing.T) {
	t.Parallel()
	for name, folder := range chains {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			killEverywhere(t, readChain(t, os.DirFS(folder)))
		})
	}
	t.Run("a chain of five", func(t *testing.T) {
		t.Parallel()
		killEverywhere(t, readChain(t, fstest.MapFS{
			"0001_a.sql": {Data: []byte("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT; CREATE INDEX note_body ON note(body);")},
			"0002_b.sql": {Data: []byte("ALTER TABLE note ADD COLUMN mark INTEGER NOT NULL DEFAULT 7; UPDATE note SET mark = id;")},
			"0003_c.sql": {Data: []byte("CREATE TABLE page (id INTEGER PRIMARY KEY, body TEXT NOT NULL, mark INTEGER) STRICT; INSERT INTO page SELECT id, body, mark FROM note;")},
			"0004_d.sql": {Data: []byte("CREATE TRIGGER both AFTER INSERT ON note BEGIN INSERT INTO page (body) VALUES (new.body); DELETE FROM page WHERE id < 0; END; DROP INDEX note_body;")},
			"0005_e.sql": {Data: []byte("ALTER TABLE page RENAME COLUMN mark TO weight; CREATE INDEX page_weight ON page(weight);")},
		}))
	})
}

func killEverywhere(t *testing.T, c chain) {
	fresh := shape(t, open(t, filepath.Join(t.TempDir(), "fresh.db"), c.files))
	points := 0
	for n := range c.names {
		for done := range len(c.statements(t, n)) + 1 {
			path := filepath.Join(t.TempDir(), "old.db")
			old := open(t, path, c.first(t, n))
			fill(t, old)
			before := rows(t, old)
			must(t, old.Close())
			killed := stopAfter(t, path, c.statements(t, n)[:done])
			if got := rows(t, open(t, killed, c.first(t, n))); got != before {
				t.Errorf("%s, killed after statement %d: there was %s, and now %s", c.names[n], done, before, got)
			}
			if got := shape(t, open(t, killed, c.files)); got != fresh {
				t.Errorf("%s, killed after statement %d, ends with another schema: %s, not %s", c.names[n], done, got, fresh)
			}
			points++
		}
	}
	t.Logf("%d points", points)
}

// stopAfter begins a migration, and returns a copy of the file as a program leaves it that is killed there. All that
// the transaction wrote is in the log already.
func stopAfter(t *testing.T, path string, statements []string) string {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=cache_size(1)&_pragma=journal_mode(wal)&_txlock=immediate")
	must(t, err)
	defer db.Close()
	tx, err := db.BeginTx(t.Context(), nil)
	must(t, err)
	for _, one := range statements {
		_, err := tx.ExecContext(t.Context(), one)
		must(t, err)
	}
	folder := t.TempDir()
	must(t, os.CopyFS(folder, os.DirFS(filepath.Dir(path))))
	must(t, tx.Rollback())
	return filepath.Join(folder, filepath.Base(path))
}

// fill puts rows into all tables, as far as their rules let it.
func fill(t *testing.T, db *sqlite.DB) {
	t.Helper()
	must(t, db.Write(t.Context(), func(tx *sql.Tx) error {
		for _, table := range column(t, tx, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'") {
			names := column(t, tx, "SELECT name FROM pragma_table_info(?)", table)
			types := column(t, tx, "SELECT type FROM pragma_table_info(?)", table)
			for i := range 200 {
				values, marks := make([]any, len(names)), strings.Repeat(", ?", len(names))[2:]
				for k := range values {
					values[k] = any(1000 + i)
					if types[k] == "TEXT" {
						values[k] = fmt.Sprintf("%s %d %s", names[k], i, strings.Repeat("x", 50))
					}
				}
				_, _ = tx.ExecContext(t.Context(), "INSERT INTO "+table+" ("+strings.Join(names, ", ")+") VALUES ("+marks+")", values...)
			}
		}
		return nil
	}))
}

// shape is the schema.
func shape(t *testing.T, db *sqlite.DB) string {
	t.Helper()
	var all []string
	must(t, db.Read(t.Context(), func(tx *sql.Tx) error {
		all = column(t, tx, "SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")
		return nil
	}))
	return strings.Join(all, "\n") + "\n"
}

// rows counts the rows of each table, with the number of the schema.
func rows(t *testing.T, db *sqlite.DB) string {
	t.Helper()
	var counts []string
	must(t, db.Read(t.Context(), func(tx *sql.Tx) error {
		counts = column(t, tx, "PRAGMA user_version")
		for _, table := range column(t, tx, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name") {
			counts = append(counts, table, column(t, tx, "SELECT count(*) FROM "+table)[0])
		}
		return nil
	}))
	must(t, db.Check(context.Background()))
	return strings.Join(counts, " ")
}

func column(t *testing.T, tx *sql.Tx, query string, args ...any) (list []string) {
	t.Helper()
	found, err := tx.QueryContext(t.Context(), query, args...)
	must(t, err)
	defer found.Close()
	for found.Next() {
		var one string
		must(t, found.Scan(&one))
		list = append(list, one)
	}
	must(t, found.Err())
	return list
}

// What a migration once made is in testdata: a released one never changes, since files of before would differ from new ones.
func TestEarlierSchemasAreAsTheyWere(t *testing.T) {
	t.Parallel()
	for name, folder := range chains {
		c := readChain(t, os.DirFS(folder))
		for n := range c.names {
			path := filepath.Join("testdata", name, fmt.Sprintf("%04d.sql", n+1))
			got := shape(t, open(t, filepath.Join(t.TempDir(), "x.db"), c.first(t, n+1)))
			want, err := os.ReadFile(path)
			switch {
			case *update:
				must(t, os.MkdirAll(filepath.Dir(path), 0o755))
				must(t, os.WriteFile(path, []byte(got), 0o644))
			case err != nil || got != string(want):
				t.Errorf("%s makes another schema than %s has. Add a migration instead; if no release has this one: go test ./internal/sqlite -update", c.names[n], path)
			}
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
