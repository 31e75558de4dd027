package offline

import (
	"context"
	"errors"
	"time"

	"relais/offline/store"
)

// Forget removes from the device the copy of what the helpdesk has of an account.
// What it does not have is kept for the next sign-in: what waits, drafts, and the
// words of what was given up. ErrHeld while a desk of the account is open; nothing
// was removed then.
func Forget(ctx context.Context, home, account string, now func() time.Time) error {
	folder, err := Folder(home, account)
	if err != nil {
		return err
	}
	err = store.Remove(ctx, folder, store.Options{Now: now, Single: true})
	if errors.Is(err, store.ErrOpen) {
		return ErrHeld
	}
	return err
}
