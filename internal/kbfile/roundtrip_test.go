package kbfile_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relais/internal/desk"
	"relais/internal/kbfile"
)

// read reads a path whole.
func read(t interface {
	Helper()
	Fatal(...any)
}, path string) (found []kbfile.Found, remarks []kbfile.Remark) {
	t.Helper()
	r := kbfile.Reader{
		Lang: "fr",
		Take: func(f kbfile.Found) error { found = append(found, f); return nil },
		Tell: func(m kbfile.Remark) { remarks = append(remarks, m) },
	}
	if err := r.Read(rapidContext, path); err != nil {
		t.Fatal(err)
	}
	return found, remarks
}

// awkward are letters that formats give a meaning to.
var awkward = []rune("aé œ0 -—#:;,.'\"`|>&*!%@{}[]()=+~^\\/?<\t\n\r\x00\x1b\u00a0\u0085\u2028\ufeff\U0001F600日ع")

var (
	names  = rapid.StringOfN(rapid.SampledFrom(awkward), 1, 20, -1)
	bodies = rapid.Custom(func(t *rapid.T) string {
		lines := rapid.SliceOfN(rapid.OneOf(rapid.StringOf(rapid.SampledFrom(awkward)), rapid.SampledFrom([]string{
			"---", "+++", "# Title", "1. Open the cover.", "- [ ] step", "=1+1", "'=1", "''", "```", "title: x", "a,b\",\"c", "null", "~", "2026-01-02",
		})), 1, 8).Draw(t, "lines")
		return strings.Join(lines, "\n")
	})
	lists = rapid.SliceOfN(names, 0, 4)
	one   = rapid.Custom(func(t *rapid.T) desk.Article {
		a := desk.Article{
			ID: names.Draw(t, "id"), Lang: rapid.SampledFrom([]string{"fr", "en"}).Draw(t, "lang"), Title: names.Draw(t, "title"),
			Body: bodies.Draw(t, "body"), Keywords: lists.Draw(t, "keywords"), Products: lists.Draw(t, "products"),
			Category: rapid.SampledFrom([]string{"", "mail", "null", "a: b"}).Draw(t, "category"),
			Audience: rapid.SampledFrom([]desk.Audience{desk.AudienceEveryone, desk.AudienceTechnicians}).Draw(t, "audience"),
			State:    rapid.SampledFrom([]desk.ArticleState{desk.ArticleDraft, desk.ArticleReview, desk.ArticlePublished, desk.ArticleOutdated}).Draw(t, "state"),
		}
		if rapid.Bool().Draw(t, "until") {
			a.Until = time.UnixMilli(rapid.Int64Range(0, 4e12).Draw(t, "at")).UTC()
			if rapid.Bool().Draw(t, "day") {
				a.Until = a.Until.Truncate(24 * time.Hour)
			}
		}
		return kbfile.Clean(a)
	}).Filter(func(a desk.Article) bool { return a.ID != "" && a.Title != "" && a.Body != "" })
	several = rapid.SliceOfNDistinct(one, 0, 6, func(a desk.Article) string { return a.Lang + " " + a.ID })
)

func TestWhatIsWrittenIsReadBackAsItWas(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"folder", "all.jsonl", "all.csv"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			rapid.Check(t, func(t *rapid.T) {
				articles := several.Draw(t, "articles")
				path := filepath.Join(dir, name)
				if err := errors.Join(os.RemoveAll(path), kbfile.Write(path, articles, false)); err != nil {
					t.Fatal(err)
				}
				found, remarks := read(t, path)
				if len(remarks) > 0 {
					t.Fatalf("%+v", remarks)
				}
				same(t, articles, found)
			})
		})
	}
}

// same compares articles in any order, and as they come out over any other.
func same(t *rapid.T, articles []desk.Article, found []kbfile.Found) {
	other := desk.Article{
		Category: "other", Keywords: []string{"other"}, Products: []string{"other"}, Until: time.Unix(1, 0),
		Audience: desk.AudienceTechnicians, State: desk.ArticleOutdated,
	}
	want, got := map[string]desk.Article{}, map[string]desk.Article{}
	for _, a := range articles {
		want[a.Lang+" "+a.ID] = a
	}
	for _, f := range found {
		other.ID = f.Article.ID
		a := f.Onto(other)
		got[a.Lang+" "+a.ID] = a
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("read %+v\nwant %+v", got, want)
	}
}

func TestABrokenLineCostsNoOther(t *testing.T) {
	t.Parallel()
	const whole = 40
	for name, format := range map[string]struct{ head, row string }{
		"all.jsonl": {"", `{"id":"N","title":"a title","body":"\"one\"\ntwo","lang":"en"}`},
		"all.csv":   {"id,title,body,lang", `N,"a ""title""","one` + "\n" + `two, three",en`},
		"semi.csv":  {"\ufeffid;titre;texte;langue", `N;a title;"one; two";en`},
		"tabs.tsv":  {"ID\tTitle\tBody\tLang", "N\ta title\tone\ten"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), name)
			rapid.Check(t, func(t *rapid.T) {
				broken := rapid.SampledFrom([]string{
					"{", `{"id":1,"title":`, "[]", "null", `"`, `a"b`, "x", "\xff\xfe", `{"id":"z"} {}`, `1,"open`, "1;2;3;4;5", strings.Repeat("y", 5000), "{}",
				})
				var lines []string
				for i := range whole {
					if rapid.IntRange(0, 3).Draw(t, "break") == 0 {
						lines = append(lines, broken.Draw(t, "line"))
					}
					lines = append(lines, strings.Replace(format.row, "N", "id"+strconv.Itoa(i), 1))
				}
				if err := os.WriteFile(path, []byte(format.head+"\n"+strings.Join(lines, "\n")), 0o600); err != nil {
					t.Fatal(err)
				}
				found, remarks := read(t, path)
				if len(found) != whole {
					t.Fatalf("%d of %d were taken; %+v", len(found), whole, remarks)
				}
				for _, m := range remarks {
					if m.Line == 0 || !m.Refused || m.File != path {
						t.Fatalf("%+v", m)
					}
				}
			})
		})
	}
}

func TestAnyFileGivesWholeArticlesOrRemarks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	parts := rapid.SampledFrom([]string{
		"---\n", "title: x\n", "id: &a [*a]\n", "<title>t</title>", "<table><tr><td>a<td>b", "</table>", "<p>b", "<h1>h", "<!--", "<meta charset=utf-16>",
		"id,title,body\n", "a,b,c\n", "\"", "{\"id\":1,", "\"title\":\"t\",\"body\":\"b\"}", "\n", "\xff\xfe", "\x00", "\ufeff", "🖨️", "<body><main><h1>t</h1>",
	})
	rapid.Check(t, func(t *rapid.T) {
		path := filepath.Join(dir, "x"+rapid.SampledFrom([]string{".md", ".html", ".jsonl", ".csv", ".tsv"}).Draw(t, "ending"))
		if err := os.WriteFile(path, []byte(strings.Join(rapid.SliceOfN(parts, 0, 20).Draw(t, "parts"), "")), 0o600); err != nil {
			t.Fatal(err)
		}
		found, remarks := read(t, path)
		for _, f := range found {
			if a := f.Article; a.ID == "" || a.Title == "" || a.Body == "" || a.Lang == "" || !reflect.DeepEqual(a, kbfile.Clean(a)) {
				t.Fatalf("%+v", a)
			}
		}
		for _, m := range remarks {
			if m.File != path || m.Reason == "" {
				t.Fatalf("%+v", m)
			}
		}
	})
}

func TestNothingIsWrittenOverUnlessItIsAskedFor(t *testing.T) {
	t.Parallel()
	a := []desk.Article{{ID: "jam", Lang: "en", Title: "A jam", Body: "1. Pull."}}
	for _, name := range []string{"folder", "all.jsonl", "all.csv"} {
		path := filepath.Join(t.TempDir(), name)
		for _, step := range []struct {
			over bool
			want error
		}{{false, nil}, {false, kbfile.ErrExists}, {true, nil}} {
			if err := kbfile.Write(path, a, step.over); !errors.Is(err, step.want) {
				t.Errorf("%s, over %t: %v", name, step.over, err)
			}
		}
	}
}

func TestAFolderThatIsWrittenAnewHasNothingOfBefore(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	all := []desk.Article{
		{ID: "jam", Lang: "en", Title: "A jam", Body: "1. Pull."}, {ID: "inside", Lang: "en", Title: "For us", Body: "x"},
		{ID: "bourrage", Lang: "fr", Title: "Un bourrage", Body: "1. Tirez."},
	}
	if err := kbfile.Write(dir, all, false); err != nil {
		t.Fatal(err)
	}
	for kept, text := range map[string]string{
		"README.md": "mine", "en/plan.png": "mine", "en/README.md": "mine", "fr/notes.md": "---\ntitle: Mine\n---\nid: mine",
		"fr/open.md": "---\nid: open\n", "en/rule.md": "---\nid: [\n---\nmine",
	} {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(kept)), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := kbfile.Write(dir, nil, true); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "fr", "bourrage.md")); err != nil {
		t.Errorf("an export of nothing took a page: %v", err)
	}
	if err := kbfile.Write(dir, all[:1], true); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{
		"en/jam.md": true, "en/inside.md": false, "fr/bourrage.md": false, "README.md": true, "en/plan.png": true,
		"en/README.md": true, "fr/notes.md": true, "fr/open.md": true, "en/rule.md": true,
	} {
		if _, err := os.Stat(filepath.Join(dir, name)); (err == nil) != want {
			t.Errorf("%s: %v, want there %t", name, err, want)
		}
	}
}

func TestAnEndingThatIsNotWrittenMakesNoFolder(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"all.tsv", "all.html", "all.MD", "all.json"} {
		path := filepath.Join(t.TempDir(), name)
		if err := kbfile.Write(path, nil, true); !errors.Is(err, kbfile.ErrEnding) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Stat(path); err == nil {
			t.Errorf("%s is there", name)
		}
	}
}

func TestNamesOfFilesAreMadeForEverySystem(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var articles []desk.Article
	for _, id := range []string{"jam", "JAM", "a/b", "a:b", "con", "CON.txt", "..", "com7", strings.Repeat("é", 90), "x ", "."} {
		articles = append(articles, desk.Article{ID: id, Lang: "en", Title: "t", Body: "b"})
	}
	if err := kbfile.Write(dir, articles, false); err != nil {
		t.Fatal(err)
	}
	list, err := os.ReadDir(filepath.Join(dir, "en"))
	if err != nil || len(list) != len(articles) {
		t.Fatalf("%v, %v", list, err)
	}
	var lower []string
	for _, f := range list {
		name := strings.ToLower(f.Name())
		if slices.Contains(lower, name) || strings.ContainsAny(name, `<>:"/\|?*`) || strings.HasPrefix(name, "con.") || len(name) > 120 {
			t.Errorf("%q", f.Name())
		}
		lower = append(lower, name)
	}
}
