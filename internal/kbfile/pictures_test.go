package kbfile_test

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"relais/internal/desk"
	"relais/internal/kbfile"
)

// drawn is a picture that differs by its width.
func drawn(t *testing.T, width int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, width, 1))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// put writes files into a new folder.
func put(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestAPageBringsThePicturesThatItRefersTo(t *testing.T) {
	t.Parallel()
	one, two := string(drawn(t, 1)), string(drawn(t, 2))
	dir := put(t, map[string]string{
		"kb/cover.png": one, "kb/unused.png": one, "kb/img/cover.png": two, "kb/img/la file (1).PNG": two, "shared/logo.png": one, "kb/img/broken.gif": "GIF89a",
		"outside.png": one,
		"kb/jam.md": "---\ntitle: A jam\n---\n![a](cover.png) ![b](img/cover.png \"title\") ![c](<img/la file (1).PNG>) ![d](../common/logo.png)\n" +
			"![e](img/broken.gif) ![f](img/none.png) ![g](https://example.org/x.png) ![h](../../outside.png) ![again](img/cover.png)\n\n[logo]: ../common/logo.png\n[page]: other.md",
		"kb/site.html": `<title>Site</title><p>Pull. <img src="img/la%20file%20(1).PNG" alt="the queue"> <img src="https://example.org/x.png"> <a href="jam.md">jam</a>`,
	})
	found, remarks := read(t, filepath.Join(dir, "kb"))
	if len(found) != 2 {
		t.Fatalf("%+v, %+v", found, remarks)
	}
	want := "![a](cover.png) ![b](cover-2.png \"title\") ![c](<la file (1).PNG>) ![d](../common/logo.png)\n" +
		"![e](img/broken.gif) ![f](img/none.png) ![g](https://example.org/x.png) ![h](../../outside.png) ![again](cover-2.png)\n\n[logo]: ../common/logo.png\n[page]: other.md"
	jam := found[0].Article
	pictures := []desk.Picture{{Name: "cover.png", Content: []byte(one)}, {Name: "cover-2.png", Content: []byte(two)}, {Name: "la file (1).PNG", Content: []byte(two)}}
	if jam.Body != want || !reflect.DeepEqual(jam.Pictures, pictures) {
		t.Errorf("%s\nwant\n%s\nwith %d pictures", jam.Body, want, len(jam.Pictures))
	}
	var told []string
	for _, m := range remarks {
		if m.Refused {
			t.Errorf("%+v", m)
		}
		detail, _, _ := strings.Cut(m.Detail, ":")
		told = append(told, string(m.Reason)+" "+detail)
	}
	slices.Sort(told)
	if got := strings.Join(told, ", "); got != "outside ../../outside.png, outside ../common/logo.png, picture img/broken.gif, picture img/none.png, pictures 1" {
		t.Errorf("it was told: %s", got)
	}
	site := found[1].Article
	if len(site.Pictures) != 1 || site.Pictures[0].Name != "la file (1).PNG" || !strings.Contains(site.Body, "![the queue](") || strings.Contains(site.Body, "img/") || strings.Contains(site.Body, "jam.md") {
		t.Errorf("%q with %d pictures", site.Body, len(site.Pictures))
	}
}

func TestALinkOnTheDiskLeadsToNoPictureOutside(t *testing.T) {
	t.Parallel()
	dir := put(t, map[string]string{"secret.png": string(drawn(t, 1)), "kb/jam.md": "---\ntitle: A jam\n---\n![a](link.png)"})
	if err := os.Symlink(filepath.Join(dir, "secret.png"), filepath.Join(dir, "kb", "link.png")); err != nil {
		t.Skip(err)
	}
	found, remarks := read(t, filepath.Join(dir, "kb"))
	if len(found) != 1 || len(found[0].Article.Pictures) > 0 || len(remarks) != 1 || remarks[0].Reason != kbfile.Picture {
		t.Errorf("%+v, %+v", found, remarks)
	}
}

func TestAFolderGivesPicturesBackAsTheyWere(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "kb")
	articles := []desk.Article{
		{ID: "jam", Lang: "en", Title: "A jam", Body: "![a](écran.png)\n![b](<la file.png>) ![c](50%25.png)\n![d][1]\n\n[1]: ref.png", Pictures: []desk.Picture{
			{Name: "50%.png", Content: drawn(t, 1)}, {Name: "ref.png", Content: drawn(t, 2)}, {Name: "la file.png", Content: drawn(t, 3)}, {Name: "écran.png", Content: drawn(t, 4)},
		}},
		{ID: "other page", Lang: "en", Title: "Other", Body: "![a](écran.png)", Pictures: []desk.Picture{{Name: "écran.png", Content: drawn(t, 5)}}},
	}
	if err := kbfile.Write(dir, articles, false); err != nil {
		t.Fatal(err)
	}
	found, remarks := read(t, dir)
	if len(found) != 2 || len(remarks) > 0 {
		t.Fatalf("%+v, %+v", found, remarks)
	}
	for i, a := range articles {
		got := found[i].Onto(desk.Article{ID: a.ID})
		for _, p := range []*desk.Article{&a, &got} {
			p.Pictures, _ = p.Referred() // by name
		}
		if got.Body != a.Body || !reflect.DeepEqual(got.Pictures, a.Pictures) {
			t.Errorf("read %q with %d pictures\nwant %q with %d", got.Body, len(got.Pictures), a.Body, len(a.Pictures))
		}
	}
	if err := os.MkdirAll(filepath.Join(dir, "en", "mine.pictures"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, mine := range []string{"jam.pictures/notes.txt", "mine.md", "mine.pictures/mine.png"} {
		if err := os.WriteFile(filepath.Join(dir, "en", filepath.FromSlash(mine)), []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	articles[0].Pictures, articles[0].Body = []desk.Picture{articles[0].Pictures[1], {Name: "la file.png"}}, "![](ref.png) ![](<la file.png>)"
	if err := kbfile.Write(dir, articles[:1], true); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{
		"jam.pictures/ref.png": true, "jam.pictures/50%.png": false, "jam.pictures/notes.txt": true, "other page.pictures": false,
		"jam.pictures/la file.png": true, "mine.md": true, "mine.pictures/mine.png": true,
	} {
		if _, err := os.Stat(filepath.Join(dir, "en", filepath.FromSlash(name))); (err == nil) != want {
			t.Errorf("%s: %v, want there %t", name, err, want)
		}
	}
}
