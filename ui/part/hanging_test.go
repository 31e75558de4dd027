package part_test

import (
	"math/rand"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"relais/ui/part"
	"relais/ui/theme"
)

func TestEveryLetterStaysWhereItWasTyped(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	random := rand.New(rand.NewSource(1))
	for width := float32(200); width < 900; width += 30 {
		b := part.NewBigEntry("Par exemple…")
		inWindow(t, b, width, 300)
		typeAtRandom(t, random, b, nil)
	}
}

func TestEveryLetterStaysWhereItWasTypedBetweenParagraphs(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	random := rand.New(rand.NewSource(1))
	for width := float32(200); width < 900; width += 30 {
		a := part.NewTextArea("", 12)
		inWindow(t, a, width, 300)
		e := a.Control().(fyne.Focusable)
		e.TypedKey(key(fyne.KeyReturn))
		test.Type(e, "ce qui suit")
		e.TypedKey(key(fyne.KeyUp))
		typeAtRandom(t, random, a, []rune("\nce qui suit"))
	}
}

// typeAtRandom types at the beginning of what is there, many spaces and now and then a step back, and looks at each key
// whether the text is what it has to be.
func typeAtRandom(t *testing.T, random *rand.Rand, b interface {
	Control() part.Control
	Text() string
}, want []rune,
) {
	t.Helper()
	letters := []rune("aeilmw    éWi?\u00a0")
	e := b.Control().(fyne.Focusable)
	at := 0
	for range 250 {
		if at > 0 && random.Intn(100) < 6 {
			at--
			want = slices.Delete(want, at, at+1)
			e.TypedKey(key(fyne.KeyBackspace))
		} else {
			r := letters[random.Intn(len(letters))]
			want = slices.Insert(want, at, r)
			at++
			e.TypedRune(r)
		}
		if b.Text() != string(want) {
			t.Fatalf("at letter %d\ngot  %q\nwant %q", at, b.Text(), string(want))
		}
	}
}
