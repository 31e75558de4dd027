package part_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"relais/ui/part"
	"relais/ui/theme"
)

// paste pastes a text where the cursor is.
func paste(o fyne.CanvasObject, text string) {
	clipboard := fyne.CurrentApp().Clipboard()
	clipboard.SetContent(text)
	o.(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
}

// many is a text of 20 MB, which the toolkit would lay out for hours.
var many = strings.Repeat("journal de l’appareil\n", 20<<20/23)

func TestALongPasteIsHandedOverAndNotShown(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	a := part.NewTextArea("", 2)
	told := ""
	a.OnChanged = func(text string) { told = text }
	a.TakeLong()
	inWindow(t, a, 500, 200)
	paste(a.Control(), "Voici : fin")
	for range len("fin") {
		a.Control().(fyne.Focusable).TypedKey(key(fyne.KeyLeft))
	}
	paste(a.Control(), many)
	if told != "Voici : "+many+"fin" || a.Text() != "Voici : fin" {
		t.Errorf("told %d bytes, shows %q", len(told), a.Text())
	}
	a.Control().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	paste(a.Control(), many)
	if told != many {
		t.Errorf("told %d bytes in place of everything", len(told))
	}
}

func TestALongPasteIsCutWhereNobodyTakesIt(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	for _, c := range []struct {
		field interface {
			fyne.Widget
			Text() string
			Control() part.Control
		}
		most int
	}{{part.NewTextArea("", 2), 20_000}, {part.NewField("Titre", "", ""), 4_000}, {part.NewSecretField("Code", "", ""), 4_000}} {
		inWindow(t, c.field, 500, 200)
		paste(c.field.Control(), "a")
		paste(c.field.Control(), strings.ReplaceAll(many, "j", "é"))
		if n := len(c.field.Text()); n > c.most || n < c.most-3 || !utf8.ValidString(c.field.Text()) {
			t.Errorf("%T shows %d bytes", c.field, n)
		}
	}
}
