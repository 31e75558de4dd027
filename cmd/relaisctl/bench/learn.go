package bench

import (
	"maps"
	"slices"
	"strings"
	"time"

	"relais/internal/desk"
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
func (r *run) learned() (n int) {
	there := r.articles()
	for _, doc := range slices.Sorted(maps.Keys(r.past)) {
		for _, l := range r.past[doc] {
			if !there[doc] {
				r.skip(r.o.history, l.line, absent(doc))
				continue
			}
			n++
		}
	}
	return n
}

// links are what the past questions of an article teach: as outcomes do, each of
// another person, and all as new as can be.
func links(d suggest.Doc, all []lesson, now time.Time) []suggest.Link {
	var learned []desk.Lesson
	for _, l := range all {
		learned = desk.Learn(learned, desk.ArticleOutcome{Article: d.ID, Solved: true, Query: suggest.Asked(l.text, d), At: now})
	}
	var links []suggest.Link
	for _, l := range learned {
		links = append(links, suggest.Link{Words: l.Words, Count: float64(l.Weight()), At: l.Last})
	}
	return links
}
