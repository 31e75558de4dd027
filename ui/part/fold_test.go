package part_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"relais/ui/part"
	"relais/ui/theme"
)

func TestAFoldShowsWhatStandsBelowIt(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	moved := 0
	f := part.NewFold("Plus", 4, part.NewBody("dedans"))
	f.OnMoved = func() { moved++ }
	w := inWindow(t, f, 300, 200)
	if f.Open() || wordsOf(f) != "Plus" {
		t.Errorf("it begins with %q", wordsOf(f))
	}
	w.Canvas().FocusNext()
	press(w, fyne.KeyReturn)
	if !f.Open() || wordsOf(f) != "Plus|dedans" || moved != 1 {
		t.Errorf("unfolded it says %q, moved %d", wordsOf(f), moved)
	}
	f.SetOpen(false)
	f.SetLabel("Encore")
	if f.Open() || wordsOf(f) != "Encore" || moved != 1 {
		t.Errorf("folded again it says %q, moved %d", wordsOf(f), moved)
	}
}
