package bench

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"relais/internal/kbfile"
	"relais/internal/suggest"
)

// past is a question that was asked before, and the article that helped.
type past struct {
	Text string    `json:"text"`
	Doc  kbfile.ID `json:"doc"`
}

// lesson is a past question and the line that tells of it.
type lesson struct {
	text string
	line int
}

// lessons reads the past questions, if there are any.
func (r *run) lessons() error {
	r.past = map[string][]lesson{}
	if r.o.history == "" {
		return nil
	}
	return lines(r, r.o.history, func(n int, p past) error {
		switch {
		case p.Doc == "":
			return missing("doc")
		case strings.TrimSpace(p.Text) == "":
			return missing("text")
		}
		r.past[string(p.Doc)] = append(r.past[string(p.Doc)], lesson{p.Text, n})
		return nil
	})
}

// learned counts the past questions whose article is there; the others are told.
func (r *run) learned(known map[string]int) (n int) {
	for _, doc := range slices.Sorted(maps.Keys(r.past)) {
		for _, l := range r.past[doc] {
			if known[doc] == 0 {
				r.skip(r.o.history, l.line, fmt.Errorf("there is no article %q", doc))
				continue
			}
			n++
		}
	}
	return n
}

// links are the past questions of an article, as they were asked up to now.
func links(all []lesson, now time.Time) []suggest.Link {
	var links []suggest.Link
	at := map[string]int{}
	for _, l := range all {
		i, ok := at[l.text]
		if !ok {
			i = len(links)
			at[l.text] = i
			links = append(links, suggest.Link{Words: l.text, At: now})
		}
		links[i].Count++
	}
	return links
}
