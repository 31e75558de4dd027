package desk_test

import (
	"bytes"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"

	"relais/internal/desk"
)

// drawn is a picture of a size, as a file.
func drawn(t *testing.T, format string, width, height int) []byte {
	t.Helper()
	var out bytes.Buffer
	img := image.NewGray(image.Rect(0, 0, width, height))
	var err error
	switch format {
	case "png":
		err = png.Encode(&out, img)
	case "jpeg":
		err = jpeg.Encode(&out, img, nil)
	case "gif":
		err = gif.Encode(&out, img, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestPicturesThatCanNotBeShownAreRefusedByName(t *testing.T) {
	t.Parallel()
	small := drawn(t, "png", 4, 3)
	large := slices.Concat(small, make([]byte, desk.MaxPicture-len(small)))
	type list = []desk.Picture
	several := func(n int, content []byte) (all list) {
		for i := range n {
			all = append(all, desk.Picture{Name: fmt.Sprintf("%d.png", i), Content: content})
		}
		return all
	}
	for name, c := range map[string]struct {
		list    list
		code    desk.Code
		subject string
	}{
		"none":                 {},
		"each format":          {list{{"a.png", small}, {"écran 1 (2).JPG", drawn(t, "jpeg", 9, 9)}, {"c.gif", drawn(t, "gif", 9, 9)}}, "", ""},
		"as many as there may": {several(desk.MaxPictures, small), "", ""},
		"one more":             {several(desk.MaxPictures+1, small), desk.CodeTooLarge, ""},
		"as large as may be":   {several(1, large), "", ""},
		"a byte more":          {several(1, append(slices.Clone(large), 0)), desk.CodeTooLarge, "0.png"},
		"too much in all":      {several(4, large), desk.CodeTooLarge, ""},
		"as wide as may be":    {list{{"w.png", drawn(t, "png", desk.MaxPictureSide, 1)}}, "", ""},
		"too wide":             {list{{"w.png", drawn(t, "png", desk.MaxPictureSide+1, 1)}}, desk.CodeTooLarge, "w.png"},
		"too high":             {list{{"h.gif", drawn(t, "gif", 1, desk.MaxPictureSide+1)}}, desk.CodeTooLarge, "h.gif"},
		"twice the name":       {list{{"a.png", small}, {"A.PNG", small}}, desk.CodeInvalid, "A.PNG"},
		"no content":           {list{{"a.png", nil}}, desk.CodeInvalid, "a.png"},
		"not a picture":        {list{{"a.png", []byte("<svg/>")}}, desk.CodeInvalid, "a.png"},
		"no name":              {list{{"", small}}, desk.CodeInvalid, ""},
	} {
		err := desk.CheckPictures(c.list)
		if got := desk.CodeOf(err); err != nil && got != c.code || (err == nil) != (c.code == "") {
			t.Errorf("%s: %v, want %q", name, err, c.code)
		} else if err != nil && !strings.Contains(err.Error(), c.subject) {
			t.Errorf("%s: %v does not say %q", name, err, c.subject)
		}
	}
	for _, name := range []string{"a/b.png", `a\b.png`, "..", ".a.png", "a.png ", "a\n.png", "a\u202egnp.exe", "a\xff.png", "c:a.png", "a?.png", strings.Repeat("é", desk.MaxPictureName+1)} {
		if got := desk.CodeOf(desk.CheckPictures(list{{name, small}})); got != desk.CodeInvalid {
			t.Errorf("%q: %q", name, got)
		}
	}
}

func TestAPictureIsFoundAsTheTextWritesItsName(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"a.png":         "![cover](A.png)",
		"écran 1.png":   "![](%C3%A9cran%201.png)",
		"capot (1).png": "![x](<capot (1).png>)",
		"a_b.png":       `![x](a\_b.png)`,
		"a&b.png":       "![x](a&amp;b.png)",
		"100%.png":      "![x](100%25.png)",
		"ref.gif":       "![x][1]\n\n[1]: ref.gif",
	} {
		a := desk.Article{Body: body, Pictures: []desk.Picture{{Name: "other.jpg"}, {Name: name}}}
		kept, dropped := a.Referred()
		if len(kept) != 1 || kept[0].Name != name || !slices.Equal(dropped, []string{"other.jpg"}) {
			t.Errorf("%s: kept %v, dropped %v", name, kept, dropped)
		}
	}
	a := desk.Article{Pictures: []desk.Picture{{Name: "écran 1.png", Content: []byte("x")}}}
	for ref, want := range map[string]bool{"écran 1.png": true, "%C3%89cran%201.PNG": true, "https://example.com/écran 1.png": false, "": false} {
		if _, ok := a.Picture(ref); ok != want {
			t.Errorf("%q: %t", ref, ok)
		}
	}
}

func TestAListNamesPicturesAndTheArticleCompletesThem(t *testing.T) {
	t.Parallel()
	whole := desk.Article{Pictures: []desk.Picture{{Name: "50%.png", Content: []byte("x")}, {Name: "b.png", Content: []byte("y")}}}
	named := whole.Named()
	if len(named.Pictures) != 2 || named.Pictures[0].Name != "50%.png" || named.Pictures[0].Content != nil || whole.Pictures[0].Content == nil {
		t.Errorf("named %+v of %+v", named.Pictures, whole.Pictures)
	}
	named.Pictures[1].Content = []byte("mine")
	named.Pictures = append(named.Pictures, desk.Picture{Name: "new.png"})
	got := named.Complete(whole).Pictures
	if string(got[0].Content) != "x" || string(got[1].Content) != "mine" || got[2].Content != nil || named.Pictures[0].Content != nil {
		t.Errorf("completed %+v", got)
	}
}
