// Package config finds the home folder of a person and keeps what was decided:
// the settings, each with its origin, and the accounts. Secrets are not here,
// only where they live.
//
// Of four places the first that says something wins: the administrator's policy
// file, the environment (RELAIS_LANG, …), the person's own settings.toml, the
// default. What the first two say can't be changed from the program.
package config

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"relais/internal/desk"
)

// Options are the surroundings. The zero value is those of the computer.
type Options struct {
	Env    func(string) string // os.Getenv
	Policy string              // path of the policy file; the system's place for it
	Now    func() time.Time    // time.Now
}

// Config is the settings and accounts of one home. It is safe for concurrent
// use; several programs may keep the same home, and see what the others wrote
// after Reload.
type Config struct {
	place
	changing sync.Mutex           // one change at a time, with the files; nobody who only looks waits for it
	now      atomic.Pointer[view] // never written to once it is here
}

// place is where the settings and accounts are.
type place struct {
	home string
	o    Options
}

// view is what is known of them at one time.
type view struct {
	place
	settings Settings
	sources  map[string]source
	accounts []Account
	notices  []error
}

// Origin says which place a value is from.
type Origin string

// The origins, from the weakest to the strongest.
const (
	OriginDefault     Origin = "default"
	OriginFile        Origin = "file"
	OriginEnvironment Origin = "environment"
	OriginPolicy      Origin = "policy"
)

type source struct {
	origin Origin
	where  string // the file, or the variable
}

// Value is a setting with its origin, for people who wonder.
type Value struct {
	Key    string `json:"key"`
	Value  string `json:"value"`
	Origin Origin `json:"origin"`
	Where  string `json:"where,omitempty"` // the file, or the variable
	Locked bool   `json:"locked"`          // the program can't change it
}

// Load reads the settings and accounts of a home; neither the folder nor a file
// in it has to exist. A damaged file is set aside under another name in the
// same folder and left out, a value that makes no sense is left out: Notices
// tells both. It fails only when a file can't be read at all.
func Load(home string, o Options) (*Config, error) {
	if o.Env == nil {
		o.Env = os.Getenv
	}
	if o.Policy == "" {
		o.Policy = policyPath(runtime.GOOS, o.Env)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	c := &Config{place: place{home, o}}
	c.now.Store(&view{place: c.place, settings: defaults})
	return c, c.Reload()
}

// Home is the folder.
func (c *Config) Home() string { return c.home }

// Reload reads everything again, after another program changed it.
func (c *Config) Reload() error { return c.change((*view).reload) }

// change puts another view in the place of the one in force, unless it fails.
func (c *Config) change(do func(*view) error) error {
	c.changing.Lock()
	defer c.changing.Unlock()
	next := *c.now.Load()
	if err := do(&next); err != nil {
		return err
	}
	c.now.Store(&next)
	return nil
}

func (c *view) reload() error {
	c.notices = nil
	own, err := c.readOwn()
	if err != nil {
		return err
	}
	c.resolve(own)
	return c.readAccounts()
}

func (c place) path(name string) string { return filepath.Join(c.home, name) }

const (
	settingsFile = "settings.toml"
	accountsFile = "accounts.toml"
)

// readOwn reads the person's own file as it is, keys of newer programs
// included.
func (c *view) readOwn() (map[string]any, error) {
	own := map[string]any{}
	err := readTOML(c.path(settingsFile), &own)
	if desk.CodeOf(err) == desk.CodeDamaged {
		return map[string]any{}, c.putAside(settingsFile, err)
	}
	return own, err
}

// putAside moves a damaged file away and notes it.
func (c *view) putAside(name string, cause error) error {
	aside, err := setAside(c.path(name), c.o.Now())
	if err != nil {
		return err
	}
	c.notices = append(c.notices, &desk.Error{Code: desk.CodeDamaged, Op: "set aside", Subject: aside, Err: cause})
	return nil
}

// resolve asks the places from the weakest to the strongest.
func (c *view) resolve(own map[string]any) {
	policy := map[string]any{}
	if err := readTOML(c.o.Policy, &policy); err != nil {
		c.notices = append(c.notices, err)
	}
	c.settings, c.sources = defaults, map[string]source{}
	for _, s := range table {
		c.sources[s.key] = source{origin: OriginDefault}
		if v, ok := own[s.key]; ok {
			c.take(s, v, source{OriginFile, c.path(settingsFile)})
		}
		if v := c.o.Env(s.env()); v != "" {
			c.take(s, v, source{OriginEnvironment, s.env()})
		}
		if v, ok := policy[s.key]; ok {
			c.take(s, v, source{OriginPolicy, c.o.Policy})
		}
	}
}

func (c *view) take(s setting, v any, from source) {
	if err := s.set(&c.settings, v); err != nil {
		err = fmt.Errorf("%s in %s: %w", s.key, from.where, err)
		c.notices = append(c.notices, &desk.Error{Code: desk.CodeInvalid, Op: "read settings", Subject: s.key, Err: err})
		return
	}
	c.sources[s.key] = from
}

// Notices are what was wrong with the files at the last Load, Reload or change:
// CodeDamaged with the new name of a file that was set aside, CodeInvalid with
// the key of a value that was left out.
func (c *Config) Notices() []error {
	return slices.Clone(c.now.Load().notices)
}

// Settings are the settings in force.
func (c *Config) Settings() Settings { return c.now.Load().settings }

// Locked tells whether the program can't change a setting, given by its key,
// because the policy file or the environment decides it.
func (c *Config) Locked(key string) bool { return c.now.Load().locked(key) }

func (c *view) locked(key string) bool {
	origin := c.sources[key].origin
	return origin == OriginPolicy || origin == OriginEnvironment
}

// Explain lists all settings in a fixed order, each with its origin.
func (c *Config) Explain() []Value {
	list := make([]Value, 0, len(table))
	now := c.now.Load()
	for _, s := range table {
		from := now.sources[s.key]
		list = append(list, Value{
			Key: s.key, Value: s.text(now.settings), Origin: from.origin, Where: from.where, Locked: now.locked(s.key),
		})
	}
	return list
}

// SetSettings keeps what differs from the settings in force. What another
// program changed meanwhile, and differs in nothing here, stays. CodeForbidden:
// one of them is locked; CodeInvalid: one makes no sense; CodeDiskFull and
// CodeReadOnly: it can't be kept. Then nothing is changed; the subject is the
// key, or the file.
func (c *Config) SetSettings(next Settings) error {
	return c.change(func(v *view) error { return v.set(next) })
}

func (c *view) set(next Settings) error {
	changed := map[string]any{}
	for _, s := range table {
		v := s.value(next)
		if v == s.value(c.settings) {
			continue
		}
		if c.locked(s.key) {
			return &desk.Error{Code: desk.CodeForbidden, Op: "change setting", Subject: s.key,
				Err: fmt.Errorf("decided by %s", c.sources[s.key].where)}
		}
		if err := s.set(&Settings{}, v); err != nil {
			return &desk.Error{Code: desk.CodeInvalid, Op: "change setting", Subject: s.key, Err: err}
		}
		changed[s.key] = v
	}
	if len(changed) == 0 {
		return nil
	}
	return locked(c.home, func() error { return c.keep(changed) })
}

// keep writes changed settings over what the file has now.
func (c *view) keep(changed map[string]any) error {
	c.notices = nil
	own, err := c.readOwn()
	if err != nil {
		return err
	}
	for key, v := range changed {
		own[key] = v
	}
	if err := writeTOML(c.path(settingsFile), own); err != nil {
		return err
	}
	c.resolve(own)
	return nil
}
