package config_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relais/internal/config"
	"relais/internal/desk"
)

var now = time.Date(2026, 11, 20, 9, 12, 0, 0, time.UTC)

// place is a home with its surroundings.
type place struct {
	home, policy string
	env          map[string]string
}

func newPlace(t *testing.T) *place {
	t.Helper()
	dir := t.TempDir()
	return &place{home: filepath.Join(dir, "home"), policy: filepath.Join(dir, "policy.toml"), env: map[string]string{}}
}

func (p *place) options() config.Options {
	return config.Options{Env: func(name string) string { return p.env[name] }, Policy: p.policy, Now: func() time.Time { return now }}
}

func (p *place) load(t *testing.T) *config.Config {
	t.Helper()
	c, err := config.Load(p.home, p.options())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (p *place) path(name string) string { return filepath.Join(p.home, name) }

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

var byDefault = config.Settings{Theme: "system", TextScale: 100, Autostart: true, Downloads: 500}

func TestANewHomeHasTheDefaultsAndIsNotTouched(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	c := p.load(t)
	if got := c.Settings(); got != byDefault {
		t.Errorf("settings %+v", got)
	}
	if len(c.Accounts())+len(c.Notices()) > 0 {
		t.Errorf("accounts %v, notices %v", c.Accounts(), c.Notices())
	}
	if _, err := os.Stat(p.home); !os.IsNotExist(err) {
		t.Errorf("reading made the folder: %v", err)
	}
	if c.Home() != p.home {
		t.Errorf("home %q", c.Home())
	}
}

func TestTheStrongestOfFourPlacesWins(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		file, env, policy string
		want              string
		origin            config.Origin
		locked            bool
	}{
		{"", "", "", "system", config.OriginDefault, false},
		{"light", "", "", "light", config.OriginFile, false},
		{"light", "dark", "", "dark", config.OriginEnvironment, true},
		{"light", "dark", "system", "system", config.OriginPolicy, true},
		{"", "", "dark", "dark", config.OriginPolicy, true},
		{"light", "", "dark", "dark", config.OriginPolicy, true},
		{"pink", "", "", "system", config.OriginDefault, false},
		{"light", "pink", "", "light", config.OriginFile, false},
		{"light", "dark", "pink", "dark", config.OriginEnvironment, true},
	} {
		p := newPlace(t)
		if c.file != "" {
			write(t, p.path("settings.toml"), fmt.Sprintf("theme = %q\n", c.file))
		}
		if c.policy != "" {
			write(t, p.policy, fmt.Sprintf("theme = %q\n", c.policy))
		}
		p.env["RELAIS_THEME"] = c.env
		cfg := p.load(t)
		value := explain(t, cfg, "theme")
		if cfg.Settings().Theme != c.want || value.Value != c.want || value.Origin != c.origin || value.Locked != c.locked ||
			cfg.Locked("theme") != c.locked {
			t.Errorf("file %q, environment %q, policy %q: %+v", c.file, c.env, c.policy, value)
		}
		pink := c.file == "pink" || c.env == "pink" || c.policy == "pink"
		if notices := cfg.Notices(); pink != (len(notices) == 1) || (pink && desk.CodeOf(notices[0]) != desk.CodeInvalid) {
			t.Errorf("file %q, environment %q, policy %q: notices %v", c.file, c.env, c.policy, notices)
		}
	}
}

func explain(t *testing.T, c *config.Config, key string) config.Value {
	t.Helper()
	for _, v := range c.Explain() {
		if v.Key == key {
			return v
		}
	}
	t.Fatalf("%q is not explained", key)
	return config.Value{}
}

func TestEverySettingComesFromFileAndEnvironmentAlike(t *testing.T) {
	t.Parallel()
	want := config.Settings{
		Lang: "fr", Theme: "dark", Contrast: true, TextScale: 150, Dense: true, Account: "relais-1", Autostart: false,
		Server: "https://help.example", Kind: "relais", CAFile: "/etc/ssl/own.pem", Downloads: 80, HouseWords: "/etc/relais/house-words.txt", Mapping: "{}",
	}
	const content = `
lang = "fr"
theme = "dark"
contrast = true
text_scale = 150
downloads_mb = 80
house_words = "/etc/relais/house-words.txt"
dense = true
account = "relais-1"
autostart = false
server = "https://help.example"
kind = "relais"
ca_file = "/etc/ssl/own.pem"
mapping = "{}"
`
	byFile, byEnv := newPlace(t), newPlace(t)
	write(t, byFile.path("settings.toml"), content)
	for line := range strings.Lines(strings.TrimSpace(content)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), " = ")
		byEnv.env["RELAIS_"+strings.ToUpper(key)] = strings.Trim(value, `"`)
	}
	for name, p := range map[string]*place{"file": byFile, "environment": byEnv} {
		c := p.load(t)
		if got := c.Settings(); got != want {
			t.Errorf("%s: %+v", name, got)
		}
		if got, keys := len(c.Explain()), strings.Count(strings.TrimSpace(content), "\n")+1; got != keys {
			t.Errorf("%s: %d settings are explained, %d tested", name, got, keys)
		}
	}
}

func TestWhatIsSetIsThereNextTime(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		p := newPlace(t)
		want := config.Settings{
			Lang:      rapid.SampledFrom([]string{"", "fr", "en"}).Draw(rt, "lang"),
			Theme:     rapid.SampledFrom([]string{"system", "light", "dark"}).Draw(rt, "theme"),
			Contrast:  rapid.Bool().Draw(rt, "contrast"),
			TextScale: rapid.IntRange(80, 300).Draw(rt, "scale"),
			Downloads: rapid.IntRange(10, 1_000_000).Draw(rt, "downloads"),
			Dense:     rapid.Bool().Draw(rt, "dense"),
			Account:   rapid.String().Draw(rt, "account"),
			Autostart: rapid.Bool().Draw(rt, "autostart"),
			CAFile:    rapid.String().Draw(rt, "ca"),
		}
		if err := p.load(t).SetSettings(want); err != nil {
			rt.Fatal(err)
		}
		if got := p.load(t).Settings(); got != want {
			rt.Fatalf("set %+v, got %+v", want, got)
		}
	})
}

func TestFilesAreForTheirOwnerOnly(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	c := p.load(t)
	if err := c.SetSettings(config.Settings{Theme: "dark", TextScale: 100, Downloads: 500}); err != nil {
		t.Fatal(err)
	}
	if err := c.PutAccount(account("a")); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]os.FileMode{"": 0o700, "settings.toml": 0o600, "accounts.toml": 0o600, "config.lock": 0o600} {
		info, err := os.Stat(p.path(name))
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); runtime.GOOS != "windows" && got != want {
			t.Errorf("%q has mode %o, want %o", name, got, want)
		}
	}
	entries, _ := os.ReadDir(p.home)
	if len(entries) != 3 {
		t.Errorf("left behind: %v", entries)
	}
}

func TestALockedSettingStaysAndNothingElseChanges(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	write(t, p.policy, "theme = \"dark\"\n")
	p.env["RELAIS_LANG"] = "fr"
	c := p.load(t)
	before := c.Settings()
	for key, change := range map[string]func(*config.Settings){
		"theme": func(s *config.Settings) { s.Theme = "light" },
		"lang":  func(s *config.Settings) { s.Lang = "en" },
	} {
		next := before
		next.Dense = true
		change(&next)
		err := c.SetSettings(next)
		if desk.CodeOf(err) != desk.CodeForbidden || !strings.Contains(err.Error(), key) {
			t.Errorf("%s: %v", key, err)
		}
		if c.Settings() != before {
			t.Errorf("%s: settings became %+v", key, c.Settings())
		}
	}
	next := before
	next.Dense = true
	if err := c.SetSettings(next); err != nil || !c.Settings().Dense {
		t.Errorf("a free setting beside locked ones: %v", err)
	}
	if got := read(t, p.path("settings.toml")); strings.Contains(got, "theme") || strings.Contains(got, "lang") {
		t.Errorf("the file took over what others decide: %s", got)
	}
}

func TestAValueThatMakesNoSenseIsRefused(t *testing.T) {
	t.Parallel()
	c := newPlace(t).load(t)
	for key, change := range map[string]func(*config.Settings){
		"lang":       func(s *config.Settings) { s.Lang = "de" },
		"theme":      func(s *config.Settings) { s.Theme = "" },
		"text_scale": func(s *config.Settings) { s.TextScale = 20 },
		"downloads":  func(s *config.Settings) { s.Downloads = 0 },
		"server":     func(s *config.Settings) { s.Server = "https://zoe:hunter2@help.example" },
	} {
		next := c.Settings()
		change(&next)
		err := c.SetSettings(next)
		if desk.CodeOf(err) != desk.CodeInvalid || !strings.Contains(err.Error(), key) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", key, err)
		}
		if c.Settings() != byDefault {
			t.Errorf("%s: settings became %+v", key, c.Settings())
		}
	}
}

func TestKeysOfANewerProgramSurvive(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	write(t, p.path("settings.toml"), "dense = true\nhologram = \"on\"\n")
	c := p.load(t)
	next := c.Settings()
	next.Lang = "fr"
	if err := c.SetSettings(next); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`hologram = "on"`, `dense = true`, `lang = "fr"`} {
		if got := read(t, p.path("settings.toml")); !strings.Contains(got, want) {
			t.Errorf("%q is missing in %s", want, got)
		}
	}
}

func TestADamagedFileIsSetAsideAndSaid(t *testing.T) {
	t.Parallel()
	const broken = "theme = \"dark\nlang="
	for _, name := range []string{"settings.toml", "accounts.toml"} {
		p := newPlace(t)
		write(t, p.path(name), broken)
		c := p.load(t)
		notices := c.Notices()
		if len(notices) != 1 || desk.CodeOf(notices[0]) != desk.CodeDamaged {
			t.Fatalf("%s: notices %v", name, notices)
		}
		aside := name + ".damaged-20261120-091200.000"
		if !strings.Contains(notices[0].Error(), aside) {
			t.Errorf("%s: %v does not name %s", name, notices[0], aside)
		}
		if got := read(t, p.path(aside)); got != broken {
			t.Errorf("%s: kept %q", name, got)
		}
		if c.Settings() != byDefault || len(c.Accounts()) > 0 {
			t.Errorf("%s: settings %+v, accounts %v", name, c.Settings(), c.Accounts())
		}
		if err := c.Reload(); err != nil || len(c.Notices()) > 0 {
			t.Errorf("%s: the second time %v, %v", name, err, c.Notices())
		}
	}
}

func TestADamagedPolicyIsSaidAndLeftAlone(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	write(t, p.policy, "theme = ")
	c := p.load(t)
	if n := c.Notices(); len(n) != 1 || desk.CodeOf(n[0]) != desk.CodeDamaged {
		t.Errorf("notices %v", n)
	}
	if got := read(t, p.policy); got != "theme = " {
		t.Errorf("the policy is %q", got)
	}
}

func TestAHomeThatCannotBeWrittenIsSaid(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	write(t, p.home, "a file where the folder should be")
	_, err := config.Load(p.home, p.options())
	if desk.CodeOf(err) != desk.CodeReadOnly {
		t.Errorf("load: %v", err)
	}
	p.home = filepath.Join(t.TempDir(), "home")
	c := p.load(t)
	write(t, p.home, "a file")
	if err := c.SetSettings(config.Settings{Theme: "dark", TextScale: 100, Downloads: 500}); desk.CodeOf(err) != desk.CodeReadOnly {
		t.Errorf("set: %v", err)
	}
	if c.Settings() != byDefault {
		t.Errorf("settings became %+v", c.Settings())
	}
	if err := c.PutAccount(account("a")); desk.CodeOf(err) != desk.CodeReadOnly || len(c.Accounts()) > 0 {
		t.Errorf("put: %v, %v", err, c.Accounts())
	}
}

func TestSeveralProgramsLoseNothingOfEachOther(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	changes := []func(*config.Settings){
		func(s *config.Settings) { s.Lang = "fr" }, func(s *config.Settings) { s.Theme = "dark" },
		func(s *config.Settings) { s.Dense = true }, func(s *config.Settings) { s.TextScale = 120 },
	}
	var programs sync.WaitGroup
	for i, change := range changes {
		c := p.load(t)
		programs.Go(func() {
			next := c.Settings()
			change(&next)
			if err := c.SetSettings(next); err != nil {
				t.Error(err)
			}
			if err := c.PutAccount(account(fmt.Sprint("a", i))); err != nil {
				t.Error(err)
			}
		})
	}
	programs.Wait()
	c := p.load(t)
	if want := (config.Settings{Lang: "fr", Theme: "dark", Dense: true, TextScale: 120, Autostart: true, Downloads: 500}); c.Settings() != want {
		t.Errorf("settings %+v", c.Settings())
	}
	if got := len(c.Accounts()); got != len(changes) {
		t.Errorf("%d accounts", got)
	}
}

func TestNobodyWhoLooksWaitsForAChange(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	o := p.options()
	under, on := make(chan struct{}), make(chan struct{})
	o.Now = func() time.Time { // asked for the name of the damaged file, in the middle of the change
		close(under)
		<-on
		return now
	}
	c, err := config.Load(p.home, o)
	if err != nil {
		t.Fatal(err)
	}
	write(t, p.path("accounts.toml"), "[[account")
	ended := make(chan error, 1)
	go func() {
		ended <- c.PutAccount(config.Account{ID: "a", Kind: "relais", URL: "https://help.example.org", Secret: config.PlaceFile})
	}()
	<-under
	if _, there := c.Current(); there || c.Settings().Theme != "system" || c.Locked("theme") {
		t.Error("not what was there before")
	}
	close(on)
	if err := <-ended; err != nil || len(c.Accounts()) != 1 {
		t.Fatalf("%v, %v", c.Accounts(), err)
	}
}
