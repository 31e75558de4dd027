package agent

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"

	"relais/internal/desk"
)

// maxPath keeps the path of a socket below what every system takes: 104 bytes,
// the closing zero included.
const maxPath = 100

// socketPath is where the socket of a home is: in a folder of the home that is
// its owner's only or, where that path is too long, in one of the same kind in
// the folder of the session.
func socketPath(home string, env func(string) string) string {
	if path := filepath.Join(home, "run", "agent.sock"); len(path) <= maxPath {
		return path
	}
	session := env("XDG_RUNTIME_DIR")
	if !filepath.IsAbs(session) {
		session = os.TempDir()
	}
	sum := sha256.Sum256([]byte(home))
	folder := fmt.Sprintf("relais-%d-%s", os.Getuid(), hex.EncodeToString(sum[:8]))
	return filepath.Join(session, folder, "agent.sock")
}

// privateFolder makes sure that a folder is there and is its owner's only: one
// that somebody else put there before is refused.
func privateFolder(path string) error {
	fail := func(err error) error { return desk.StorageError("make folder", filepath.Base(path), err) }
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fail(err)
	}
	if err := os.Mkdir(path, 0o700); err != nil && !os.IsExist(err) {
		return fail(err)
	}
	return fail(owned(path))
}

// owned tells whether a path is a real folder of this person.
func owned(path string) error {
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return err
	case !info.IsDir():
		return fmt.Errorf("%s is no folder: %w", filepath.Base(path), os.ErrPermission)
	case !mine(info):
		return fmt.Errorf("%s belongs to somebody else: %w", filepath.Base(path), os.ErrPermission)
	case info.Mode().Perm() != 0o700:
		return os.Chmod(path, 0o700)
	}
	return nil
}
