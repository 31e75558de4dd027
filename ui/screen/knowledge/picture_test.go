package knowledge_test

import (
	"image"
	"maps"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"relais/internal/desk"
	"relais/ui/model/knowledge"
	"relais/ui/screen/employee/looktest"
)

// withPictures is an article with a picture below a step, one in a step and one that is not there.
func withPictures() knowledge.PageState {
	s := read()
	s.Blocks = knowledge.Blocks("Avant.\n\n1. Ouvrir.\n   ![la fenêtre](a.png)\n2. Cliquer sur ![Détecter](b.png).\n\n![](https://a.fr/c.png)\n")
	s.Article.Pictures = []desk.Picture{{Name: "a.png"}, {Name: "b.png"}}
	s.Pictures = map[string]image.Image{"a.png": image.Rect(0, 0, 30, 20), "b.png": image.NewRGBA(image.Rect(0, 0, 8, 8))}
	return s
}

// widths returns how wide the pictures are that are shown, from top to bottom.
func widths(w fyne.Window) (all []float32) {
	for _, o := range test.LaidOutObjects(w.Content()) {
		if i, ok := o.(*canvas.Image); ok && i.Resource == nil && i.Image != nil && i.Visible() {
			all = append(all, i.Size().Width)
		}
	}
	return all
}

// texts returns the objects that show words.
func texts(w fyne.Window) (all []*canvas.Text) {
	for _, o := range test.LaidOutObjects(w.Content()) {
		if t, ok := o.(*canvas.Text); ok {
			all = append(all, t)
		}
	}
	return all
}

func TestAnArticleShowsItsPicturesBesideItsSteps(t *testing.T) {
	_, _, w := article(t, withPictures())
	if got := widths(w); !slices.Equal(got, []float32{8}) {
		t.Errorf("the pictures are %v wide", got)
	}
	words := strings.Join(looktest.Words(w), "|")
	for _, want := range []string{"Ouvrir.", "Détecter", "(image non disponible)"} {
		if !strings.Contains(words, want) {
			t.Errorf("no %q in %q", want, words)
		}
	}
	if strings.Contains(words, "la fenêtre") {
		t.Errorf("the words of a picture that stands there are said as well: %q", words)
	}
}

func TestAPictureComesIntoItsPlaceAndNothingElseMoves(t *testing.T) {
	s := withPictures()
	a, _, w := article(t, s)
	before := texts(w)
	s.Pictures = maps.Clone(s.Pictures)
	s.Pictures["a.png"] = image.NewRGBA(image.Rect(0, 0, 30, 20))
	a.Render(s)
	if got := widths(w); !slices.Equal(got, []float32{30, 8}) {
		t.Errorf("the pictures are %v wide", got)
	}
	if !slices.Equal(before, texts(w)) {
		t.Error("the article was laid out anew")
	}
}

func TestAPictureThatCannotBeReadIsItsWords(t *testing.T) {
	s := withPictures()
	a, _, w := article(t, s)
	s.Pictures = map[string]image.Image{"b.png": s.Pictures["b.png"]}
	a.Render(s)
	if !looktest.Says(w, "la fenêtre") {
		t.Errorf("%q", looktest.Words(w))
	}
}

func TestAStepThatIsAPictureWithoutWordsIsItsNumber(t *testing.T) {
	s := withPictures()
	s.Blocks = knowledge.Blocks("1. ![](b.png)\n")
	_, _, w := article(t, s)
	if got := widths(w); !looktest.Says(w, "1.") || looktest.Says(w, "![") || !slices.Equal(got, []float32{8}) {
		t.Errorf("%v %q", got, looktest.Words(w))
	}
}
