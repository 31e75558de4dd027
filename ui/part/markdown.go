package part

import (
	"image"
	"net/url"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"relais/ui/theme"
)

// blockKind tells paragraphs from headings and so on.
type blockKind int

const (
	paragraph blockKind = iota
	heading
	subheading
	item
	code
	rule
	pictured
)

// block is one paragraph-like piece of a Markdown text.
type block struct {
	kind   blockKind
	spans  []Span
	marker string // of an item: a bullet or number
	indent int    // steps to the right: nested lists
	quoted bool
	tight  bool        // follows closely on the block before: items of one list
	ref    string      // of a picture: what the text calls it
	seen   image.Image // of a picture
}

// markdown reads text. It has no automatic links: goldmark's own extension would also link bare words like "a.fr".
var markdown = goldmark.New(goldmark.WithExtensions(extension.Strikethrough)).Parser()

// parseMarkdown returns the blocks of source. Pictures become their words, raw HTML is shown as the text it is, and
// links other than to the web or a mail address lose their target.
func parseMarkdown(source string) []block {
	return parsePictured(source, func(string) image.Image { return nil }, "")
}

// parsePictured is parseMarkdown with the pictures that find knows by what the text calls them: one that has a line to
// itself stands there instead of its words, any other below the paragraph. Missing stands for those that it does not
// know and that have no words.
func parsePictured(source string, find func(ref string) image.Image, missing string) []block {
	w := mdWalker{source: []byte(source), find: find, missing: missing}
	w.blocks(markdown.Parse(text.NewReader(w.source)), 0, false)
	return w.out
}

// InlineSpans reads the inline marks of one line of Markdown: bold, italic, code and links.
func InlineSpans(line string) []Span {
	for _, b := range parseMarkdown(line) {
		if len(b.spans) > 0 && b.kind == paragraph {
			return b.spans
		}
	}
	return []Span{{Text: line}}
}

type mdWalker struct {
	source  []byte
	find    func(ref string) image.Image
	missing string
	out     []block
	below   []block // pictures of the words that are read
}

func (w *mdWalker) blocks(parent ast.Node, indent int, quoted bool) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		w.block(n, indent, quoted)
	}
}

func (w *mdWalker) block(n ast.Node, indent int, quoted bool) {
	add := func(b block) {
		b.indent, b.quoted = indent, quoted
		w.out = append(w.out, b)
	}
	switch n := n.(type) {
	case *ast.Heading:
		kind := subheading
		if n.Level <= 2 {
			kind = heading
		}
		add(block{kind: kind, spans: w.inline(n, Span{})})
		w.addBelow(add)
	case *ast.List:
		w.list(n, indent, quoted)
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		add(block{kind: code, spans: []Span{{Text: w.lines(n), Mono: true}}})
	case *ast.HTMLBlock:
		add(block{spans: []Span{{Text: w.lines(n)}}})
	case *ast.Blockquote:
		w.blocks(n, indent, true)
	case *ast.ThematicBreak:
		add(block{kind: rule})
	default:
		w.paragraph(n, add)
	}
}

func (w *mdWalker) list(list *ast.List, indent int, quoted bool) {
	number := list.Start
	for n := list.FirstChild(); n != nil; n = n.NextSibling() {
		marker := "•"
		if list.IsOrdered() {
			marker = strconv.Itoa(number) + "."
			number++
		}
		at := len(w.out)
		w.blocks(n, indent+1, quoted)
		for i := at; i < len(w.out); i++ {
			w.out[i].tight = w.out[i].tight || n != list.FirstChild() || i > at
		}
		if at < len(w.out) && w.out[at].kind == paragraph {
			w.out[at].kind, w.out[at].marker = item, marker
		}
	}
}

func (w *mdWalker) lines(n ast.Node) string {
	var all strings.Builder
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		all.Write(line.Value(w.source))
	}
	return strings.TrimRight(all.String(), "\n")
}

// safeLink returns address if it may be opened, else "".
func safeLink(address string, mail bool) string {
	if mail && !strings.HasPrefix(address, "mailto:") {
		address = "mailto:" + address
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || strings.ContainsFunc(address, isControl) {
		return ""
	}
	switch u.Scheme {
	case "http", "https":
		if u.Host == "" {
			return ""
		}
	case "mailto":
	default:
		return ""
	}
	return u.String()
}

func isControl(r rune) bool { return r < ' ' || r == 0x7F }

// parsePlain returns the paragraphs of text that is not Markdown. Web addresses in it become links; empty lines
// separate paragraphs.
func parsePlain(source string) []block {
	var out []block
	for _, p := range strings.Split(strings.ReplaceAll(source, "\r\n", "\n"), "\n\n") {
		if p = strings.Trim(p, "\n"); p != "" {
			out = append(out, block{spans: linkify(p)})
		}
	}
	return out
}

// linkify makes links of the web addresses in a plain text.
func linkify(text string) []Span {
	var spans []Span
	for text != "" {
		at := addressIn(text)
		if at < 0 {
			return appendSpan(spans, Span{Text: text})
		}
		end := at + strings.IndexAny(text[at:]+" ", " \t\n<>\"«»\u00a0")
		word := strings.TrimRight(text[at:end], ".,;:!?)")
		if at > 0 {
			spans = appendSpan(spans, Span{Text: text[:at]})
		}
		spans = append(spans, Span{Text: word, Link: safeLink(word, false)})
		text = text[at+len(word):]
	}
	return spans
}

func addressIn(text string) int {
	at := -1
	for _, scheme := range []string{"https://", "http://"} {
		if i := strings.Index(text, scheme); i >= 0 && len(text) > i+len(scheme) && (at < 0 || i < at) {
			at = i
		}
	}
	return at
}

// textOf makes the text part for a block.
func (b block) textOf() *Text {
	t := NewSpans(b.spans...)
	switch b.kind {
	case heading:
		t.size, t.bold = theme.SizeSection, true
	case subheading:
		t.bold = true
	}
	if b.quoted {
		t.color = theme.ColorMuted
	}
	return t.Readable()
}
