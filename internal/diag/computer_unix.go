//go:build !windows

package diag

import (
	"errors"
	"io/fs"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// freeRoom is what this person may still write on the disk of a folder, which
// need not be there yet.
func freeRoom(path string) (Bytes, error) {
	var disk unix.Statfs_t
	err := unix.Statfs(path, &disk)
	if parent := filepath.Dir(path); errors.Is(err, fs.ErrNotExist) && parent != path {
		return freeRoom(parent)
	}
	if err != nil {
		return 0, err
	}
	return Bytes(disk.Bavail * uint64(disk.Bsize)), nil
}
