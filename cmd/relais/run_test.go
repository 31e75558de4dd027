package main

import (
	"bytes"
	"strings"
	"testing"

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

func TestTroubleIsSaidInThePersonsLanguage(t *testing.T) {
	t.Parallel()
	for lang, want := range map[string]string{"fr_FR.UTF-8": "Libérez", "en_GB.UTF-8": "room"} {
		w := world{env: func(k string) string { return map[string]string{"LANG": lang}[k] }}
		if got := plain(w, &desk.Error{Code: desk.CodeDiskFull, Op: "open"}); !strings.Contains(got, want) {
			t.Errorf("%s: %s", lang, got)
		}
	}
}

func TestAnEmbeddedPersonWhoIsNoneIsRefusedBeforeAWindowOpens(t *testing.T) {
	t.Parallel()
	code, _, err := call(t, "en_GB.UTF-8", "--home", t.TempDir(), "--demo-as", "nobody")
	if code != exitFailure || !strings.Contains(err, "nobody") {
		t.Fatalf("%d %q", code, err)
	}
}
