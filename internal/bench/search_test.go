package bench_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"relais/internal/bench"
	"relais/internal/bench/threads"
	"relais/internal/suggest"
)

// The collection that searches are measured on.
const (
	manyThreads = 150_000
	titles      = 200
	paragraphs  = 60
	takes       = 3 // of each question; the shortest counts: what else runs on the machine is not ours
)

// BenchmarkSearchMany is the figure: questions find threads among very many much sooner than with bleve. The words are
// those of the collections in the folder KB, when it is set.
func BenchmarkSearchMany(b *testing.B) {
	m := threads.New(1, texts(b))
	docs := make([]suggest.Doc, manyThreads)
	for i := range docs {
		docs[i] = doc(m.Thread())
	}
	x := fillIndex(b, docs)
	other := startEngine(b, "bleve", docs)
	for b.Loop() {
		ask := func(name string, bar float64, n int, question func() string) {
			var p bench.Pairs
			for range n {
				ours, baseline := turns(b, x, other, question())
				p.Ours, p.Baseline = append(p.Ours, ours), append(p.Baseline, baseline)
			}
			fmt.Println(bench.Figure{Name: name, Ours: bench.Quantile(p.Ours, 0.95), Baseline: bench.Quantile(p.Baseline, 0.95), Bar: bar})
		}
		ask("search-title-p95-by-bleve", 1.0/12, titles, m.Title)
		ask("search-paragraph-p95-by-bleve", 1.0/30, paragraphs, m.Paragraph)
	}
}

func doc(t threads.Thread) suggest.Doc {
	return suggest.Doc{ID: t.ID, Lang: t.Lang, Title: t.Title, Body: t.Body}
}

// fillIndex says what an index of these documents takes: the figure is its memory by the text.
func fillIndex(b *testing.B, docs []suggest.Doc) *suggest.Index {
	b.Helper()
	text := 0
	for _, d := range docs {
		text += len(d.Title) + len(d.Body)
	}
	before := heap()
	began := time.Now()
	x := suggest.New(houseWords(b))
	x.Put(docs...)
	took := time.Since(began)
	memory := heap() - before
	runtime.KeepAlive(docs)
	b.Logf("%d documents of %d bytes, read in %v", len(docs), text, took)
	fmt.Println(bench.Count{
		Name: fmt.Sprintf("search-memory-by-text-%d", len(docs)), Ours: float64(memory / 1000), Baseline: float64(text / 1000), Unit: "kB", Bar: 1.5,
	})
	return x
}

func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // what pools hold goes at the second
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// turns asks both engines the same, as often as takes says.
func turns(b *testing.B, x *suggest.Index, other *engine, text string) (ours, baseline time.Duration) {
	b.Helper()
	p, err := bench.Measure(takes,
		func() (time.Duration, error) {
			began := time.Now()
			_, err := x.Search(b.Context(), suggest.Query{Text: text, Limit: 10, Always: true})
			return time.Since(began), err
		},
		func() (time.Duration, error) { return other.find(text) })
	if err != nil {
		b.Fatal(err)
	}
	return slices.Min(p.Ours), slices.Min(p.Baseline)
}

// knowledge is the collections in the folder KB; none when it is not set.
func knowledge(b *testing.B) []threads.Thread {
	b.Helper()
	var all []threads.Thread
	files, _ := filepath.Glob(filepath.Join(os.Getenv("KB"), "*", "docs.jsonl"))
	if os.Getenv("KB") == "" {
		return nil
	}
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			b.Fatal(err)
		}
		defer f.Close()
		for d := json.NewDecoder(bufio.NewReader(f)); d.More(); {
			var t threads.Thread
			if err := d.Decode(&t); err != nil {
				b.Fatal(err)
			}
			all = append(all, t)
		}
	}
	return all
}

// texts are those of the collections in English.
func texts(b *testing.B) []string {
	b.Helper()
	var all []string
	for _, t := range knowledge(b) {
		if t.Lang == "en" {
			all = append(all, t.Title+"\n"+t.Body)
		}
	}
	return all
}

// engine is another one, in a process of its own.
type engine struct {
	questions *json.Encoder
	answers   *json.Decoder
}

func startEngine(b *testing.B, name string, docs []suggest.Doc) *engine {
	b.Helper()
	file := filepath.Join(b.TempDir(), "docs.jsonl")
	writeDocs(b, file, docs)
	cmd := exec.CommandContext(b.Context(), program(b, "baseline"), "-engine", name, file)
	in, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		in.Close()
		_ = cmd.Wait()
	})
	lines := bufio.NewReader(out)
	if line, err := lines.ReadString('\n'); err != nil || line != "ready\n" {
		b.Fatalf("%s says %q: %v", name, line, err)
	}
	return &engine{questions: json.NewEncoder(in), answers: json.NewDecoder(lines)}
}

func (e *engine) find(text string) (time.Duration, error) {
	if err := e.questions.Encode(map[string]string{"text": text}); err != nil {
		return 0, err
	}
	var answer struct{ US int64 }
	err := e.answers.Decode(&answer)
	return time.Duration(answer.US) * time.Microsecond, err
}

func writeDocs(b *testing.B, file string, docs []suggest.Doc) {
	b.Helper()
	f, err := os.Create(file)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	lines := json.NewEncoder(w)
	for _, d := range docs {
		if err := lines.Encode(threads.Thread{ID: d.ID, Title: d.Title, Body: d.Body, Lang: d.Lang}); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
}
