package part_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/theme"
)

func key(name fyne.KeyName) *fyne.KeyEvent { return &fyne.KeyEvent{Name: name} }

func TestEnterInTheBigEntrySubmitsAndShiftEnterMakesALine(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	b := part.NewBigEntry("Par exemple…")
	var submitted string
	b.OnSubmitted = func(text string) { submitted = text }
	inWindow(t, b, 500, 200)
	b.Focus()
	e := b.Control().(fyne.Focusable)
	test.Type(e, "plus de")
	e.(desktop.Keyable).KeyDown(key(desktop.KeyShiftLeft))
	e.TypedKey(key(fyne.KeyReturn))
	e.(desktop.Keyable).KeyUp(key(desktop.KeyShiftLeft))
	test.Type(e, "son")
	if submitted != "" {
		t.Error("Shift+Enter submitted")
	}
	e.TypedKey(key(fyne.KeyReturn))
	if submitted != "plus de\nson" {
		t.Errorf("submitted %q", submitted)
	}
}

func TestTypingTellsAndSettingDoesNot(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	for _, b := range []interface {
		fyne.Widget
		SetText(string)
		Text() string
		Control() part.Control
	}{part.NewBigEntry(""), part.NewTextArea("", 2), part.NewNoteArea("Note", "", 2), part.NewField("Nom", "", ""), part.NewPicker("", "")} {
		told := ""
		tell := func(text string) { told = text }
		switch b := b.(type) {
		case *part.BigEntry:
			b.OnChanged = tell
		case *part.TextArea:
			b.OnChanged = tell
		case *part.Field:
			b.OnChanged = tell
		case *part.Picker:
			b.OnChanged = tell
		}
		inWindow(t, b, 500, 300)
		b.SetText("gardé")
		if told != "" || b.Text() != "gardé" {
			t.Errorf("%T: setting told %q and left %q", b, told, b.Text())
		}
		b.SetText("")
		test.Type(b.Control().(fyne.Focusable), "é")
		if told != "é" {
			t.Errorf("%T: typing told %q", b, told)
		}
	}
}

func TestEnterSubmitsASingleLine(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	field, filter := part.NewField("Nom", "", ""), part.NewFilter("Filtrer")
	var submitted []string
	field.OnSubmitted = func(text string) { submitted = append(submitted, text) }
	filter.OnSubmitted = field.OnSubmitted
	for _, b := range []interface {
		fyne.Widget
		Control() part.Control
	}{field, filter} {
		inWindow(t, b, 300, 100)
		test.Type(b.Control().(fyne.Focusable), "x")
		b.Control().(fyne.Focusable).TypedKey(key(fyne.KeyReturn))
	}
	if len(submitted) != 2 {
		t.Errorf("submitted %q", submitted)
	}
}

func TestControlEnterSubmitsAnArea(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	a := part.NewTextArea("", 2)
	var submitted string
	a.OnSubmitted = func(text string) { submitted = text }
	inWindow(t, a, 500, 200)
	e := a.Control().(fyne.Focusable)
	test.Type(e, "oui")
	e.TypedKey(key(fyne.KeyReturn))
	for _, modifier := range []fyne.KeyModifier{fyne.KeyModifierAlt, fyne.KeyModifierShortcutDefault} {
		if submitted != "" {
			t.Errorf("it submitted too early: %q", submitted)
		}
		e.(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: modifier})
	}
	if submitted != "oui\n" {
		t.Errorf("submitted %q", submitted)
	}
}

func TestTheTabKeyLeavesEveryField(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	for _, b := range []interface{ Control() part.Control }{part.NewBigEntry(""), part.NewTextArea("", 3), part.NewField("", "", "")} {
		if b.Control().(fyne.Tabbable).AcceptsTab() {
			t.Errorf("%T keeps the Tab key to itself", b)
		}
	}
}

func TestAnAreaGrowsWithItsTextUpToABound(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	a := part.NewTextArea("", 2)
	show(a, 400)
	two := flow.HeightFor(a, 400)
	a.SetText("un\ndeux\ntrois\nquatre")
	four := flow.HeightFor(a, 400)
	if four <= two {
		t.Errorf("four lines are %v high, two are %v", four, two)
	}
	if narrow := flow.HeightFor(part.NewTextArea("", 2), 60); narrow != two {
		t.Errorf("an empty area is %v high when narrow, %v when wide", narrow, two)
	}
	a.SetText(strings.Repeat("ligne\n", 200))
	if h := flow.HeightFor(a, 400); h > 8*two {
		t.Errorf("two hundred lines are %v high", h)
	}
}

func TestAFieldShowsWhatIsWrongAndThenItsHelpAgain(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	f := part.NewField("Adresse", "", "Votre service la connaît.")
	before := test.RenderToMarkup(show(f, 300))
	f.SetWrong("Cette adresse ne répond pas.")
	if got := test.RenderToMarkup(show(f, 300)); !strings.Contains(got, "Cette adresse ne répond pas.") || strings.Contains(got, "connaît") {
		t.Errorf("shows\n%s", got)
	}
	f.SetWrong("")
	if got := test.RenderToMarkup(show(f, 300)); got != before {
		t.Errorf("shows\n%s", got)
	}
}

func TestAScreenMayTakeKeysBeforeTheField(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	b := part.NewBigEntry("")
	b.OnKey = func(k *fyne.KeyEvent) bool { return k.Name == fyne.KeyBackspace }
	inWindow(t, b, 300, 100)
	e := b.Control().(fyne.Focusable)
	test.Type(e, "ab")
	e.TypedKey(key(fyne.KeyBackspace))
	if b.Text() != "ab" {
		t.Errorf("the field saw the key too: %q", b.Text())
	}
}

func TestAPickerFindsByAFewLettersWhateverTheAccents(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	p := part.NewPicker("Chercher", "Personne de ce nom")
	var picked string
	p.OnPicked = func(id string) { picked = id }
	p.SetItems([]part.PickerItem{
		{ID: "hugo", Title: "Hugo Petit", Detail: "Atelier"}, {ID: "zoe", Title: "Zoé Lefèvre", Detail: "Magasin Lyon"},
		{ID: "zora", Title: "Zora Noël", Detail: "Siège"},
	})
	inWindow(t, p, 400, 400)
	e := p.Control().(fyne.Focusable)
	test.Type(e, "zo")
	e.TypedKey(key(fyne.KeyDown))
	e.TypedKey(key(fyne.KeyReturn))
	if picked != "zora" && picked != "zoe" {
		t.Errorf("picked %q by keys", picked)
	}
	test.Type(e, "e lefe")
	e.TypedKey(key(fyne.KeyReturn))
	if picked != "zoe" {
		t.Errorf("picked %q, want zoe", picked)
	}
	test.Type(e, "xxx")
	if got := test.RenderToMarkup(show(p, 400)); !strings.Contains(got, "Personne de ce nom") {
		t.Error("it does not say that nothing fits")
	}
	p.SetText("")
	p.SetItems([]part.PickerItem{{ID: "hugo", Title: "Hugo Petit"}})
	test.Tap(p.Row(0).(fyne.Tappable))
	if picked != "hugo" {
		t.Errorf("picked %q by pointer", picked)
	}
}

func TestAFieldShowsThatItHasTheFocus(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	for _, o := range []fyne.CanvasObject{part.NewBigEntry(""), part.NewTextArea("", 2), part.NewNoteArea("Note", "", 2), part.NewField("Nom", "", "")} {
		w := inWindow(t, o, 400, 200)
		before := strings.Count(test.RenderToMarkup(w.Canvas()), `strokeWidth="2"`)
		w.Canvas().FocusNext()
		if with := strings.Count(test.RenderToMarkup(w.Canvas()), `strokeWidth="2"`); with <= before {
			t.Errorf("%T looks the same with the focus", o)
		}
	}
}

func TestTheWheelScrollsThePageOverAFieldThatShowsAllItsText(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	area := part.NewTextArea("", 2)
	tall := flow.Raise(func() float32 { return 900 }, part.NewBody(""))
	page := part.NewScroll(flow.Stack(0, area, tall))
	c := inWindow(t, page, 400, 300).Canvas()
	driver := fyne.CurrentApp().Driver()
	turned := func() bool {
		page.ScrollToTop()
		before := driver.AbsolutePositionForObject(tall)
		test.Scroll(c, fyne.NewPos(100, 20), 0, -30)
		return driver.AbsolutePositionForObject(tall) != before
	}
	if area.SetText("une ligne"); !turned() {
		t.Error("the page stands still under a field with one line")
	}
	if area.SetText(strings.Repeat("une ligne\n", 40)); turned() {
		t.Error("a field with more than it shows does not scroll its own text")
	}
	if area.SetText("une ligne"); !turned() {
		t.Error("the page stands still under a field whose text became short again")
	}
}

func TestOneGoesOnBehindTheTextThatIsThere(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	for _, b := range []interface {
		fyne.Widget
		SetText(string)
		Text() string
		Focus()
		Control() part.Control
	}{part.NewBigEntry(""), part.NewTextArea("", 2), part.NewField("Nom", "", "")} {
		b.SetText("plus de")
		inWindow(t, b, 500, 300)
		b.Focus()
		test.Type(b.Control().(fyne.Focusable), " son")
		if b.Text() != "plus de son" {
			t.Errorf("%T has %q", b, b.Text())
		}
		b.SetText("")
		b.SetText("l’écran") // a draft that comes after the focus
		test.Type(b.Control().(fyne.Focusable), " noir")
		if b.Text() != "l’écran noir" {
			t.Errorf("%T has %q", b, b.Text())
		}
	}
}
