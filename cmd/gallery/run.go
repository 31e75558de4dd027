package main

import (
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"github.com/spf13/cobra"

	"relais/assets"
	"relais/internal/text"
	"relais/ui/gallery"
	"relais/ui/theme"
)

// world is what the program is started in.
type world struct {
	args     []string
	out, err io.Writer
	app      func() fyne.App // begins the toolkit
}

// The ways to end.
const (
	exitOK = iota
	exitFailure
	exitUsage
)

// flags are what can be said at the start.
type flags struct {
	row, lang, look, png string
	scale                float32
	list                 bool
}

// now is the moment in all pictures, so that two of them differ by what was changed only.
var now = time.Date(2026, 11, 20, 9, 12, 0, 0, time.UTC)

// run does what the arguments ask for and tells how the program ends.
func run(w world) int {
	var f flags
	understood := false
	root := &cobra.Command{
		Use:   "gallery",
		Short: "Look at any screen of Relais in any of its states",
		Long: `Look at any screen of Relais in any of its states: loading, empty, full, offline,
in trouble, with very long words. The states are made up; nothing is read or sent.

Without --row, all rows are listed at the left of the window.`,
		Example:           "  gallery --row ticket/note --lang en --theme dark\n  gallery --row home/long --scale 2 --png home.png",
		Args:              cobra.NoArgs,
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		PreRunE: func(*cobra.Command, []string) error {
			err := f.check()
			understood = err == nil
			return err
		},
		RunE: func(*cobra.Command, []string) error { return f.show(w) },
	}
	root.Flags().StringVar(&f.row, "row", "", "the row to show, such as home/typing")
	root.Flags().StringVar(&f.lang, "lang", "fr", "language: "+strings.Join(text.Languages(), " or "))
	root.Flags().StringVar(&f.look, "theme", "light", "light or dark")
	root.Flags().Float32Var(&f.scale, "scale", 1, "size of the letters, 1 to 2")
	root.Flags().StringVar(&f.png, "png", "", "draw the row into this file, without a window")
	root.Flags().BoolVar(&f.list, "list", false, "list the rows and end")
	root.SetArgs(w.args)
	root.SetOut(w.out)
	root.SetErr(w.err)
	err := root.Execute()
	switch {
	case err == nil:
		return exitOK
	case !understood:
		fmt.Fprintln(w.err, "gallery:", err)
		return exitUsage
	}
	fmt.Fprintln(w.err, "gallery:", err)
	return exitFailure
}

// looks are the themes by name.
var looks = map[string]theme.Mode{"light": theme.Light, "dark": theme.Dark}

// check refuses what can't be shown.
func (f flags) check() error {
	switch {
	case f.row != "" && rowAt(f.row) < 0:
		return fmt.Errorf("there is no row %q; --list names them all", f.row)
	case !slices.Contains(text.Languages(), f.lang):
		return fmt.Errorf("there is no language %q, only %s", f.lang, strings.Join(text.Languages(), " and "))
	case looks[f.look] == theme.Auto:
		return fmt.Errorf("there is no theme %q, only light and dark", f.look)
	case f.scale < theme.MinTextScale || f.scale > theme.MaxTextScale:
		return fmt.Errorf("letters can't be %v times as large, only %d to %d", f.scale, theme.MinTextScale, theme.MaxTextScale)
	case f.png != "" && f.row == "":
		return fmt.Errorf("--png draws one row: name it with --row")
	}
	return nil
}

// rowAt is where a row stands in the gallery, -1 when it is not there.
func rowAt(name string) int {
	return slices.IndexFunc(gallery.Rows(), func(r gallery.Row) bool { return r.Name == name })
}

// show lists the rows, draws one, or opens the window.
func (f flags) show(w world) error {
	if f.list {
		for _, r := range gallery.Rows() {
			fmt.Fprintln(w.out, r.Name)
		}
		return nil
	}
	catalogue, err := catalogue()
	if err != nil {
		return err
	}
	app := w.app()
	app.Settings().SetTheme(theme.New(theme.Options{Mode: looks[f.look], TextScale: f.scale}))
	words := catalogue.In(f.lang).InZone(time.UTC)
	if f.png != "" {
		return draw(gallery.Rows()[rowAt(f.row)], words, f.png)
	}
	open(app, words, f.row)
	app.Run()
	return nil
}

func catalogue() (*text.Catalogue, error) {
	sub, err := fs.Sub(assets.I18n, "i18n")
	if err != nil {
		return nil, err
	}
	return text.Load(sub)
}
