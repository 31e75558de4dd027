package text_test

import (
	"encoding/json"
	"go/ast"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// sentence is what a file has under a key: one form, or several.
type sentence []string

func (s *sentence) UnmarshalJSON(raw []byte) error {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		*s = sentence{one}
		return nil
	}
	forms := map[string]string{}
	if err := json.Unmarshal(raw, &forms); err != nil {
		return err
	}
	delete(forms, "description")
	*s = slices.Collect(maps.Values(forms))
	return nil
}

var filledIn = regexp.MustCompile(`{{\.(\w+)}}`)

// values lists the names of what is filled in.
func (s sentence) values() (names []string) {
	for _, found := range filledIn.FindAllStringSubmatch(strings.Join(s, " "), -1) {
		names = append(names, found[1])
	}
	return names
}

func sentences(t *testing.T, lang string) map[string]sentence {
	t.Helper()
	paths, err := filepath.Glob(words + "/*." + lang + ".json")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no words in %s: %v", lang, err)
	}
	all := map[string]sentence{}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(raw, &all); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
	}
	return all
}

// programs are the folders with code that speaks.
var programs = []string{"ui", "cmd", "internal", "offline", "client"}

func TestEveryKeyThatTheCodeAsksForExists(t *testing.T) {
	t.Parallel()
	all := sentences(t, "fr")
	set, files := parseTree(t, programs...)
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			call, key, ok := asks(n)
			if !ok {
				return true
			}
			s, exists := all[key]
			if !exists {
				t.Errorf("%s asks for %q, which is in no file of words", set.Position(call.Pos()), key)
				return true
			}
			given, whole := argNames(call)
			for _, name := range s.values() {
				if whole && !slices.Contains(given, name) {
					t.Errorf("%s does not give %q a %s", set.Position(call.Pos()), key, name)
				}
			}
			return true
		})
	}
}

// asks recognises w.T("key", …) and w.N("key", n, …).
func asks(n ast.Node) (call *ast.CallExpr, key string, ok bool) {
	call, isCall := n.(*ast.CallExpr)
	if !isCall || len(call.Args) == 0 {
		return nil, "", false
	}
	method, isMethod := call.Fun.(*ast.SelectorExpr)
	if !isMethod || (method.Sel.Name != "T" && method.Sel.Name != "N") {
		return nil, "", false
	}
	key, ok = literal(call.Args[0])
	return call, key, ok
}

// argNames lists the names that a call fills in; whole is false when some of
// them can't be seen in the source.
func argNames(call *ast.CallExpr) (names []string, whole bool) {
	args := call.Args[1:]
	if call.Fun.(*ast.SelectorExpr).Sel.Name == "N" && len(args) > 0 {
		names, args = append(names, "Count"), args[1:]
	}
	for pair := range slices.Chunk(args, 2) {
		name, ok := literal(pair[0])
		if !ok {
			return nil, false
		}
		names = append(names, name)
	}
	return names, !call.Ellipsis.IsValid()
}

func TestEveryKeyIsUsed(t *testing.T) {
	t.Parallel()
	_, files := parseTree(t, programs...)
	written, starts := map[string]bool{}, map[string]bool{}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				if s, ok := literal(n); ok {
					written[s] = true
				}
			case *ast.BinaryExpr:
				if s, ok := literal(n.X); ok && n.Op == token.ADD && strings.Contains(s, ".") {
					starts[s] = true
				}
			}
			return true
		})
	}
	for _, key := range slices.Sorted(maps.Keys(sentences(t, "fr"))) {
		if !written[key] && !startsWithAny(key, starts) {
			t.Errorf("nobody asks for %q", key)
		}
	}
}

func startsWithAny(key string, starts map[string]bool) bool {
	for start := range starts {
		if strings.HasPrefix(key, start) {
			return true
		}
	}
	return false
}

// slips are marks that a careful typesetter would not leave, by language.
var slips = map[string]map[string]*regexp.Regexp{
	"fr": {
		"a straight apostrophe":               regexp.MustCompile(`\pL'\pL`),
		"three dots for an ellipsis":          regexp.MustCompile(`\.\.\.`),
		"an exclamation mark":                 regexp.MustCompile(`!`),
		"a mark without its fixed space":      regexp.MustCompile(`[^\x{00A0}?]\?|[^\x{00A0}];|[^\x{00A0}](: |:$)`),
		"guillemets without a fixed space":    regexp.MustCompile(`«[^\x{00A0}]|[^\x{00A0}]»`),
		"straight or English quotation marks": regexp.MustCompile(`["“”]`),
		"two spaces":                          regexp.MustCompile(`  `),
	},
	"en": {
		"a straight apostrophe":      regexp.MustCompile(`\pL'\pL`),
		"three dots for an ellipsis": regexp.MustCompile(`\.\.\.`),
		"an exclamation mark":        regexp.MustCompile(`!`),
		"a space before a mark":      regexp.MustCompile(`[\s\x{00A0}][:;?]`),
		"straight quotation marks":   regexp.MustCompile(`"`),
		"two spaces":                 regexp.MustCompile(`  `),
		"guillemets":                 regexp.MustCompile(`[«»]`),
	},
}

func TestEverySentenceIsTypesetWithCare(t *testing.T) {
	t.Parallel()
	for lang, marks := range slips {
		for key, forms := range sentences(t, lang) {
			for _, s := range forms {
				for slip, mark := range marks {
					if mark.MatchString(s) {
						t.Errorf("%s, %s has %s: %q", lang, key, slip, s)
					}
				}
			}
		}
	}
}
