package flow_test

import (
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"pgregory.net/rapid"

	"relais/ui/part/flow"
)

// paper is an object of a given area: the narrower, the higher.
type paper struct {
	position             fyne.Position
	size                 fyne.Size
	hidden               bool
	area, natural, least float32
}

func (p *paper) Move(to fyne.Position)   { p.position = to }
func (p *paper) Position() fyne.Position { return p.position }
func (p *paper) Resize(to fyne.Size)     { p.size = to }
func (p *paper) Size() fyne.Size         { return p.size }
func (p *paper) Hide()                   { p.hidden = true }
func (p *paper) Show()                   { p.hidden = false }
func (p *paper) Visible() bool           { return !p.hidden }
func (p *paper) Refresh()                {}

func newPaper(area, natural, least float32) *paper {
	return &paper{area: area, natural: natural, least: least}
}

func (p *paper) HeightFor(width float32) float32 {
	return float32(math.Ceil(float64(p.area / max(width, p.least))))
}
func (p *paper) NaturalWidth() float32 { return p.natural }
func (p *paper) MinSize() fyne.Size    { return fyne.NewSize(p.least, p.HeightFor(p.Size().Width)) }

// lay gives c the height it asks for at width and returns that height.
func lay(c *fyne.Container, width float32) float32 {
	h := flow.HeightFor(c, width)
	c.Resize(fyne.NewSize(width, h))
	return h
}

func at(t *testing.T, what string, o fyne.CanvasObject, x, y, w, h float32) {
	t.Helper()
	if o.Position() != fyne.NewPos(x, y) || o.Size() != fyne.NewSize(w, h) {
		t.Errorf("%s is at %v of %v, want %v,%v of %v by %v", what, o.Position(), o.Size(), x, y, w, h)
	}
}

func TestAStackGivesEachTheHeightOfItsWidth(t *testing.T) {
	t.Parallel()
	a, hidden, b := newPaper(1000, 100, 10), newPaper(1000, 100, 10), newPaper(400, 100, 10)
	hidden.Hide()
	s := flow.Stack(8, a, hidden, b)
	if h := lay(s, 100); h != 10+8+4 {
		t.Errorf("the stack is %v high", h)
	}
	at(t, "first", a, 0, 0, 100, 10)
	at(t, "second", b, 0, 18, 100, 4)
	if h := lay(s, 50); h != 20+8+8 {
		t.Errorf("at half the width it is %v high", h)
	}
	if min := s.MinSize(); min != fyne.NewSize(10, 36) {
		t.Errorf("its least size is %v", min)
	}
}

func TestALineSharesItsWidth(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name            string
		width           float32
		fixed, grow, at float32
	}{
		{"with room to spare", 300, 100, 190, 110},
		{"just enough", 210, 100, 100, 110},
		{"the growing one gives way first", 150, 100, 40, 110},
		{"then the others", 80, 50, 20, 60},
		{"and no more", 60, 30, 20, 40},
	} {
		fixed, growing := newPaper(100, 100, 30), newPaper(100, 100, 20)
		c := flow.Line(10, fixed, flow.Grow(growing))
		lay(c, tc.width)
		if fixed.Size().Width != tc.fixed || growing.Size().Width != tc.grow || c.Objects[1].Position().X != tc.at {
			t.Errorf("%s: %v and %v at %v", tc.name, fixed.Size().Width, growing.Size().Width, c.Objects[1].Position().X)
		}
	}
}

func TestALineCentresAndATopLineDoesNot(t *testing.T) {
	t.Parallel()
	high, low := newPaper(4000, 100, 100), newPaper(1000, 100, 100)
	lay(flow.Line(0, high, low), 200)
	at(t, "centred", low, 100, 15, 100, 10)
	lay(flow.TopLine(0, high, low), 200)
	at(t, "at the top", low, 100, 0, 100, 10)
	end := newPaper(1000, 50, 50)
	lay(flow.Line(0, high, flow.Space(), end), 400)
	at(t, "after a space", end, 350, 10, 50, 20)
}

func TestAWrapGoesOnInANewLine(t *testing.T) {
	t.Parallel()
	a, b, c := newPaper(600, 60, 20), newPaper(600, 60, 20), newPaper(600, 200, 20)
	w := flow.Wrap(5, a, b, c)
	if h := lay(w, 130); h != 10+5+5 {
		t.Errorf("it is %v high", h)
	}
	at(t, "second", b, 65, 0, 60, 10)
	at(t, "third, wider than a line", c, 0, 15, 130, 5)
}

func TestAGridTakesAsManyColumnsAsFit(t *testing.T) {
	t.Parallel()
	least := func() float32 { return 100 }
	for _, tc := range []struct{ width, columns float32 }{{1000, 4}, {430, 4}, {429, 3}, {210, 2}, {90, 1}} {
		var objects []fyne.CanvasObject
		for range 5 {
			objects = append(objects, newPaper(1000, 100, 10))
		}
		lay(flow.Grid(least, 4, 10, objects...), tc.width)
		want := (tc.width - 10*(tc.columns-1)) / tc.columns
		if got := objects[0].Size().Width; got != want {
			t.Errorf("at %v a cell is %v wide, want %v", tc.width, got, want)
		}
	}
}

func TestCellsOfOneRowAreEquallyHigh(t *testing.T) {
	t.Parallel()
	low, high := newPaper(1000, 100, 10), newPaper(5000, 100, 10)
	lay(flow.Grid(func() float32 { return 100 }, 2, 0, low, high), 200)
	at(t, "the low one", low, 0, 0, 100, 50)
}

func TestSidesStandBesideEachOtherOrBelow(t *testing.T) {
	t.Parallel()
	left, right := newPaper(2000, 200, 20), newPaper(500, 50, 50)
	s := flow.Split(10, left, right)
	lay(s, 300)
	at(t, "right with room", right, 250, 0, 50, 10)
	lay(s, 255)
	at(t, "right without room", right, 0, 8+5, 50, 10)
	lay(flow.Beside(10, func() float32 { return 100 }, left, right), 255)
	at(t, "right beside what wraps", right, 205, 0.5, 50, 10)
	right.Hide()
	if h := lay(s, 200); h != 10 {
		t.Errorf("with right hidden it is %v high", h)
	}
}

func TestAColumnIsCentredAndItsSideGoesBelowWhenNarrow(t *testing.T) {
	t.Parallel()
	main, side := newPaper(58800, 588, 50), newPaper(27000, 270, 50)
	c := flow.Column(main, side)
	lay(c, 1100)
	at(t, "main", main, 104, 0, 588, 100)
	at(t, "side", side, 726, 0, 270, 100)
	lay(c, 648)
	at(t, "main when narrow", main, 24, 0, 600, 98)
	at(t, "side when narrow", side, 24, 98+34, 600, 45)
	alone := newPaper(81200, 588, 50)
	lay(flow.Column(alone, nil), 2000)
	at(t, "alone", alone, 594, 0, 812, 100)
}

func TestAnAsideGoesBelowWhenNarrow(t *testing.T) {
	t.Parallel()
	main, side := newPaper(5000, 500, 50), newPaper(2000, 200, 50)
	a := flow.Aside(20, func() float32 { return 200 }, main, side)
	lay(a, 720)
	at(t, "main", main, 0, 0, 500, 10)
	at(t, "side", side, 520, 0, 200, 10)
	lay(a, 500)
	at(t, "side when narrow", side, 0, 30, 500, 4)
	lay(a, 2000)
	at(t, "main when wide", main, 0, 0, 780, 7)
}

func TestADockKeepsItsEdges(t *testing.T) {
	t.Parallel()
	top, body, bottom := newPaper(1000, 100, 10), newPaper(100, 10, 10), newPaper(2000, 100, 10)
	d := flow.Dock(top, body, bottom)
	d.Resize(fyne.NewSize(100, 300))
	at(t, "top", top, 0, 0, 100, 10)
	at(t, "body", body, 0, 10, 100, 270)
	at(t, "bottom", bottom, 0, 280, 100, 20)
	bottom.Hide()
	d.Resize(fyne.NewSize(100, 200))
	at(t, "body without bottom", body, 0, 10, 100, 190)
	flow.Dock(nil, body, nil).Resize(fyne.NewSize(50, 60))
	at(t, "body alone", body, 0, 0, 50, 60)
}

func TestRoomAroundAndLimits(t *testing.T) {
	t.Parallel()
	p := newPaper(1000, 100, 10)
	lay(flow.InsetSides(1, 2, 3, 4, p), 104)
	at(t, "inset", p, 1, 2, 100, 10)
	lay(flow.InsetBy(func() (float32, float32) { return 2, 5 }, p), 104)
	at(t, "inset on demand", p, 2, 5, 100, 10)
	lay(flow.AtMost(50, p), 300)
	at(t, "at most", p, 0, 0, 50, 20)
	raised := flow.Raise(func() float32 { return 44 }, p)
	lay(raised, 100)
	at(t, "raised", p, 0, 17, 100, 10)
	widened := flow.Widen(func() float32 { return 150 }, p)
	if wide := flow.NaturalWidth(widened); wide != 150 {
		t.Errorf("widened to %v", wide)
	}
	lay(widened, 150)
	at(t, "widened", p, 0, 0, 100, 10)
	lay(widened, 60)
	at(t, "widened without room", p, 0, 0, 60, 17)
	lay(flow.Center(p), 300)
	at(t, "centred", p, 100, 0, 100, 10)
	marker := newPaper(100, 10, 10)
	lay(flow.Hanging(func() float32 { return 20 }, marker, p), 120)
	at(t, "hanging", p, 20, 0, 100, 10)
	top, bottom := newPaper(1000, 100, 10), newPaper(1000, 100, 10)
	edges := flow.Edges(5, top, bottom)
	edges.Resize(fyne.NewSize(100, 80))
	at(t, "bottom edge", bottom, 0, 70, 100, 10)
}

func TestWhatALayoutPromisesIsWhatItsObjectsGet(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		draw := func(name string) *paper {
			least := rapid.Float32Range(5, 40).Draw(r, name+" least")
			return newPaper(rapid.Float32Range(100, 9000).Draw(r, name+" area"), least+rapid.Float32Range(0, 200).Draw(r, name+" more"), least)
		}
		papers := []*paper{draw("a"), draw("b"), draw("c"), draw("d"), draw("e")}
		page := flow.Column(flow.Stack(8,
			papers[0],
			flow.Line(6, papers[1], flow.Grow(papers[2])),
			flow.Split(6, papers[3], papers[4]),
		), nil)
		lay(page, rapid.Float32Range(150, 1500).Draw(r, "width"))
		for _, p := range papers {
			if want := p.HeightFor(p.Size().Width); p.Size().Height < want {
				r.Fatalf("a paper of %v gets %v by %v, needs %v", p.area, p.Size().Width, p.Size().Height, want)
			}
		}
	})
}
