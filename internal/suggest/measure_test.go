package suggest_test

import (
	"bufio"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	_ "modernc.org/sqlite"

	"relais/internal/suggest"
)

// BenchmarkMeasure prints how well and how fast the collections in the folder
// KB are searched, beside SQLite's FTS5 in the same run:
//
//	KB=DIR go test ./internal/suggest -run '^$' -bench Measure -benchtime 1x
//
// Each folder in KB holds docs.jsonl {id,title,body,lang}, qrels.tsv (query,
// document, grade) and queries.VARIANT.jsonl {id,text}.
func BenchmarkMeasure(b *testing.B) {
	folders, _ := filepath.Glob(filepath.Join(os.Getenv("KB"), "*", "docs.jsonl"))
	if os.Getenv("KB") == "" || len(folders) == 0 {
		b.Fatal("KB names no folder with collections")
	}
	for b.Loop() {
		for _, f := range folders {
			measureFolder(b, filepath.Dir(f))
		}
	}
}

func measureFolder(b *testing.B, dir string) {
	docs := readLines[suggest.Doc](b, filepath.Join(dir, "docs.jsonl"))
	grades := readGrades(b, filepath.Join(dir, "qrels.tsv"))
	text := 0
	for _, d := range docs {
		text += len(d.Title) + len(d.Body)
	}
	before := heap()
	began := time.Now()
	x := suggest.New(houseWords(b))
	x.Put(docs...)
	took := time.Since(began)
	fmt.Printf("\n%s: %d documents, read in %d ms, %.2f times their text in memory\n",
		filepath.Base(dir), len(docs), took.Milliseconds(), float64(heap()-before)/float64(text))
	engines := []struct {
		name   string
		search func(text string, typing bool) []string
	}{
		{"relais", func(text string, typing bool) []string {
			hits, err := x.Search(b.Context(), suggest.Query{Text: text, Limit: 10, Typing: typing, Always: true})
			if err != nil {
				b.Fatal(err)
			}
			return ids(hits)
		}},
	}
	if os.Getenv("FTS") != "0" {
		engines = append(engines, struct {
			name   string
			search func(text string, typing bool) []string
		}{"fts5", newFTS(b, docs)})
	}
	fmt.Printf("%-8s %-9s %8s %8s %8s %8s\n", "engine", "variant", "nDCG@10", "MRR@10", "succ@5", "p95 ms")
	for _, e := range engines {
		for _, variant := range []string{"title", "typo", "noaccent", "half", "prefix3"} {
			file := filepath.Join(dir, "queries."+variant+".jsonl")
			if _, err := os.Stat(file); err != nil {
				continue
			}
			var m measures
			for _, q := range readLines[struct{ ID, Text string }](b, file) {
				began := time.Now()
				ranked := e.search(q.Text, variant == "half")
				m.add(ranked, grades[q.ID], time.Since(began))
			}
			fmt.Printf("%-8s %-9s %s\n", e.name, variant, m)
		}
	}
	for _, variant := range []string{"title", "half"} {
		fmt.Printf("%s, ", variant)
		measureSilence(b, x, docs, grades, filepath.Join(dir, "queries."+variant+".jsonl"), variant == "half")
	}
}

// measureSilence prints how many questions keep a fitting article among the
// first five, and how many still get a suggestion once those are taken out; then
// the same for other thresholds.
func measureSilence(b *testing.B, x *suggest.Index, docs []suggest.Doc, grades map[string]map[string]int, file string, typing bool) {
	byID := make(map[string]suggest.Doc)
	for _, d := range docs {
		byID[d.ID] = d
	}
	var kept, noisy int
	var fitting, tangential []float64
	for _, q := range readLines[struct{ ID, Text string }](b, file) {
		ask := suggest.Query{Text: q.Text, Typing: typing}
		fits := func(h suggest.Hit) bool { return grades[q.ID][h.ID] > 0 }
		quiet, always := askTwice(b, x, ask)
		if i := slices.IndexFunc(always, fits); i >= 0 {
			fitting = append(fitting, always[i].Fit)
			if slices.ContainsFunc(quiet, fits) {
				kept++
			}
		}
		for id := range grades[q.ID] {
			x.Remove(id)
		}
		quiet, always = askTwice(b, x, ask)
		noisy += min(1, len(quiet))
		fit := 0.0
		for _, h := range always {
			fit = max(fit, h.Fit)
		}
		tangential = append(tangential, fit)
		for id := range grades[q.ID] {
			x.Put(byID[id])
		}
	}
	percent := func(n, of int) float64 { return 100 * float64(n) / float64(of) }
	fmt.Printf("silence: %.1f %% of the answerable keep their article in the first five, %.1f %% without one still get a suggestion",
		percent(kept, len(fitting)), percent(noisy, len(tangential)))
	slices.Sort(fitting)
	slices.Sort(tangential)
	for _, keep := range []int{98, 95, 92, 90, 85, 80, 70} {
		quiet, _ := slices.BinarySearch(tangential, fitting[len(fitting)*(100-keep)/100])
		fmt.Printf(" · %d %.1f", keep, percent(len(tangential)-quiet, len(tangential)))
	}
	fmt.Println()
}

// askTwice asks as people do, and for all that there is.
func askTwice(b *testing.B, x *suggest.Index, q suggest.Query) (quiet, always []suggest.Hit) {
	b.Helper()
	quiet, err := x.Search(b.Context(), q)
	if err != nil {
		b.Fatal(err)
	}
	q.Always = true
	if always, err = x.Search(b.Context(), q); err != nil {
		b.Fatal(err)
	}
	return quiet, always
}

func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // what pools hold goes at the second
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func ids(hits []suggest.Hit) []string {
	out := make([]string, len(hits))
	for i, h := range hits {
		out[i] = h.ID
	}
	return out
}

// measures adds up the figures of one run.
type measures struct {
	n, five   int
	ndcg, mrr float64
	took      []time.Duration
}

func (m *measures) add(ranked []string, grades map[string]int, took time.Duration) {
	m.n++
	m.took = append(m.took, took)
	var dcg, ideal float64
	first := 0
	for i, id := range ranked[:min(10, len(ranked))] {
		if g := grades[id]; g > 0 {
			dcg += (math.Pow(2, float64(g)) - 1) / math.Log2(float64(i)+2)
			if first == 0 {
				first = i + 1
			}
		}
	}
	var best []int
	for _, g := range grades {
		best = append(best, g)
	}
	slices.SortFunc(best, func(a, b int) int { return b - a })
	for i, g := range best[:min(10, len(best))] {
		ideal += (math.Pow(2, float64(g)) - 1) / math.Log2(float64(i)+2)
	}
	if ideal > 0 {
		m.ndcg += dcg / ideal
	}
	if first > 0 {
		m.mrr += 1 / float64(first)
		if first <= 5 {
			m.five++
		}
	}
}

func (m measures) String() string {
	slices.Sort(m.took)
	n := float64(m.n)
	p95 := m.took[len(m.took)*95/100]
	return fmt.Sprintf("%8.1f %8.1f %8.1f %8.2f", 100*m.ndcg/n, 100*m.mrr/n, 100*float64(m.five)/n, float64(p95.Microseconds())/1000)
}

// newFTS returns the plain baseline: FTS5 over title and body, any word, bm25.
func newFTS(tb testing.TB, docs []suggest.Doc) func(text string, typing bool) []string {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(tb.TempDir(), "fts.db"))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(`CREATE VIRTUAL TABLE d USING fts5(id UNINDEXED, title, body, tokenize='porter unicode61 remove_diacritics 2')`); err != nil {
		tb.Fatal(err)
	}
	tx, err := db.Begin()
	if err != nil {
		tb.Fatal(err)
	}
	for _, d := range docs {
		if _, err := tx.Exec(`INSERT INTO d VALUES (?,?,?)`, d.ID, d.Title, d.Body); err != nil {
			tb.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		tb.Fatal(err)
	}
	return func(text string, typing bool) []string { return searchFTS(tb, db, text, typing) }
}

func searchFTS(tb testing.TB, db *sql.DB, text string, typing bool) []string {
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) == 0 {
		return nil
	}
	match := `"` + strings.Join(words, `" OR "`) + `"`
	if typing {
		match += "*"
	}
	rows, err := db.Query(`SELECT id FROM d WHERE d MATCH ? ORDER BY bm25(d, 0, 3, 1) LIMIT 10`, match)
	if err != nil {
		tb.Fatal(err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			tb.Fatal(err)
		}
		out = append(out, id)
	}
	return out
}

func readLines[T any](tb testing.TB, file string) []T {
	f, err := os.Open(file)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	var out []T
	for d := json.NewDecoder(bufio.NewReader(f)); d.More(); {
		var v T
		if err := d.Decode(&v); err != nil {
			tb.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

func readGrades(tb testing.TB, file string) map[string]map[string]int {
	text, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	grades := make(map[string]map[string]int)
	for line := range strings.Lines(string(text)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		grade, err := strconv.Atoi(f[2])
		if err != nil {
			tb.Fatal(err)
		}
		if grades[f[0]] == nil {
			grades[f[0]] = make(map[string]int)
		}
		grades[f[0]][f[1]] = grade
	}
	return grades
}

func houseWords(tb testing.TB) suggest.HouseWords {
	tb.Helper()
	f, err := os.Open("../../assets/kb/house-words.txt")
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	words, err := suggest.ParseHouseWords(f)
	if err != nil {
		tb.Fatal(err)
	}
	return words
}
