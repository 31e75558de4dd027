package offline_test

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"relais/client/memory"
	"relais/internal/desk"
	"relais/offline"
)

// drawn is a picture that differs by its width.
func drawn(t *testing.T, name string, width int) desk.Picture {
	t.Helper()
	var out bytes.Buffer
	must(t, png.Encode(&out, image.NewGray(image.Rect(0, 0, width, 1))))
	return desk.Picture{Name: name, Content: out.Bytes()}
}

// shows checks the pictures that a device has of an article, and that lists name them only.
func shows(t *testing.T, d *offline.Desk, ref string, want ...desk.Picture) {
	t.Helper()
	a, err := d.Article(t.Context(), ref)
	must(t, err)
	list, err := d.Articles(t.Context(), "")
	must(t, err)
	if len(list) != 1 || len(a.Pictures) != len(want) || len(list[0].Pictures) != len(want) {
		t.Fatalf("%d pictures, want %d, in a list of %d", len(a.Pictures), len(want), len(list))
	}
	for i, w := range want {
		if got := a.Pictures[i]; got.Name != w.Name || !bytes.Equal(got.Content, w.Content) {
			t.Errorf("it shows %q of %d bytes, want %q", got.Name, len(got.Content), w.Name)
		}
		if got := list[0].Pictures[i]; got.Name != w.Name || got.Content != nil {
			t.Errorf("the list has %q with %d bytes", got.Name, len(got.Content))
		}
	}
}

func TestPicturesAreReadWithoutANetworkAndOutliveAnEdit(t *testing.T) {
	t.Parallel()
	w, mine, theirs := pair(t, memory.Options{})
	lever, cover := drawn(t, "lever.png", 3), drawn(t, "cover.png", 4)
	made, err := mine.SaveArticle(t.Context(), desk.Article{
		Title: "Jam", Body: "![](lever.png) ![](cover.png)", Lang: "en", State: desk.ArticlePublished, Audience: desk.AudienceEveryone,
		Pictures: []desk.Picture{lever, drawn(t, "named-nowhere.png", 5), cover},
	}, "")
	must(t, err)
	shows(t, mine, string(made.Key), cover, lever)
	w.sync(mine)
	shows(t, mine, string(made.Key), cover, lever)
	w.sync(theirs)
	list, err := theirs.Articles(t.Context(), "")
	must(t, err)
	shows(t, theirs, list[0].ID, cover, lever)

	_, err = theirs.RecordOutcome(t.Context(), desk.ArticleOutcome{Article: list[0].ID, Solved: true, Query: "jam"})
	must(t, err)
	list[0].Title = "A jam" // as the list has it: without contents
	_, err = theirs.SaveArticle(t.Context(), list[0], "")
	must(t, err)
	w.sync(theirs)
	w.sync(mine)
	shows(t, mine, list[0].ID, cover, lever)

	rewrite(t, mine, list[0].ID, "![](lever.png)")
	shows(t, mine, list[0].ID, lever)
	w.sync(mine)
	w.sync(theirs)
	shows(t, theirs, list[0].ID, lever)
}

func TestAPictureThatCanNotBeShownIsRefusedAtOnce(t *testing.T) {
	t.Parallel()
	_, mine, _ := pair(t, memory.Options{})
	a := desk.Article{Title: "Jam", Body: "![](a.png)", Lang: "en", Pictures: []desk.Picture{{Name: "a.png", Content: []byte("GIF89a")}}}
	if _, err := mine.SaveArticle(t.Context(), a, ""); desk.CodeOf(err) != desk.CodeInvalid {
		t.Errorf("a broken one: %v", err)
	}
}
