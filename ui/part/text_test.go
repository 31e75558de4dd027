package part_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"

	"relais/ui/part"
	"relais/ui/theme"
)

// linesOf returns the lines that a text of the given width shows.
func linesOf(t *part.Text, width float32) []string {
	show(t, width)
	var lines []string
	last := float32(-1)
	for _, o := range test.WidgetRenderer(t).Objects() {
		word, ok := o.(*canvas.Text)
		if !ok {
			continue
		}
		if word.Position().Y != last {
			lines = append(lines, "")
			last = word.Position().Y
		}
		lines[len(lines)-1] += word.Text
	}
	return lines
}

func TestTextBreaksAtSpacesAndNeverAtNonBreakingOnes(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	text := part.NewBody("Que se passe-t-il\u00a0? Dites-le avec vos mots, «\u00a0ça rame\u00a0» par exemple.")
	for _, line := range linesOf(text, 160) {
		if strings.HasPrefix(line, "?") || strings.HasPrefix(line, "»") || strings.HasSuffix(line, "«") || strings.HasPrefix(line, " ") {
			t.Errorf("a line is %q", line)
		}
	}
}

func TestALimitedTextEndsInAnEllipsis(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	words := "Caisse 3 bloquée, file d’attente au magasin"
	got := linesOf(part.NewStrong(words).Lines(1), 200)
	if len(got) != 1 || !strings.HasSuffix(got[0], "…") {
		t.Fatalf("got %q", got)
	}
	if full := fyne.MeasureText(got[0], 15, fyne.TextStyle{Bold: true}).Width; full > 200 || full < 180 {
		t.Errorf("%q is %v wide of 200", got[0], full)
	}
	if got := linesOf(part.NewStrong("Un anticonstitutionnellementissime mot").Lines(2), 100); len(got) != 2 {
		t.Errorf("a word wider than two lines takes %d: %q", len(got), got)
	}
	if got := linesOf(part.NewStrong(words).Lines(2), 200); len(got) != 2 || strings.HasSuffix(got[1], "… ") {
		t.Errorf("in two lines: %q", got)
	}
	if got := linesOf(part.NewStrong("Court").Lines(1), 200); !slices.Equal(got, []string{"Court"}) {
		t.Errorf("a short text became %q", got)
	}
	if got := linesOf(part.NewStrong("un\ndeux").Lines(1), 200); !slices.Equal(got, []string{"un…"}) {
		t.Errorf("a text of two lines became %q", got)
	}
}

func TestLinesStayReadable(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	words := strings.Repeat("Bonjour Amélie, merci pour la capture. ", 10)
	for _, line := range linesOf(part.NewBody(words).Readable(), 2000) {
		if n := len([]rune(line)); n > 90 {
			t.Errorf("a line has %d letters", n)
		}
	}
}

func TestNoWordIsLostHoweverNarrowTheText(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	rapid.Check(t, func(r *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-zéà’]{1,30}`), 1, 12).Draw(r, "words")
		width := rapid.Float32Range(30, 400).Draw(r, "width")
		bold := rapid.Bool().Draw(r, "bold")
		text := part.NewSpans(part.Span{Text: strings.Join(words, " ") + " "}, part.Span{Text: "fin", Bold: bold})
		shown := strings.Join(linesOf(text, width), "")
		if got, want := squeeze(shown), squeeze(strings.Join(words, "")+"fin"); got != want {
			r.Fatalf("shows %q of %q", got, want)
		}
		for _, placed := range textsOf(text, fyne.Position{}) {
			if placed.right > width+1 {
				r.Fatalf("%q ends at %v of %v", placed.words, placed.right, width)
			}
		}
	})
}

func squeeze(s string) string { return strings.ReplaceAll(s, " ", "") }

func TestHeightIsKnownBeforeTheTextIsShown(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	text := part.NewBody("Quand j’ouvre le portable le matin, l’écran de droite reste noir.")
	before := text.HeightFor(150)
	show(text, 150)
	if text.MinSize().Height != before || before <= text.HeightFor(1000) {
		t.Errorf("promised %v, needs %v, in one line %v", before, text.MinSize().Height, text.HeightFor(1000))
	}
}

func TestSettingTheSameTextDrawsNothingAnew(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	text := part.NewBody("Réseau")
	show(text, 200)
	if n := testing.AllocsPerRun(100, func() { text.Set("Réseau") }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestHighlightMarksWhatASearchWentBy(t *testing.T) {
	t.Parallel()
	var marked []string
	whole := ""
	for _, s := range part.Highlight("Mes messages restent dans la boîte d’envoi", []string{"Message", "boite", "ENVOI", ""}) {
		whole += s.Text
		if s.Marked {
			marked = append(marked, s.Text)
		}
	}
	if want := []string{"messages", "boîte", "envoi"}; !slices.Equal(marked, want) {
		t.Errorf("marked %q, want %q", marked, want)
	}
	if whole != "Mes messages restent dans la boîte d’envoi" {
		t.Errorf("the words became %q", whole)
	}
}

func BenchmarkRowOfAList(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(theme.New(theme.Options{Mode: theme.Light}))
	row := part.NewRow()
	show(row, 360)
	titles := []string{"Caisse 3 bloquée, file d’attente au magasin", "Messagerie n’envoie plus rien"}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		i++
		row.Set(part.RowState{Chip: "Haute", ChipTone: part.Coral, Title: titles[i%2], Detail: "Zoé Lefèvre · Magasin Lyon", Time: "1 h 10"})
	}
}
