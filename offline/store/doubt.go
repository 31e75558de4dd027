package store

import (
	"errors"
	"io/fs"
	"os"

	"relais/internal/desk"
)

// Damage may be met long after a file was opened, by the first who reads there. Then a mark beside the file has it
// repaired the next time that somebody opens it alone.
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
	return os.WriteFile(s.path(name+doubtTail), nil, 0o600)
}

// trust takes the mark away from a file that was made anew.
func (s *Store) trust(name string) error {
	if err := os.Remove(s.path(name + doubtTail)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
