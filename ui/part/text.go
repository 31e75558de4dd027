package part

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"relais/ui/part/flow"
	"relais/ui/theme"
)

var _ flow.Flowing = (*Text)(nil)

// Text shows words that wrap at spaces, in one or several styles.
type Text struct {
	widget.BaseWidget
	spans []Span
	size  fyne.ThemeSizeName
	color fyne.ThemeColorName
	bold  bool
	align fyne.TextAlign
	limit int     // lines, 0 is no limit
	wide  float32 // in widths of an average letter, 0 is no limit

	inks    []ink // nil when the theme or the words may have changed
	chunks  []chunk
	natural float32
	least   float32
	heights [2]heightAt
	laid    float32 // width that objects are arranged for, 0 is none
	objects []fyne.CanvasObject
	marks   []*canvas.Rectangle
	words   []*canvas.Text
	lines   []textLine
}

type heightAt struct{ width, height float32 }

// readable is how many letters a line may have before the eye loses its way back.
const readable = 75

// NewTitle returns the one title of a page.
func NewTitle(text string) *Text { return newText(text, theme.SizeTitle, theme.ColorText, true) }

// NewSection returns the heading of a section or card.
func NewSection(text string) *Text { return newText(text, theme.SizeSection, theme.ColorText, true) }

// NewStrong returns body text in bold.
func NewStrong(text string) *Text { return newText(text, theme.SizeBody, theme.ColorText, true) }

// NewBody returns body text.
func NewBody(text string) *Text { return newText(text, theme.SizeBody, theme.ColorText, false) }

// NewLead returns the quiet line below a title: body size, muted.
func NewLead(text string) *Text { return newText(text, theme.SizeBody, theme.ColorMuted, false) }

// NewSmall returns a small muted line.
func NewSmall(text string) *Text { return newText(text, theme.SizeSmall, theme.ColorMuted, false) }

// NewSpans returns body text in several styles.
func NewSpans(spans ...Span) *Text {
	t := NewBody("")
	t.spans = spans
	return t
}

func newText(text string, size fyne.ThemeSizeName, ink fyne.ThemeColorName, bold bool) *Text {
	t := &Text{spans: []Span{{Text: text}}, size: size, color: ink, bold: bold}
	t.ExtendBaseWidget(t)
	return t
}

// Lines limits the text to n lines, the last ending in an ellipsis when there is more; 0 is no limit.
func (t *Text) Lines(n int) *Text {
	t.limit = n
	return t
}

// Readable keeps lines to at most 75 letters, however wide the text is.
func (t *Text) Readable() *Text {
	t.wide = readable
	return t
}

// Centered puts each line in the middle.
func (t *Text) Centered() *Text {
	t.align = fyne.TextAlignCenter
	return t
}

// Color gives the text another colour of the theme.
func (t *Text) Color(ink fyne.ThemeColorName) *Text {
	if t.color != ink {
		t.color = ink
		t.Refresh()
	}
	return t
}

// Set shows text in the one style of the Text.
func (t *Text) Set(text string) {
	if len(t.spans) == 1 && t.spans[0] == (Span{Text: text}) {
		return
	}
	t.spans = []Span{{Text: text}}
	t.Refresh()
}

// SetSpans shows text in several styles.
func (t *Text) SetSpans(spans ...Span) {
	if slices.Equal(t.spans, spans) {
		return
	}
	t.spans = slices.Clone(spans)
	t.Refresh()
}

// String returns the words without their styles.
func (t *Text) String() string {
	all := ""
	for _, s := range t.spans {
		all += s.Text
	}
	return all
}

// HeightFor is part of flow.Flowing.
func (t *Text) HeightFor(width float32) float32 {
	t.prepare()
	for _, h := range t.heights {
		if h.width == width && h.height > 0 {
			return h.height
		}
	}
	height := float32(0)
	if t.limit == 1 {
		return lineHeight(t.inks)
	}
	for _, l := range breakLines(t.chunks, t.inks, t.measured(width), t.limit) {
		height += l.height
	}
	t.heights[1], t.heights[0] = t.heights[0], heightAt{width, height}
	return height
}

// NaturalWidth is part of flow.Flowing.
func (t *Text) NaturalWidth() float32 {
	t.prepare()
	return t.natural
}

// MinSize is the height at the width it has, and the width of a few letters: text always wraps or is cut.
func (t *Text) MinSize() fyne.Size {
	t.prepare()
	width := t.Size().Width
	if width <= 0 {
		width = t.natural
	}
	return fyne.NewSize(t.least, t.HeightFor(width))
}

// Refresh arranges the words anew in the theme in use now.
func (t *Text) Refresh() {
	t.inks, t.laid = nil, 0
	if size := t.Size(); size.Width > 0 {
		t.arrange(size)
	}
	t.BaseWidget.Refresh()
}

// prepare looks up styles and widths if they are not known.
func (t *Text) prepare() {
	if t.inks != nil {
		return
	}
	t.inks = inksOf(t.spans, t.size, t.bold)
	t.heights = [2]heightAt{}
	t.chunks = chunksOf(t.spans, t.inks)
	t.natural = ceil(naturalWidth(t.chunks))
	if t.wide > 0 {
		t.natural = min(t.natural, t.measured(t.natural))
	}
	t.least = min(t.natural, 2*t.inks[0].size)
}

func ceil(f float32) float32 {
	n := float32(int(f))
	if n < f {
		n++
	}
	return n
}

// measured is the width that lines may have when the text is width wide.
func (t *Text) measured(width float32) float32 {
	if t.wide == 0 {
		return width
	}
	return min(width, t.wide*t.inks[0].size*0.56)
}

// CreateRenderer is part of fyne.Widget.
func (t *Text) CreateRenderer() fyne.WidgetRenderer { return &textRenderer{t} }

// arrange makes the objects that show the words at size.
func (t *Text) arrange(size fyne.Size) {
	if t.laid == size.Width {
		return
	}
	t.prepare()
	t.laid = size.Width
	t.lines = breakLines(t.chunks, t.inks, t.measured(size.Width), t.limit)
	t.objects = t.objects[:0]
	marks, words := 0, 0
	y := float32(0)
	for _, l := range t.lines {
		shift := t.shift(size.Width, l.width)
		for _, p := range l.pieces {
			if t.spans[p.span].Marked {
				t.objects = append(t.objects, t.mark(marks, p, shift, y, l.height))
				marks++
			}
		}
		for _, p := range l.pieces {
			t.objects = append(t.objects, t.word(words, p, shift, y, l))
			words++
		}
		y += l.height
	}
}

func (t *Text) shift(width, line float32) float32 {
	if t.align == fyne.TextAlignCenter {
		return max(width-line, 0) / 2
	}
	return 0
}

func (t *Text) mark(n int, p piece, shift, y, height float32) fyne.CanvasObject {
	if n == len(t.marks) {
		t.marks = append(t.marks, &canvas.Rectangle{CornerRadius: 2})
	}
	r := t.marks[n]
	r.FillColor = theme.Color(theme.ColorPrimarySoft)
	r.Move(fyne.NewPos(p.x+shift, y))
	r.Resize(fyne.NewSize(p.width, height))
	return r
}

func (t *Text) word(n int, p piece, shift, y float32, l textLine) fyne.CanvasObject {
	if n == len(t.words) {
		t.words = append(t.words, &canvas.Text{})
	}
	w, in := t.words[n], t.inks[p.span]
	ink := t.inkColor(p.span)
	height, baseline := extent(in)
	if w.Text != p.text || w.TextSize != in.size || w.TextStyle != in.style || w.Color != ink {
		w.Text, w.TextSize, w.TextStyle, w.Color = p.text, in.size, in.style, ink
		w.Refresh()
	}
	w.Move(fyne.NewPos(p.x+shift, y+l.baseline-baseline+lead(t.inks)/2))
	w.Resize(fyne.NewSize(p.width, height))
	return w
}

func (t *Text) inkColor(span int) color.Color {
	name := t.color
	if s := t.spans[span]; s.Color != "" {
		name = s.Color
	} else if s.Link != "" {
		name = theme.ColorPrimary
	}
	return theme.Color(name)
}

type textRenderer struct{ t *Text }

func (r *textRenderer) Destroy()                     {}
func (r *textRenderer) Layout(size fyne.Size)        { r.t.arrange(size) }
func (r *textRenderer) MinSize() fyne.Size           { return r.t.MinSize() }
func (r *textRenderer) Objects() []fyne.CanvasObject { return r.t.objects }
func (r *textRenderer) Refresh()                     { canvas.Refresh(r.t) }
