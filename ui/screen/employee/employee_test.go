package employee_test

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
	"relais/ui/screen/employee"
	"relais/ui/theme"
)

// recorder notes what a screen asks for.
type recorder struct{ did []string }

func (r *recorder) note(format string, args ...any) {
	r.did = append(r.did, strings.TrimSpace(fmt.Sprintf(format, args...)))
}

func (r *recorder) Type(s string)                                    { r.note("type %s", s) }
func (r *recorder) Pick(s string)                                    { r.note("pick %s", s) }
func (r *recorder) Continue()                                        { r.note("continue") }
func (r *recorder) Back()                                            { r.note("back") }
func (r *recorder) Choose(s string)                                  { r.note("choose %s", s) }
func (r *recorder) Write(s string)                                   { r.note("write %s", s) }
func (r *recorder) Next()                                            { r.note("next") }
func (r *recorder) Reconsider()                                      { r.note("reconsider") }
func (r *recorder) SetTitle(s string)                                { r.note("title %s", s) }
func (r *recorder) Change(i int)                                     { r.note("change %d", i) }
func (r *recorder) Attach(n string, _ func() (io.ReadCloser, error)) { r.note("attach %s", n) }
func (r *recorder) Detach(i int)                                     { r.note("detach %d", i) }
func (r *recorder) Send()                                            { r.note("send") }
func (r *recorder) Later()                                           { r.note("later") }
func (r *recorder) Discard()                                         { r.note("discard") }
func (r *recorder) Home()                                            { r.note("home") }
func (r *recorder) Reload()                                          { r.note("reload") }
func (r *recorder) OpenFile(a desk.Attachment)                       { r.note("open %s", a.Name) }
func (r *recorder) Tick(i int, on bool)                              { r.note("tick %d %v", i, on) }
func (r *recorder) Solved()                                          { r.note("solved") }
func (r *recorder) NotSolved()                                       { r.note("not solved") }
func (r *recorder) go_(p model.Place)                                { r.note("go %s %s", p.Name, p.Ref) }

// window notes where a screen leads to; its files are all called photo.png.
func (r *recorder) window() employee.Window {
	return employee.Window{
		Go:     r.go_,
		Pick:   func(take func(string, func() (io.ReadCloser, error))) { take("photo.png", nil) },
		Browse: func(address string) { r.note("browse %s", address) },
	}
}

// expect checks what was asked for since the last call.
func (r *recorder) expect(t *testing.T, want ...string) {
	t.Helper()
	if !slices.Equal(r.did, want) {
		t.Errorf("asked for %q, want %q", r.did, want)
	}
	r.did = nil
}

var now = time.Date(2026, 11, 20, 9, 12, 0, 0, time.UTC)

// french starts an application for a test and gives its words.
func french(t *testing.T) *text.Words {
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

// open shows a screen in a window.
func open(t *testing.T, o fyne.CanvasObject) fyne.Window {
	t.Helper()
	w := test.NewTempWindow(t, o)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1100, 2400))
	return w
}

// shown lists all objects of a window that are shown, in the order of drawing.
func shown(w fyne.Window) (list []fyne.CanvasObject) {
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

// control finds what a screen reader calls label.
func control(t *testing.T, w fyne.Window, label string) fyne.Tappable {
	t.Helper()
	for _, o := range shown(w) {
		named, ok := o.(interface{ AccessibilityLabel() string })
		if tappable, can := o.(fyne.Tappable); ok && can && strings.HasPrefix(named.AccessibilityLabel(), label) {
			return tappable
		}
	}
	t.Fatalf("no %q among what is shown: %q", label, words(w))
	return nil
}

// has tells whether a control is shown.
func has(w fyne.Window, label string) bool {
	return slices.ContainsFunc(shown(w), func(o fyne.CanvasObject) bool {
		named, ok := o.(interface{ AccessibilityLabel() string })
		return ok && named.AccessibilityLabel() == label
	})
}

// words lists the texts that are shown.
func words(w fyne.Window) (list []string) {
	for _, o := range shown(w) {
		if s, ok := o.(fmt.Stringer); ok {
			list = append(list, s.String())
		}
	}
	return list
}

// says tells whether a text is shown that contains part.
func says(w fyne.Window, part string) bool {
	return slices.ContainsFunc(words(w), func(s string) bool { return strings.Contains(s, part) })
}

// field is a box to write in: it must have the focus.
func field(t *testing.T, f fyne.Focusable) fyne.Focusable {
	t.Helper()
	if f == nil {
		t.Fatal("nothing to write in")
	}
	return f
}

func press(f fyne.Focusable, key fyne.KeyName) { f.TypedKey(&fyne.KeyEvent{Name: key}) }
