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

// Where things are in a home.
const (
	lockName   = "agent.lock"
	socketName = "agent.sock"
	placeName  = "agent.at" // says where the socket is that does not fit here
)

func runFolder(home string) string { return filepath.Join(home, "run") }

// place picks where the socket of a home is made: in a folder of the home that is
// its owner's only or, where that path is too long, in one of the same kind in the
// folder of the session, or in one for temporary files.
func place(home string, env func(string) string) string {
	path := filepath.Join(runFolder(home), socketName)
	sum := sha256.Sum256([]byte(home))
	name := fmt.Sprintf("relais-%d-%s", os.Getuid(), hex.EncodeToString(sum[:8]))
	for _, folder := range []string{env("XDG_RUNTIME_DIR"), os.TempDir(), shortest()} {
		if len(path) <= maxPath {
			break
		}
		if usable(folder) {
			path = filepath.Join(folder, name, socketName)
		}
	}
	return path
}

// usable tells whether a folder is there to make another one in.
func usable(folder string) bool {
	info, err := os.Stat(folder)
	return err == nil && info.IsDir() && filepath.IsAbs(folder)
}

// note leaves word in the home where its socket is. Programs with another
// environment would pick another place, and must find this one.
func note(home, path string) error {
	if filepath.Dir(path) == runFolder(home) {
		return nil
	}
	return os.WriteFile(filepath.Join(runFolder(home), placeName), []byte(path), 0o600)
}

// find tells where the socket of a home is, if there is one. Somebody else's
// folder is refused.
func find(home string) (string, error) {
	if err := owned(runFolder(home)); err != nil {
		return "", err
	}
	path := filepath.Join(runFolder(home), socketName)
	if len(path) <= maxPath {
		return path, nil
	}
	noted, err := os.ReadFile(filepath.Join(runFolder(home), placeName))
	if err != nil {
		return "", err
	}
	return string(noted), owned(filepath.Dir(string(noted)))
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
