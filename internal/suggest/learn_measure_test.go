package suggest_test

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"relais/internal/desk"
	"relais/internal/suggest"
)

// BenchmarkLearning prints what half of the past questions do for the first hit
// of the others, in each collection of the folder KB:
//
//	KB=DIR go test ./internal/suggest -run '^$' -bench Learning -benchtime 1x
//
// Where questions share answers, those that do are split; else all of them. Each
// half is history once, with all of its answers and with the best one only.
func BenchmarkLearning(b *testing.B) {
	folders, _ := filepath.Glob(filepath.Join(os.Getenv("KB"), "*", "docs.jsonl"))
	if os.Getenv("KB") == "" || len(folders) == 0 {
		b.Fatal("KB names no folder with collections")
	}
	for b.Loop() {
		for _, f := range folders {
			measureLearning(b, filepath.Dir(f))
		}
	}
}

type graded struct {
	id, text string
	grades   map[string]int
}

// answers are the documents that answer a question, the best first.
func (q graded) answers() []string {
	return slices.SortedFunc(maps.Keys(q.grades), func(a, b string) int {
		return cmp.Or(cmp.Compare(q.grades[b], q.grades[a]), cmp.Compare(a, b))
	})
}

func measureLearning(b *testing.B, dir string) {
	docs := readLines[suggest.Doc](b, filepath.Join(dir, "docs.jsonl"))
	grades := readGrades(b, filepath.Join(dir, "qrels.tsv"))
	var all []graded
	for _, q := range readLines[struct{ ID, Text string }](b, filepath.Join(dir, "queries.title.jsonl")) {
		all = append(all, graded{q.ID, q.Text, grades[q.ID]})
	}
	plain := suggest.New(houseWords(b))
	plain.Put(docs...)
	for half, history := range split(all) {
		var rest []graded
		for _, q := range all {
			if !slices.ContainsFunc(history, func(h graded) bool { return h.id == q.id }) {
				rest = append(rest, q)
			}
		}
		before, _ := firstHits(b, plain, rest)
		for _, most := range []int{100, 1} {
			x := suggest.New(houseWords(b))
			x.Put(taught(docs, history, most)...)
			after, p95 := firstHits(b, x, rest)
			fmt.Printf("%s, half %d, answers to each at most %3d: first hit right for %.1f %%, with %d past questions %.1f %% (%+.1f) of %d; p95 %.2f ms\n",
				filepath.Base(dir), half+1, most, before, len(history), after, after-before, len(rest), float64(p95.Microseconds())/1000)
		}
	}
}

// split deals questions that share an answer out to two halves, by turns; where
// hardly any does, all of them.
func split(all []graded) (halves [2][]graded) {
	sharing := map[string]int{}
	for _, q := range all {
		for id := range q.grades {
			sharing[id]++
		}
	}
	shared := slices.DeleteFunc(slices.Clone(all), func(q graded) bool {
		return !slices.ContainsFunc(q.answers(), func(id string) bool { return sharing[id] > 1 })
	})
	if len(shared) == 0 {
		shared = slices.Clone(all)
	}
	slices.SortStableFunc(shared, func(a, b graded) int { return slices.Compare(a.answers(), b.answers()) })
	for i, q := range shared {
		halves[i%2] = append(halves[i%2], q)
	}
	return halves
}

// taught returns the documents with the past questions that they answered.
func taught(docs []suggest.Doc, history []graded, most int) []suggest.Doc {
	links := map[string][]suggest.Link{}
	for _, q := range history {
		ids := q.answers()
		for _, id := range ids[:min(len(ids), most)] {
			links[id] = append(links[id], suggest.Link{Words: q.text, Count: 1})
		}
	}
	docs = slices.Clone(docs)
	for i, d := range docs {
		for _, l := range links[d.ID] {
			l.Words = desk.LessonWords(suggest.Asked(l.Words, d)) // what an outcome keeps of it
			docs[i].Learned = append(docs[i].Learned, l)
		}
	}
	return docs
}

func firstHits(b *testing.B, x *suggest.Index, questions []graded) (percent float64, p95 time.Duration) {
	var right int
	var took []time.Duration
	for _, q := range questions {
		began := time.Now()
		hits, err := x.Search(b.Context(), suggest.Query{Text: q.text, Limit: 1, Always: true})
		took = append(took, time.Since(began))
		if err != nil {
			b.Fatal(err)
		}
		if len(hits) > 0 && q.grades[hits[0].ID] > 0 {
			right++
		}
	}
	slices.Sort(took)
	return 100 * float64(right) / float64(len(questions)), took[len(took)*95/100]
}
