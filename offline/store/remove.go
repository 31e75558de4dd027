package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"relais/offline/change"
	"relais/offline/store/row"
)

// ErrOpen says that a folder is open, so that nothing in it can be removed.
var ErrOpen = errors.New("another program has the account open")

// Remove removes what is in a folder. Where something in it exists only on this
// device, the precious file and the attachments stay; whoever waits for the folder
// may keep something as soon as it is done. A folder that is not there is no error.
// ErrOpen; the errors of Open.
func Remove(ctx context.Context, dir string, o Options) error {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	s, err := prepare(dir, o)
	if err != nil {
		return err
	}
	alone, err := s.use.TryLock()
	switch {
	case err == nil && !alone:
		err = ErrOpen
	case err == nil:
		err = row.Fail("remove store", s.remove(ctx))
	}
	return errors.Join(err, s.Close())
}

// remove is for who has the folder alone.
func (s *Store) remove(ctx context.Context) error {
	if err := s.openPrecious(ctx, true, row.How{Single: true, Check: !s.inOrder(preciousFile)}); err != nil {
		return err
	}
	precious, err := s.only(ctx)
	if err := errors.Join(err, s.Precious.Close()); err != nil {
		return err
	}
	return s.empty(precious)
}

// only tells whether something exists only here: what waits, what is being
// written, the words of what was given up.
func (s *Store) only(ctx context.Context) (bool, error) {
	drafts, err := s.Drafts(ctx)
	if err != nil || len(drafts) > 0 {
		return true, err
	}
	list, err := s.Undelivered(ctx)
	return slices.ContainsFunc(list, func(e Entry) bool {
		if e.Live {
			return true
		}
		w, ok := e.Op.(change.Written)
		return e.Op == nil || ok && (strings.TrimSpace(w.Words()) != "" || len(w.Files()) > 0)
	}), err
}

// empty removes everything but the lock and the folder for attachments, which others
// count on who wait for the lock; where they are kept, the precious file and the
// attachments stay as well.
func (s *Store) empty(precious bool) error {
	for _, folder := range []string{s.dir, s.path(outboxFolder)} {
		entries, err := os.ReadDir(folder)
		if err != nil {
			return err
		}
		for _, e := range entries {
			name := e.Name()
			if folder == s.dir && (name == useLock || name == outboxFolder) || precious && (folder != s.dir || strings.HasPrefix(name, preciousFile)) {
				continue
			}
			if err := os.RemoveAll(filepath.Join(folder, name)); err != nil {
				return err
			}
		}
	}
	return nil
}
