package bench

import (
	"context"
	"encoding/json"
	"errors"
	"runtime"
	"slices"
	"strings"
	"time"

	"relais/cmd/relaisctl/cli"
	"relais/internal/desk"
	"relais/internal/suggest"
)

const (
	batch     = 1000 // documents that enter the index at a time
	maxFaults = 50   // skipped lines that are listed
	judged    = 10   // answers that the figures are about, however many are written
)

// summary is what came out.
type summary struct {
	Documents int      `json:"documents"`
	Reading   float64  `json:"read_seconds"`
	Building  float64  `json:"build_seconds"`
	Text      int64    `json:"text_bytes"`
	Memory    int64    `json:"memory_bytes"` // of the index, the text that it holds included
	Learned   int      `json:"history"`      // past questions that were learned from
	Questions int      `json:"queries"`
	Silent    float64  `json:"silent"` // share of the questions, 0 to 1
	Time      delay    `json:"ms"`
	Quality   *quality `json:"quality,omitempty"`
	Silence   *silence `json:"silence,omitempty"`
	Skipped   int      `json:"skipped"` // lines that were left out
	Faults    []fault  `json:"faults"`  // the first of them
}

// answer is a line of the results.
type answer struct {
	ID     string   `json:"id"`
	Ranked []ranked `json:"ranked"`
	Took   float64  `json:"ms"`
}

type ranked struct {
	ID    string  `json:"id"`
	Score float64 `json:"score"`
}

// run is one trial.
type run struct {
	ctx    context.Context // it lives as long as one command
	o      options
	now    func() time.Time
	index  *suggest.Index
	told   *cli.Progress
	asked  []question
	past   map[string][]lesson // by article
	faults int
	first  []fault
}

// summary builds the index, asks all questions, and judges the answers.
func (r *run) summary() (s summary, err error) {
	if err := r.lessons(); err != nil {
		return s, err
	}
	before := heap()
	if err := r.build(&s); err != nil {
		return s, err
	}
	s.Memory = heap() - before
	if err := r.questions(); err != nil {
		return s, err
	}
	var grades grades
	if r.o.qrels != "" {
		if grades, err = r.judgements(r.o.qrels); err != nil {
			return s, err
		}
	}
	if err := r.answers(&s, grades); err != nil {
		return s, err
	}
	if grades != nil {
		if s.Silence, err = r.silence(grades); err != nil {
			return s, err
		}
	}
	s.Skipped, s.Faults = r.faults, append([]fault{}, r.first...)
	return s, nil
}

// heap is how much memory is in use.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // what the first one only marked as free
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// build reads the documents into the index, some at a time, so that they are not
// in memory twice.
func (r *run) build(s *summary) error {
	began := r.now()
	known := map[string]int{}
	var some []suggest.Doc
	var built time.Duration
	put := func() {
		t := r.now()
		r.index.Put(some...)
		built += r.now().Sub(t)
		clear(some)
		some = some[:0]
		r.told.Say("ctl.bench.building", len(known))
	}
	err := lines(r, r.o.docs, func(n int, d document) error {
		if err := d.check(known); err != nil {
			return err
		}
		known[d.name()] = n
		s.Text += int64(len(d.Title) + len(d.Body))
		if some = append(some, r.doc(d)); len(some) == batch {
			put()
		}
		return nil
	})
	if err != nil {
		return err
	}
	put()
	s.Learned = r.learned()
	if s.Documents = len(known); s.Documents == 0 {
		return cli.Usage("ctl.bench.empty", "Path", r.o.docs)
	}
	s.Building = round(built.Seconds())
	s.Reading = round((r.now().Sub(began) - built).Seconds())
	return nil
}

// check tells why a document can't be taken.
func (d document) check(known map[string]int) error {
	switch {
	case d.ID == "":
		return missing("id")
	case known[d.name()] != 0:
		return twice(d.ID, known[d.name()])
	case d.Title == "" && d.Body == "":
		return missing("title")
	}
	return nil
}

// name is what the index calls a document: one id may have an article for each
// language.
func (d document) name() string { return string(d.ID) + separator + d.Lang }

const separator = "\x00"

// articles are the ids of the collection.
func (r *run) articles() map[string]bool {
	there := map[string]bool{}
	for _, name := range r.index.IDs() {
		there[idOf(name)] = true
	}
	return there
}

// idOf is the id in a name of the index.
func idOf(name string) string {
	id, _, _ := strings.Cut(name, separator)
	return id
}

// doc is a document as the index wants it, with what is learned about it.
func (r *run) doc(d document) suggest.Doc {
	doc := suggest.Doc{ID: d.name(), Lang: d.Lang, Title: d.Title, Body: d.Body, Keywords: d.Keywords, Kind: "article"}
	doc.Learned = links(doc, r.past[string(d.ID)], r.now())
	return doc
}

// questions reads what will be asked.
func (r *run) questions() error {
	known := map[string]int{}
	err := lines(r, r.o.queries, func(n int, q question) error {
		switch {
		case q.ID == "":
			return missing("id")
		case known[string(q.ID)] != 0:
			return twice(q.ID, known[string(q.ID)])
		}
		known[string(q.ID)] = n
		r.asked = append(r.asked, q)
		return nil
	})
	if err == nil && len(r.asked) == 0 {
		err = cli.Usage("ctl.bench.unasked", "Path", r.o.queries)
	}
	return err
}

// query is how the app asks: while the words are typed, so that the last one may
// be unfinished.
func (r *run) query(q question, limit int, always bool) suggest.Query {
	return suggest.Query{Text: q.Text, Limit: limit, Typing: !r.o.finished, Always: always}
}

// answers asks all questions, and writes what was found.
func (r *run) answers(s *summary, g grades) (err error) {
	write := func(answer) error { return nil }
	if r.o.out != "" {
		to, err := create(r.o.out)
		if err != nil {
			return err
		}
		encoder := json.NewEncoder(to.out)
		encoder.SetEscapeHTML(false)
		write = func(a answer) error { return encoder.Encode(a) }
		defer func() { err = unwritten(r.o.out, errors.Join(err, to.out.Flush(), to.file.Close())) }()
	}
	if g != nil {
		s.Quality = &quality{}
		defer s.Quality.mean()
	}
	var took []time.Duration
	silent := 0
	for i, q := range r.asked {
		began := r.now()
		hits, err := r.index.Search(r.ctx, r.query(q, max(r.o.top, judged), r.o.always))
		d := r.now().Sub(began)
		if err != nil {
			return err
		}
		took = append(took, d)
		if len(hits) == 0 {
			silent++
		}
		a := newAnswer(q, hits, d)
		if g.answered(a.ID) {
			s.Quality.add(a.ids(), g[a.ID])
		}
		a.Ranked = a.Ranked[:min(len(a.Ranked), r.o.top)]
		if err := write(a); err != nil {
			return err
		}
		r.told.Say("ctl.bench.asking", i+1)
	}
	s.Questions, s.Silent, s.Time = len(r.asked), round(float64(silent)/float64(len(r.asked))), delays(took)
	return nil
}

func newAnswer(q question, hits []suggest.Hit, took time.Duration) answer {
	a := answer{ID: string(q.ID), Ranked: []ranked{}, Took: milliseconds(took)}
	for _, h := range hits {
		if id := idOf(h.ID); !slices.ContainsFunc(a.Ranked, func(r ranked) bool { return r.ID == id }) {
			a.Ranked = append(a.Ranked, ranked{id, h.Score})
		}
	}
	return a
}

func (a answer) ids() []string {
	out := make([]string, len(a.Ranked))
	for i, r := range a.Ranked {
		out[i] = r.ID
	}
	return out
}

// unwritten says which file could not be written.
func unwritten(path string, err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	return &cli.Problem{Code: desk.CodeOf(desk.StorageError("write", path, err)), Key: "ctl.bench.unwritten", Args: []any{"Path", path}, Cause: err}
}
