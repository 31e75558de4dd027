package knowledge_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"relais/internal/desk"
	"relais/ui/model/knowledge"
)

// pictured is a desk with an article that has pictures.
type pictured struct {
	fake
	lock sync.Mutex
	list []desk.Picture
}

func (p *pictured) Article(context.Context, string) (desk.Article, error) {
	p.lock.Lock()
	defer p.lock.Unlock()
	return desk.Article{ID: "jam.fr", Lang: "fr", Body: "1. Ouvrez ![le menu](a.png) ici.\n   ![](<b (1).png>)\n", Pictures: p.list}, nil
}

// read opens the article and waits until all is read.
func read(t *testing.T, d *pictured) *knowledge.Page {
	t.Helper()
	p := knowledge.NewPage(d, "jam.fr", "", nil, func() time.Time { return noon })
	t.Cleanup(p.Close)
	synctest.Wait()
	return p
}

// plain is an image of one colour.
func plain(width, height int, c color.Color) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	for at := range width * height {
		img.Set(at%width, at/width, c)
	}
	return img
}

func pngOf(tb testing.TB, img image.Image) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func TestThePicturesOfTheArticleAreReadAndTheOthersAreNotThere(t *testing.T) {
	t.Parallel()
	var photo, film bytes.Buffer
	if err := jpeg.Encode(&photo, plain(30, 20, color.Black), nil); err != nil {
		t.Fatal(err)
	}
	if err := gif.Encode(&film, plain(12, 8, color.Black), nil); err != nil {
		t.Fatal(err)
	}
	small := pngOf(t, plain(4, 3, color.Black))
	d := &pictured{list: []desk.Picture{
		{Name: "a.png", Content: small},
		{Name: "Grande image.png", Content: pngOf(t, plain(3120, 400, color.Black))},
		{Name: "c.jpg", Content: photo.Bytes()},
		{Name: "d.gif", Content: film.Bytes()},
		{Name: "broken.png", Content: pngOf(t, plain(64, 64, color.Black))[:60]},
		{Name: "words.png", Content: []byte("du texte")},
		{Name: "named.png"},
		{Name: "huge.png", Content: pngOf(t, image.NewPaletted(image.Rect(0, 0, desk.MaxPictureSide+1, 1), color.Palette{color.Black}))},
	}}
	synctest.Test(t, func(t *testing.T) {
		s := read(t, d).State()
		for ref, want := range map[string]image.Point{
			"a.png": {4, 3}, "A.PNG": {4, 3}, "grande%20image.png": {1560, 200}, "c.jpg": {30, 20}, "d.gif": {12, 8},
		} {
			if seen, ok := s.Picture(ref).(*image.RGBA); !ok || seen.Rect.Size() != want {
				t.Errorf("%s is %T, want one of %v", ref, s.Picture(ref), want)
			}
		}
		for _, ref := range []string{"broken.png", "words.png", "named.png", "huge.png", "none.png", "https://a.fr/a.png", "../a.png"} {
			if seen := s.Picture(ref); seen != nil {
				t.Errorf("%s is %T", ref, seen)
			}
		}
	})
}

func TestWhatCanBeSeenThroughIsOnPaper(t *testing.T) {
	t.Parallel()
	d := &pictured{list: []desk.Picture{{Name: "a.png", Content: pngOf(t, plain(2, 2, color.Transparent))}}}
	synctest.Test(t, func(t *testing.T) {
		if r, g, b, _ := read(t, d).State().Picture("a.png").At(0, 0).RGBA(); r&g&b != 0xFFFF {
			t.Errorf("it is %x %x %x", r, g, b)
		}
	})
}

func TestAPictureIsReadAgainOnlyWhenItIsAnother(t *testing.T) {
	t.Parallel()
	kept := desk.Picture{Name: "a.png", Content: pngOf(t, plain(2, 2, color.Black))}
	d := &pictured{list: []desk.Picture{kept, {Name: "b.png", Content: pngOf(t, plain(3, 3, color.Black))}}}
	synctest.Test(t, func(t *testing.T) {
		p := read(t, d)
		before := p.State()
		d.lock.Lock()
		d.list = []desk.Picture{kept, {Name: "b.png", Content: pngOf(t, plain(5, 5, color.Black))}}
		d.lock.Unlock()
		p.Reload()
		synctest.Wait()
		after := p.State()
		if after.Picture("a.png") != before.Picture("a.png") {
			t.Error("the one that is the same was read again")
		}
		if got := after.Picture("b.png").Bounds().Dx(); got != 5 {
			t.Error("the other one is", got, "wide")
		}
	})
}

func TestTheTextIsThereBeforeItsPictures(t *testing.T) {
	t.Parallel()
	d := &pictured{list: []desk.Picture{{Name: "a.png", Content: pngOf(t, plain(2, 3, color.Black))}}}
	synctest.Test(t, func(t *testing.T) {
		p := knowledge.NewPage(d, "jam.fr", "", nil, func() time.Time { return noon })
		t.Cleanup(p.Close)
		var waited []image.Rectangle
		p.Watch(func() {
			if size, ok := p.State().Picture("a.png").(image.Rectangle); ok {
				waited = append(waited, size)
			}
		})
		synctest.Wait()
		if len(waited) != 1 || waited[0] != image.Rect(0, 0, 2, 3) {
			t.Errorf("while it was read its size was %v", waited)
		}
	})
}

func TestAStepThatWasTriedHasTheWordsOfItsPictures(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var carried []desk.Tried
		d := &pictured{fake: fake{ticks: map[int]bool{}}}
		p := knowledge.NewPage(d, "jam.fr", "", func(tried []desk.Tried, _ string) { carried = tried }, func() time.Time { return noon })
		t.Cleanup(p.Close)
		synctest.Wait()
		p.Tick(1, true)
		p.NotSolved()
		if len(carried) != 1 || carried[0].Text != "Ouvrez le menu ici." {
			t.Errorf("got %+v", carried)
		}
	})
}
