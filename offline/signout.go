package offline

import (
	"context"
	"errors"
	"time"

	"relais/offline/store"
)

// Forget removes from the device the copy of what the helpdesk has of an account.
// What it does not have yet, drafts included, is kept for the next sign-in. ErrHeld
// while a desk of the account is open; nothing was removed then.
func Forget(ctx context.Context, home, account string, now func() time.Time) error {
	unsent, drafts, err := Unsent(ctx, home, account, now)
	if err != nil {
		return err
	}
	folder, err := Folder(home, account)
	if err != nil {
		return err
	}
	err = store.Remove(folder, len(unsent)+drafts > 0)
	if errors.Is(err, store.ErrOpen) {
		return ErrHeld
	}
	return err
}
