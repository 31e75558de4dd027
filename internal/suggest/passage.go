package suggest

import (
	"math"
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
	x.begin(s, p)
	hits := make([]Hit, 0, min(q.limit(), len(best)))
	for _, b := range best {
		if len(hits) == q.limit() {
			break
		}
		if !q.Always && b.fit < silence {
			continue
		}
		e := x.open(s, b.doc)
		h := Hit{
			ID: string(x.ids.At(e.id)), Kind: string(x.kinds.At(uint32(e.kind))), Lang: lexicon.Languages[e.lang], Title: e.Title,
			Score: b.score, Fit: b.fit, Helped: int(e.helped), Learned: b.asked,
		}
		title := Span{0, len(lexicon.Clip(e.Title, maxScanned))}
		h.InTitle = spans(x.matches(s, p, e.Title, title), title)
		h.Passage, h.InPassage = x.passage(s, p, lexicon.Clip(x.shelf.Start(e.page, &s.view.Page), maxScanned))
		hits = append(hits, h)
	}
	return hits
}

// begin notes what the words of groups begin with. A word begins as its stem does, and
// is no shorter: most others need not be looked up.
func (x *Index) begin(s *scratch, p *plan) {
	clear(s.shortest[:])
	for _, g := range p.groups {
		for _, a := range g.alts {
			stem := x.terms.At(a.term)
			if known := &s.shortest[stem[0]]; *known == 0 || len(stem) < int(*known) {
				*known = uint8(min(len(stem), math.MaxUint8))
			}
		}
	}
}

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
		if n := s.shortest[t.Fold[0]]; n == 0 || len(t.Fold) < int(n) {
			continue
		}
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
		w := bestWindow(body, part, x.matches(s, p, body, part))
		if strings.HasPrefix(line, "#") {
			w.weight /= 2
		}
		if best.line.End == 0 || w.weight > best.weight {
			best = w
		}
	}
	cut := best.cut(body)
	return strings.Clone(body[cut.Start:cut.End]), spans(best.matches, cut)
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

// window is a part of one line with the matched words in it.
type window struct {
	line    Span
	start   int
	begins  bool // a sentence begins at start
	matches []match
	said    Span // from start to the last word that adds to weight
	weight  float64
}

// inMidSentence is what a window counts for when it does not begin a sentence.
const inMidSentence = 0.7

// bestWindow returns the window that has most different words of the query, by
// weight, rather one that begins a sentence, and of those the shortest.
func bestWindow(body string, line Span, matches []match) window {
	best := window{line: line, start: line.Start, begins: true, said: Span{line.Start, line.Start}}
	first := 0
	for _, start := range sentences(body, line) {
		for first < len(matches) && matches[first].Start < start {
			first++
		}
		if w := windowAt(start, matches[first:]); w.weight > 0 && w.weight >= best.weight {
			best = w
			best.begins = true
		}
	}
	for i, m := range matches {
		w := windowAt(m.Start, matches[i:])
		if w.weight *= inMidSentence; w.weight > best.weight {
			best = w
		}
	}
	best.line = line
	return best
}

// windowAt returns the window that begins at start, of matches that follow it.
func windowAt(start int, matches []match) window {
	w := window{start: start, said: Span{start, start}}
	var seen marks
	last := 0
	for ; last < len(matches) && matches[last].End-start <= maxPassage; last++ {
		if m := matches[last]; !seen.has(m.group) {
			seen.add(m.group)
			w.weight += m.weight
			w.said.End = m.End
		}
	}
	w.matches = matches[:last]
	return w
}

// sentences returns where the sentences of a line begin. What follows a full stop
// without a capital is none: "p. ex.".
func sentences(body string, line Span) []int {
	starts := []int{line.Start}
	for end := range endings(body[line.Start:line.End]) {
		next, _ := utf8.DecodeRuneInString(body[line.Start+end.End:])
		if !unicode.IsLower(next) {
			starts = append(starts, line.Start+end.End)
		}
	}
	return starts
}

// cut returns where the passage begins and ends: the line, or as much of it as
// fits, in whole sentences where they have the matched words, else in whole words
// where there are any.
func (w window) cut(body string) Span {
	s := w.line
	if s.End-s.Start <= maxPassage {
		return s
	}
	s.Start = w.start
	if !w.begins {
		room := maxPassage - (w.said.End - w.said.Start)
		if s.Start -= min(room/3, w.start-w.line.Start); s.Start > w.line.Start {
			s.Start = startOfWord(body, s.Start, w.start)
		}
	}
	s.End = min(w.line.End, s.Start+maxPassage)
	if s.End < w.line.End {
		s.End = wholeSentences(body, Span{s.Start, endOfWord(body, Span{s.Start, s.End}, w.said.End)}, w.said.End)
	}
	return s
}

// wholeSentences returns where the last sentence that is whole in s ends, if that
// is not before least; else the end of s. There is more of the line.
func wholeSentences(body string, s Span, least int) int {
	text := body[s.Start : s.End+1] // with the space that follows the last word
	last := s.End
	for end := range endings(text) {
		if whole := s.Start + len(strings.TrimRightFunc(text[:end.End], unicode.IsSpace)); whole >= least {
			last = whole
		}
	}
	return last
}

// near is how far an end may move to a space.
const near = 24

// startOfWord moves a start to the word after it, up to most, or at least to a
// rune.
func startOfWord(body string, start, most int) int {
	for start < most && !utf8.RuneStart(body[start]) {
		start++
	}
	if i := strings.IndexByte(body[start:min(most, start+near)], ' '); i >= 0 {
		start += i + 1
	}
	return start
}

// endOfWord moves the end of s to the word before it, down to least, or at least
// to a rune.
func endOfWord(body string, s Span, least int) int {
	for s.End > s.Start && !utf8.RuneStart(body[s.End]) {
		s.End--
	}
	from := max(s.Start, s.End-near, min(s.End, least))
	if i := strings.LastIndexByte(body[from:s.End], ' '); i >= 0 {
		s.End = from + i
	}
	return s.End
}
