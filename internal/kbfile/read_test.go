package kbfile_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/internal/desk"
	"relais/internal/kbfile"
)

var rapidContext = context.Background()

// taken reads one file of a folder named en.
func taken(t *testing.T, name, content string) ([]kbfile.Found, []kbfile.Remark) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "en", name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return read(t, path)
}

func TestAPageWithFrontMatterIsReadWithAllItsFields(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"plain":                    "---\nid: jam\nlang: en\ntitle: A jam\ncategory: printing\nkeywords: [paper, stuck]\naudience: technicians\nupdated: 2026-10-12\n---\n1. Pull.\n",
		"carriage returns":         "---\r\nid: jam\r\nlang: en\r\ntitle: A jam\r\ncategory: printing\r\nkeywords: paper, stuck\r\naudience: technicians\r\n---\r\n1. Pull.\r\n",
		"a mark of the byte order": "\ufeff---\nid: jam\ntitle: A jam\ncategory: printing\nkeywords:\n  - paper\n  - stuck\naudience: technicians\n---\n\n1. Pull.",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found, remarks := taken(t, "other.md", content)
			if len(remarks) != 0 || len(found) != 1 {
				t.Fatalf("%+v, %+v", found, remarks)
			}
			a := found[0].Article
			if a.ID != "jam" || a.Lang != "en" || a.Title != "A jam" || a.Category != "printing" || a.Body != "1. Pull." ||
				a.Audience != desk.AudienceTechnicians || !slices.Equal(a.Keywords, []string{"paper", "stuck"}) {
				t.Errorf("%+v", a)
			}
		})
	}
}

func TestAPageOfASiteIsReadWithoutTheSite(t *testing.T) {
	t.Parallel()
	found, remarks := taken(t, "index.html", "<!doctype html><html lang=\"fr-FR\"><head><meta charset=\"windows-1252\"><title>Imprimante bloqu\xe9e</title>"+
		`<meta name="keywords" content="papier, bourrage"><style>p{}</style></head><body><nav>Accueil</nav><main><h1>Imprimante bloqu`+"\xe9"+`e</h1>`+
		`<ol><li>Ouvrez le <b>capot</b>.</li><li>Tirez.</li></ol><img src="https://elsewhere.example/x.png"><script>alert(1)</script>`+
		`<p><a href="https://example.org/a">Plus</a> <a href="javascript:alert(1)">Non</a></p></main><footer>Pied</footer></body></html>`)
	if len(found) != 1 || len(remarks) != 1 || remarks[0].Reason != kbfile.Pictures || remarks[0].Refused {
		t.Fatalf("%+v, %+v", found, remarks)
	}
	a := found[0].Article
	want := "1. Ouvrez le **capot**.\n2. Tirez.\n\n[Plus](https://example.org/a) Non"
	if a.ID != "en" || a.Lang != "fr" || a.Title != "Imprimante bloquée" || a.Body != want || !slices.Equal(a.Keywords, []string{"papier", "bourrage"}) {
		t.Errorf("%+v\nwant %q", a, want)
	}
}

func TestAFieldThatIsNotNamedStaysAndOneWithoutAValueIsEmptied(t *testing.T) {
	t.Parallel()
	full := desk.Article{
		ID: "1", Lang: "en", Title: "A jam", Body: "1. Pull.", Category: "printing", Keywords: []string{"paper"}, Products: []string{"LaserJet"},
		Until: time.Unix(1, 0), Audience: desk.AudienceTechnicians, State: desk.ArticleDraft,
	}
	bare := full
	bare.Category, bare.Keywords, bare.Products, bare.Until = "", nil, nil, time.Time{}
	for name, content := range map[string]struct{ without, emptied string }{
		"a.md": {"---\ntitle: A jam\n---\n1. Pull.", "---\ntitle: A jam\ncategory:\nkeywords: []\nproducts: ''\nuntil: ''\naudience: ''\nstate:\n---\n1. Pull."},
		"a.html": {"<title>A jam</title><ol><li>Pull.</ol>", `<title>A jam</title><meta name="category"><meta name="keywords" content=""><meta name="products" content="">` +
			`<meta name="until" content=""><meta name="audience"><meta name="state"><ol><li>Pull.</ol>`},
		"a.jsonl": {`{"id":"a","title":"A jam","body":"1. Pull."}`, `{"id":"a","title":"A jam","body":"1. Pull.","category":"","keywords":[],"products":null,"until":"","audience":"","state":""}`},
		"a.csv":   {"id,title,body\na,A jam,1. Pull.\n", "id,title,body,category,keywords,products,until,audience,state\na,A jam,1. Pull.,,,,,,\n"},
	} {
		for text, want := range map[string]desk.Article{content.without: full, content.emptied: bare} {
			found, remarks := taken(t, name, text)
			if len(found) != 1 || len(remarks) != 0 {
				t.Fatalf("%s: %+v, %+v", text, found, remarks)
			}
			want.Lang = found[0].Article.Lang
			if got := kbfile.Clean(found[0].Onto(full)); !reflect.DeepEqual(got, want) {
				t.Errorf("%s:\n%+v, want\n%+v", text, got, want)
			}
		}
	}
}

func TestCapitalsInTheNamesOfFieldsMakeNoOthers(t *testing.T) {
	t.Parallel()
	found, remarks := taken(t, "a.jsonl", `{"ID":"a","Lang":"en","Title":"A jam","Body":"1. Pull.","Category":"printing","KEYWORDS":["jam"],"Products":["X1"],"Until":"2027-06-30"}`)
	if len(found) != 1 || len(remarks) != 0 {
		t.Fatalf("%+v, %+v", found, remarks)
	}
	want := desk.Article{
		Lang: "en", Title: "A jam", Body: "1. Pull.", Category: "printing", Keywords: []string{"jam"}, Products: []string{"X1"},
		Until: time.Date(2027, 6, 30, 0, 0, 0, 0, time.UTC),
	}
	if got := found[0].Onto(desk.Article{}); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestWhatIsNotUnderstoodIsReportedWithItsPlace(t *testing.T) {
	t.Parallel()
	large := strings.Repeat("x", kbfile.MaxBody+1)
	for _, c := range []struct {
		name, file, content string
		reason              kbfile.Reason
		detail              string
		line                int
		refused             bool
	}{
		{"no front matter", "a.md", "Hello", "front", "---", 1, true},
		{"front matter that is no YAML", "a.md", "---\n: [\n---\nx", "front", "", 1, true},
		{"front matter without an end", "a.md", "---\ntitle: x\nbody", "front", "---", 1, true},
		{"no title", "a.md", "---\nid: a\n---\nx", "missing", "title", 0, true},
		{"no text", "a.md", "---\ntitle: a\n---\n\n", "missing", "body", 0, true},
		{"a text of five million letters", "a.md", "---\ntitle: a\n---\n" + strings.Repeat("x", 5<<20), "large", "", 0, true},
		{"a field that is not known", "a.md", "---\ntitle: a\ncolour: red\n---\nx", "field", "colour", 3, false},
		{"a list for a title", "a.md", "---\nid: a\ntitle: [a]\n---\nx", "value", "title", 3, true},
		{"a long title", "a.md", "---\ntitle: " + strings.Repeat("x", 201) + "\n---\nx", "value", "title", 0, true},
		{"a date that is none", "a.md", "---\ntitle: a\nuntil: soon\n---\nx", "value", "until", 0, true},
		{"another language", "a.md", "---\ntitle: a\nlang: de\n---\nx", "lang", "de", 0, true},
		{"another audience", "a.md", "---\ntitle: a\naudience: all\n---\nx", "audience", "all", 0, true},
		{"another state", "a.md", "---\ntitle: a\nstate: burnt\n---\nx", "state", "burnt", 0, true},
		{"a page without a title", "a.html", "<p>Hello</p>", "missing", "title", 0, true},
		{"a page without an end", "a.html", "<title>a</title><p>" + strings.Repeat("*_`[&lt;", 300_000), "large", "", 0, true},
		{"a line that is no JSON", "a.jsonl", "\n{\"id\": true}\n", "json", "", 2, true},
		{"two values on a line", "a.jsonl", "{} {}", "json", "more than one value", 1, true},
		{"a field of a line", "a.jsonl", `{"id":"a","title":"a","body":"b","colour":"red"}`, "field", "colour", 1, false},
		{"a large line", "a.jsonl", `{"id":"a","title":"a","body":"` + large + `"}`, "large", "", 1, true},
		{"the same twice", "a.jsonl", `{"id":"a","title":"a","body":"b"}` + "\n" + `{"id":"a","title":"a","body":"b"}`, "twice", "", 2, true},
		{"a table without names", "a.csv", "1,2,3\n", "header", "id", 1, true},
		{"an empty table", "a.csv", "", "header", "", 1, true},
		{"a row that is short", "a.csv", "id,title,body\na,b\n", "row", "2 columns, not 3", 2, true},
		{"a quotation mark that is not closed", "a.csv", "id,title,body\na,b,\"c\n", "row", "not closed", 2, true},
		{"a column that is not known", "a.csv", "id,title,body,colour\na,b,c,red\n", "field", "colour", 1, false},
		{"a picture", "a.png", "PNG", "other", ".png", 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, remarks := taken(t, c.file, c.content)
			if len(remarks) != 1 {
				t.Fatalf("%+v", remarks)
			}
			r := remarks[0]
			if r.Reason != c.reason || r.Line != c.line || r.Refused != c.refused || !strings.Contains(r.Detail, c.detail) || filepath.Base(r.File) != c.file {
				t.Errorf("%+v", r)
			}
		})
	}
}

func TestReadingEndsWhenItsTakerSaysSo(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "all.jsonl")
	if err := os.WriteFile(path, []byte(strings.Repeat(`{"id":"a","title":"a","body":"b"}`+"\n", 3)), 0o600); err != nil {
		t.Fatal(err)
	}
	full := errors.New("the disk is full")
	r := kbfile.Reader{Lang: "en", Take: func(kbfile.Found) error { return full }, Tell: func(m kbfile.Remark) { t.Errorf("%+v", m) }}
	if err := r.Read(t.Context(), path); !errors.Is(err, full) {
		t.Errorf("%v", err)
	}
	if err := r.Read(t.Context(), path+"x"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

func TestATitleKeepsTheSpacesOfFrenchAndNothingUnseen(t *testing.T) {
	t.Parallel()
	a := kbfile.Clean(desk.Article{ID: "two  words", Title: "Écran\u202f:\u00a0que\nfaire\u202e ?\x07", Body: "\x001. Branchez-le.\r2. Attendez.\x1b", Category: "screen\tblack"})
	if want := (desk.Article{ID: "two words", Title: "Écran\u202f:\u00a0que faire ?", Body: "1. Branchez-le.\n2. Attendez.", Category: "screen black"}); !reflect.DeepEqual(a, want) {
		t.Errorf("%+v", a)
	}
}

func TestWhatIsNoOrdinaryFileIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "device.md")
	if err := os.Symlink(os.DevNull, path); err != nil {
		t.Skip(err)
	}
	if found, remarks := read(t, path); len(found) > 0 || len(remarks) != 1 || remarks[0].Reason != kbfile.Unread || !remarks[0].Refused {
		t.Errorf("%+v, %+v", found, remarks)
	}
}
