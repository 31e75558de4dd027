package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// makeFolder makes the folder of an account, with its outbox. What is synced in a folder is lost with the power all
// the same when the folder's own name was not, so before anything is kept in a new one, all above it are synced too.
// The lock is made after that, which says that it was done.
func makeFolder(dir string) error {
	if err := os.MkdirAll(filepath.Join(dir, outboxFolder), 0o700); err != nil {
		return err
	}
	if _, err := os.Lstat(filepath.Join(dir, useLock)); err == nil {
		return nil
	}
	for ; ; dir = filepath.Dir(dir) {
		err := syncFolder(dir)
		if errors.Is(err, fs.ErrPermission) || dir == filepath.Dir(dir) {
			return nil // who may not read a folder did not make it
		}
		if err != nil {
			return err
		}
	}
}

// syncFolder makes a new name in a folder durable, where the system can.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
