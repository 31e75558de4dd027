package main

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"relais/internal/text"
	"relais/ui/gallery"
)

func call(t *testing.T, args ...string) (code int, out, err string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(world{args: args, out: &o, err: &e, app: func() fyne.App { return test.NewTempApp(t) }})
	return code, o.String(), e.String()
}

func wordsOf(t *testing.T) *text.Words {
	t.Helper()
	c, err := catalogue()
	if err != nil {
		t.Fatal(err)
	}
	return c.In("fr")
}

func TestTheListNamesEveryRow(t *testing.T) {
	code, out, _ := call(t, "--list")
	var want []string
	for _, r := range gallery.Rows() {
		want = append(want, r.Name)
	}
	if got := strings.Split(strings.TrimSpace(out), "\n"); code != exitOK || !slices.Equal(got, want) {
		t.Errorf("%d %q", code, got)
	}
}

func TestHelpTellsEveryFlag(t *testing.T) {
	code, out, _ := call(t, "--help")
	for _, flag := range []string{"--row", "--lang", "--theme", "--scale", "--png", "--list"} {
		if !strings.Contains(out, flag) {
			t.Errorf("%s is missing", flag)
		}
	}
	if code != exitOK {
		t.Error(code)
	}
}

func TestWhatCannotBeShownIsRefused(t *testing.T) {
	for _, c := range []struct {
		name string
		args []string
		says string
	}{
		{"a row that is none", []string{"--row", "home/never"}, "home/never"},
		{"a language that is none", []string{"--lang", "de"}, "de"},
		{"a theme that is none", []string{"--theme", "pink"}, "pink"},
		{"letters too large", []string{"--scale", "3"}, "3"},
		{"a picture of nothing", []string{"--png", "x.png"}, "--row"},
		{"a flag that is none", []string{"--nonsense"}, "nonsense"},
		{"a word", []string{"home/first"}, "home/first"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if code, _, err := call(t, c.args...); code != exitUsage || !strings.Contains(err, c.says) {
				t.Errorf("%d %q", code, err)
			}
		})
	}
}

func TestAPictureIsAsLargeAsTheWindowOfItsRow(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.png")
	if code, _, err := call(t, "--row", "receipt/arrived", "--png", file, "--lang", "en", "--theme", "dark", "--scale", "1.5"); code != exitOK {
		t.Fatal(err)
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.DecodeConfig(f)
	if r := gallery.Rows()[rowAt("receipt/arrived")]; err != nil || img.Width != int(r.Width) || img.Height != int(r.Height) {
		t.Error(img, err)
	}
}

func TestAPictureThatCannotBeWrittenIsAFailure(t *testing.T) {
	if code, _, err := call(t, "--row", "home/first", "--png", filepath.Join(t.TempDir(), "none", "a.png")); code != exitFailure || err == "" {
		t.Errorf("%d %q", code, err)
	}
}

func TestTheArrowKeysLeadThroughTheRows(t *testing.T) {
	app := test.NewTempApp(t)
	win := open(app, wordsOf(t), "")
	rows := gallery.Rows()
	if win.Title() != rows[0].Name {
		t.Error("at first:", win.Title())
	}
	win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if win.Title() != rows[1].Name {
		t.Error("one further:", win.Title())
	}
}

func TestOneRowFillsItsWindow(t *testing.T) {
	app := test.NewTempApp(t)
	win := open(app, wordsOf(t), "home/typing")
	if win.Title() != "home/typing" || win.Canvas().Size() != fyne.NewSize(1100, 760) {
		t.Error(win.Title(), win.Canvas().Size())
	}
}
