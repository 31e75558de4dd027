package api

import (
	_ "embed"
	"encoding/json"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"

	"relais/internal/restapi"
)

//go:embed description.html
var descriptionPage string

var descriptionTemplate = template.Must(template.New("description").Parse(descriptionPage))

// serveDescription serves the OpenAPI document and a page made of it that loads
// nothing from elsewhere.
func (s *service) serveDescription(r chi.Router, doc *huma.OpenAPI) {
	text := sync.OnceValues(func() ([]byte, error) { return json.Marshal(doc) })
	r.Get(restapi.Base+restapi.PathOpenAPI, func(w http.ResponseWriter, r *http.Request) {
		bytes, err := text()
		if err != nil {
			write(w, problemOf(r.Context(), s.Log, err))
			return
		}
		w.Header().Set("Content-Type", "application/openapi+json")
		_, _ = w.Write(bytes)
	})
	page := sync.OnceValue(func() description { return describe(doc) })
	r.Get(restapi.Base+restapi.PathDocs, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if err := descriptionTemplate.Execute(w, page()); err != nil {
			s.Log.ErrorContext(r.Context(), "the page of the API failed", "error", err)
		}
	})
}

// description is what the page shows.
type description struct {
	Title, Version, Text string
	Groups               []group
	Schemas              []schema
}

type group struct {
	Name  string
	Calls []call
}

type call struct {
	Method, Path, Summary, Text string
	Open                        bool
	Inputs                      []field
	Takes, Gives                string
}

type schema struct {
	Name   string
	Fields []field
}

type field struct {
	Name, Type, Text string
	Required         bool
}

func describe(doc *huma.OpenAPI) description {
	d := description{Title: doc.Info.Title, Version: doc.Info.Version, Text: doc.Info.Description}
	groups := map[string]*group{}
	for _, path := range slices.Sorted(maps.Keys(doc.Paths)) {
		item := doc.Paths[path]
		for _, op := range []*huma.Operation{item.Get, item.Head, item.Post, item.Put, item.Patch, item.Delete} {
			if op == nil {
				continue
			}
			tag := op.Tags[0]
			if groups[tag] == nil {
				groups[tag] = &group{Name: tag}
			}
			groups[tag].Calls = append(groups[tag].Calls, describeCall(op))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		d.Groups = append(d.Groups, *groups[name])
	}
	all := doc.Components.Schemas.Map()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		d.Schemas = append(d.Schemas, schema{Name: name, Fields: describeFields(all[name])})
	}
	return d
}

func describeCall(op *huma.Operation) call {
	c := call{Method: op.Method, Path: op.Path, Summary: op.Summary, Text: op.Description, Open: len(op.Security) == 0}
	for _, p := range op.Parameters {
		c.Inputs = append(c.Inputs, field{Name: p.Name, Type: p.In, Text: p.Description, Required: p.Required})
	}
	if op.RequestBody != nil {
		c.Takes = contentType(op.RequestBody.Content)
	}
	for _, status := range slices.Sorted(maps.Keys(op.Responses)) {
		if strings.HasPrefix(status, "2") {
			c.Gives = strings.TrimSpace(status + " " + contentType(op.Responses[status].Content))
		}
	}
	return c
}

func contentType(content map[string]*huma.MediaType) string {
	for _, m := range content {
		if m.Schema != nil {
			return typeName(m.Schema)
		}
	}
	return ""
}

func describeFields(s *huma.Schema) []field {
	var fields []field
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		p := s.Properties[name]
		fields = append(fields, field{Name: name, Type: typeName(p), Text: p.Description, Required: slices.Contains(s.Required, name)})
	}
	return fields
}

// typeName is the type of a value in one word or two.
func typeName(s *huma.Schema) string {
	switch {
	case s.Ref != "":
		return s.Ref[strings.LastIndex(s.Ref, "/")+1:]
	case s.Items != nil:
		return "list of " + typeName(s.Items)
	case s.Format != "":
		return s.Type + " (" + s.Format + ")"
	}
	return s.Type
}
