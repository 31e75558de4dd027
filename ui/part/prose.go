package part

import (
	"image"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"relais/ui/part/flow"
	"relais/ui/theme"
)

// Prose shows a text of several paragraphs, from Markdown or plain. It fetches nothing: the pictures are those that it is
// given, and words stand for others. Links lead to the web or a mail address only, say where they lead, and open through
// OnLink.
type Prose struct {
	frame
	stack  *fyne.Container
	source string
	plain  bool
	shown  bool
	seen   []*picture
	// Picture finds the picture that a Markdown text means by a reference, and returns nil where there is none. One that
	// is still being read is an image.Rectangle of its size: see ShowPictures.
	Picture func(ref string) image.Image
	// Missing stands for a picture that is not there and has no words of its own.
	Missing string
	// OnLink is called with the address of a link that is clicked, or chosen by Enter.
	OnLink func(address string)
}

// NewProse returns an empty text.
func NewProse() *Prose {
	p := &Prose{stack: flow.Stack(0), Picture: func(string) image.Image { return nil }}
	p.root = p.stack
	p.ExtendBaseWidget(p)
	return p
}

// SetMarkdown shows a Markdown text.
func (p *Prose) SetMarkdown(source string) { p.set(source, false) }

// SetPlain shows text as it is; empty lines separate paragraphs, web addresses become links.
func (p *Prose) SetPlain(source string) { p.set(source, true) }

func (p *Prose) set(source string, plain bool) {
	if p.shown && p.source == source && p.plain == plain {
		return
	}
	p.source, p.plain, p.shown = source, plain, true
	if plain {
		p.fill(parsePlain(source))
		return
	}
	p.fill(parsePictured(source, p.Picture, p.Missing))
}

// SetPictures shows the pictures of a Markdown text without its words, and tells whether there are any.
func (p *Prose) SetPictures(source string) bool {
	p.source, p.plain, p.shown = "", false, false
	blocks := slices.DeleteFunc(parsePictured(source, p.Picture, ""), func(b block) bool { return b.kind != pictured })
	p.fill(blocks)
	return len(blocks) > 0
}

// ShowPictures asks for each picture again: those that were being read may be there now, and are as large.
func (p *Prose) ShowPictures() {
	for _, one := range p.seen {
		if seen := p.Picture(one.ref); seen != nil {
			one.show(seen)
		}
	}
}

func (p *Prose) fill(blocks []block) {
	p.stack.Objects, p.seen = p.stack.Objects[:0], nil
	for i, b := range blocks {
		above := float32(12)
		switch {
		case i == 0:
			above = 0
		case b.tight:
			above = 6
		case b.kind == heading:
			above = 22
		case b.kind == subheading:
			above = 16
		case blocks[i-1].kind == heading || blocks[i-1].kind == subheading:
			above = 6
		}
		p.stack.Objects = append(p.stack.Objects, flow.InsetSides(0, above, 0, 0, p.object(b))) // Add would arrange each time
	}
	Relay(p)
}

// Plain returns a Markdown text as people write it where there are no letters but plain ones: lists keep their markers,
// links are followed by their address.
func Plain(source string) string {
	var all strings.Builder
	for i, b := range parseMarkdown(source) {
		switch {
		case i > 0 && b.tight:
			all.WriteString("\n")
		case i > 0:
			all.WriteString("\n\n")
		}
		if b.marker != "" {
			all.WriteString(strings.Repeat("  ", max(b.indent-1, 0)) + b.marker + " ")
		}
		for _, s := range b.spans {
			all.WriteString(s.Text)
			if s.Link != "" && s.Link != s.Text {
				all.WriteString(" (" + s.Link + ")")
			}
		}
	}
	return all.String()
}

// object returns what shows one block.
func (p *Prose) object(b block) fyne.CanvasObject {
	var o fyne.CanvasObject
	switch b.kind {
	case rule:
		return NewRule()
	case pictured:
		shown := newPicture(b.ref, b.words(), b.seen)
		p.seen = append(p.seen, shown)
		o = flow.InsetSides(0, pictureAir, 0, pictureAir, shown)
	case code:
		t := b.textOf()
		t.size = theme.SizeSmall
		o = flow.Layer(newSurface(theme.ColorNeutralSoft, 8), flow.Inset(12, 8, t))
	case item:
		bullet := NewBody(b.marker).Color(theme.ColorPrimary)
		o = flow.Hanging(theme.Scaled(22), bullet, p.words(b))
	default:
		o = p.words(b)
	}
	if b.quoted {
		o = flow.Layer(&fyne.Container{Layout: railLayout{0, 3}, Objects: []fyne.CanvasObject{newSurface(theme.ColorLine, 1.5)}},
			flow.InsetSides(14, 0, 0, 0, o))
	}
	steps := b.indent
	if b.kind == item {
		steps--
	}
	for range max(steps, 0) {
		o = flow.Hanging(theme.Scaled(22), flow.Space(), o)
	}
	return o
}

func (p *Prose) words(b block) fyne.CanvasObject {
	b.spans = withAddresses(b.spans)
	t := b.textOf()
	if !slices.ContainsFunc(b.spans, func(s Span) bool { return s.Link != "" }) {
		return t
	}
	return newLinkText(t, func(address string) {
		if p.OnLink != nil {
			p.OnLink(address)
		}
	})
}

// railLayout puts its objects at x, wide wide, over the whole height.
type railLayout struct{ x, wide float32 }

func (r railLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(r.x, 0))
		o.Resize(fyne.NewSize(r.wide, size.Height))
	}
}

func (railLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

var (
	_ fyne.Tappable      = (*linkText)(nil)
	_ desktop.Keyable    = (*linkText)(nil)
	_ desktop.Hoverable  = (*linkText)(nil)
	_ desktop.Cursorable = (*linkText)(nil)
)

// linkText is a paragraph with links in it. With the focus, Left and Right go from link to link and Enter opens.
type linkText struct {
	frame
	text  *Text
	spans []Span
	open  func(address string)
	links []int // indexes of the spans that are links
	at    int   // in links: the one that has the focus
	over  bool  // the pointer is over a link
}

func newLinkText(t *Text, open func(string)) *linkText {
	l := &linkText{text: t, spans: slices.Clone(t.spans), open: open}
	for i, s := range t.spans {
		if s.Link != "" {
			l.links = append(l.links, i)
		}
	}
	l.root = t
	l.ExtendBaseWidget(l)
	return l
}

// linkAt returns the span index of the link at pos, or -1.
func (l *linkText) linkAt(pos fyne.Position) int {
	y := float32(0)
	for _, line := range l.text.lines {
		if pos.Y < y || pos.Y >= y+line.height {
			y += line.height
			continue
		}
		for _, p := range line.pieces {
			if pos.X >= p.x && pos.X < p.x+p.width && l.spans[p.span].Link != "" {
				return p.span
			}
		}
		return -1
	}
	return -1
}

// Tapped is part of fyne.Tappable.
func (l *linkText) Tapped(e *fyne.PointEvent) {
	if i := l.linkAt(e.Position); i >= 0 {
		UsedPointer()
		l.open(l.spans[i].Link)
	}
}

// KeyDown is part of desktop.Keyable.
func (l *linkText) KeyDown(e *fyne.KeyEvent) { UsedKey(e) }

// KeyUp is part of desktop.Keyable.
func (l *linkText) KeyUp(*fyne.KeyEvent) {}

// FocusGained is part of fyne.Focusable.
func (l *linkText) FocusGained() {
	l.mark(!byPointer())
	reveal(l)
}

// FocusLost is part of fyne.Focusable.
func (l *linkText) FocusLost() { l.mark(false) }

// TypedRune is part of fyne.Focusable.
func (l *linkText) TypedRune(rune) {}

// TypedKey is part of fyne.Focusable.
func (l *linkText) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyRight:
		l.at = min(l.at+1, len(l.links)-1)
		l.mark(true)
	case fyne.KeyLeft:
		l.at = max(l.at-1, 0)
		l.mark(true)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		l.open(l.spans[l.links[l.at]].Link)
	default:
		scrollKey(l, e)
	}
}

// mark puts the link that has the focus on a soft ground.
func (l *linkText) mark(on bool) {
	spans := slices.Clone(l.spans)
	if on {
		spans[l.links[l.at]].Marked = true
	}
	l.text.SetSpans(spans...)
}

// MouseIn is part of desktop.Hoverable.
func (l *linkText) MouseIn(e *desktop.MouseEvent) { l.MouseMoved(e) }

// MouseMoved is part of desktop.Hoverable.
func (l *linkText) MouseMoved(e *desktop.MouseEvent) { l.over = l.linkAt(e.Position) >= 0 }

// MouseOut is part of desktop.Hoverable.
func (l *linkText) MouseOut() { l.over = false }

// Cursor is a hand over a link.
func (l *linkText) Cursor() desktop.Cursor {
	if l.over {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}
