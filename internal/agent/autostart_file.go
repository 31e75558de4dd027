//go:build !windows

package agent

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"relais/internal/desk"
)

const appID = "org.relais.Relais"

// writeOrRemove makes or removes the file that starts a program with the
// session.
func writeOrRemove(path string, enable bool, content string) error {
	var err error
	if enable {
		err = errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(content), 0o644))
	} else if err = os.Remove(path); errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return desk.StorageError("start with the session", filepath.Base(path), err)
}
