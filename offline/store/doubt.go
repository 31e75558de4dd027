package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"relais/internal/desk"
)

// Damage may be met long after a file was opened, by the first who reads there. Then a mark beside the file has it
// repaired the next time that somebody opens it alone. Once the file is being repaired, the mark names where it was set
// aside: until all of it is carried over, nobody may take the new one for the whole.
const doubtTail = "-doubt"

// found is what a mark says.
var found = &desk.Error{Code: desk.CodeDamaged, Op: "open", Err: errors.New("found damaged while it was used")}

func (s *Store) doubted(name string) bool {
	_, err := os.Lstat(s.path(name + doubtTail))
	return err == nil
}

// doubt makes the mark where damage was found.
func (s *Store) doubt(name string, damaged bool) error {
	if !damaged {
		return nil
	}
	f, err := os.OpenFile(s.path(name+doubtTail), os.O_WRONLY|os.O_CREATE, 0o600) // one that names a file keeps doing so
	if err != nil {
		return err
	}
	return f.Close()
}

// aside is where the precious file was set aside by a repair that did not end; "" for none.
func (s *Store) aside() (string, error) {
	raw, err := os.ReadFile(s.path(preciousFile + doubtTail))
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(raw) == 0 {
		return "", nil
	}
	return s.path(filepath.Base(string(raw))), err
}

// repairing notes, on the disk when it returns, that a repair begins, and where the precious file is set aside.
func (s *Store) repairing(aside string) (err error) {
	mark := s.path(preciousFile + doubtTail)
	temp, err := os.CreateTemp(s.dir, ".doubt-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(temp.Name()) }()
	_, err = temp.WriteString(filepath.Base(aside))
	if err := errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return err
	}
	return errors.Join(os.Rename(temp.Name(), mark), syncFolder(s.dir))
}

// trust takes the mark away from a file that was made anew.
func (s *Store) trust(name string) error {
	if err := os.Remove(s.path(name + doubtTail)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
