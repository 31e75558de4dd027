package offline

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"relais/offline/engine"
	"relais/offline/store"
)

// SignedIn says that somebody signed in to an account that may have been refused
// before: its desks sync again by themselves, one that is open in another process
// after its next Poke. An account without a desk needs none of it.
func SignedIn(ctx context.Context, home, account string, now func() time.Time) error {
	folder, err := Folder(home, account)
	if err != nil {
		return err
	}
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	s, err := store.Open(ctx, folder, store.Options{Now: now, Single: true})
	if err != nil {
		return err
	}
	return errors.Join(engine.Forgive(ctx, s), s.Close())
}
