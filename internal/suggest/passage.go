package suggest

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"relais/internal/suggest/lexicon"
)

const (
	maxPassage = 160     // bytes, or a little less to end with a word
	maxScanned = 1 << 15 // bytes of a body that are looked through
)

// hits returns what people see of the best documents.
func (x *Index) hits(s *scratch, q Query, best []scored) []Hit {
	hits := make([]Hit, 0, min(q.limit(), len(best)))
	for _, b := range best {
		if len(hits) == q.limit() {
			break
		}
		if !q.Always && b.fit < silence {
			continue
		}
		e := &x.docs[b.doc]
		h := Hit{ID: e.doc.ID, Kind: e.doc.Kind, Lang: e.lang, Title: e.doc.Title, Score: b.score, Helped: e.doc.Helped}
		h.InTitle, _ = x.matches(s, e.doc.Title, 0)
		h.Passage, h.InPassage = x.passage(s, lexicon.Clip(e.doc.Body, maxScanned))
		hits = append(hits, h)
	}
	return hits
}

// silence is the fit below which a document is not shown: nine in ten of the
// questions that a collection answers keep their article, see docs/search.md.
const silence = 0.68

// matches returns the words of text that the query found, at most so many bytes
// in all, and their weight.
func (x *Index) matches(s *scratch, text string, from int) (spans []Span, weights []float64) {
	for t := range lexicon.Words(text) {
		weight := 0.0
		for _, f := range x.words.Forms(t.Fold) {
			if s.group[f.Term] != 0 {
				weight = max(weight, x.idf(len(x.lists[f.Term].posts)))
			}
		}
		if weight == 0 {
			continue
		}
		span := Span{from + t.Start, from + t.End}
		if last := len(spans) - 1; last >= 0 && spans[last].End > span.Start { // a compound after its parts
			continue
		}
		spans, weights = append(spans, span), append(weights, weight)
	}
	return spans, weights
}

// passage returns the part of one line of body that has most of the query, and
// the matched words in it.
func (x *Index) passage(s *scratch, body string) (string, []Span) {
	var best window
	at := 0
	for line := range strings.Lines(body) {
		start := at + marker(line)
		end := at + len(strings.TrimRightFunc(line, unicode.IsSpace))
		at += len(line)
		if start >= end {
			continue
		}
		spans, weights := x.matches(s, body[start:end], start)
		w := bestWindow(Span{start, end}, spans, weights)
		if strings.HasPrefix(line, "#") {
			w.weight /= 2
		}
		if best.line.End == 0 || w.weight > best.weight {
			best = w
		}
	}
	cut := best.cut(body)
	spans := make([]Span, 0, len(best.spans))
	for _, m := range best.spans {
		if m.Start >= cut.Start && m.End <= cut.End {
			spans = append(spans, Span{m.Start - cut.Start, m.End - cut.Start})
		}
	}
	return body[cut.Start:cut.End], spans
}

// marker returns the length of what Markdown puts before the words of a line.
func marker(line string) int {
	rest := strings.TrimLeft(line, " \t>#*-")
	if digits := strings.TrimLeft(rest, "0123456789"); len(digits) < len(rest) {
		if after, ok := strings.CutPrefix(digits, ". "); ok {
			rest = after
		}
	}
	return len(line) - len(rest)
}

// window is a run of matched words within one line.
type window struct {
	line   Span
	spans  []Span
	weight float64
}

func bestWindow(line Span, spans []Span, weights []float64) window {
	best := window{line: line}
	for first := range spans {
		sum, last := 0.0, first
		for last < len(spans) && spans[last].End-spans[first].Start <= maxPassage {
			sum += weights[last]
			last++
		}
		if sum > best.weight {
			best.spans, best.weight = spans[first:last], sum
		}
	}
	return best
}

// cut returns where the passage begins and ends: the line, or as much of it as
// fits around the matched words, in whole words where there are any.
func (w window) cut(body string) Span {
	s := w.line
	if s.End-s.Start <= maxPassage {
		return s
	}
	if len(w.spans) > 0 {
		matched := Span{w.spans[0].Start, w.spans[len(w.spans)-1].End}
		room := max(0, maxPassage-(matched.End-matched.Start))
		s.Start = min(max(s.Start, matched.Start-room/3), max(s.Start, w.line.End-maxPassage))
	}
	s.End = min(w.line.End, s.Start+maxPassage)
	return trim(body, s, w.line)
}

// trim moves the ends of s to the next space within, or at least to a rune.
func trim(body string, s, line Span) Span {
	for s.Start < s.End && !utf8.RuneStart(body[s.Start]) {
		s.Start++
	}
	for s.End > s.Start && s.End < len(body) && !utf8.RuneStart(body[s.End]) {
		s.End--
	}
	const near = 24
	if s.Start > line.Start {
		if i := strings.IndexAny(body[s.Start:min(s.End, s.Start+near)], " \u00a0"); i >= 0 {
			s.Start += i
			s.Start += len(body[s.Start:s.End]) - len(strings.TrimLeft(body[s.Start:s.End], " \u00a0"))
		}
	}
	if s.End < line.End {
		if i := strings.LastIndexByte(body[max(s.Start, s.End-near):s.End], ' '); i >= 0 {
			s.End = max(s.Start, s.End-near) + i
		}
	}
	return s
}
