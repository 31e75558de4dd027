package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"

	"relais/assets"
	"relais/cmd/internal/session"
	"relais/cmd/relaisctl/cli"
	"relais/internal/desk"
)

func setNewer(tx *sql.Tx) error {
	_, err := tx.Exec("PRAGMA user_version = 999")
	return err
}

// world is one run of the program in a new home.
func world(t *testing.T, args ...string) (w cli.World, out, errs *bytes.Buffer) {
	t.Helper()
	out, errs = &bytes.Buffer{}, &bytes.Buffer{}
	home := t.TempDir()
	return cli.World{
		Args: append([]string{"--home", home}, args...), Env: func(string) string { return "" }, In: strings.NewReader(""), Out: out, Err: errs, Version: "test",
		Words: session.Folder(assets.I18n, "i18n"), Forms: session.Folder(assets.Forms, "forms"),
	}, out, errs
}

func TestDamagedWordsAreNamedAndTheReceiptIsPrintedNevertheless(t *testing.T) {
	t.Parallel()
	w, out, errs := world(t, "ask", "--title", "Broken")
	w.Words = fstest.MapFS{"ctl.en.json": {Data: []byte(`{"ctl.field": `)}, "ctl.fr.json": {Data: []byte(`{}`)}}
	if code := run(t.Context(), w); code != cli.ExitFailure {
		t.Errorf("ended with %d", code)
	}
	var r desk.Receipt
	if err := json.Unmarshal(out.Bytes(), &r); err != nil || !r.Key.Valid() || r.State != desk.StateQueued {
		t.Errorf("%v: %s", err, out)
	}
	if !strings.Contains(errs.String(), "ctl.en.json:1") || !strings.Contains(errs.String(), "Install Relais again") {
		t.Errorf("said %q", errs)
	}
}

// full is an output that takes nothing.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

func TestAReceiptThatCannotBePrintedIsNotAskedForAgain(t *testing.T) {
	t.Parallel()
	w, _, errs := world(t, "--lang", "en", "ask", "--title", "Broken")
	w.Out = full{}
	if code := run(t.Context(), w); code != cli.ExitFailure || !strings.Contains(errs.String(), "don’t ask for it again") {
		t.Errorf("%d, %q", code, errs)
	}
}

func TestADamagedFormIsNamedAndNothingIsKept(t *testing.T) {
	t.Parallel()
	w, _, errs := world(t, "ask", "--title", "x", "--form", "mail", "--answer", "what=send")
	w.Forms = fstest.MapFS{"mail.json": {Data: []byte("{\n\"id\" 3}")}}
	if code := run(t.Context(), w); code != cli.ExitFailure || !strings.Contains(errs.String(), "mail.json:2") {
		t.Errorf("%d, %q", code, errs)
	}
}

func TestThePassphraseIsAskedForTwiceWhenItIsNew(t *testing.T) {
	t.Parallel()
	w, _, _ := world(t)
	var asked []string
	w.Hidden = func(question string) (string, error) {
		asked = append(asked, question)
		return strings.Repeat("x", len(asked)), nil
	}
	if s, err := cli.New(w).Password(); err != nil || s.Reveal() != "x" || len(asked) != 1 || !strings.Contains(asked[0], "Password") {
		t.Errorf("%v, asked %q", err, asked)
	}
}

func TestAPasswordThatIsTypedIsNotShown(t *testing.T) {
	t.Parallel()
	for _, flag := range []string{"--password-stdin", "--token-stdin"} {
		w, _, errs := world(t, "login", "http://127.0.0.1:1", "--kind", "relais", "--user", "amelie", flag)
		asked := 0
		w.Typed, w.Hidden = true, func(string) (string, error) { asked++; return "secret", nil }
		if code := run(t.Context(), w); code != cli.ExitFailure || asked != 1 || !strings.Contains(errs.String(), "Nobody answers") {
			t.Errorf("%s: %d, asked %d times, said %q", flag, code, asked, errs)
		}
	}
}

// helpOf reads the help of a command and of all below it.
func helpOf(t *testing.T, lang string, path ...string) {
	t.Helper()
	w, out, errs := world(t, append([]string{"--lang", lang}, append(path, "--help")...)...)
	if code := run(context.Background(), w); code != 0 {
		t.Errorf("%v: %d, %s", path, code, errs)
	}
	if strings.Contains(out.String(), "ctl.") {
		t.Errorf("%v in %s lacks words:\n%s", path, lang, out)
	}
	_, list, _ := strings.Cut(out.String(), map[string]string{"en": "Commands:\n", "fr": "Commandes\u00a0:\n"}[lang])
	for line := range strings.Lines(list) {
		name, ok := strings.CutPrefix(line, "  ")
		if !ok {
			break
		}
		name, _, _ = strings.Cut(name, ":")
		helpOf(t, lang, append(path[:len(path):len(path)], strings.Trim(name, " \u00a0"))...)
	}
}

func TestEveryCommandAndFlagIsExplainedInBothLanguages(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"en", "fr"} {
		helpOf(t, lang)
	}
}

func TestTheTerminalDoesNotReachTheWindowToolkit(t *testing.T) {
	t.Parallel()
	deps, err := exec.CommandContext(t.Context(), "go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(deps), "fyne.io/fyne") {
		t.Error("it does")
	}
}
