package part

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// paragraph adds the words of n, and its pictures: one that has a line to itself in its place.
func (w *mdWalker) paragraph(n ast.Node, add func(block)) {
	var spans []Span
	flush := func() {
		if spans = trimmed(spans); len(spans) > 0 {
			add(block{spans: spans})
		}
		spans = nil
		w.addBelow(add)
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		i, ok := c.(*ast.Image)
		if ok && aloneInLine(i) && w.knows(i) {
			flush()
			w.alt(i, Span{})
			w.addBelow(add)
			continue
		}
		spans = w.run(spans, c, Span{})
	}
	flush()
}

// addBelow adds the pictures of the words before.
func (w *mdWalker) addBelow(add func(block)) {
	for _, b := range w.below {
		add(b)
	}
	w.below = nil
}

// trimmed are spans without the ends of lines at both ends.
func trimmed(spans []Span) []Span {
	for len(spans) > 0 {
		first, last := &spans[0], &spans[len(spans)-1]
		first.Text = strings.TrimLeft(first.Text, " \n")
		last.Text = strings.TrimRight(last.Text, " \n")
		switch {
		case first.Text == "":
			spans = spans[1:]
		case last.Text == "":
			spans = spans[:len(spans)-1]
		default:
			return spans
		}
	}
	return nil
}

// aloneInLine tells whether nothing else stands in the line of a picture.
func aloneInLine(i *ast.Image) bool {
	if before := i.PreviousSibling(); before != nil && !endsLine(before) {
		return false
	}
	after := i.NextSibling()
	t, ok := after.(*ast.Text)
	return after == nil || ok && t.Segment.Len() == 0 && endsLine(t)
}

func endsLine(n ast.Node) bool {
	t, ok := n.(*ast.Text)
	return ok && (t.SoftLineBreak() || t.HardLineBreak())
}

// knows tells whether a picture is there.
func (w *mdWalker) knows(i *ast.Image) bool {
	seen := w.find(string(i.Destination))
	return seen != nil && !seen.Bounds().Empty()
}

// alt returns the words of a picture; one that is there is to be shown below them.
func (w *mdWalker) alt(i *ast.Image, style Span) []Span {
	words := w.inline(i, style)
	if w.knows(i) {
		ref := string(i.Destination)
		w.below = append(w.below, block{kind: pictured, ref: ref, seen: w.find(ref), spans: words})
		return words
	}
	if len(words) == 0 && w.missing != "" {
		style.Text, style.Italic = w.missing, true
		words = []Span{style}
	}
	return words
}

// words are those of a block, without their looks.
func (b block) words() string {
	var all strings.Builder
	for _, s := range b.spans {
		all.WriteString(s.Text)
	}
	return all.String()
}

// inline returns the runs inside n in style, which they may add to.
func (w *mdWalker) inline(n ast.Node, style Span) []Span {
	var spans []Span
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		spans = w.run(spans, c, style)
	}
	return spans
}

// run adds what n says to spans.
func (w *mdWalker) run(spans []Span, n ast.Node, s Span) []Span {
	switch n := n.(type) {
	case *ast.Text:
		s.Text = string(n.Value(w.source))
		switch {
		case n.HardLineBreak():
			s.Text += "\n"
		case n.SoftLineBreak():
			s.Text += " "
		}
		return appendSpan(spans, s)
	case *ast.String:
		s.Text = string(n.Value)
		return appendSpan(spans, s)
	case *ast.RawHTML:
		for i := range n.Segments.Len() {
			segment := n.Segments.At(i)
			s.Text += string(segment.Value(w.source))
		}
		return appendSpan(spans, s)
	case *ast.AutoLink:
		s.Text = string(n.Label(w.source))
		s.Link = safeLink(string(n.URL(w.source)), n.AutoLinkType == ast.AutoLinkEmail)
		return appendSpan(spans, s)
	case *ast.Image:
		return append(spans, w.alt(n, s)...)
	case *ast.Link:
		s.Link = safeLink(string(n.Destination), false)
	case *ast.CodeSpan:
		s.Mono = true
	case *ast.Emphasis:
		s.Bold = s.Bold || n.Level > 1
		s.Italic = s.Italic || n.Level == 1
	}
	return append(spans, w.inline(n, s)...)
}

// appendSpan joins s to the last span when both look alike.
func appendSpan(spans []Span, s Span) []Span {
	if n := len(spans); n > 0 {
		last := spans[n-1]
		last.Text = s.Text
		if last == s {
			spans[n-1].Text += s.Text
			return spans
		}
	}
	return append(spans, s)
}
