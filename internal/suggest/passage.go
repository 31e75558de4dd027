package suggest

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"relais/internal/suggest/lexicon"
)

const (
	maxPassage = 160     // bytes, or a little less to end with a word
	maxScanned = 1 << 14 // bytes of a body that are looked through
)

// hits returns what people see of the best documents.
func (x *Index) hits(s *scratch, q Query, p *plan, best []scored) []Hit {
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
		title := Span{0, len(lexicon.Clip(e.doc.Title, maxScanned))}
		h.InTitle = spans(x.matches(s, p, e.doc.Title, title), title)
		h.Passage, h.InPassage = x.passage(s, p, lexicon.Clip(e.doc.Body, maxScanned))
		hits = append(hits, h)
	}
	return hits
}

// silence is the fit below which a document is not shown: nine in ten of the
// questions that a collection answers keep their article among the first five.
const silence = 0.68

// match is a word of a text that the query found.
type match struct {
	Span
	group  uint8
	weight float64
}

// matches returns the words of part of a text that the query found, in order.
func (x *Index) matches(s *scratch, p *plan, text string, part Span) []match {
	var found []match
	for t := range lexicon.Words(text[part.Start:part.End]) {
		m := match{Span: Span{part.Start + t.Start, part.Start + t.End}}
		for _, f := range x.words.Forms(t.Fold) {
			if g := s.group[f.Term]; g != 0 && (m.group == 0 || g < m.group) {
				m.group, m.weight = g, p.groups[g-1].idf
			}
		}
		if last := len(found) - 1; last >= 0 && found[last].End > m.Start { // a compound after its parts
			continue
		}
		if m.group != 0 {
			found = append(found, m)
		}
	}
	return found
}

// spans returns where the matches within cut stand, from its start.
func spans(matches []match, cut Span) []Span {
	out := make([]Span, 0, len(matches))
	for _, m := range matches {
		if m.Start >= cut.Start && m.End <= cut.End {
			out = append(out, Span{m.Start - cut.Start, m.End - cut.Start})
		}
	}
	return out
}

// passage returns the part of one line of body that has most of the query, and
// the matched words in it.
func (x *Index) passage(s *scratch, p *plan, body string) (string, []Span) {
	var best window
	at := 0
	for line := range strings.Lines(body) {
		part := Span{at + marker(line), at + len(strings.TrimRightFunc(line, unicode.IsSpace))}
		at += len(line)
		if part.Start >= part.End {
			continue
		}
		w := bestWindow(part, x.matches(s, p, body, part))
		if strings.HasPrefix(line, "#") {
			w.weight /= 2
		}
		if best.line.End == 0 || w.weight > best.weight {
			best = w
		}
	}
	cut := best.cut(body)
	return body[cut.Start:cut.End], spans(best.matches, cut)
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
	line    Span
	matches []match
	weight  float64
}

// bestWindow returns the run that has most different words of the query, by
// weight.
func bestWindow(line Span, matches []match) window {
	best := window{line: line}
	for first := range matches {
		var seen marks
		sum, last := 0.0, first
		for ; last < len(matches) && matches[last].End-matches[first].Start <= maxPassage; last++ {
			if m := matches[last]; !seen.has(m.group) {
				seen.add(m.group)
				sum += m.weight
			}
		}
		if sum > best.weight {
			best.matches, best.weight = matches[first:last], sum
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
	matched := Span{s.Start, s.Start}
	if last := len(w.matches) - 1; last >= 0 {
		matched = Span{w.matches[0].Start, w.matches[last].End}
		room := max(0, maxPassage-(matched.End-matched.Start))
		s.Start = min(max(s.Start, matched.Start-room/3), max(s.Start, w.line.End-maxPassage))
	}
	s.End = min(w.line.End, s.Start+maxPassage)
	return trim(body, s, matched, w.line)
}

// trim moves the ends of s, where they cut line, to a space near them that is
// not within matched, or at least to a rune.
func trim(body string, s, matched, line Span) Span {
	const near = 24
	for s.Start < s.End && !utf8.RuneStart(body[s.Start]) {
		s.Start++
	}
	if s.Start > line.Start && s.Start < matched.Start {
		if i := strings.IndexByte(body[s.Start:min(matched.Start, s.Start+near)], ' '); i >= 0 {
			s.Start += i + 1
		}
	}
	for s.End > s.Start && s.End < line.End && !utf8.RuneStart(body[s.End]) {
		s.End--
	}
	if s.End < line.End {
		from := max(s.Start, s.End-near, min(s.End, matched.End))
		if i := strings.LastIndexByte(body[from:s.End], ' '); i >= 0 {
			s.End = from + i
		}
	}
	return s
}
