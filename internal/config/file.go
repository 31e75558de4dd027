package config

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/gofrs/flock"

	"relais/internal/desk"
)

// readTOML decodes a file into v; a file that is not there leaves v as it is.
// What can't be decoded is CodeDamaged.
func readTOML(path string, v any) error {
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return desk.StorageError("read", filepath.Base(path), err)
	}
	if err := toml.Unmarshal(raw, v); err != nil {
		return &desk.Error{Code: desk.CodeDamaged, Op: "read", Subject: filepath.Base(path), Err: err}
	}
	return nil
}

// writeTOML replaces a file as a whole: whoever reads it finds the old content
// or the new one, also after a power cut. Only its owner may read it.
func writeTOML(path string, v any) error {
	raw, err := toml.Marshal(v)
	if err != nil {
		return &desk.Error{Code: desk.CodeInternal, Op: "write", Subject: filepath.Base(path), Err: err}
	}
	return desk.StorageError("write", filepath.Base(path), replace(path, raw))
}

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

// setAside moves a damaged file out of the way, under a name with the time, and
// returns that name.
func setAside(path string, now time.Time) (string, error) {
	aside := path + ".damaged-" + now.UTC().Format("20060102-150405.000")
	if err := os.Rename(path, aside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", desk.StorageError("set aside", filepath.Base(path), err)
	}
	return filepath.Base(aside), nil
}

// patience is how long another program may keep the files of a home.
const patience = 5 * time.Second

// locked runs a change while no other program writes the files of the home.
func locked(home string, change func() error) error {
	if err := os.MkdirAll(home, 0o700); err != nil {
		return desk.StorageError("make the home folder", filepath.Base(home), err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	lock := flock.New(filepath.Join(home, "config.lock"), flock.SetPermissions(0o600))
	held, err := lock.TryLockContext(ctx, 10*time.Millisecond)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return desk.Errorf(desk.CodeUnavailable, "write settings", "another program keeps them: %w", err)
	case err != nil:
		return desk.StorageError("lock", "config.lock", err)
	case !held:
		return desk.Errorf(desk.CodeUnavailable, "write settings", "another program keeps them")
	}
	defer func() { _ = lock.Unlock() }()
	return change()
}
