package text_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"relais/internal/desk"
	"relais/internal/text"
)

// lacks lists what a kind of helpdesk may lack: its constants that begin with
// "missing".
func lacks(t *testing.T, path string) (codes []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok || !strings.HasPrefix(v.Names[0].Name, "missing") || len(v.Values) != 1 {
			return true
		}
		if literal, ok := v.Values[0].(*ast.BasicLit); ok {
			code, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Fatal(err)
			}
			codes = append(codes, code)
		}
		return true
	})
	if len(codes) == 0 {
		t.Fatalf("%s names nothing that may be missing", path)
	}
	return codes
}

func TestWhatAHelpdeskLacksIsSaidWithTheTextToSend(t *testing.T) {
	t.Parallel()
	codes := lacks(t, "../../client/rt/welcome.go")
	inBoth(t, func(t *testing.T, w *text.Words) {
		other, _ := w.Missing(desk.Missing{Code: "x"})
		if !strings.Contains(other, "(x)") {
			t.Errorf("of something unknown it says %q", other)
		}
		for _, code := range codes {
			what, ask := w.Missing(desk.Missing{Code: code, Args: map[string]string{"field": "Réf", "queue": "Niveau 1"}})
			if strings.Contains(what, code) || strings.Contains(what+ask, "{{") || len(ask) < 40 {
				t.Errorf("%s: %q, %q", code, what, ask)
			}
		}
		_, ask := w.Missing(desk.Missing{Code: "rt-ticket-field", Args: map[string]string{"field": "Réf", "queue": "Niveau 1"}})
		if !strings.Contains(ask, "Réf") || !strings.Contains(ask, "Niveau 1") {
			t.Errorf("the text to send is %q", ask)
		}
	})
}
