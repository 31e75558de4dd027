package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Settings are what a person, or an administrator for everybody, decided.
type Settings struct {
	Lang       string // "fr" or "en"; "" follows the system
	Theme      string // "system", "light" or "dark"
	Contrast   bool   // high contrast
	TextScale  int    // percent, from 80 to 300
	Dense      bool   // more lines on the technician's screen
	Account    string // id of the account in use; "" for none
	Autostart  bool   // start with the session
	Server     string // address of the helpdesk to offer at sign-in
	Kind       string // its kind
	CAFile     string // certificates to trust besides the system's
	Downloads  int    // megabytes of downloaded files that are kept, from 10 to 1,000,000
	HouseWords string // file with what people of the company call things, besides what comes with Relais
	Mapping    string // JSON: how the words of the helpdesk are to be understood, in the form of its kind; "" finds out
}

// setting is one of them: its key in files, how it reads, how it is set.
type setting struct {
	key   string
	value func(Settings) any
	set   func(*Settings, any) error // takes what TOML gives, or a text
}

// env is the name of the setting in the environment.
func (s setting) env() string { return "RELAIS_" + strings.ToUpper(s.key) }

func (s setting) text(values Settings) string { return fmt.Sprint(s.value(values)) }

var defaults = Settings{Theme: "system", TextScale: 100, Autostart: true, Downloads: 500}

// table lists all settings in the order in which they are explained.
var table = []setting{
	words("lang", func(s *Settings) *string { return &s.Lang }, oneOf("", "fr", "en")),
	words("theme", func(s *Settings) *string { return &s.Theme }, oneOf("system", "light", "dark")),
	flag("contrast", func(s *Settings) *bool { return &s.Contrast }),
	number("text_scale", 80, 300, func(s *Settings) *int { return &s.TextScale }),
	flag("dense", func(s *Settings) *bool { return &s.Dense }),
	words("account", func(s *Settings) *string { return &s.Account }, anything),
	flag("autostart", func(s *Settings) *bool { return &s.Autostart }),
	words("server", func(s *Settings) *string { return &s.Server }, address),
	words("kind", func(s *Settings) *string { return &s.Kind }, anything),
	words("ca_file", func(s *Settings) *string { return &s.CAFile }, anything),
	number("downloads_mb", 10, 1_000_000, func(s *Settings) *int { return &s.Downloads }),
	words("house_words", func(s *Settings) *string { return &s.HouseWords }, anything),
	words("mapping", func(s *Settings) *string { return &s.Mapping }, object),
}

func words(key string, at func(*Settings) *string, check func(string) error) setting {
	return setting{
		key:   key,
		value: func(s Settings) any { return *at(&s) },
		set: func(s *Settings, v any) error {
			text, ok := v.(string)
			if !ok {
				return fmt.Errorf("want a text, not %v", v)
			}
			if err := check(text); err != nil {
				return err
			}
			*at(s) = text
			return nil
		},
	}
}

func flag(key string, at func(*Settings) *bool) setting {
	return setting{
		key:   key,
		value: func(s Settings) any { return *at(&s) },
		set: func(s *Settings, v any) error {
			on, err := strconv.ParseBool(fmt.Sprint(v))
			if err != nil {
				return fmt.Errorf("want true or false, not %q", fmt.Sprint(v))
			}
			*at(s) = on
			return nil
		},
	}
}

func number(key string, least, most int, at func(*Settings) *int) setting {
	return setting{
		key:   key,
		value: func(s Settings) any { return *at(&s) },
		set: func(s *Settings, v any) error {
			n, err := strconv.Atoi(fmt.Sprint(v))
			if err != nil || n < least || n > most {
				return fmt.Errorf("want a number from %d to %d, not %q", least, most, fmt.Sprint(v))
			}
			*at(s) = n
			return nil
		},
	}
}

func anything(string) error { return nil }

// object checks that a text is a JSON object; what is in it is for the kind of
// helpdesk to judge.
func object(s string) error {
	if s == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(s), &map[string]any{}); err != nil {
		return fmt.Errorf("want a JSON object: %w", err)
	}
	return nil
}

func oneOf(list ...string) func(string) error {
	return func(s string) error {
		if !slices.Contains(list, s) {
			return fmt.Errorf("%q is not one of %q", s, list)
		}
		return nil
	}
}

// address checks the address of a helpdesk: a web address without a password.
func address(s string) error {
	if s == "" {
		return nil
	}
	u, err := url.Parse(s)
	switch {
	case err != nil: // the cause quotes the whole address, with what may be a password in it
		return errors.New("not a web address")
	case u.Scheme != "https" && u.Scheme != "http", u.Host == "":
		return errors.New("want an address that begins with https://")
	case u.User != nil:
		return errors.New("an address must not contain a login or a password")
	}
	return nil
}
