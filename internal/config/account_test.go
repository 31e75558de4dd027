package config_test

import (
	"strings"
	"testing"

	"relais/internal/config"
	"relais/internal/desk"
)

func account(id string) config.Account {
	return config.Account{ID: id, Kind: "relais", URL: "https://help.example", Login: "zoe", Secret: config.PlaceKeyring}
}

func TestAccountsAreKeptChangedAndForgotten(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	c := p.load(t)
	full := config.Account{
		ID: "relais-1", Kind: "relais", URL: "http://127.0.0.1:8440/base", Login: "Zoé", Name: "Zoé Lefèvre", Queue: "level1",
		Secret: config.PlaceFile, Role: desk.RoleTechnician,
	}
	put(t, c, account("b"), account("a"), full)
	changed := account("a")
	changed.Name = "Zoé"
	put(t, c, changed)
	for name, c := range map[string]*config.Config{"here": c, "next time": p.load(t)} {
		if got := c.Accounts(); len(got) != 3 || got[0] != changed || got[1] != account("b") || got[2] != full {
			t.Errorf("%s: %+v", name, got)
		}
		if a, ok := c.Account("relais-1"); !ok || a != full {
			t.Errorf("%s: %+v, %v", name, a, ok)
		}
	}
	for _, id := range []string{"a", "a", "never"} {
		if err := c.RemoveAccount(id); err != nil {
			t.Error(err)
		}
	}
	if _, ok := c.Account("a"); ok || len(p.load(t).Accounts()) != 2 {
		t.Error("a forgotten account is still there")
	}
}

func put(t *testing.T, c *config.Config, accounts ...config.Account) {
	t.Helper()
	for _, a := range accounts {
		if err := c.PutAccount(a); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheCurrentAccountIsTheNamedOneOrTheOnlyOne(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	c := p.load(t)
	current := func(want string) {
		t.Helper()
		if a, ok := c.Current(); a.ID != want || ok != (want != "") {
			t.Errorf("current is %q, want %q", a.ID, want)
		}
	}
	current("")
	put(t, c, account("a"))
	current("a")
	put(t, c, account("b"))
	current("")
	s := c.Settings()
	s.Account = "b"
	if err := c.SetSettings(s); err != nil {
		t.Fatal(err)
	}
	current("b")
	if err := c.RemoveAccount("b"); err != nil {
		t.Fatal(err)
	}
	current("a")
}

func TestAnAccountThatMakesNoSenseIsRefused(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	c := p.load(t)
	for name, change := range map[string]func(*config.Account){
		"no id":               func(a *config.Account) { a.ID = "" },
		"a path as id":        func(a *config.Account) { a.ID = "../../etc" },
		"a long id":           func(a *config.Account) { a.ID = strings.Repeat("a", 65) },
		"no kind":             func(a *config.Account) { a.Kind = "" },
		"no address":          func(a *config.Account) { a.URL = "" },
		"no host":             func(a *config.Account) { a.URL = "https://" },
		"a file":              func(a *config.Account) { a.URL = "file:///etc/passwd" },
		"a password":          func(a *config.Account) { a.URL = "https://zoe:hunter2@help.example" },
		"a password, and bad": func(a *config.Account) { a.URL = "https://zoe:hunter2@help.example:port" },
		"no place":            func(a *config.Account) { a.Secret = "" },
		"a plain text place":  func(a *config.Account) { a.Secret = "settings" },
	} {
		a := account("a")
		change(&a)
		if err := c.PutAccount(a); desk.CodeOf(err) != desk.CodeInvalid || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(p.load(t).Accounts()) > 0 {
		t.Error("one of them was kept")
	}
}

func TestOneBadAccountDoesNotHideTheOthers(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	put(t, p.load(t), account("a"))
	content := read(t, p.path("accounts.toml")) + "\n[[account]]\nid = \"../x\"\n"
	write(t, p.path("accounts.toml"), content)
	c := p.load(t)
	if got := c.Accounts(); len(got) != 1 || got[0] != account("a") {
		t.Errorf("accounts %+v", got)
	}
	if n := c.Notices(); len(n) != 1 || desk.CodeOf(n[0]) != desk.CodeDamaged {
		t.Errorf("notices %v", n)
	}
	if got := read(t, p.path("accounts.toml.damaged-20261120-091200.000")); got != content {
		t.Errorf("kept %q", got)
	}
	if c := p.load(t); len(c.Accounts()) != 1 || len(c.Notices()) > 0 {
		t.Errorf("next time: %v, %v", c.Accounts(), c.Notices())
	}
}

func TestTheSameSignInHasTheSameID(t *testing.T) {
	t.Parallel()
	id := config.AccountID("relais", "https://help.example", "zoe")
	a := account(id)
	if err := newPlace(t).load(t).PutAccount(a); err != nil {
		t.Errorf("%q is not a good id: %v", id, err)
	}
	for _, address := range []string{"https://help.example/", "HTTPS://Help.Example", " https://help.example "} {
		if got := config.AccountID("relais", address, " zoe "); got != id {
			t.Errorf("%q has another id: %s, %s", address, got, id)
		}
	}
	for _, other := range []string{
		config.AccountID("rt", "https://help.example", "zoe"), config.AccountID("relais", "https://help.example", "Zoe"),
		config.AccountID("relais", "https://help.example/desk", "zoe"), config.AccountID("relais", "https://help.example:8440", "zoe"),
	} {
		if other == id {
			t.Errorf("two sign-ins have the id %s", id)
		}
	}
}
