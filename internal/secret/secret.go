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
	AskPassphrase      = "passphrase"       // of the file that is there
	AskPassphraseAgain = "passphrase-again" // the one just said does not open it
	AskNewPassphrase   = "new-passphrase"   // for a file to be made: ask twice, and say that it can't be found again
)

// Shortest is how many characters a passphrase that a person chooses has at least.
const Shortest = 8

// What errors.Is finds in the errors of this package.
var (
	ErrNoKeyring       = errors.New("no keyring answers")          // CodeUnavailable
	ErrNoPassphrase    = errors.New("no passphrase was given")     // CodeSealed
	ErrNoneChosen      = errors.New("no passphrase was chosen")    // CodeSealed
	ErrWrongPassphrase = errors.New("the passphrase doesn't open") // CodeSealed
)

// ErrForgotten is the answer of an Ask for a passphrase that the person can't
// remember: the file is set aside, and a new one begins.
var ErrForgotten = errors.New("the passphrase is forgotten")

// Ask asks a person for a passphrase; what is one of the constants above. It
// may take as long as the person takes, and is called again until the passphrase
// opens the file or there is an error.
type Ask func(what string) (desk.Secret, error)

// Store keeps secrets by id. It is safe for concurrent use. Calls may take
// seconds: never make them where somebody waits for the screen.
//
// All errors are *desk.Error; besides those of each method: CodeUnavailable
// with ErrNoKeyring, CodeSealed with ErrNoPassphrase, ErrNoneChosen or
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

// OpenAt is Open for a secret whose place is known; see Places.At.
func OpenAt(place, home string, ask Ask, env func(string) string) Store {
	return In(home, ask, env).At(place)
}

// Places are the stores of one home. What a person said to one of them, none of
// them asks again.
type Places struct {
	given  bool // the passphrase, by the environment
	sealed *sealed
	either *either
}

// In gives the stores of a home, as Open does.
func In(home string, ask Ask, env func(string) string) *Places {
	phrase := env(Passphrase)
	if phrase != "" {
		given := desk.NewSecret(phrase)
		ask = func(what string) (desk.Secret, error) {
			if what == AskPassphraseAgain {
				return desk.Secret{}, ErrWrongPassphrase
			}
			return given, nil
		}
	}
	file := newSealed(home, ask)
	return &Places{given: phrase != "", sealed: file, either: &either{ring: newRing(), sealed: file, where: Keyring}}
}

// At gives the store of a place. For File the keyring, which may hold an older
// secret, is left alone; for Memory see NewMemory; anything else is the one that
// Open gives.
func (p *Places) At(place string) Store {
	switch {
	case p.given, place == File:
		return p.sealed
	case place == Memory:
		return NewMemory()
	}
	return p.either
}

// SetAside moves the sealed file out of the way, so that the next secret begins a
// new one. One that is not there is no error.
func (p *Places) SetAside(ctx context.Context) error { return p.sealed.forget(ctx) }

// Destroy removes the sealed file with all that is in it, which needs no
// passphrase. One that is not there is no error.
func (p *Places) Destroy(ctx context.Context) error { return p.sealed.destroy(ctx) }

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
