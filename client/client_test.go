package client_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"relais/client"
	"relais/internal/desk"
	"relais/internal/server"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestAKindThatNobodyKnowsIsRefusedWithTheList(t *testing.T) {
	t.Parallel()
	_, err := client.Open(client.Account{Kind: "jira", URL: "https://help.example.org"}, desk.Secret{}, client.Options{})
	_, _, signIn := client.SignIn(t.Context(), client.Account{Kind: "jira", URL: "https://help.example.org"}, desk.Secret{}, client.Options{})
	for _, err := range []error{err, signIn} {
		if desk.CodeOf(err) != desk.CodeInvalid || !strings.Contains(err.Error(), strings.Join(client.Kinds(), ", ")) {
			t.Errorf("got %v", err)
		}
	}
}

func TestEveryKindOpensWithoutAskingAnybody(t *testing.T) {
	t.Parallel()
	for _, kind := range client.Kinds() {
		b, err := client.Open(client.Account{Kind: kind, URL: "help.example.org", Login: "amelie"}, desk.NewSecret("x"), client.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := b.Capabilities().Kind; got != kind {
			t.Errorf("%s says that it is %s", kind, got)
		}
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestAPasswordBecomesASecretThatOpensTheHelpdesk(t *testing.T) {
	t.Parallel()
	s, err := server.Open(t.Context(), server.Options{Data: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(s.Handler())
	t.Cleanup(func() { web.Close(); s.Close() })
	amelie := desk.Person{ID: "amelie", Login: "amelie", Name: "Amélie", Role: desk.RoleRequester}
	if _, err := s.AddPerson(t.Context(), amelie, desk.NewSecret("a long enough password")); err != nil {
		t.Fatal(err)
	}
	a := client.Account{Kind: "relais", URL: web.URL, Login: "amelie"}
	secret, w, err := client.SignIn(t.Context(), a, desk.NewSecret("a long enough password"), client.Options{})
	if err != nil || w.Me.ID != "amelie" || secret.Empty() {
		t.Fatalf("got %+v, %v", w, err)
	}
	b, err := client.Open(a, secret, client.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if w, err := b.Welcome(t.Context()); err != nil || w.Me.ID != "amelie" {
		t.Errorf("got %+v, %v", w, err)
	}
	_, _, err = client.SignIn(t.Context(), a, desk.NewSecret("another password"), client.Options{})
	if desk.CodeOf(err) != desk.CodeUnauthorized {
		t.Errorf("got %v", err)
	}
}

func TestAHelpdeskOfAnotherKindIsNamed(t *testing.T) {
	t.Parallel()
	for page, want := range map[string]string{
		"<title>RT for example.org</title><a href='https://bestpractical.com'>": "this looks like Request Tracker, and the account is for relais",
		"<title>Authentification - GLPI</title>":                                "this looks like GLPI, and the account is for relais",
		"<title>Zammad Helpdesk</title>":                                        "this looks like Zammad, and the account is for relais",
		"<title>It works!</title>":                                              "wrong-server",
	} {
		web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			if r.Method == http.MethodPost {
				t.Error("it was told the password")
			}
			io.WriteString(w, page)
		}))
		t.Cleanup(web.Close)
		_, _, err := client.SignIn(t.Context(), client.Account{Kind: "relais", URL: web.URL, Login: "amelie"}, desk.NewSecret("canary-5f"), client.Options{})
		if desk.CodeOf(err) != desk.CodeWrongServer || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", page, err)
		}
	}
}
