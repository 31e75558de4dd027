package server_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"testing"

	"relais/internal/desk"
)

// pictures are three that are as large as they may be.
func pictures(t *testing.T) []desk.Picture {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, 2, 2))); err != nil {
		t.Fatal(err)
	}
	full := append(out.Bytes(), make([]byte, desk.MaxPicture-out.Len())...)
	return []desk.Picture{{Name: "a.png", Content: full}, {Name: "b.png", Content: full}, {Name: "c.png", Content: full}}
}

func TestPicturesTravelWithTheArticleAndNotWithLists(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	claire, late := b.as("claire"), b.replica("amelie")
	late.pullAll(10)
	a := article("paper", "fr")
	a.Pictures = pictures(t)
	saved := claire.save(http.MethodPost, "/articles", a)
	var list []desk.Article
	var whole desk.Article
	claire.gets(http.MethodGet, "/articles", nil, nil, &list)
	claire.gets(http.MethodGet, "/articles/"+saved.ID, nil, nil, &whole)
	for name, got := range map[string]struct {
		pictures []desk.Picture
		bytes    int
	}{"saved": {saved.Pictures, 0}, "listed": {list[0].Pictures, 0}, "read": {whole.Pictures, desk.MaxPicture}} {
		if len(got.pictures) != 3 || got.pictures[2].Name != "c.png" || len(got.pictures[2].Content) != got.bytes {
			t.Errorf("%s: %d pictures", name, len(got.pictures))
		}
	}
}

func TestAPageOfTheFeedHasAFewMegabytesOfPictures(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	claire, early := b.as("claire"), b.replica("amelie")
	early.pullAll(10)
	const most = 7
	for i := range most {
		a := article(fmt.Sprintf("paper-%d", i), "fr")
		a.Pictures = pictures(t)
		claire.save(http.MethodPost, "/articles", a)
	}
	for name, r := range map[string]*replica{"from the start": b.replica("nadia"), "as it changed": early} {
		if more := r.pull(100); len(r.articles) == most || !more {
			t.Errorf("%s: one page has all %d", name, len(r.articles))
		}
		r.pullAll(100)
		for id, a := range r.articles {
			if len(a.Pictures) != 3 || len(a.Pictures[0].Content) != desk.MaxPicture {
				t.Errorf("%s: %s has %d pictures", name, id, len(a.Pictures))
			}
		}
		if len(r.articles) != most {
			t.Errorf("%s: %d articles", name, len(r.articles))
		}
	}
}
