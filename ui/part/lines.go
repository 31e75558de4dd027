package part

import (
	"iter"
	"math"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"relais/ui/theme"
)

// Span is a run of text in one style. Its zero style is that of the Text it stands in.
type Span struct {
	Text   string
	Bold   bool
	Italic bool
	Mono   bool
	Marked bool                // on a soft ground: what a search found
	Color  fyne.ThemeColorName // "" is the colour of the Text
	Size   fyne.ThemeSizeName  // "" is the size of the Text
	Link   string              // an address; only Prose opens it
}

// ink is a Span with its style looked up.
type ink struct {
	size  float32
	style fyne.TextStyle
}

// piece is what one line shows of one span.
type piece struct {
	span  int
	text  string
	gap   float32 // before it, when a space follows a piece of another span
	x     float32
	width float32
}

// textLine is one line of pieces. Its pieces stand on one baseline.
type textLine struct {
	pieces   []piece
	width    float32
	height   float32
	baseline float32
}

// chunk is what may not be broken: pieces up to the next space.
type chunk struct {
	pieces  []piece
	width   float32
	space   float32 // width of the spaces that follow
	spaces  string
	newline bool // a line ends here
}

const ellipsis = "…"

func measure(text string, in ink) float32 {
	return fyne.MeasureText(text, in.size, in.style).Width
}

// chunksOf cuts spans at plain spaces and line ends. Non-breaking spaces keep their neighbours together.
func chunksOf(spans []Span, inks []ink) []chunk {
	chunks := make([]chunk, 0, 8)
	var c chunk
	flush := func(newline bool) {
		c.newline = newline
		chunks = append(chunks, c)
		c = chunk{}
	}
	for i, s := range spans {
		text := s.Text
		for text != "" {
			cut := strings.IndexAny(text, " \n\t")
			if cut < 0 {
				cut = len(text)
			}
			for part := range windows(text[:cut]) {
				w := measure(part, inks[i])
				c.pieces = append(c.pieces, piece{span: i, text: part, width: w})
				c.width += w
			}
			if cut == len(text) {
				break
			}
			if text[cut] == '\n' {
				flush(true)
				text = text[cut+1:]
				continue
			}
			end := cut
			for end < len(text) && (text[end] == ' ' || text[end] == '\t') {
				end++
			}
			c.spaces = strings.Repeat(" ", end-cut)
			c.space = measure(c.spaces, inks[i])
			flush(false)
			text = text[end:]
		}
	}
	if len(c.pieces) > 0 || len(chunks) == 0 || chunks[len(chunks)-1].newline {
		flush(false)
	}
	return chunks
}

// window is how many letters of a word are measured at a time. A longer one, as no language has, is laid out window by
// window, so that breaking it takes no longer than breaking as much text with spaces.
const window = 200

// windows yields a word in parts of at most a window.
func windows(word string) iter.Seq[string] {
	return func(yield func(string) bool) {
		begin, n := 0, 0
		for at := range word {
			if n == window {
				if !yield(word[begin:at]) {
					return
				}
				begin, n = at, 0
			}
			n++
		}
		if begin < len(word) {
			yield(word[begin:])
		}
	}
}

// naturalWidth returns the width at which chunks need no line breaks but their own.
func naturalWidth(chunks []chunk) float32 {
	most, x, gap := float32(0), float32(0), float32(0)
	for _, c := range chunks {
		x += gap + c.width
		most, gap = max(most, x), c.space
		if c.newline {
			x, gap = 0, 0
		}
	}
	return most
}

// breakLines arranges chunks in lines of at most width, at most limit of them (0 is no limit); what does not fit ends
// in an ellipsis. A word wider than a line is cut where it must be.
func breakLines(chunks []chunk, inks []ink, width float32, limit int) []textLine {
	b := breaker{inks: inks, width: width, limit: limit}
	for _, c := range chunks {
		if b.add(c); b.full {
			b.now = b.shorten(b.now)
			break
		}
	}
	b.endLine()
	for i := range b.lines {
		b.settle(&b.lines[i])
	}
	return b.lines
}

type breaker struct {
	inks  []ink
	width float32
	limit int
	full  bool // the last line has more than it can show
	ended bool // the last line allowed has come to the end of its paragraph
	lines []textLine
	now   textLine
	x     float32
	space string // spaces between what is in the line and what comes
	gap   float32
}

func (b *breaker) add(c chunk) {
	if b.last() {
		b.addLast(c)
		return
	}
	if b.x > 0 && b.x+b.gap+c.width > b.width+0.5 {
		b.endLine()
	}
	if c.width > b.width+0.5 {
		c = b.cut(c)
	}
	if b.last() { // by now
		b.addLast(c)
		return
	}
	b.append(c.pieces)
	b.space, b.gap = c.spaces, c.space
	if c.newline {
		b.endLine()
	}
}

// last reports whether the line that is filled now is the last one allowed.
func (b *breaker) last() bool { return b.limit > 0 && len(b.lines) == b.limit-1 }

// addLast fills the last line to its end and beyond: it is then cut by letters, not by words.
func (b *breaker) addLast(c chunk) {
	if b.ended && len(c.pieces) > 0 {
		b.full = true
		return
	}
	b.append(c.pieces)
	b.space, b.gap = c.spaces, c.space
	b.full = b.x > b.width+0.5
	b.ended = b.ended || c.newline
}

func (b *breaker) append(pieces []piece) {
	if len(pieces) == 0 {
		return
	}
	space, gap := b.space, b.gap
	if len(b.now.pieces) == 0 {
		space, gap = "", 0
	}
	for _, p := range pieces {
		if n := len(b.now.pieces); n > 0 && b.now.pieces[n-1].span == p.span {
			last := &b.now.pieces[n-1]
			last.text += space + p.text
			last.width += gap + p.width
		} else {
			p.gap = gap
			b.now.pieces = append(b.now.pieces, p)
		}
		b.x += gap + p.width
		space, gap = "", 0
	}
}

func (b *breaker) endLine() {
	b.lines = append(b.lines, b.now)
	b.now, b.x, b.space, b.gap = textLine{}, 0, "", 0
}

// cut fills whole lines, but for the last one allowed, from a chunk wider than a line and returns the rest.
func (b *breaker) cut(c chunk) chunk {
	c.pieces = slices.Clone(c.pieces)
	for len(c.pieces) > 0 && c.width > b.width && !b.last() {
		p := c.pieces[0]
		if b.x+p.width <= b.width {
			b.append(c.pieces[:1])
			c.pieces, c.width = c.pieces[1:], c.width-p.width
			continue
		}
		head := fitting(p.text, b.inks[p.span], b.width-b.x)
		if head == "" && b.x > 0 {
			b.endLine()
			continue
		}
		if head == "" {
			head = firstRune(p.text)
		}
		w := measure(head, b.inks[p.span])
		b.append([]piece{{span: p.span, text: head, width: w}})
		b.endLine()
		rest := p.text[len(head):]
		if c.width -= p.width; rest == "" {
			c.pieces = c.pieces[1:]
			continue
		}
		c.pieces[0] = piece{span: p.span, text: rest, width: measure(rest, b.inks[p.span])}
		c.width += c.pieces[0].width
	}
	return c
}

// shorten makes room for an ellipsis at the end of a line.
func (b *breaker) shorten(l textLine) textLine {
	for len(l.pieces) > 0 {
		last := &l.pieces[len(l.pieces)-1]
		used := float32(0)
		for _, p := range l.pieces[:len(l.pieces)-1] {
			used += p.gap + p.width
		}
		in := b.inks[last.span]
		room := b.width - used - last.gap - measure(ellipsis, in)
		if head := strings.TrimRight(fitting(last.text, in, room), " "); head != "" || len(l.pieces) == 1 {
			last.text = head + ellipsis
			last.width = measure(last.text, in)
			return l
		}
		l.pieces = l.pieces[:len(l.pieces)-1]
	}
	l.pieces = []piece{{text: ellipsis, width: measure(ellipsis, b.inks[0])}}
	return l
}

// settle gives each piece its place and the line its height.
func (b *breaker) settle(l *textLine) {
	x := float32(0)
	for i := range l.pieces {
		p := &l.pieces[i]
		p.x = x + p.gap
		x += p.gap + p.width
		size, baseline := extent(b.inks[p.span])
		l.height, l.baseline = max(l.height, size), max(l.baseline, baseline)
	}
	l.width = x
	if len(l.pieces) == 0 {
		l.height, l.baseline = extent(b.inks[0])
	}
	l.height = float32(math.Round(float64(l.height + lead(b.inks))))
}

// lineHeight is the height of a line with all of inks in it.
func lineHeight(inks []ink) float32 {
	most := float32(0)
	for _, in := range inks {
		height, _ := extent(in)
		most = max(most, height)
	}
	return float32(math.Round(float64(most + lead(inks))))
}

// extent returns height and baseline of a line in one style.
func extent(in ink) (height, baseline float32) {
	size, base := fyne.CurrentApp().Driver().RenderedTextSize("M", in.size, in.style, nil)
	return size.Height, base
}

// lead is the air between lines.
func lead(inks []ink) float32 {
	most := float32(0)
	for _, in := range inks {
		most = max(most, in.size)
	}
	if most > 20 {
		return 0
	}
	return most * 0.1
}

// fitting returns the longest start of text that is at most width wide.
func fitting(text string, in ink, width float32) string {
	runes := []rune(text)
	low, high := 0, min(window, len(runes))
	for high < len(runes) && measure(string(runes[:high]), in) <= width {
		low, high = high, min(2*high, len(runes))
	}
	for low < high {
		mid := (low + high + 1) / 2
		if measure(string(runes[:mid]), in) <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return string(runes[:low])
}

func firstRune(text string) string {
	for _, r := range text {
		return string(r)
	}
	return ""
}

// inksOf looks up the styles of spans in a text of the given size and weight.
func inksOf(spans []Span, size fyne.ThemeSizeName, bold bool) []ink {
	inks := make([]ink, max(len(spans), 1))
	inks[0] = ink{size: theme.Size(size), style: fyne.TextStyle{Bold: bold}}
	for i, s := range spans {
		name := size
		if s.Size != "" {
			name = s.Size
		}
		inks[i] = ink{size: theme.Size(name), style: fyne.TextStyle{
			Bold: (bold || s.Bold) && !s.Mono, Italic: s.Italic && !s.Mono, Monospace: s.Mono, Underline: s.Link != "",
		}}
	}
	return inks
}
