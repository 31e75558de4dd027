package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"

	"relais/offline/store/row"
)

// ErrOpen says that a folder is open, so that nothing in it can be removed.
var ErrOpen = errors.New("another program has the account open")

// Remove removes what is in a folder; with precious, what only this device has is
// kept. A folder that is not there is no error. ErrOpen.
func Remove(dir string, precious bool) error {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	use := flock.New(filepath.Join(dir, useLock), flock.SetPermissions(0o600))
	alone, err := use.TryLock()
	if err != nil {
		return row.Fail("remove store", err)
	}
	if !alone {
		return ErrOpen
	}
	err = empty(dir, precious)
	if err := errors.Join(err, use.Unlock()); err != nil {
		return row.Fail("remove store", err)
	}
	if precious {
		return nil
	}
	return row.Fail("remove store", os.RemoveAll(dir))
}

// empty removes everything but the lock and, where they are kept, the precious file
// and the attachments that wait.
func empty(dir string, precious bool) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := e.Name()
		if name == useLock || precious && (name == outboxFolder || strings.HasPrefix(name, preciousFile)) {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}
