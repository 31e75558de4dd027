package kbfile

import (
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"

	"relais/internal/desk"
)

// lines reads one article a line.
func (r *Reader) lines(file string, in io.Reader) error {
	for l := range Lines(in, MaxFile) {
		if r.ended() != nil {
			return nil
		}
		var f fields
		var all map[string]json.RawMessage
		err := l.Err
		if err == nil {
			err = Decode(l.Text, &f)
		}
		if err == nil {
			err = json.Unmarshal(l.Text, &all)
		}
		if err != nil {
			r.Tell(remark(file, l.Number, JSON, err))
			continue
		}
		given := slices.Sorted(maps.Keys(all))
		for i, name := range given { // capitals make no other field
			given[i] = strings.ToLower(name)
		}
		r.strange(file, l.Number, given)
		r.add(file, l.Number, f, given)
	}
	return nil
}

// writeLines writes one article a line.
func writeLines(w io.Writer, articles []desk.Article) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	for _, a := range articles {
		if err := encoder.Encode(newFields(a)); err != nil {
			return err
		}
	}
	return nil
}
