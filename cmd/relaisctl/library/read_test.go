package library

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"relais/internal/desk"
)

// taken reads one file of a folder named en.
func taken(t *testing.T, name, content string) *intake {
	t.Helper()
	path := filepath.Join(t.TempDir(), "en", name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	in := &intake{lang: "fr"}
	if err := in.read(path); err != nil {
		t.Fatal(err)
	}
	return in
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
			in := taken(t, "other.md", content)
			if len(in.remarks) != 0 || len(in.sources) != 1 {
				t.Fatalf("%+v", in)
			}
			a := in.sources[0].article
			if a.ID != "jam" || a.Lang != "en" || a.Title != "A jam" || a.Category != "printing" || a.Body != "1. Pull." ||
				a.Audience != desk.AudienceTechnicians || !slices.Equal(a.Keywords, []string{"paper", "stuck"}) {
				t.Errorf("%+v", a)
			}
		})
	}
}

func TestWhatIsNotUnderstoodIsReportedWithItsPlace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, file, content string
		reason, detail      string
		line                int
		refused             bool
	}{
		{"no front matter", "a.md", "Hello", "front", "---", 1, true},
		{"front matter that is no YAML", "a.md", "---\n: [\n---\nx", "front", "", 1, true},
		{"front matter without an end", "a.md", "---\ntitle: x\nbody", "front", "---", 1, true},
		{"no title", "a.md", "---\nid: a\n---\nx", "missing", "title", 0, true},
		{"no text", "a.md", "---\ntitle: a\n---\n\n", "missing", "body", 0, true},
		{"a field that is not known", "a.md", "---\ntitle: a\ncolour: red\n---\nx", "field", "colour", 3, false},
		{"a list for a title", "a.md", "---\nid: a\ntitle: [a]\n---\nx", "value", "title", 3, true},
		{"another language", "a.md", "---\ntitle: a\nlang: de\n---\nx", "lang", "de", 0, true},
		{"another audience", "a.md", "---\ntitle: a\naudience: all\n---\nx", "audience", "all", 0, true},
		{"a line that is no JSON", "a.jsonl", "\n{\"id\": 1}\n", "json", "", 2, true},
		{"two values on a line", "a.jsonl", "{} {}", "json", "more than one value", 1, true},
		{"a field of a line", "a.jsonl", `{"id":"a","title":"a","body":"b","colour":"red"}`, "field", "colour", 1, false},
		{"the same twice", "a.jsonl", `{"id":"a","title":"a","body":"b"}` + "\n" + `{"id":"a","title":"a","body":"b"}`, "twice", "", 2, true},
		{"a picture", "a.png", "PNG", "other", "", 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			in := taken(t, c.file, c.content)
			if len(in.remarks) != 1 {
				t.Fatalf("%+v", in.remarks)
			}
			r := in.remarks[0]
			if r.Reason != c.reason || r.Line != c.line || r.Refused != c.refused || !strings.Contains(r.Detail, c.detail) || filepath.Base(r.File) != c.file {
				t.Errorf("%+v", r)
			}
		})
	}
}
