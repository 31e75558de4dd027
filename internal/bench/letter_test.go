package bench_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime/metrics"
	"testing"
	"time"

	"relais/internal/bench"
	"relais/internal/bench/threads"
	"relais/internal/suggest"
)

const (
	someArticles = 10_000
	typedTitles  = 40
	changes      = 100
	loads        = 9
)

// What somebody notices, or an editor waits for.
const (
	ready      = 150 * time.Millisecond
	searchable = 5 * time.Millisecond
	letterTime = time.Millisecond
)

// BenchmarkSearchArticles is the figures of an ordinary collection: a letter that is typed, an article that changes, a
// start.
func BenchmarkSearchArticles(b *testing.B) {
	m := threads.New(2, texts(b))
	docs := collection(b, m)
	x := fillIndex(b, docs)
	for b.Loop() {
		fmt.Println(letterByLetter(b, x, m))
		fmt.Println(change(b, x, docs))
		fmt.Println(start(b, x))
	}
}

// collection is the articles in the folder KB, and made-up ones.
func collection(b *testing.B, m *threads.Maker) []suggest.Doc {
	var docs []suggest.Doc
	for _, t := range knowledge(b) {
		if len(docs) < someArticles {
			docs = append(docs, doc(t))
		}
	}
	for len(docs) < someArticles {
		docs = append(docs, doc(m.Thread()))
	}
	return docs
}

// letterByLetter types titles, and says what happens at a letter; that nothing large is allocated is a figure of its own.
func letterByLetter(b *testing.B, x *suggest.Index, m *threads.Maker) bench.Figure {
	b.Helper()
	var all []time.Duration
	large := 0.0
	for range typedTitles {
		title := m.Title()
		for end := 2; end <= len(title); end++ {
			before := largeAllocations()
			best := time.Hour // what else runs here is not ours
			for range takes {
				began := time.Now()
				if _, err := x.Search(b.Context(), suggest.Query{Text: title[:end], Typing: true}); err != nil {
					b.Fatal(err)
				}
				best = min(best, time.Since(began))
			}
			if len(all) > 0 { // the first search gets what it works with
				large += largeAllocations() - before
			}
			all = append(all, best)
		}
	}
	fmt.Println(bench.Count{Name: "search-letter-large-allocations", Ours: large, Baseline: 1, Unit: "above 32 kB", Bar: 0})
	return bench.Figure{Name: "search-letter-p95", Ours: bench.Quantile(all, 0.95), Baseline: letterTime, Bar: 1}
}

// largeAllocations is how many there were so far above 32 kB.
func largeAllocations() float64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs-by-size:bytes"}}
	metrics.Read(sample)
	h := sample[0].Value.Float64Histogram()
	return float64(h.Counts[len(h.Counts)-1])
}

// change edits articles, each until the edit is found; removed and added ones, too.
func change(b *testing.B, x *suggest.Index, docs []suggest.Doc) bench.Figure {
	b.Helper()
	var all []time.Duration
	for i := range changes {
		d := docs[(i*97)%len(docs)]
		word := fmt.Sprintf("zyxw%dv", i)
		d.Title += " " + word
		steps := []struct {
			apply func()
			found bool
		}{
			{func() { x.Put(d) }, true},
			{func() { x.Remove(d.ID) }, false},
			{func() { x.Put(d) }, true},
			{func() { x.Put(docs[(i*97)%len(docs)]) }, false},
		}
		best := []time.Duration{time.Hour, time.Hour, time.Hour, time.Hour} // of each step, as of a letter
		for range takes {
			for n, step := range steps {
				began := time.Now()
				step.apply()
				hits, err := x.Search(b.Context(), suggest.Query{Text: word, Always: true})
				best[n] = min(best[n], time.Since(began))
				if err != nil || (len(hits) > 0 && hits[0].ID == d.ID) != step.found {
					b.Fatalf("%s finds %v, %v", word, hits, err)
				}
			}
		}
		all = append(all, best...)
	}
	return bench.Figure{Name: "search-change-searchable-p95", Ours: bench.Quantile(all, 0.95), Baseline: searchable, Bar: 1}
}

// start saves the index in a file and takes it up from there.
func start(b *testing.B, x *suggest.Index) bench.Figure {
	b.Helper()
	var saved bytes.Buffer
	if err := x.Save(&saved, ""); err != nil {
		b.Fatal(err)
	}
	file := filepath.Join(b.TempDir(), "search.index")
	if err := os.WriteFile(file, saved.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	words := houseWords(b)
	var all []time.Duration
	for range loads {
		began := time.Now()
		data, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		if _, _, err := suggest.Load(data, words); err != nil {
			b.Fatal(err)
		}
		all = append(all, time.Since(began))
	}
	return bench.Figure{Name: "search-start-10000-articles", Ours: bench.Quantile(all, 0.5), Baseline: ready, Bar: 1}
}
