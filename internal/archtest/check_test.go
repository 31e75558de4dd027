package archtest_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"relais/internal/archtest"
)

// load makes a project from files named by path; the package clause is added.
func load(t *testing.T, files map[string]string) *archtest.Project {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, source := range files {
		fsys[name] = &fstest.MapFile{Data: []byte("package x\n" + source)}
	}
	project, err := archtest.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return project
}

func TestEachForbiddenArrowFailsWithItsReason(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ file, imports, reason string }{
		{"internal/desk/a.go", "relais/internal/text", "the vocabulary is at the bottom"},
		{"internal/desk/a.go", "github.com/google/uuid", "the vocabulary is at the bottom"},
		{"internal/form/a.go", "relais/internal/server", "knows the vocabulary only"},
		{"internal/form/a.go", "relais/internal/sqlite", "knows the vocabulary only"},
		{"internal/suggest/a.go", "fyne.io/fyne/v2", "only what draws knows the toolkit"},
		{"internal/sqlite/a.go", "relais/internal/desk", "nothing to do with helpdesks"},
		{"assets/a.go", "github.com/yuin/goldmark", "assets are data"},
		{"assets/a.go", "relais/internal/desk", "assets are data"},
		{"client/memory/a.go", "relais/client/transport", "must not know any of them"},
		{"client/rt/a.go", "relais/client/rest", "never another back end"},
		{"client/rt/a.go", "relais/internal/restapi", "never another back end"},
		{"client/rest/a.go", "relais/offline/engine", "the engine's work"},
		{"client/rest/a.go", "relais/internal/sqlite", "keeps nothing"},
		{"client/rest/a_test.go", "relais/client/rt", "its own helpdesk"},
		{"client/client.go", "relais/client/clienttest", "for tests"},
		{"client/client.go", "relais/internal/server", "through client/rest"},
		{"offline/engine/a.go", "relais/client/rest", "must not know which helpdesk"},
		{"offline/a.go", "relais/ui/model", "the terminal as well"},
		{"offline/a_test.go", "relais/ui/model", "the terminal as well"},
		{"offline/a.go", "github.com/go-resty/resty/v2", "the one set-up"},
		{"internal/agent/a.go", "fyne.io/fyne/v2", "only what draws"},
		{"internal/agent/a.go", "relais/ui", "pull in the window"},
		{"internal/server/a.go", "relais/assets", "an fs.FS"},
		{"internal/server/a.go", "relais/client/rest", "only the wire types"},
		{"ui/model/a.go", "fyne.io/fyne/v2/widget", "only what draws"},
		{"ui/model/a_test.go", "fyne.io/fyne/v2/test", "only what draws"},
		{"ui/model/a.go", "relais/offline", "declares the interfaces"},
		{"ui/model/a.go", "relais/ui/part", "never the other way round"},
		{"ui/model/a.go", "net/http", "never waits for the network"},
		{"ui/screen/home/a.go", "database/sql", "never waits for a database"},
		{"ui/screen/a.go", "relais/client/rest", "only the sync engine"},
		{"ui/screen/a.go", "relais/internal/form", "draws the state"},
		{"ui/a_test.go", "fyne.io/fyne/v2/app", "without any of them"},
		{"cmd/relaisctl/a.go", "fyne.io/fyne/v2/lang", "only what draws"},
		{"cmd/gallery/a.go", "relais/offline", "made up"},
		{"cmd/gallery/a.go", "relais/cmd/internal/session", "made up"},
		{"cmd/relaisctl/a.go", "github.com/zalando/go-keyring", "gives it one"},
		{"cmd/relaisctl/a.go", "fyne.io/systray", "one tray icon"},
	} {
		t.Run(c.file+" imports "+c.imports, func(t *testing.T) {
			t.Parallel()
			got := archtest.CheckImports(load(t, map[string]string{c.file: `import "` + c.imports + `"`}))
			if len(got) != 1 || !strings.HasPrefix(got[0], c.file+":2: ") || !strings.Contains(got[0], c.reason) {
				t.Errorf("got %q, want one finding with line and reason %q", got, c.reason)
			}
		})
	}
}

func TestAllowedArrowsPass(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ file, imports string }{
		{"cmd/relais/run.go", "fyne.io/fyne/v2/app"},
		{"cmd/relais/run.go", "relais/offline"},
		{"cmd/relaisctl/ticket/a.go", "relais/client"},
		{"internal/journey/a_test.go", "relais/internal/restapi"},
		{"ui/a.go", "relais/ui/screen/employee"},
		{"ui/theme/a.go", "relais/assets"},
		{"ui/screen/a_test.go", "relais/client/memory"},
		{"ui/model/a.go", "relais/internal/suggest"},
		{"ui/model/home/a.go", "relais/ui/model"},
		{"ui/model/a_test.go", "net/http"},
		{"cmd/relais/internal/tray/a.go", "fyne.io/systray"},
		{"client/a.go", "relais/client/rest"},
		{"client/rest/a.go", "relais/internal/restapi"},
		{"client/rest/a_test.go", "relais/internal/server"},
		{"client/rest/a_test.go", "relais/client/clienttest"},
		{"client/transport/a.go", "github.com/go-resty/resty/v2"},
		{"offline/a.go", "relais/offline/change"},
		{"offline/store/a.go", "database/sql"},
		{"internal/desk/a.go", "encoding/json"},
		{"internal/desk/a_test.go", "relais/internal/desk"},
		{"internal/desk/a_test.go", "pgregory.net/rapid"},
		{"internal/secret/a.go", "github.com/zalando/go-keyring"},
		{"internal/form/a_test.go", "relais/assets"},
	} {
		t.Run(c.file+" imports "+c.imports, func(t *testing.T) {
			t.Parallel()
			if got := archtest.CheckImports(load(t, map[string]string{c.file: `import "` + c.imports + `"`})); len(got) > 0 {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestATerminalProgramMustNotReachTheWindowThroughAnother(t *testing.T) {
	t.Parallel()
	got := archtest.CheckWindowless(load(t, map[string]string{
		"cmd/relaisctl/main.go": `import "relais/ui/model"`,
		"cmd/relaisd/main.go":   `import "relais/ui"`,
		"ui/model/a.go":         `import "relais/internal/text"`,
		"internal/text/a.go":    "",
		"ui/ui.go":              `import "relais/ui/part"`,
		"ui/part/a.go":          `import "fyne.io/fyne/v2/widget"`,
	}))
	want := "cmd/relaisd → ui → ui/part → fyne.io/fyne/v2/widget: "
	if len(got) != 1 || !strings.HasPrefix(got[0], want) {
		t.Errorf("got %q, want one chain %q", got, want)
	}
}

func TestCallsOutOfPlaceAreFound(t *testing.T) {
	t.Parallel()
	const (
		hand     = "import \"fyne.io/fyne/v2\"\nfunc f() { fyne.Do(nil) }"
		wait     = "import toolkit \"fyne.io/fyne/v2\"\nfunc f() { toolkit.DoAndWait(nil) }"
		clock    = "import \"time\"\nvar now = time.Now"
		fallback = "import \"time\"\nfunc f(o struct{ Now func() time.Time }) {\nif o.Now == nil {\no.Now = time.Now\n}\n}"
		since    = "import \"time\"\nvar d = time.Since(time.Time{})"
	)
	for _, c := range []struct{ name, file, source, want string }{
		{"fyne.Do in the gate", "ui/gate/a.go", hand, ""},
		{"fyne.Do elsewhere", "ui/screen/a.go", hand, "ui/screen/a.go:3: fyne.Do: ui/gate is the only way"},
		{"DoAndWait even in the gate", "ui/gate/a.go", wait, "ui/gate/a.go:3: fyne.DoAndWait: it hangs for ever"},
		{"DoAndWait in a test", "ui/gate/a_test.go", wait, "hangs for ever"},
		{"the clock in a program", "cmd/relais/run.go", clock, ""},
		{"the clock as a value", "offline/engine/a.go", clock, "offline/engine/a.go:3: time.Now: "},
		{"the clock as the default of a nil option", "client/memory/a.go", fallback, ""},
		{"the clock by its difference", "ui/model/a.go", since, "time.Since: take the time from an injected now"},
		{"the clock in a test", "ui/model/a_test.go", clock, ""},
		{"a field called Now", "ui/model/a.go", "func f(o struct{ Now int }) int { return o.Now }", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := archtest.CheckCalls(load(t, map[string]string{c.file: c.source}))
			if c.want == "" && len(got) > 0 || c.want != "" && (len(got) != 1 || !strings.Contains(got[0], c.want)) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestUnknownMeaninglessAndMissingPackagesAreFound(t *testing.T) {
	t.Parallel()
	project := load(t, map[string]string{
		"internal/desk/a.go":      "",
		"internal/novelty/a.go":   "",
		"ui/screen/common/a.go":   "",
		"ui/screen/testdata/a.go": "not even parsed",
		"nested/go.mod":           "",
		"nested/util/a.go":        "",
	})
	expected := []string{"internal/desk", "ui/screen", "internal/gone"}
	got := strings.Join(archtest.CheckPackages(project, expected), "\n")
	for _, want := range []string{"internal/novelty: no rule", "ui/screen/common: the name says nothing", "internal/gone: the design has"} {
		if !strings.Contains(got, want) {
			t.Errorf("got\n%s\nwant a line %q", got, want)
		}
	}
	if n := strings.Count(got, "\n") + 1; n != 3 {
		t.Errorf("got %d findings, want 3:\n%s", n, got)
	}
}

func TestAFileThatDoesNotParseIsAnError(t *testing.T) {
	t.Parallel()
	_, err := archtest.Load(fstest.MapFS{"ui/a.go": &fstest.MapFile{Data: []byte("package")}})
	if err == nil || !strings.Contains(err.Error(), "ui/a.go") {
		t.Errorf("got %v, want an error that names the file", err)
	}
}

func TestThePictureReplacesWhatStandsBetweenItsMarks(t *testing.T) {
	t.Parallel()
	const marks = "before\n<!-- layers: drawn from internal/archtest, don't edit -->\nold\n<!-- end of layers -->\nafter\n"
	drawn, ok := archtest.Redraw(marks)
	if !ok || strings.Contains(drawn, "old") || !strings.HasPrefix(drawn, "before\n") || !strings.HasSuffix(drawn, "after\n") {
		t.Errorf("drew %q", drawn)
	}
	for _, rule := range archtest.Table {
		if first := strings.Split(rule.Packages[0], "/")[0]; !strings.Contains(drawn, first) {
			t.Errorf("the picture lacks %s", rule.Packages[0])
		}
	}
	if again, _ := archtest.Redraw(drawn); again != drawn {
		t.Error("drawing twice changes the picture")
	}
	if _, ok := archtest.Redraw("no marks"); ok {
		t.Error("a README without marks was accepted")
	}
}
