package main

import (
	"path/filepath"
	"slices"

	"github.com/blevesearch/bleve/v2"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/en"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/fr"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search/query"
)

// newBleve is bleve as its documentation has it: the analyser of the language, on disk, documents in batches.
func newBleve(dir, lang string, docs []document) (engine, func(), error) {
	x, err := bleve.New(filepath.Join(dir, "bleve"), fields(lang))
	if err != nil {
		return nil, nil, err
	}
	const together = 1000
	for some := range slices.Chunk(docs, together) {
		batch := x.NewBatch()
		for _, d := range some {
			if err := batch.Index(d.ID, map[string]string{"title": d.Title, "body": d.Body}); err != nil {
				return nil, nil, err
			}
		}
		if err := x.Batch(batch); err != nil {
			return nil, nil, err
		}
	}
	find := func(q question) ([]string, error) {
		found, err := x.Search(bleve.NewSearchRequestOptions(words(q.Text), hits, 0, false))
		if err != nil {
			return nil, err
		}
		var ids []string
		for _, h := range found.Hits {
			ids = append(ids, h.ID)
		}
		return ids, nil
	}
	return find, func() { _ = x.Close() }, nil
}

func fields(lang string) *mapping.IndexMappingImpl {
	text := bleve.NewTextFieldMapping()
	text.Analyzer = lang
	text.Store = false
	text.IncludeTermVectors = false
	text.IncludeInAll = false
	doc := bleve.NewDocumentStaticMapping()
	doc.AddFieldMappingsAt("title", text)
	doc.AddFieldMappingsAt("body", text)
	m := bleve.NewIndexMapping()
	m.DefaultMapping = doc
	return m
}

// words is any word of a text, in the title worth three times as much.
func words(text string) query.Query {
	title, body := bleve.NewMatchQuery(text), bleve.NewMatchQuery(text)
	title.SetField("title")
	title.SetBoost(3)
	body.SetField("body")
	return bleve.NewDisjunctionQuery(title, body)
}
