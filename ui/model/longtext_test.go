package model_test

import (
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"relais/ui/model"
)

func TestAHeadlineIsTheFirstLineInWholeWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"short", "  l’imprimante fume  ", "l’imprimante fume"},
		{"two lines", "plus rien\nni son ni image", "plus rien"},
		{"empty", " \n ", ""},
		{"long", strings.Repeat("mot ", 40), strings.TrimSpace(strings.Repeat("mot ", 20)) + "…"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := model.Headline(c.text); got != c.want {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestAHeadlineNeverCutsALetter(t *testing.T) {
	t.Parallel()
	if got := model.Headline(strings.Repeat("é", 500)); !utf8.ValidString(got) || utf8.RuneCountInString(got) > 81 {
		t.Errorf("got %q", got)
	}
}

func TestAPasteThatIsTooLongBecomesAFileWithAllOfIt(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("journal de l’appareil\n", 10_000)
	field, file, over := model.Overflow(text)
	if !over || len(field) > 200 {
		t.Fatalf("over %v, %d bytes left", over, len(field))
	}
	r, err := file()
	if err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(r)
	if err != nil || string(all) != text {
		t.Fatalf("%d bytes, %v", len(all), err)
	}
	if field, _, over := model.Overflow("court"); over || field != "court" {
		t.Fatal("a short text changed")
	}
}
