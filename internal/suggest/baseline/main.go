// Command baseline answers queries with an engine that one could embed in place of Relais' own, for the benchmarks that
// compare the two.
//
//	baseline -engine bleve|fts5 -lang en|fr DOCS.jsonl
//
// It reads lines {id,title,body} from the file and says "ready". Then for each line {text,typing} on its input it writes
// a line {ids,us}: the ten best documents, and how many microseconds they took.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"time"
)

type document struct{ ID, Title, Body string }

type question struct {
	Text   string
	Typing bool
}

type answer struct {
	IDs []string `json:"ids"`
	US  int64    `json:"us"`
}

// engine finds the ten best documents.
type engine func(q question) ([]string, error)

// hits is how many documents an engine finds.
const hits = 10

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "baseline:", err)
		os.Exit(1)
	}
}

func run() error {
	name := flag.String("engine", "bleve", "bleve or fts5")
	lang := flag.String("lang", "en", "language of the documents: en or fr")
	flag.Parse()
	docs, err := read(flag.Arg(0))
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "baseline")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	build := newBleve
	if *name == "fts5" {
		build = newFTS
	}
	find, done, err := build(dir, *lang, docs)
	if err != nil {
		return err
	}
	defer done()
	fmt.Println("ready")
	return serve(find)
}

func read(file string) ([]document, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var docs []document
	for d := json.NewDecoder(bufio.NewReader(f)); d.More(); {
		var doc document
		if err := d.Decode(&doc); err != nil {
			return nil, err
		}
		docs = append(docs, doc)
	}
	return docs, nil
}

func serve(find engine) error {
	out := json.NewEncoder(os.Stdout)
	for d := json.NewDecoder(os.Stdin); d.More(); {
		var q question
		if err := d.Decode(&q); err != nil {
			return err
		}
		began := time.Now()
		ids, err := find(q)
		if err != nil {
			return err
		}
		if err := out.Encode(answer{ids, time.Since(began).Microseconds()}); err != nil {
			return err
		}
	}
	return nil
}
