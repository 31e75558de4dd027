package clienttest

import (
	"bytes"
	"image"
	"image/png"
	"slices"
	"testing"

	"relais/internal/desk"
)

func testPictures(t *testing.T, b *bench) {
	if !b.needs(b.caps(Technician1).WriteArticles && b.caps(Technician1).Pictures, "pictures of articles") {
		return
	}
	far := newFold() // of somebody who comes back when all is done
	far.pullAll(t, b.as(Requester))
	near := newFold()
	near.pullAll(t, b.as(Requester2))
	a := newArticle("With pictures")
	a.Body = "![Le capot](capot.png) puis ![la file](File%20d’attente.PNG)"
	a.Pictures = []desk.Picture{{Name: "capot.png", Content: picture(t, 3)}, {Name: "File d’attente.PNG", Content: picture(t, 4)}}
	saved, err := b.as(Technician1).SaveArticle(t.Context(), newKey(t), a)
	b.ok(err)
	near.pullAll(t, b.as(Requester2))
	has(t, near.articles[saved.ID], a.Pictures)
	if b.caps(Requester).Outcomes { // says again what is known of the article
		b.ok(b.as(Requester2).RecordOutcome(t.Context(), newKey(t), desk.ArticleOutcome{Article: saved.ID, Solved: true, At: saved.Updated}))
	}
	near.pullAll(t, b.as(Requester2))
	has(t, near.articles[saved.ID], a.Pictures)
	for _, f := range []*fold{far, newFold()} {
		f.pullAll(t, b.as(Requester))
		has(t, f.articles[saved.ID], a.Pictures)
	}

	for name, c := range map[string]struct {
		picture desk.Picture
		code    desk.Code
	}{
		"no picture": {desk.Picture{Name: "a.png", Content: []byte("<svg/>")}, desk.CodeInvalid},
		"a path":     {desk.Picture{Name: "../a.png", Content: picture(t, 3)}, desk.CodeInvalid},
		"too large":  {desk.Picture{Name: "a.png", Content: append(picture(t, 3), make([]byte, desk.MaxPicture)...)}, desk.CodeTooLarge},
	} {
		next := saved
		next.Pictures = []desk.Picture{c.picture}
		if _, err := b.as(Technician1).SaveArticle(t.Context(), newKey(t), next); desk.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %q", name, err, c.code)
		}
	}

	saved.Pictures = []desk.Picture{{Name: "capot.png", Content: picture(t, 5)}}
	_, err = b.as(Technician2).SaveArticle(t.Context(), newKey(t), saved)
	b.ok(err)
	near.pullAll(t, b.as(Requester2))
	has(t, near.articles[saved.ID], saved.Pictures)
}

func has(t *testing.T, a desk.Article, want []desk.Picture) {
	t.Helper()
	if len(a.Pictures) != len(want) {
		t.Fatalf("it has %d pictures, want %d", len(a.Pictures), len(want))
	}
	for _, w := range want {
		if !slices.ContainsFunc(a.Pictures, func(p desk.Picture) bool { return p.Name == w.Name && bytes.Equal(p.Content, w.Content) }) {
			t.Errorf("%s is not as it was given", w.Name)
		}
	}
}

// picture is a small one that differs by its width.
func picture(t *testing.T, width int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, width, 2))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
