// Package looktest lets tests use screens by gesture, as people do, and notes what
// the screens ask for.
package looktest

import (
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"relais/assets"
	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/screen/employee/look"
	"relais/ui/theme"
)

// Notes are what a screen asked for, in order.
type Notes struct{ Did []string }

// Note adds what was asked for.
func (r *Notes) Note(format string, args ...any) {
	r.Did = append(r.Did, strings.TrimSpace(fmt.Sprintf(format, args...)))
}

// Window notes where a screen leads to; its files are all called photo.png.
func (r *Notes) Window() look.Window {
	return look.Window{
		Go:          func(p model.Place) { r.Note("go %s %s", p.Name, p.Ref) },
		Pick:        func(take func(string, func() (io.ReadCloser, error))) { take("photo.png", nil) },
		Browse:      func(address string) { r.Note("browse %s", address) },
		SaveReceipt: func(k desk.Key) { r.Note("receipt %s", k) },
	}
}

// Expect checks what was asked for since the last call.
func (r *Notes) Expect(t *testing.T, want ...string) {
	t.Helper()
	if !slices.Equal(r.Did, want) {
		t.Errorf("asked for %q, want %q", r.Did, want)
	}
	r.Did = nil
}

// Now is the moment of all states.
var Now = time.Date(2026, 11, 20, 9, 12, 0, 0, time.UTC)

// French starts an application for a test and gives its words.
func French(t *testing.T) *text.Words {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Options{Mode: theme.Light}))
	sub, err := fs.Sub(assets.I18n, "i18n")
	if err != nil {
		t.Fatal(err)
	}
	c, err := text.Load(sub)
	if err != nil {
		t.Fatal(err)
	}
	return c.In("fr").InZone(time.UTC)
}

// Open shows a screen in a window.
func Open(t *testing.T, o fyne.CanvasObject) fyne.Window {
	t.Helper()
	w := test.NewTempWindow(t, o)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1100, 2400))
	return w
}

// Shown lists all objects of a window that are shown, in the order of drawing.
func Shown(w fyne.Window) (list []fyne.CanvasObject) {
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if !o.Visible() {
			return
		}
		list = append(list, o)
		switch o := o.(type) {
		case *fyne.Container:
			for _, inner := range o.Objects {
				walk(inner)
			}
		case fyne.Widget:
			for _, inner := range test.WidgetRenderer(o).Objects() {
				walk(inner)
			}
		}
	}
	walk(w.Content())
	return list
}

// Control finds what a screen reader calls label.
func Control(t *testing.T, w fyne.Window, label string) fyne.Tappable {
	t.Helper()
	for _, o := range Shown(w) {
		named, ok := o.(interface{ AccessibilityLabel() string })
		if tappable, can := o.(fyne.Tappable); ok && can && strings.HasPrefix(named.AccessibilityLabel(), label) {
			return tappable
		}
	}
	t.Fatalf("no %q among what is shown: %q", label, Words(w))
	return nil
}

// Has tells whether a control is shown.
func Has(w fyne.Window, label string) bool {
	return slices.ContainsFunc(Shown(w), func(o fyne.CanvasObject) bool {
		named, ok := o.(interface{ AccessibilityLabel() string })
		return ok && named.AccessibilityLabel() == label
	})
}

// Words lists the texts that are shown.
func Words(w fyne.Window) (list []string) {
	for _, o := range Shown(w) {
		if s, ok := o.(fmt.Stringer); ok {
			list = append(list, s.String())
		}
	}
	return list
}

// Says tells whether a text is shown that contains part.
func Says(w fyne.Window, part string) bool {
	return slices.ContainsFunc(Words(w), func(s string) bool { return strings.Contains(s, part) })
}

// Press presses a key in what has the focus.
func Press(f fyne.Focusable, key fyne.KeyName) { f.TypedKey(&fyne.KeyEvent{Name: key}) }
