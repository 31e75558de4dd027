package offline

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"relais/internal/desk"
	"relais/offline/store"
)

// Adopt moves what was done before any sign-in to an account: operations, drafts
// and ticked steps. It tells how many operations. Killed in the middle, it may
// be called again: each operation arrives once.
func Adopt(ctx context.Context, home, account string, now func() time.Time) (int, error) {
	if account == "" {
		return 0, invalid("adopt", "no account")
	}
	to, err := Folder(home, account)
	if err != nil {
		return 0, err
	}
	from, err := Folder(home, "")
	if err != nil {
		return 0, err
	}
	if _, err := os.Stat(from); errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	before, err := store.Open(ctx, from, store.Options{Now: now, Single: true})
	if err != nil {
		return 0, err
	}
	after, err := store.Open(ctx, to, store.Options{Now: now, Single: true})
	if err != nil {
		return 0, errors.Join(err, before.Close())
	}
	n, err := adopt(ctx, after, before)
	return n, errors.Join(err, after.Close(), before.Close())
}

// Unadopted tells how many operations and drafts were made before any sign-in,
// so that a person can be asked whether to Adopt them.
func Unadopted(ctx context.Context, home string, now func() time.Time) (int, error) {
	list, drafts, err := Earlier(ctx, home, now)
	return len(list) + drafts, err
}

// Earlier lists the operations that were made before any sign-in and belong to
// nobody yet, in their order, and counts the drafts.
func Earlier(ctx context.Context, home string, now func() time.Time) (list []desk.Pending, drafts int, err error) {
	return Unsent(ctx, home, "", now)
}

// Unsent lists the operations of an account that the helpdesk does not have yet, in
// their order, and counts the drafts.
func Unsent(ctx context.Context, home, account string, now func() time.Time) (list []desk.Pending, drafts int, err error) {
	from, err := Folder(home, account)
	if err != nil {
		return nil, 0, err
	}
	if _, err := os.Stat(from); errors.Is(err, fs.ErrNotExist) {
		return nil, 0, nil
	}
	s, err := store.Open(ctx, from, store.Options{Now: now, Single: true})
	if err != nil {
		return nil, 0, err
	}
	live, err := s.Live(ctx)
	written, draftErr := s.Drafts(ctx)
	return store.Pendings(live), len(written), errors.Join(err, draftErr, s.Close())
}

// adopt copies the files first, then the rows, and only then drops the rows where
// they were.
func adopt(ctx context.Context, to, from *store.Store) (int, error) {
	if err := to.CopyOutbox(ctx, from); err != nil {
		return 0, err
	}
	handed, err := to.Receive(ctx, from.Precious)
	if err != nil {
		return 0, err
	}
	if err := from.Drop(ctx, handed); err != nil {
		return 0, err
	}
	return len(handed.Operations), from.ForgetOverlay(ctx)
}
