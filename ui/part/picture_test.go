package part_test

import (
	"image"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/theme"
)

// withPictures is a text that knows "a.png" and "b.png", of the size given.
func withPictures(size image.Point) *part.Prose {
	p := part.NewProse()
	p.Missing = "(rien)"
	seen := image.NewRGBA(image.Rectangle{Max: size})
	p.Picture = func(ref string) image.Image {
		if slices.Contains([]string{"a.png", "b.png"}, ref) {
			return seen
		}
		return nil
	}
	return p
}

// picturesOf returns the pictures that are shown.
func picturesOf(o fyne.CanvasObject) (shown []*canvas.Image) {
	for _, o := range test.LaidOutObjects(o) {
		if i, ok := o.(*canvas.Image); ok && i.Image != nil && i.Visible() {
			shown = append(shown, i)
		}
	}
	return shown
}

func TestPicturesStandWithTheWordsThatTheyBelongTo(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	for _, tc := range []struct {
		name, source, words string
		pictures            int
	}{
		{"a line of its own", "un\n![deux](a.png)\ntrois", "un|trois", 1},
		{"lines of their own", "![un](a.png)  \n![deux](b.png)", "", 2},
		{"a paragraph of its own", "un\n\n![deux](a.png)\n\ntrois", "un|trois", 1},
		{"inside a sentence its words stay", "un ![deux](a.png) trois", "un|deux trois", 1},
		{"inside bold words", "un **![deux](a.png)**", "un|deux", 1},
		{"inside a link", "[![deux](a.png)](https://a.fr)", "deux| (a.fr)", 1},
		{"inside a link without words", "[![](a.png)](https://a.fr)", "", 1},
		{"inside a heading", "# Titre ![](a.png)", "Titre", 1},
		{"inside a list", "- un\n  ![deux](a.png)\n- trois", "•|un|•|trois", 1},
		{"inside a quotation", "> ![deux](a.png)", "", 1},
		{"not in code", "`![deux](a.png)`", "![deux](a.png)", 0},
		{"one that is not there", "![deux](c.png)", "deux", 0},
		{"one from elsewhere", "![deux](https://a.fr/a.png)", "deux", 0},
		{"one from the disk", "![deux](file:///a.png)", "deux", 0},
		{"one without words that is not there", "un ![](c.png)", "un|(rien)", 0},
	} {
		p := withPictures(image.Pt(40, 20))
		p.SetMarkdown(tc.source)
		show(p, 600)
		words := strings.ReplaceAll(wordsOf(p), "\u00a0", " ")
		if got := len(picturesOf(p)); words != tc.words || got != tc.pictures {
			t.Errorf("%s: %q and %d pictures, want %q and %d", tc.name, words, got, tc.words, tc.pictures)
		}
	}
}

func TestThePicturesOfATextCanStandWithoutItsWords(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	p := withPictures(image.Pt(40, 20))
	some := p.SetPictures("un ![deux](a.png) trois")
	show(p, 600)
	if !some || wordsOf(p) != "" || len(picturesOf(p)) != 1 {
		t.Errorf("%t, %q and %d pictures", some, wordsOf(p), len(picturesOf(p)))
	}
	if p.SetPictures("un ![deux](c.png) trois") {
		t.Error("it says that there is a picture")
	}
}

func TestAPictureIsAsWideAsTheTextAtMostAndNeverLargerThanItIs(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	for _, tc := range []struct {
		name string
		size image.Point
		want fyne.Size
	}{
		{"a small one", image.Pt(16, 16), fyne.NewSize(16, 16)},
		{"a wide one", image.Pt(1200, 400), fyne.NewSize(600, 200)},
		{"a high one", image.Pt(300, 960), fyne.NewSize(150, 480)},
		{"a line", image.Pt(4000, 1), fyne.NewSize(600, 1)},
	} {
		p := withPictures(tc.size)
		p.SetMarkdown("![un](a.png)")
		show(p, 600)
		if got := picturesOf(p)[0].Size(); got != tc.want || flow.HeightFor(p, 600) != tc.want.Height+8 {
			t.Errorf("%s is %v in a text %v high, want %v", tc.name, got, flow.HeightFor(p, 600), tc.want)
		}
	}
}

func TestAPictureThatIsStillReadKeepsItsPlace(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	p := part.NewProse()
	var seen image.Image = image.Rect(0, 0, 40, 20)
	p.Picture = func(string) image.Image { return seen }
	p.SetMarkdown("![un](a.png)")
	show(p, 600)
	if h := flow.HeightFor(p, 600); len(picturesOf(p)) != 0 || h != 28 {
		t.Errorf("%d pictures, %v high", len(picturesOf(p)), h)
	}
	whole := image.NewRGBA(image.Rect(0, 0, 40, 20))
	seen = whole
	p.ShowPictures()
	if shown := picturesOf(p); len(shown) != 1 || shown[0].Image != whole {
		t.Error("the picture is not shown")
	}
}

func TestAPictureIsReadOutByItsWords(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	p := withPictures(image.Pt(40, 20))
	p.SetMarkdown("![la **page** Affichage](a.png)")
	show(p, 600)
	for _, o := range test.LaidOutObjects(p) {
		if a, ok := o.(fyne.Accessible); ok && a.AccessibilityLabel() == "la page Affichage" {
			return
		}
	}
	t.Error("nothing says what the picture shows")
}
