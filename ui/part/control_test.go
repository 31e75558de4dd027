package part_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/theme"
)

// clickable is what can be pressed, focused and taken out of use.
type clickable interface {
	fyne.Widget
	fyne.Focusable
	fyne.Tappable
	fyne.Disableable
	desktop.Hoverable
	desktop.Cursorable
}

var clickables = []struct {
	name string
	make func(act func()) clickable
}{
	{"primary button", func(act func()) clickable { return part.NewPrimary("Envoyer ma demande", act) }},
	{"quiet button", func(act func()) clickable { return part.NewQuiet("Modifier", act) }},
	{"tile", func(act func()) clickable { return part.NewTile(theme.IconKey, "Mot de passe", act) }},
	{"link card", func(act func()) clickable { return part.NewLinkCard("Écran noir", part.NewBody("Écran noir"), act) }},
	{"file", func(act func()) clickable { return part.NewFileChip(part.Attachment{Name: "capture.png"}, act) }},
	{"nav item", func(act func()) clickable { return part.NewNavItem("À faire", act) }},
	{"check row", func(act func()) clickable {
		c := part.NewCheckRow(part.CheckState{Title: "Réseau"})
		c.OnChanged = func(bool) { act() }
		return c
	}},
}

func TestWhatCanBeClickedAnswersToPointerAndKeyboard(t *testing.T) {
	for _, tc := range clickables {
		t.Run(tc.name, func(t *testing.T) {
			start(t, theme.Options{Mode: theme.Light})
			acted := 0
			c := tc.make(func() { acted++ })
			w := inWindow(t, c, 300, 120)
			w.Canvas().FocusNext()
			if w.Canvas().Focused() != c {
				t.Fatal("the Tab key does not reach it")
			}
			for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace} {
				c.TypedKey(&fyne.KeyEvent{Name: key})
			}
			c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyA})
			test.Tap(c)
			if acted != 4 {
				t.Errorf("acted %d times on three keys and a click", acted)
			}
		})
	}
}

func TestFocusByKeyboardIsSeenAndFocusByPointerIsNot(t *testing.T) {
	for _, tc := range clickables {
		t.Run(tc.name, func(t *testing.T) {
			start(t, theme.Options{Mode: theme.Light})
			c := tc.make(func() {})
			w := inWindow(t, c, 300, 120)
			before := test.RenderToMarkup(w.Canvas())
			w.Canvas().FocusNext()
			if test.RenderToMarkup(w.Canvas()) == before {
				t.Error("nothing shows that it has the focus")
			}
			w.Canvas().Unfocus()
			if got := test.RenderToMarkup(w.Canvas()); got != before {
				t.Errorf("it does not look as before:\n%s", got)
			}
		})
	}
}

func TestAButtonClickedByPointerShowsItsRingOnlyAfterAKey(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	b := part.NewSecondary("Retour", func() {})
	w := inWindow(t, b, 300, 120)
	before := test.RenderToMarkup(w.Canvas())
	test.Tap(b)
	if w.Canvas().Focused() != b {
		t.Error("a click did not bring the focus")
	}
	if test.RenderToMarkup(w.Canvas()) != before {
		t.Error("a click brought the ring")
	}
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyTab})
	if test.RenderToMarkup(w.Canvas()) == before {
		t.Error("a key did not bring the ring")
	}
}

func TestWhatAClickOpensShowsTheFocusOnlyToWhoGoesOnByKeyboard(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	for i := range 2 {
		back := part.NewQuiet("Retour", func() {})
		rows := part.NewList(func() int { return 3 }, func() fyne.CanvasObject { return part.NewRow() }, func(int, fyne.CanvasObject) {})
		opened := []fyne.Focusable{back, rows.Control().(fyne.Focusable)}[i]
		var canvas fyne.Canvas
		open := part.NewSecondary("Ouvrir", func() { canvas.Focus(opened) })
		canvas = inWindow(t, flow.Stack(0, open, back, flow.Raise(func() float32 { return 90 }, rows)), 300, 300).Canvas()
		before := test.RenderToMarkup(canvas)
		test.Tap(open)
		if test.RenderToMarkup(canvas) != before {
			t.Errorf("%T, opened by a click, shows its ring", opened)
		}
		canvas.Focus(open)
		open.TypedKey(key(fyne.KeyReturn))
		if test.RenderToMarkup(canvas) == before {
			t.Errorf("%T, opened by Enter, does not show its ring", opened)
		}
		test.Tap(open)
		canvas.Focused().(desktop.Keyable).KeyDown(key(desktop.KeyShiftLeft))
		canvas.FocusPrevious()
		if test.RenderToMarkup(canvas) != before {
			t.Error("the Shift key alone brought a ring")
		}
		canvas.Focused().(desktop.Keyable).KeyDown(key(fyne.KeyTab))
		canvas.FocusNext()
		if test.RenderToMarkup(canvas) == before {
			t.Error("the Tab key brought no ring")
		}
	}
}

func TestThePointerIsAnsweredTo(t *testing.T) {
	for _, tc := range clickables {
		t.Run(tc.name, func(t *testing.T) {
			start(t, theme.Options{Mode: theme.Light})
			c := tc.make(func() {})
			canvas := show(c, 300)
			before := test.RenderToMarkup(canvas)
			c.MouseIn(&desktop.MouseEvent{})
			if test.RenderToMarkup(canvas) == before {
				t.Error("nothing changes below the pointer")
			}
			if c.Cursor() != desktop.PointerCursor {
				t.Error("the pointer is no hand")
			}
			c.MouseOut()
			if test.RenderToMarkup(canvas) != before {
				t.Error("it keeps the look it has below the pointer")
			}
		})
	}
}

func TestWhatIsOutOfUseDoesNothing(t *testing.T) {
	for _, tc := range clickables {
		t.Run(tc.name, func(t *testing.T) {
			start(t, theme.Options{Mode: theme.Light})
			c := tc.make(func() { t.Error("acted") })
			w := inWindow(t, c, 300, 120)
			c.Disable()
			test.Tap(c)
			c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			w.Canvas().FocusNext()
			if w.Canvas().Focused() != nil {
				t.Error("the Tab key reaches it")
			}
			if c.Cursor() != desktop.DefaultCursor {
				t.Error("the pointer is a hand")
			}
			c.Enable()
			if c.Disabled() {
				t.Error("it can't be brought back")
			}
		})
	}
}

func TestTargetsAreHighEnoughForAnyHand(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	for _, tc := range clickables {
		c := tc.make(func() {})
		least := float32(44)
		switch tc.name {
		case "file", "nav item": // in rows of their kind, below each other
			least = 28
		}
		if h := flow.HeightFor(c, 300); h < least {
			t.Errorf("%s is %v high", tc.name, h)
		}
	}
}

func TestScreenReadersHearTheLabel(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	b := part.NewPrimary("Envoyer ma demande", func() {})
	if b.AccessibilityLabel() != "Envoyer ma demande" || b.AccessibilityRole() != fyne.AccessibleRoleButton {
		t.Errorf("heard %q, a %s", b.AccessibilityLabel(), b.AccessibilityRole())
	}
}

func TestTheWindowHearsItsKeysWhateverHasTheFocus(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	send := part.NewPrimary("Envoyer", func() {})
	field, area := part.NewField("Titre", "", ""), part.NewTextArea("", 2)
	rows := part.NewList(func() int { return 0 }, func() fyne.CanvasObject { return part.NewRow() }, func(int, fyne.CanvasObject) {})
	c := inWindow(t, flow.Stack(0, send, field, area, flow.Raise(func() float32 { return 50 }, rows)), 300, 300).Canvas()
	for _, o := range []fyne.CanvasObject{send, field.Control(), area.Control(), rows.Control()} {
		var heard []fyne.KeyName
		c.SetOnTypedKey(func(e *fyne.KeyEvent) { heard = append(heard, e.Name) })
		c.Focus(o.(fyne.Focusable))
		for _, key := range []fyne.KeyName{fyne.KeyEscape, fyne.KeyF5, fyne.KeyF, fyne.KeyDown, fyne.KeyHome} {
			c.Focused().TypedKey(&fyne.KeyEvent{Name: key})
		}
		if len(heard) != 2 || heard[0] != fyne.KeyEscape || heard[1] != fyne.KeyF5 {
			t.Errorf("from %T the window heard %v", o, heard)
		}
	}
}
