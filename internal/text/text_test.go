package text_test

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"relais/internal/desk"
	"relais/internal/text"
)

// load reads the words that the programs carry.
func load(t *testing.T) *text.Catalogue {
	t.Helper()
	c, err := text.Load(os.DirFS(words))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const words = "../../assets/i18n"

func files(pairs ...string) fstest.MapFS {
	fsys := fstest.MapFS{".keep": {}}
	for i := 0; i < len(pairs); i += 2 {
		fsys[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return fsys
}

func TestASentenceIsFilledInInItsLanguage(t *testing.T) {
	t.Parallel()
	c, err := text.Load(files(
		"home.fr.json", `{"home.hello": "Bonjour {{.Name}}", "home.title": "Aide",
			"home.left": {"one": "{{.Count}} demande de {{.Name}}", "other": "{{.Count}} demandes de {{.Name}}"}}`,
		"home.en.json", `{"home.hello": "Hello {{.Name}}", "home.title": "Help",
			"home.left": {"one": "{{.Count}} request of {{.Name}}", "other": "{{.Count}} requests of {{.Name}}"}}`,
	))
	if err != nil {
		t.Fatal(err)
	}
	fr, en := c.In("fr"), c.In("en")
	for _, row := range []struct{ got, want string }{
		{fr.T("home.title"), "Aide"},
		{en.T("home.title"), "Help"},
		{fr.T("home.hello", "Name", "<Zoé & {{.Name}}>"), "Bonjour <Zoé & {{.Name}}>"},
		{fr.N("home.left", 0, "Name", "Zoé"), "0 demande de Zoé"},
		{en.N("home.left", 0, "Name", "Zoé"), "0 requests of Zoé"},
		{fr.N("home.left", 1, "Name", "Zoé"), "1 demande de Zoé"},
		{en.N("home.left", 1, "Name", "Zoé"), "1 request of Zoé"},
		{fr.N("home.left", 2, "Name", "Zoé"), "2 demandes de Zoé"},
		{fr.N("home.left", 1234, "Name", "Zoé"), "1\u00a0234 demandes de Zoé"},
		{en.N("home.left", 1234, "Name", "Zoé"), "1,234 requests of Zoé"},
		{fr.N("home.left", 1_000_000, "Name", "Zoé"), "1\u00a0000\u00a0000 demandes de Zoé"},
		{fr.N("home.title", 1), "Aide"},
		{c.In("de").T("home.title"), "Help"},
		{c.In("").Lang(), "en"},
		{fr.Lang(), "fr"},
		{fr.T("home.nowhere", "Name", "Zoé"), "home.nowhere"},
		{fr.N("home.nowhere", 3), "home.nowhere"},
		{fr.T("home.title", "odd"), "Aide"},
		{fmt.Sprint(fr.Has("home.title"), fr.Has("home.nowhere")), "true false"},
	} {
		if row.got != row.want {
			t.Errorf("got %q, want %q", row.got, row.want)
		}
	}
}

func TestWordsServeManyReadersAtOnce(t *testing.T) {
	t.Parallel()
	fr := load(t).In("fr")
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for n := range 200 {
				if got, want := fr.N("time.days", n*8+i), fmt.Sprint(n*8+i, " jours"); n*8+i > 1 && n*8+i < 1000 &&
					got != strings.Replace(want, " ", "\u00a0", 1) {
					t.Errorf("got %q, want %q", got, want)
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestADamagedFileIsRefusedByNameAndLine(t *testing.T) {
	t.Parallel()
	const good = "{\n\"a.x\": \"{{.Name}}\",\n\"a.y\": {\"one\": \"1\", \"other\": \"2\"}\n}"
	for _, c := range []struct {
		name, file, content string
		where, why          string
	}{
		{"cut off", "a.fr.json", "{\n\"a.x\": \"{{.Name}}\",\n\"a.y\":", "a.fr.json:3", "ends too early"},
		{"empty", "a.fr.json", "", "a.fr.json:1", "ends too early"},
		{"no object", "a.fr.json", "[1]", "a.fr.json:1", "want an object"},
		{"a comma too many", "a.fr.json", "{\n\"a.x\": \"x\",\n\n}", "a.fr.json:4", "invalid character"},
		{"more after the end", "a.fr.json", good + "\n\n{", "a.fr.json:6", "more after the end"},
		{"a number", "a.fr.json", "{\n\"a.x\": 7}", "a.fr.json:2", "a.x: want a sentence"},
		{"an empty sentence", "a.fr.json", "{\n\n\"a.x\": \" \"}", "a.fr.json:3", "a.x: the sentence is empty"},
		{"a template that is none", "a.fr.json", "{\n\"a.x\": \"{{.Name\"}", "a.fr.json:2", "a.x: can't be filled in"},
		{"a strange form", "a.fr.json", "{\n\"a.x\": {\"some\": \"1\"}}", "a.fr.json:2", `unknown plural form "some"`},
		{"a form that is no sentence", "a.fr.json", "{\"a.x\": {\"one\": 1}}", "a.fr.json:1", `form "one" is no sentence`},
		{"a form missing", "a.fr.json", "{\n\"a.x\": {\"other\": \"1\"}}", "a.fr.json:2", `the form "one" is missing`},
		{"the other form missing", "a.fr.json", "{\n\"a.x\": {\"one\": \"1\"}}", "a.fr.json:2", "the sentence is empty"},
		{"twice in a file", "a.fr.json", "{\n\"a.x\": \"x\",\n\"a.x\": \"y\"}", "a.fr.json:3", "already in a.fr.json:2"},
		{"owned by two files", "b.fr.json", "{\n\"a.x\": \"x\"}", "b.fr.json:2", "already in a.fr.json:2"},
		{"missing in the other language", "a.fr.json", "{\n\"a.y\": {\"one\": \"1\", \"other\": \"2\"}}", "a.en.json:2", `a.x: missing in language "fr"`},
		{"only in this language", "b.fr.json", "{\n\n\"b.z\": \"z\"}", "b.fr.json:3", `b.z: missing in language "en"`},
		{"another name to fill in", "a.fr.json", strings.Replace(good, ".Name", ".Nom", 1), "a.en.json:2", "fills in [Name], but [Nom] in a.fr.json:2"},
		{"plural in one language only", "a.fr.json", "{\"a.x\": \"{{.Name}}\", \"a.y\": \"2\"}", "a.en.json:3", "plural forms"},
		{"an unknown language", "a.de.json", good, "a.de.json", `language "de"`},
		{"no language", "a.json", good, "a.json", "area.language.json"},
	} {
		fsys := files("a.fr.json", good, "a.en.json", good)
		fsys[c.file] = &fstest.MapFile{Data: []byte(c.content)}
		_, err := text.Load(fsys)
		if desk.CodeOf(err) != desk.CodeDamaged {
			t.Errorf("%s: %v, want damaged", c.name, err)
			continue
		}
		if !strings.Contains(err.Error(), c.where+": ") || !strings.Contains(err.Error(), c.why) {
			t.Errorf("%s: %q does not name %s and say %q", c.name, err, c.where, c.why)
		}
	}
}

func TestTheLanguageIsDetectedAsGettextDoes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		env  map[string]string
		want string
	}{
		{map[string]string{"LANG": "fr_FR.UTF-8"}, "fr"},
		{map[string]string{"LANG": "en_GB.UTF-8"}, "en"},
		{map[string]string{"LANG": "de_DE.UTF-8"}, "en"},
		{map[string]string{"LANG": "fr"}, "fr"},
		{map[string]string{"LANG": "fr.UTF-8"}, "fr"},
		{map[string]string{"LANG": "fr-CA"}, "fr"},
		{map[string]string{"LANG": "fro_FR"}, "en"},
		{map[string]string{"LANG": "en_GB.UTF-8", "LC_MESSAGES": "fr_BE.UTF-8"}, "fr"},
		{map[string]string{"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "fr_FR", "LC_ALL": "en_US.UTF-8"}, "en"},
		{map[string]string{"LANG": "en_GB.UTF-8", "LANGUAGE": "fr:en"}, "fr"},
		{map[string]string{"LANG": "fr_FR.UTF-8", "LANGUAGE": "de:en_GB:fr"}, "en"},
		{map[string]string{"LANG": "fr_FR.UTF-8", "LANGUAGE": "de"}, "fr"},
		{map[string]string{"LANG": "C", "LANGUAGE": "fr"}, "en"},
		{map[string]string{"LANG": "C.UTF-8"}, "en"},
		{map[string]string{"LANGUAGE": "fr"}, "fr"},
	} {
		if got := text.Detect(func(name string) string { return c.env[name] }); got != c.want {
			t.Errorf("Detect(%v) = %q, want %q", c.env, got, c.want)
		}
	}
}
