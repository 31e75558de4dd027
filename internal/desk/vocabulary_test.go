package desk_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// constants reads the values of all string constants of a type from the source,
// so that a word added later can't be forgotten in a test.
func constants(t *testing.T, typeName string) (values []string) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if value, ok := constant(n, typeName); ok {
				values = append(values, value)
			}
			return true
		})
	}
	if len(values) == 0 {
		t.Fatalf("no constant of type %s", typeName)
	}
	return values
}

// constant is the value that a line like `KindIncident Kind = "incident"` gives.
func constant(n ast.Node, typeName string) (string, bool) {
	spec, ok := n.(*ast.ValueSpec)
	if !ok || len(spec.Values) != 1 {
		return "", false
	}
	typ, typed := spec.Type.(*ast.Ident)
	literal, ok := spec.Values[0].(*ast.BasicLit)
	if !ok || !typed || typ.Name != typeName {
		return "", false
	}
	value, err := strconv.Unquote(literal.Value)
	return value, err == nil
}
