package part

import (
	"strings"

	"relais/ui/part/flow"
	"relais/ui/theme"

	"fyne.io/fyne/v2"
)

// NavItem is a line of the sidebar: a list of tickets with how many are in it.
type NavItem struct {
	control
	ground *surface
	words  *Text
	count  *Text
	chosen bool
}

// NewNavItem returns the line.
func NewNavItem(label string, tapped func()) *NavItem {
	n := &NavItem{
		ground: newSurface(theme.ColorClear, 10),
		words:  NewBody(label).Lines(2),
		count:  NewBody("").Color(theme.ColorMuted).Lines(1),
	}
	n.label, n.act = label, tapped
	content := flow.Inset(10, 6, flow.Line(8, flow.Grow(n.words), n.count))
	n.setUp(n, flow.Layer(n.ground, flow.Raise(navHeight, content)), 10, 0)
	n.restyle = n.style
	return n
}

func navHeight() float32 { return theme.Size(theme.SizeTarget) - 6 }

// Set changes label, count ("" is none) and whether it is the list in view.
func (n *NavItem) Set(label, count string, selected bool) {
	n.label, n.chosen = label, selected
	n.words.bold, n.count.bold = selected, selected
	n.words.inks, n.count.inks = nil, nil
	n.words.SetSpans(Span{Text: label, Bold: selected})
	n.count.SetSpans(Span{Text: count, Bold: selected})
	n.style()
	Relay(n)
}

func (n *NavItem) style() {
	fill := theme.ColorClear
	switch {
	case n.chosen:
		fill = theme.ColorPrimarySoft
	case n.hovered:
		fill = theme.ColorHover
	}
	n.ground.paint(fill, theme.ColorClear, 0)
}

// NewNavHeading returns the small heading of a group of NavItems.
func NewNavHeading(label string) fyne.CanvasObject {
	t := newText(strings.ToUpper(label), theme.SizeSmall, theme.ColorMuted, true).Lines(1)
	return flow.InsetSides(10, 14, 10, 4, t)
}

// Tab is one page of the header.
type Tab struct {
	ID    string
	Title string
	Name  string // for journeys
}

// Header is the top of the window: brand, tabs, and at the right how fresh everything is.
type Header struct {
	frame
	left     *fyne.Container
	tabs     []*tabItem
	state    *stateItem
	settings *Button
	// OnTab is called with the ID of a tab that is chosen.
	OnTab func(id string)
	// OnState is called when the state at the right is clicked.
	OnState func()
}

// NewHeader returns a header with the name of the program.
func NewHeader(brand string) *Header {
	h := &Header{left: flow.Wrap(4)}
	name := newText(brand, theme.SizeSection, theme.ColorPrimary, true)
	h.left.Add(flow.InsetSides(0, 0, 12, 0, name))
	h.state = newStateItem(func() {
		if h.OnState != nil {
			h.OnState()
		}
	})
	h.settings = NewQuiet("", nil).Icon(theme.IconSettings)
	line := &fyne.Container{Layout: floorLayout{}, Objects: []fyne.CanvasObject{newRule()}}
	content := flow.Inset(20, 0, flow.Split(16, h.left, flow.Line(2, h.state, h.settings)))
	h.root = flow.Layer(newSurface(theme.ColorSurface, 0), line, flow.Raise(headerHeight, content))
	h.ExtendBaseWidget(h)
	return h
}

func headerHeight() float32 { return 52 }

// floorLayout puts a hairline at the bottom.
type floorLayout struct{}

func (floorLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(0, size.Height-1))
		o.Resize(fyne.NewSize(size.Width, 1))
	}
}

func (floorLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// SetTabs shows tabs with the selected one underlined.
func (h *Header) SetTabs(tabs []Tab, selected string) {
	for len(h.tabs) < len(tabs) {
		h.tabs = append(h.tabs, newTabItem(h))
	}
	h.left.Objects = h.left.Objects[:1]
	for i, tab := range tabs {
		h.tabs[i].show(tab, tab.ID == selected)
		Name(h.tabs[i], tab.Name)
		h.left.Objects = append(h.left.Objects, h.tabs[i])
	}
	Relay(h)
}

// SetState shows at the right how fresh everything is: a dot in a tone, and words.
func (h *Header) SetState(tone Tone, words string) {
	h.state.show(tone, words)
	Relay(h)
}

// State returns the clickable state at the right, to be named.
func (h *Header) State() fyne.CanvasObject { return h.state }

// Settings returns the button with the gear at the very right.
func (h *Header) Settings() *Button { return h.settings }

type tabItem struct {
	control
	words *Text
	line  *surface
	tab   Tab
	on    bool
}

func newTabItem(owner *Header) *tabItem {
	t := &tabItem{words: NewSpans().Lines(1), line: newSurface(theme.ColorClear, 0)}
	t.act = func() {
		if owner.OnTab != nil {
			owner.OnTab(t.tab.ID)
		}
	}
	under := &fyne.Container{Layout: underLayout{}, Objects: []fyne.CanvasObject{t.line}}
	t.setUp(t, flow.Layer(under, flow.Raise(headerHeight, flow.Inset(9, 0, t.words))), 8, -4)
	t.restyle = t.style
	return t
}

// underLayout puts a thick line at the bottom, as wide as the words of a tab.
type underLayout struct{}

func (underLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(9, size.Height-2))
		o.Resize(fyne.NewSize(size.Width-18, 2))
	}
}

func (underLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (t *tabItem) show(tab Tab, on bool) {
	t.tab, t.on, t.label = tab, on, tab.Title
	t.style()
}

func (t *tabItem) style() {
	ink, line := theme.ColorMuted, theme.ColorClear
	if t.on || t.hovered {
		ink = theme.ColorText
	}
	if t.on {
		line = theme.ColorPrimary
	}
	t.words.SetSpans(Span{Text: t.tab.Title, Bold: t.on, Color: ink})
	t.line.paint(line, theme.ColorClear, 0)
}

type stateItem struct {
	control
	dot    *Icon
	words  *Text
	ground *surface
}

func newStateItem(tapped func()) *stateItem {
	s := &stateItem{
		dot:    NewIcon(theme.IconDot, theme.ColorGreen, theme.SizeIconSmall),
		words:  NewSmall("").Lines(1),
		ground: newSurface(theme.ColorClear, 8),
	}
	s.act = tapped
	s.setUp(s, flow.Layer(s.ground, flow.Inset(8, 8, flow.Line(6, s.dot, s.words))), 8, 0)
	s.restyle = func() {
		fill := theme.ColorClear
		if s.hovered {
			fill = theme.ColorHover
		}
		s.ground.paint(fill, theme.ColorClear, 0)
	}
	return s
}

func (s *stateItem) show(tone Tone, words string) {
	s.label = words
	s.dot.Set(theme.IconDot, tone.Ink())
	s.words.Set(words)
}
