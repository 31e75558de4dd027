package archtest_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"relais/internal/archtest"
)

var update = flag.Bool("update", false, "draw the layers in README.md again")

// root is the project as seen from this package.
const root = "../.."

func TestTheProjectKeepsItsArchitecture(t *testing.T) {
	t.Parallel()
	project, err := archtest.Load(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	for name, findings := range map[string][]string{
		"imports follow the table":                archtest.CheckImports(project),
		"terminal programs do without the window": archtest.CheckWindowless(project),
		"calls stay in their place":               archtest.CheckCalls(project),
		"every package is known":                  archtest.CheckPackages(project, archtest.Expected),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, finding := range findings {
				t.Error(finding)
			}
		})
	}
}

func TestTheReadmeShowsTheLayersOfTheTable(t *testing.T) {
	t.Parallel()
	path := filepath.Join(root, "README.md")
	readme, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	drawn, ok := archtest.Redraw(string(readme))
	switch {
	case !ok:
		t.Fatal("README.md has lost the marks around its layers")
	case drawn == string(readme):
	case *update:
		if err := os.WriteFile(path, []byte(drawn), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Error("README.md shows other layers than the table; run: go test ./internal/archtest -update")
	}
}
