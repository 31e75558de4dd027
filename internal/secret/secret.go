// Package secret keeps passwords and tokens: in the keyring of the operating
// system, or, where there is none or none answers, in a file sealed with a
// passphrase. They are never written anywhere as they are.
package secret

import (
	"context"
	"errors"
	"sync"

	"relais/internal/desk"
)

// The places where secrets live, as an account records them.
const (
	Keyring = "keyring" // of the operating system
	File    = "file"    // sealed with a passphrase
	Memory  = "memory"  // gone when the program ends
)

// Passphrase is the name of the variable that gives the passphrase; while it is
// set, the sealed file is used and the keyring is left alone.
const Passphrase = "RELAIS_PASSPHRASE"

// What Ask is asked for.
const (
	AskPassphrase    = "passphrase"     // of the file that is there
	AskNewPassphrase = "new-passphrase" // for a file to be made: ask twice, and say that it can't be found again
)

// What errors.Is finds in the errors of this package.
var (
	ErrNoKeyring       = errors.New("no keyring answers")          // CodeUnavailable
	ErrNoPassphrase    = errors.New("no passphrase was given")     // CodeUnauthorized
	ErrWrongPassphrase = errors.New("the passphrase doesn't open") // CodeUnauthorized
)

// Ask asks a person for a passphrase; what is one of the constants above. It
// may take as long as the person takes.
type Ask func(what string) (desk.Secret, error)

// Store keeps secrets by id. It is safe for concurrent use. Calls may take
// seconds: never make them where somebody waits for the screen.
//
// All errors are *desk.Error; besides those of each method: CodeUnavailable
// with ErrNoKeyring, CodeUnauthorized with ErrNoPassphrase or
// ErrWrongPassphrase, CodeDamaged for a sealed file that is none,
// CodeDiskFull and CodeReadOnly, CodeCanceled.
type Store interface {
	// Get finds a secret. CodeNotFound.
	Get(ctx context.Context, id string) (desk.Secret, error)
	// Set keeps a secret in the place of an older one.
	Set(ctx context.Context, id string, s desk.Secret) error
	// Delete forgets a secret; one that is not there is no error.
	Delete(ctx context.Context, id string) error
	// Where is the place of what was kept or found last: Keyring, File or Memory.
	Where() string
}

// Open gives the store of a home: the sealed file while RELAIS_PASSPHRASE is
// set, else the keyring, and the sealed file when no keyring answers within
// five seconds. Nothing is opened, and nobody asked, before it is needed. A nil
// ask means that there is nobody to ask.
func Open(home string, ask Ask, env func(string) string) Store {
	return OpenAt(Keyring, home, ask, env)
}

// OpenAt is Open for a secret whose place is known: for File the keyring, which
// may hold an older one, is left alone; for Memory see NewMemory.
func OpenAt(place, home string, ask Ask, env func(string) string) Store {
	if phrase := env(Passphrase); phrase != "" {
		given := desk.NewSecret(phrase)
		return newSealed(home, func(string) (desk.Secret, error) { return given, nil })
	}
	switch place {
	case File:
		return newSealed(home, ask)
	case Memory:
		return NewMemory()
	}
	return &either{ring: newRing(), sealed: newSealed(home, ask), where: Keyring}
}

// either prefers the keyring, and falls back on the sealed file.
type either struct {
	ring   *ring
	sealed *sealed

	mu    sync.Mutex
	where string
}

// Where is the place that answered last.
func (e *either) Where() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.where
}

func (e *either) at(where string, err error) error {
	if err == nil {
		e.mu.Lock()
		e.where = where
		e.mu.Unlock()
	}
	return err
}

// Get asks the keyring, and the file if there is one and the keyring does not know.
func (e *either) Get(ctx context.Context, id string) (desk.Secret, error) {
	s, err := e.ring.Get(ctx, id)
	if !e.elsewhere(err) || !e.sealed.exists() {
		return s, e.at(Keyring, err)
	}
	s, err = e.sealed.Get(ctx, id)
	return s, e.at(File, err)
}

// Set keeps it in the keyring, or in the file when no keyring answers.
func (e *either) Set(ctx context.Context, id string, s desk.Secret) error {
	err := e.ring.Set(ctx, id, s)
	if !e.elsewhere(err) {
		return e.at(Keyring, err)
	}
	return e.at(File, e.sealed.Set(ctx, id, s))
}

// Delete forgets it where Get would find it.
func (e *either) Delete(ctx context.Context, id string) error {
	_, err := e.ring.Get(ctx, id)
	if err == nil {
		return e.ring.Delete(ctx, id)
	}
	if !e.elsewhere(err) {
		return err
	}
	return e.sealed.Delete(ctx, id)
}

// elsewhere tells whether, after the keyring's answer, the file may know more.
func (e *either) elsewhere(err error) bool {
	return errors.Is(err, ErrNoKeyring) || desk.CodeOf(err) == desk.CodeNotFound
}
