package part_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"relais/ui/part"
	"relais/ui/theme"
)

func ticketList(n int, made *int) *part.List {
	return part.NewList(func() int { return n }, func() fyne.CanvasObject {
		*made++
		return part.NewRow()
	}, func(i int, o fyne.CanvasObject) {
		o.(*part.Row).Set(part.RowState{Title: fmt.Sprintf("Demande %d", i)})
	})
}

func TestAListMakesOnlyTheRowsInView(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	made := 0
	inWindow(t, ticketList(100_000, &made), 360, 600)
	if made > 20 {
		t.Errorf("made %d rows for a window of 600", made)
	}
}

func TestArrowKeysSelectAndEnterOpens(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	made := 0
	l := ticketList(50, &made)
	var selected, opened []int
	l.OnSelected = func(i int) { selected = append(selected, i) }
	l.OnOpened = func(i int) { opened = append(opened, i) }
	inWindow(t, l, 360, 600)
	l.Focus()
	keys := l.Control().(fyne.Focusable)
	for _, name := range []fyne.KeyName{
		fyne.KeyReturn, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyUp, fyne.KeyEnd, fyne.KeyDown, fyne.KeyHome, fyne.KeyReturn,
	} {
		keys.TypedKey(key(name))
	}
	if want := []int{0, 1, 0, 49, 0}; !slices.Equal(selected, want) {
		t.Errorf("selected %v, want %v", selected, want)
	}
	if want := []int{0}; !slices.Equal(opened, want) {
		t.Errorf("opened %v, want %v", opened, want)
	}
	keys.TypedKey(key(fyne.KeyPageDown))
	if last := selected[len(selected)-1]; last < 4 || last > 15 {
		t.Errorf("a page down selected %d", last)
	}
}

func TestAScreenMarksARowWithoutBeingTold(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	made := 0
	l := ticketList(50, &made)
	l.OnSelected = func(i int) { t.Errorf("told of %d", i) }
	inWindow(t, l, 360, 600)
	l.Set(7)
	l.Set(7)
	l.Set(-1)
	l.Set(3)
	l.OnSelected = nil
	l.Step(1)
}

func TestRowsAreOfOneHeightWhateverIsInThem(t *testing.T) {
	for _, scale := range []float32{1, 2} {
		start(t, theme.Options{Mode: theme.Light, TextScale: scale})
		full, empty := part.NewRow(), part.NewRow()
		full.Set(part.RowState{Chip: "Haute", Title: long, Detail: long, Unsent: true, Time: "1 h", Badge: "demande", Unread: true})
		full.Resize(fyne.NewSize(390, 1))
		if full.MinSize().Height != empty.MinSize().Height {
			t.Errorf("at %v a full row is %v high, an empty one %v", scale, full.MinSize().Height, empty.MinSize().Height)
		}
	}
}

func TestLargeLettersLeaveATitleItsWords(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light, TextScale: 2})
	const title = "Mon ordinateur est lent depuis hier"
	row, view := part.NewRow(), part.NewNavItem("", nil)
	row.Set(part.RowState{Chip: "Très haute", Title: title, Detail: "Inès Garcia", Time: "−4 min", Badge: "demande"})
	view.Set("Attend l’utilisateur", "12", true)
	var shown []string
	for _, o := range []fyne.CanvasObject{row, view} {
		show(o, 390)
		for _, text := range textsOf(o, fyne.Position{}) {
			shown = append(shown, text.words)
		}
	}
	for _, words := range []string{title, "Attend l’utilisateur"} {
		if !strings.Contains(strings.Join(shown, " "), words) {
			t.Errorf("%q shows as %q", words, shown)
		}
	}
}

func TestDenseRowsAreLower(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	roomy := part.NewRow().MinSize().Height
	start(t, theme.Options{Mode: theme.Light, Dense: true})
	if dense := part.NewRow().MinSize().Height; dense > roomy*0.8 {
		t.Errorf("a dense row is %v high, a roomy one %v", dense, roomy)
	}
}

func TestAPageScrollsTheFocusIntoView(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	choices := part.NewChoices()
	var many []part.Choice
	for i := range 30 {
		many = append(many, part.Choice{ID: fmt.Sprint(i), Title: "Réponse"})
	}
	choices.Set(many)
	page := part.NewPage(choices, nil)
	w := inWindow(t, page, 900, 400)
	for range 20 {
		w.Canvas().FocusNext()
	}
	focused := w.Canvas().Focused().(fyne.CanvasObject)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(focused)
	if at.Y < 0 || at.Y+focused.Size().Height > 400 {
		t.Errorf("the focus is at %v of a page of 400", at.Y)
	}
	w.Canvas().Focused().TypedKey(key(fyne.KeyEnd))
	bottom := fyne.CurrentApp().Driver().AbsolutePositionForObject(focused)
	if bottom.Y >= at.Y {
		t.Error("the End key does not scroll")
	}
	for _, name := range []fyne.KeyName{fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyHome} {
		w.Canvas().Focused().TypedKey(key(name))
	}
	if y := fyne.CurrentApp().Driver().AbsolutePositionForObject(choices).Y; y != 34 {
		t.Errorf("after Home the page begins at %v", y)
	}
}

func TestAPageIsRightAtOnceAtAnyWidth(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	text := part.NewBody(strings.Repeat("Bonjour Amélie, merci pour la capture. ", 8))
	below := part.NewPrimary("Continuer", func() {})
	page := part.NewPage(part.NewTimeline(text, below), part.NewFacts(part.Fact{Label: "Depuis quand", Value: "Ce matin"}))
	w := inWindow(t, page, 1100, 700)
	for _, width := range []float32{1100, 500, 900, 320} {
		w.Resize(fyne.NewSize(width, 700))
		driver := fyne.CurrentApp().Driver()
		end := driver.AbsolutePositionForObject(text).Y + text.HeightFor(text.Size().Width)
		if at := driver.AbsolutePositionForObject(below).Y; at != end+14 {
			t.Errorf("at %v the button begins at %v, the text ends at %v", width, at, end)
		}
	}
}

func TestPanesAreMovedByPointerAndKeys(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	var told []float32
	left, middle, right := part.NewBody("a"), part.NewBody("b"), part.NewBody("c")
	p := part.NewPanes([]float32{200, 370}, left, middle, right)
	p.OnResized = func(widths []float32) { told = widths }
	w := inWindow(t, p, 1100, 400)
	if left.Size().Width != 200 || middle.Size().Width != 370 || right.Size().Width != 530 {
		t.Fatalf("panes are %v, %v and %v wide", left.Size().Width, middle.Size().Width, right.Size().Width)
	}
	test.Drag(w.Canvas(), fyne.NewPos(200, 50), 40, 0)
	if left.Size().Width != 240 || !slices.Equal(told, []float32{240, 370}) {
		t.Errorf("dragged to %v, told %v", left.Size().Width, told)
	}
	w.Canvas().FocusNext()
	w.Canvas().Focused().TypedKey(key(fyne.KeyRight))
	w.Canvas().Focused().TypedKey(key(fyne.KeyRight))
	w.Canvas().Focused().TypedKey(key(fyne.KeyLeft))
	if left.Size().Width != 256 {
		t.Errorf("keys moved it to %v", left.Size().Width)
	}
	w.Resize(fyne.NewSize(700, 400))
	if right.Size().Width < 320 {
		t.Errorf("a small window leaves %v for the last pane", right.Size().Width)
	}
	p.SetWidths([]float32{10, 5000})
	if left.Size().Width < 150 || right.Size().Width < 320 {
		t.Errorf("senseless widths give %v and %v", left.Size().Width, right.Size().Width)
	}
}

func TestAListShowsThatKeysMoveInItNotThatItWasClicked(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	made := 0
	l := ticketList(5, &made)
	c := inWindow(t, l, 360, 600).Canvas()
	rings := func() int { return strings.Count(test.RenderToMarkup(c), `strokeWidth="2"`) }
	test.TapCanvas(c, fyne.NewPos(100, 20))
	if c.Focused() != l.Control().(fyne.Focusable) || rings() != 0 {
		t.Errorf("a click left the focus on %T, with %d rings", c.Focused(), rings())
	}
	c.Focused().TypedKey(key(fyne.KeyDown))
	if rings() != 1 {
		t.Errorf("a key brought %d rings", rings())
	}
}
