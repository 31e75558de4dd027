// Package knowledge holds what people see of the knowledge base: the articles to
// browse and search, one article with steps to tick, and the article that a
// technician writes from a resolved ticket.
package knowledge

import (
	"regexp"
	"strconv"
	"strings"

	"relais/internal/desk"
)

// Block is a part of an article's body: Markdown, or one step.
type Block struct {
	Markdown string
	Step     int // counted from 1; 0: no step
}

// step matches the first line of an item of an ordered list at the margin.
var step = regexp.MustCompile(`^\d{1,3}[.)]\s+`)

// Blocks cuts an article's body into text and steps: an ordered list at the
// margin is its steps, counted through the whole article. What stands in a
// fenced code block stays as it is. A long text is several blocks, so that it can
// be shown one after the other.
func Blocks(body string) []Block {
	var c cutter
	for line := range strings.Lines(body) {
		c.line(strings.TrimRight(line, "\r\n"))
	}
	c.end()
	return c.blocks
}

type cutter struct {
	blocks []Block
	lines  []string
	steps  int
	inStep bool
	fenced bool
}

func (c *cutter) line(l string) {
	marks := strings.HasPrefix(strings.TrimSpace(l), fence)
	switch mark := step.FindString(l); {
	case mark != "" && !c.fenced:
		c.end()
		c.inStep = true
		c.lines = append(c.lines, l[len(mark):])
	case c.inStep && !c.fenced && l != "" && !strings.HasPrefix(l, " ") && c.blankBefore():
		c.end()
		c.lines = append(c.lines, l)
	case c.inStep:
		c.lines = append(c.lines, strings.TrimSpace(l))
	default:
		c.lines = append(c.lines, l)
	}
	if marks {
		c.fenced = !c.fenced
	}
}

func (c *cutter) blankBefore() bool { return len(c.lines) > 0 && c.lines[len(c.lines)-1] == "" }

func (c *cutter) end() {
	text := strings.TrimSpace(strings.Join(c.lines, "\n"))
	first := len(c.blocks)
	if text != "" {
		for _, p := range closed(pieces(text, piece)) {
			c.blocks = append(c.blocks, Block{Markdown: p})
		}
	}
	if c.inStep && text != "" {
		c.steps++
		c.blocks[first].Step = c.steps
	}
	c.lines, c.inStep = nil, false
}

// pictureMark matches a picture in a text; its words are the first group.
var pictureMark = regexp.MustCompile(`!\[([^\]]*)\]\((?:<[^>]*>|[^)]*)\)`)

// Words are those of a step: the words of a picture stand for it. A step that is a
// picture without words is its number.
func (b Block) Words() string {
	words := strings.TrimSpace(pictureMark.ReplaceAllString(b.Markdown, "$1"))
	if words == "" && b.Step > 0 {
		return strconv.Itoa(b.Step) + "."
	}
	return words
}

// tried lists the ticked steps as they read, for the technician.
func tried(article string, blocks []Block, done map[int]bool) []desk.Tried {
	var list []desk.Tried
	for _, b := range blocks {
		if b.Step > 0 && done[b.Step] {
			list = append(list, desk.Tried{Article: article, Step: b.Step, Text: b.Words()})
		}
	}
	return list
}
