package gallery_test

import (
	"io/fs"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"relais/assets"
	"relais/internal/text"
	"relais/ui/gallery"
	"relais/ui/theme"
)

// now is the moment in all pictures, a Friday morning.
var now = time.Date(2026, 11, 20, 9, 12, 0, 0, time.UTC)

// pictures are the rows that are also compared as they look, with how.
var pictures = []struct {
	row  string
	lang string
	look theme.Options
}{
	{"home/requests", "fr", theme.Options{Mode: theme.Light}},
	{"home/typing", "en", theme.Options{Mode: theme.Dark}},
	{"question/one", "fr", theme.Options{Mode: theme.Light}},
	{"review/offline", "fr", theme.Options{Mode: theme.Light, TextScale: 2}},
	{"request/try", "fr", theme.Options{Mode: theme.Light}},
	{"requests/long", "fr", theme.Options{Mode: theme.Dark, HighContrast: true}},
	{"queues/full", "fr", theme.Options{Mode: theme.Light}},
	{"ticket/note", "en", theme.Options{Mode: theme.Dark}},
	{"queues/offline", "en", theme.Options{Mode: theme.Light, Dense: true}},
}

func wordsIn(t *testing.T, lang string) *text.Words {
	t.Helper()
	sub, err := fs.Sub(assets.I18n, "i18n")
	if err != nil {
		t.Fatal(err)
	}
	c, err := text.Load(sub)
	if err != nil {
		t.Fatal(err)
	}
	return c.In(lang).InZone(time.UTC)
}

// draw puts a row on a canvas of its size.
func draw(t *testing.T, r gallery.Row, lang string) fyne.Canvas {
	t.Helper()
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetContent(r.Build(wordsIn(t, lang), now))
	c.Resize(fyne.NewSize(r.Width, r.Height))
	return c
}

func file(name string) string { return strings.NewReplacer("/", "-", " ", "-").Replace(name) }

func TestEveryStateOfEveryScreenIsMadeOfTheSameParts(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Options{Mode: theme.Light}))
	seen := map[string]bool{}
	for _, r := range gallery.Rows() {
		if seen[r.Name] {
			t.Errorf("two rows are called %s", r.Name)
		}
		seen[r.Name] = true
		t.Run(r.Name, func(t *testing.T) {
			test.AssertRendersToMarkup(t, file(r.Name)+".xml", draw(t, r, "fr"))
		})
	}
}

func TestWholeWindowsLookTheSame(t *testing.T) {
	rows := map[string]gallery.Row{}
	for _, r := range gallery.Rows() {
		rows[r.Name] = r
	}
	for _, p := range pictures {
		t.Run(p.row, func(t *testing.T) {
			r, ok := rows[p.row]
			if !ok {
				t.Fatal("there is no such row")
			}
			test.NewTempApp(t).Settings().SetTheme(theme.New(p.look))
			test.AssertRendersToImage(t, file(p.row)+".png", draw(t, r, p.lang))
		})
	}
}
