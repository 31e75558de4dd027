package secret

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"filippo.io/age"
	"github.com/gofrs/flock"

	"relais/internal/desk"
)

const (
	sealedFile = "secrets.age"

	// workFactor makes one guess of the passphrase cost about 32 MB and a tenth of
	// a second; maxWorkFactor bounds what a file from elsewhere may ask for.
	workFactor    = 15
	maxWorkFactor = 18
)

// sealed keeps all secrets of a home in one file that a passphrase opens. Other
// programs may write the same file.
type sealed struct {
	home string
	ask  Ask

	mu     sync.Mutex
	phrase desk.Secret // once it has opened or made the file
}

// contents are what is inside the seal.
type contents struct {
	Version int               `json:"version"`
	Secrets map[string]string `json:"secrets"`
}

const version = 1

func newSealed(home string, ask Ask) *sealed { return &sealed{home: home, ask: ask} }

// Where is File.
func (s *sealed) Where() string { return File }

func (s *sealed) path() string { return filepath.Join(s.home, sealedFile) }

func (s *sealed) exists() bool {
	_, err := os.Stat(s.path())
	return !errors.Is(err, fs.ErrNotExist)
}

// Get opens the file and looks inside.
func (s *sealed) Get(ctx context.Context, id string) (desk.Secret, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return desk.Secret{}, canceled("read secret", id, err)
	}
	inside, err := s.open(ctx)
	if err != nil {
		return desk.Secret{}, err
	}
	value, ok := inside.Secrets[id]
	if !ok {
		return desk.Secret{}, &desk.Error{Code: desk.CodeNotFound, Op: "read secret", Subject: id}
	}
	return desk.NewSecret(value), nil
}

// Set opens the file, or makes it, and seals it again.
func (s *sealed) Set(ctx context.Context, id string, value desk.Secret) error {
	return s.change(ctx, "keep secret", func(inside *contents) bool {
		inside.Secrets[id] = value.Reveal()
		return true
	})
}

// Delete opens the file and seals it again without the secret.
func (s *sealed) Delete(ctx context.Context, id string) error {
	if !s.exists() {
		return nil
	}
	return s.change(ctx, "forget secret", func(inside *contents) bool {
		_, found := inside.Secrets[id]
		delete(inside.Secrets, id)
		return found
	})
}

// change opens the file, changes what is inside and seals it again, while no
// other program does.
func (s *sealed) change(ctx context.Context, op string, change func(*contents) bool) error {
	return s.alone(ctx, op, func() error {
		inside, err := s.open(ctx)
		if err != nil || !change(&inside) {
			return err
		}
		return s.seal(op, inside)
	})
}

// destroy removes the file, and forgets the passphrase with it.
func (s *sealed) destroy(ctx context.Context) error {
	if !s.exists() {
		return nil
	}
	const op = "forget secrets"
	return s.alone(ctx, op, func() error {
		s.phrase = desk.Secret{}
		if err := os.Remove(s.path()); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return desk.StorageError(op, sealedFile, err)
		}
		return nil
	})
}

// forget sets the file aside, and forgets the passphrase with it.
func (s *sealed) forget(ctx context.Context) error {
	if !s.exists() {
		return nil
	}
	return s.alone(ctx, "set secrets aside", func() error {
		s.phrase = desk.Secret{}
		return s.setAside()
	})
}

// alone does something while no other program changes the file.
func (s *sealed) alone(ctx context.Context, op string, do func() error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := os.MkdirAll(s.home, 0o700); err != nil {
		return desk.StorageError(op, filepath.Base(s.home), err)
	}
	lock := flock.New(filepath.Join(s.home, "secrets.lock"), flock.SetPermissions(0o600))
	if _, err := lock.TryLockContext(ctx, 10*time.Millisecond); err != nil {
		if ctx.Err() != nil {
			return canceled(op, sealedFile, err)
		}
		return desk.StorageError(op, "secrets.lock", err)
	}
	defer func() { _ = lock.Unlock() }()
	return do()
}

// open reads what is inside the seal; no file is an empty one, and so is one that
// was set aside because nobody can open it.
func (s *sealed) open(ctx context.Context) (contents, error) {
	empty := contents{Version: version, Secrets: map[string]string{}}
	raw, err := os.ReadFile(s.path())
	if errors.Is(err, fs.ErrNotExist) {
		return empty, nil
	}
	if err != nil {
		return empty, desk.StorageError("open secrets", sealedFile, err)
	}
	for what := AskPassphrase; ; {
		known := !s.phrase.Empty()
		phrase, err := s.passphrase(what, ErrNoPassphrase)
		switch {
		case errors.Is(err, ErrForgotten):
			return empty, s.setAside()
		case err != nil:
			return empty, err
		}
		inside, err := unseal(raw, phrase)
		switch {
		case err == nil:
			s.phrase = phrase
			return inside, nil
		case !errors.Is(err, ErrWrongPassphrase):
			return empty, err
		case ctx.Err() != nil:
			return empty, canceled("open secrets", sealedFile, ctx.Err())
		case known: // it opened another file, which another program has replaced
			s.phrase = desk.Secret{}
		default:
			what = AskPassphraseAgain
		}
	}
}

// setAside moves the file out of the way, where nothing looks for it again.
func (s *sealed) setAside() error {
	for i := 1; ; i++ {
		aside := filepath.Join(s.home, fmt.Sprintf("secrets.forgotten-%d.age", i))
		if _, err := os.Lstat(aside); err == nil {
			continue
		}
		if err := os.Rename(s.path(), aside); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return desk.StorageError("set secrets aside", sealedFile, err)
		}
		return nil
	}
}

func unseal(raw []byte, phrase desk.Secret) (inside contents, err error) {
	fail := func(code desk.Code, err error) (contents, error) {
		return contents{}, &desk.Error{Code: code, Op: "open secrets", Subject: sealedFile, Err: err}
	}
	identity, err := age.NewScryptIdentity(phrase.Reveal())
	if err != nil {
		return fail(desk.CodeInternal, err)
	}
	identity.SetMaxWorkFactor(maxWorkFactor)
	plain, err := age.Decrypt(bytes.NewReader(raw), identity)
	if errors.Is(err, age.ErrIncorrectIdentity) {
		return fail(desk.CodeSealed, ErrWrongPassphrase)
	}
	if err != nil {
		return fail(desk.CodeDamaged, err)
	}
	// What is inside never shows in an error: only that it can't be read.
	if err := json.NewDecoder(plain).Decode(&inside); err != nil {
		return fail(desk.CodeDamaged, errors.New("what is inside the seal can't be read"))
	}
	if inside.Version > version {
		return fail(desk.CodeNewer, fmt.Errorf("version %d", inside.Version))
	}
	if inside.Secrets == nil {
		inside.Secrets = map[string]string{}
	}
	return inside, nil
}

func (s *sealed) seal(op string, inside contents) error {
	phrase, err := s.passphrase(AskNewPassphrase, ErrNoneChosen)
	if err != nil {
		return err
	}
	var closed bytes.Buffer
	if err := encrypt(&closed, inside, phrase); err != nil {
		return &desk.Error{Code: desk.CodeInternal, Op: op, Subject: sealedFile, Err: err}
	}
	if err := replace(s.path(), closed.Bytes()); err != nil {
		return desk.StorageError(op, sealedFile, err)
	}
	s.phrase = phrase
	return nil
}

func encrypt(w io.Writer, inside contents, phrase desk.Secret) error {
	recipient, err := age.NewScryptRecipient(phrase.Reveal())
	if err != nil {
		return err
	}
	recipient.SetWorkFactor(workFactor)
	closing, err := age.Encrypt(w, recipient)
	if err != nil {
		return err
	}
	return errors.Join(json.NewEncoder(closing).Encode(inside), closing.Close())
}

// passphrase is the one that worked before, or what the person says; none is the
// error when they say nothing.
func (s *sealed) passphrase(what string, none error) (desk.Secret, error) {
	if !s.phrase.Empty() {
		return s.phrase, nil
	}
	missing := &desk.Error{Code: desk.CodeSealed, Op: "open secrets", Subject: sealedFile, Err: none}
	if s.ask == nil {
		return desk.Secret{}, missing
	}
	phrase, err := s.ask(what)
	switch {
	case errors.Is(err, ErrWrongPassphrase):
		missing.Err = ErrWrongPassphrase
		return desk.Secret{}, missing
	case err != nil:
		missing.Err = fmt.Errorf("%w: %w", none, err)
		return desk.Secret{}, missing
	case phrase.Empty():
		return desk.Secret{}, missing
	}
	return phrase, nil
}

// replace writes a file as a whole: whoever reads it finds the old content or
// the new one, also after a power cut. Only its owner may read it.
func replace(path string, content []byte) error {
	temp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	_, err = temp.Write(content)
	if err := errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return errors.Join(err, os.Remove(temp.Name()))
	}
	if err := os.Rename(temp.Name(), path); err != nil {
		return errors.Join(err, os.Remove(temp.Name()))
	}
	if dir, err := os.Open(filepath.Dir(path)); err == nil {
		_ = dir.Sync() // not every system can
		_ = dir.Close()
	}
	return nil
}
