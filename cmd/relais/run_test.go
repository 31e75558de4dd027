package main

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"relais/cmd/internal/demo"
	"relais/internal/desk"
)

func call(t *testing.T, lang string, args ...string) (code int, out, err string) {
	t.Helper()
	var o, e bytes.Buffer
	env := map[string]string{"LANG": lang, "HOME": t.TempDir()}
	code = run(t.Context(), world{args: args, env: func(k string) string { return env[k] }, out: &o, err: &e})
	return code, o.String(), e.String()
}

func TestTheVersionIsSaidWithoutAWindow(t *testing.T) {
	t.Parallel()
	code, out, _ := call(t, "C", "--version")
	if code != exitOK || !strings.Contains(out, "relais version dev") {
		t.Fatalf("%d %q", code, out)
	}
}

func TestAFlagThatIsNoneIsRefused(t *testing.T) {
	t.Parallel()
	if code, _, err := call(t, "C", "--nonsense"); code != exitUsage || !strings.Contains(err, "nonsense") {
		t.Fatalf("%d %q", code, err)
	}
}

func TestTheHelpIsInThePersonsLanguage(t *testing.T) {
	t.Parallel()
	for lang, want := range map[string]string{"fr_FR.UTF-8": "Dites avec vos mots", "en_GB.UTF-8": "in your own words"} {
		for _, args := range [][]string{{"--help"}, {"tour", "--help"}} {
			code, out, err := call(t, lang, args...)
			if code != exitOK || len(args) == 1 && !strings.Contains(out, want) || strings.Contains(out, "app.") {
				t.Errorf("%s %v: %d %q %s", lang, args, code, err, out)
			}
		}
	}
	if code, _, err := call(t, "fr_FR.UTF-8", "--nonsense"); code != exitUsage || !strings.Contains(err, "n’est pas comprise") {
		t.Errorf("%d %q", code, err)
	}
}

func TestTroubleIsSaidInThePersonsLanguage(t *testing.T) {
	t.Parallel()
	full := &desk.Error{Code: desk.CodeDiskFull, Op: "open"}
	for _, c := range []struct {
		name, lang, home string
		err              error
		want             string
	}{
		{"in French", "fr_FR.UTF-8", "/somewhere", full, "plus de place"},
		{"in English", "en_GB.UTF-8", "/somewhere", full, "no room"},
		{"with the folder", "en_GB.UTF-8", "/somewhere", &desk.Error{Code: desk.CodeReadOnly}, "/somewhere"},
		{"without one", "en_GB.UTF-8", "", &desk.Error{Code: desk.CodeReadOnly}, "unexpected"},
		{"without a screen", "en_GB.UTF-8", "", errNoDisplay, "no screen"},
		{"anything else", "fr_FR.UTF-8", "", errors.New("a secret cause"), "Réessayez"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := world{env: func(k string) string { return map[string]string{"LANG": c.lang}[k] }}
			if got := explain(w, c.home, c.err); !strings.Contains(got.sentence, c.want) || strings.Contains(got.sentence, "{{") || got.details != c.err.Error() {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestWithoutAScreenThatIsSaidAndNothingElseHappens(t *testing.T) {
	t.Parallel()
	if code, _, err := call(t, "en_GB.UTF-8", "--home", t.TempDir()); code != exitFailure || !strings.Contains(err, "no screen") {
		t.Fatalf("%d %q", code, err)
	}
}

func TestDataOfANewerProgramIsSaidAsThat(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	folder := filepath.Join(home, "demo")
	h, err := demo.Start(t.Context(), folder, "test", time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	outdate(t, filepath.Join(folder, "relaisd.db"))
	if _, _, said := call(t, "en_GB.UTF-8", "--demo", "--home", home); !strings.Contains(said, "newer version") {
		t.Errorf("got %q", said)
	}
}

func TestAnEmbeddedPersonWhoIsNoneIsRefusedWithTheNamesThereAre(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	code, _, err := call(t, "en_GB.UTF-8", "--home", home, "--demo-as", "nobody")
	if code != exitUsage || !strings.Contains(err, "“nobody”") || !strings.Contains(err, "amelie, ") || !strings.Contains(err, "claire") {
		t.Fatalf("%d %q", code, err)
	}
	if files, _ := os.ReadDir(home); len(files) > 0 {
		t.Errorf("something was begun: %v", files)
	}
}
