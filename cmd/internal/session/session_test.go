package session_test

import (
	"bytes"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"relais/client"
	"relais/cmd/internal/demo"
	"relais/cmd/internal/session"
	"relais/internal/desk"
)

const password = "relais-demo"

func helpdesk(t *testing.T) *demo.Helpdesk {
	t.Helper()
	h, err := demo.Start(t.Context(), t.TempDir(), "test", time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	return h
}

// open opens a session whose secrets are sealed in a file.
func open(t *testing.T, home string) *session.Session {
	t.Helper()
	env := map[string]string{"RELAIS_PASSPHRASE": "a phrase of the test"}
	s, err := session.Open(session.Options{Home: home, Env: func(k string) string { return env[k] }, Now: time.Now, Cold: true})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSigningInIsKeptAndTheSecretIsNowhereInTheOpen(t *testing.T) {
	t.Parallel()
	h, home := helpdesk(t), t.TempDir()
	account := client.Account{Kind: "relais", URL: h.URL() + "/", Login: " amelie "}
	welcome, err := open(t, home).SignIn(t.Context(), account, desk.NewSecret(password))
	if err != nil || welcome.Me.Login != "amelie" {
		t.Fatalf("%+v, %v", welcome, err)
	}
	again := open(t, home)
	a, ok := again.Account()
	if !ok || a.Login != "amelie" || a.Role != desk.RoleRequester {
		t.Fatalf("%+v", a)
	}
	b, err := again.Connect(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if _, err := b.Welcome(t.Context()); err != nil {
		t.Fatal(err)
	}
	nothingHolds(t, home, password)
}

// nothingHolds fails when a file below the folder holds the text.
func nothingHolds(t *testing.T, folder, text string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if bytes.Contains(data, []byte(text)) {
			t.Errorf("%s holds the secret", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAWrongPasswordChangesNothing(t *testing.T) {
	t.Parallel()
	h, home := helpdesk(t), t.TempDir()
	_, err := open(t, home).SignIn(t.Context(), client.Account{Kind: "relais", URL: h.URL(), Login: "amelie"}, desk.NewSecret("no"))
	if desk.CodeOf(err) != desk.CodeUnauthorized {
		t.Fatalf("got %v", err)
	}
	if a, ok := open(t, home).Account(); ok {
		t.Fatalf("kept %+v", a)
	}
}

func TestAnAccountOfTheEmbeddedHelpdeskIsTheSameAtAnotherAddress(t *testing.T) {
	t.Parallel()
	h := helpdesk(t)
	s := open(t, t.TempDir())
	token, err := h.Token(t.Context(), "claire")
	if err != nil {
		t.Fatal(err)
	}
	person := desk.Person{Login: "claire", Name: "Claire", Role: desk.RoleTechnician}
	for _, url := range []string{"http://127.0.0.1:1", h.URL()} {
		if err := s.Embed(t.Context(), url, person, token); err != nil {
			t.Fatal(err)
		}
	}
	a, _ := s.Account()
	if a.ID != "demo-claire" || a.URL != h.URL() || !session.Embedded(a) || len(s.Config().Accounts()) != 1 {
		t.Fatalf("%+v", s.Config().Accounts())
	}
	b, err := s.Connect(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if w, err := b.Welcome(t.Context()); err != nil || w.Me.Login != "claire" {
		t.Fatalf("%+v, %v", w, err)
	}
}

func TestWhatWasAskedBeforeSigningInGoesToTheAccountOnceItMay(t *testing.T) {
	t.Parallel()
	h, home := helpdesk(t), t.TempDir()
	s := open(t, home)
	unsigned, err := s.Desk(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	receipt, err := unsigned.Ask(t.Context(), desk.NewTicket{
		Title: "Plus de réseau", Kind: desk.KindIncident, Message: desk.NewMessage{Body: "Rien ne marche."},
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := unsigned.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SignIn(t.Context(), client.Account{Kind: "relais", URL: h.URL(), Login: "amelie"}, desk.NewSecret(password)); err != nil {
		t.Fatal(err)
	}
	if n, err := s.Adopt(t.Context()); n != 1 || err != nil {
		t.Fatalf("adopted %d, %v", n, err)
	}
	d, err := s.Desk(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if _, err := s.Sync(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	if got, err := d.Receipt(t.Context(), receipt.Key); err != nil || got.State != desk.StateAccepted || got.Number == "" {
		t.Fatalf("%+v, %v", got, err)
	}
}

func TestAfterSigningOutTheSecretIsGone(t *testing.T) {
	t.Parallel()
	h, home := helpdesk(t), t.TempDir()
	s := open(t, home)
	if _, err := s.SignIn(t.Context(), client.Account{Kind: "relais", URL: h.URL(), Login: "amelie"}, desk.NewSecret(password)); err != nil {
		t.Fatal(err)
	}
	if err := s.SignOut(t.Context()); err != nil {
		t.Fatal(err)
	}
	if a, ok := s.Account(); ok {
		t.Fatalf("still %+v", a)
	}
	a, ok := open(t, home).Last()
	if !ok || a.Login != "amelie" {
		t.Fatalf("nobody to come back: %+v", a)
	}
	if _, err := s.Connect(t.Context(), a); desk.CodeOf(err) != desk.CodeUnauthorized {
		t.Fatalf("got %v", err)
	}
	if _, err := os.Stat(filepath.Join(home, "secrets.age")); err == nil {
		t.Error("the file is still there")
	}
}

func TestAfterSigningOutNothingOfTheAccountIsShownAndWhatWaitsIsKept(t *testing.T) {
	t.Parallel()
	h, home := helpdesk(t), t.TempDir()
	s := open(t, home)
	account := client.Account{Kind: "relais", URL: h.URL(), Login: "amelie"}
	if _, err := s.SignIn(t.Context(), account, desk.NewSecret(password)); err != nil {
		t.Fatal(err)
	}
	mine, _ := s.Account()
	first, err := s.Desk(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, err = first.Ask(t.Context(), desk.NewTicket{Title: "Plus de réseau", Kind: desk.KindIncident, Message: desk.NewMessage{Body: "Rien."}}, "")
	if err := errors.Join(err, first.Close()); err != nil {
		t.Fatal(err)
	}
	if err := s.SignOut(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Forget(t.Context(), mine.ID); err != nil {
		t.Fatal(err)
	}
	if n, err := s.Unsent(t.Context(), mine.ID); n != 1 || err != nil {
		t.Fatalf("%d wait, %v", n, err)
	}
	nobody, err := s.Desk(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if rows, err := nobody.Tickets(t.Context(), desk.Filter{}); len(rows) != 0 || err != nil {
		t.Errorf("nobody sees %+v, %v", rows, err)
	}
	if err := nobody.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SignIn(t.Context(), account, desk.NewSecret(password)); err != nil {
		t.Fatal(err)
	}
	d, err := s.Desk(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if got, err := s.Sync(t.Context(), d); got.Pushed != 1 || err != nil {
		t.Errorf("%+v, %v", got, err)
	}
}
