package config

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"relais/internal/desk"
)

// Account is one sign-in at one helpdesk. Its secret lives elsewhere.
type Account struct {
	ID     string    `toml:"id" json:"id"`
	Kind   string    `toml:"kind" json:"kind"`
	URL    string    `toml:"url" json:"url"`
	Login  string    `toml:"login" json:"login"`
	Name   string    `toml:"name,omitempty" json:"name,omitempty"`   // of the person
	Queue  string    `toml:"queue,omitempty" json:"queue,omitempty"` // for own requests; "" is the lowest level
	Secret Place     `toml:"secret" json:"secret"`
	Role   desk.Role `toml:"role,omitempty" json:"role,omitempty"`            // as known at the last sign-in
	Left   bool      `toml:"signed_out,omitempty" json:"signedOut,omitempty"` // the person signed out, and has not come back
}

// Place says where the secret of an account lives.
type Place string

// The places.
const (
	PlaceKeyring Place = "keyring" // of the operating system
	PlaceFile    Place = "file"    // sealed with a passphrase
	PlaceMemory  Place = "memory"  // made anew at each start
)

// AccountID is the id of an account. The same sign-in has the same id for ever,
// so that signing in again finds what was kept.
func AccountID(kind, address, login string) string {
	if u, err := url.Parse(strings.TrimSpace(address)); err == nil {
		u.Scheme, u.Host = strings.ToLower(u.Scheme), strings.ToLower(u.Host)
		address = strings.TrimRight(u.String(), "/")
	}
	sum := sha256.Sum256([]byte(kind + "\x00" + address + "\x00" + strings.TrimSpace(login)))
	return kind + "-" + hex.EncodeToString(sum[:6])
}

// goodID keeps to what is a folder's name on every system.
var goodID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)

func (a Account) check() error {
	switch {
	case !goodID.MatchString(a.ID):
		return errors.New("the id is not of small letters, digits and hyphens")
	case a.Kind == "":
		return errors.New("the kind is missing")
	case a.URL == "":
		return errors.New("the address is missing")
	case a.Secret != PlaceKeyring && a.Secret != PlaceFile && a.Secret != PlaceMemory:
		return errors.New("it does not say where its secret lives")
	}
	return address(a.URL)
}

type accounts struct {
	List []Account `toml:"account"`
}

// readAccounts reads the accounts. Where one makes no sense the file is set
// aside as damaged, and the others are kept.
func (c *view) readAccounts() error {
	var file accounts
	err := readTOML(c.path(accountsFile), &file)
	if err != nil && desk.CodeOf(err) != desk.CodeDamaged {
		return err
	}
	good := make([]Account, 0, len(file.List))
	for _, a := range file.List {
		if problem := a.check(); problem != nil {
			err = errors.Join(err, &desk.Error{Code: desk.CodeDamaged, Op: "read account", Subject: a.ID, Err: problem})
			continue
		}
		good = append(good, a)
	}
	c.accounts = good
	if err == nil {
		return nil
	}
	if err := c.putAside(accountsFile, err); err != nil || len(good) == 0 {
		return err
	}
	return writeTOML(c.path(accountsFile), accounts{good})
}

// Accounts lists the accounts by id.
func (c *Config) Accounts() []Account {
	return slices.Clone(c.now.Load().accounts)
}

// Account finds an account.
func (c *Config) Account(id string) (Account, bool) {
	all := c.now.Load().accounts
	i := slices.IndexFunc(all, func(a Account) bool { return a.ID == id })
	if i < 0 {
		return Account{}, false
	}
	return all[i], true
}

// Current is the account in use: the one that the settings name, else the only
// one there is. There is none while the person is signed out of it.
func (c *Config) Current() (Account, bool) {
	if a, ok := c.named(); ok && !a.Left {
		return a, true
	}
	return Account{}, false
}

// Last is the account that the person has signed out of, and may come back to.
func (c *Config) Last() (Account, bool) {
	if a, ok := c.named(); ok && a.Left {
		return a, true
	}
	return Account{}, false
}

func (c *Config) named() (Account, bool) {
	if a, ok := c.Account(c.Settings().Account); ok {
		return a, true
	}
	if all := c.Accounts(); len(all) == 1 {
		return all[0], true
	}
	return Account{}, false
}

// PutAccount keeps an account, new or changed. CodeInvalid, CodeDiskFull,
// CodeReadOnly: nothing was changed.
func (c *Config) PutAccount(a Account) error {
	if err := a.check(); err != nil {
		return &desk.Error{Code: desk.CodeInvalid, Op: "keep account", Subject: a.ID, Err: err}
	}
	return c.changeAccounts(func(list []Account) []Account { return append(without(list, a.ID), a) })
}

// RemoveAccount forgets an account; one that is not there is no error. What was
// kept for it stays in its folder.
func (c *Config) RemoveAccount(id string) error {
	return c.changeAccounts(func(list []Account) []Account { return without(list, id) })
}

func without(list []Account, id string) []Account {
	return slices.DeleteFunc(slices.Clone(list), func(a Account) bool { return a.ID == id })
}

func (c *Config) changeAccounts(change func([]Account) []Account) error {
	return c.change(func(v *view) error {
		return locked(v.home, func() error { return v.change(change) })
	})
}

// change writes other accounts over those that the file has now.
func (c *view) change(change func([]Account) []Account) error {
	c.notices = nil
	if err := c.readAccounts(); err != nil {
		return err
	}
	next := change(c.accounts)
	slices.SortFunc(next, func(a, b Account) int { return cmp.Compare(a.ID, b.ID) })
	if err := writeTOML(c.path(accountsFile), accounts{next}); err != nil {
		return err
	}
	c.accounts = next
	return nil
}
