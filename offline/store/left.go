package store

import (
	"errors"
	"io/fs"
	"os"
	"strconv"
)

// A file that was closed in order has no log. A program that keeps one thing and ends leaves the log of the precious file
// on purpose; a mark beside it says so, with the size of that log, so that a file is looked through only after a program
// was stopped in the middle.
const leftFile = preciousFile + "-left"

// Leave notes that the log of the precious file is left in order, for a program that ends without Close. Where it was not
// in order before, or somebody else has the file open, there is nothing to say. Others may open the file at once, however
// long the program takes to end.
func (s *Store) Leave() {
	alone, err := s.use.TryLock()
	if size := s.log(preciousFile); s.tidy && alone && err == nil && size > 0 {
		_ = os.WriteFile(s.path(leftFile), []byte(mark(size)), 0o600) // without it the next one looks through the file
	}
	if s.use.Unlock() == nil {
		_, _ = s.use.TryRLock() // without it the file may be repaired or removed: this program does no more with it
	}
}

// inOrder tells whether a file was closed in order, or its log was left so.
func (s *Store) inOrder(name string) bool {
	size := s.log(name)
	if size == 0 || name != preciousFile {
		return size == 0
	}
	raw, err := os.ReadFile(s.path(leftFile))
	return err == nil && string(raw) == mark(size)
}

// enter takes the mark away: from now on the log says nothing about how this program ends.
func (s *Store) enter() error {
	if err := os.Remove(s.path(leftFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// log is the size of a file's log, in bytes.
func (s *Store) log(name string) int64 {
	info, err := os.Stat(s.path(name + "-wal"))
	if err != nil {
		return 0
	}
	return info.Size()
}

func mark(size int64) string { return strconv.FormatInt(size, 10) }
