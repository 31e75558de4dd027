package session

import (
	"context"

	"relais/internal/config"
	"relais/offline"
)

// SignOut forgets the secret of the current account, which is none any more: its
// requests are not shown until somebody signs in to it again. What waits to be sent
// stays on the device and leaves after that.
func (s *Session) SignOut(ctx context.Context) error {
	a, ok := s.Account()
	if !ok {
		return nil
	}
	if err := s.forget(ctx, a); err != nil {
		return err
	}
	a.Left = true
	if err := s.config.PutAccount(a); err != nil {
		return err
	}
	s.tell()
	return nil
}

// forget forgets the secret of an account. A sealed file with nobody else's in it
// goes as a whole, so that no passphrase is asked for.
func (s *Session) forget(ctx context.Context, a config.Account) error {
	if a.Secret != config.PlaceFile {
		return s.secretsAt(a.Secret).Delete(ctx, a.ID)
	}
	for _, other := range s.config.Accounts() {
		if other.ID != a.ID && other.Secret == config.PlaceFile && !other.Left {
			return s.secretsAt(a.Secret).Delete(ctx, a.ID)
		}
	}
	return s.places.Destroy(ctx)
}

// Last is the account that the person has signed out of, and may come back to.
func (s *Session) Last() (config.Account, bool) { return s.config.Last() }

// Unsent counts what an account keeps here that the helpdesk does not have yet,
// without the drafts.
func (s *Session) Unsent(ctx context.Context, account string) (int, error) {
	list, _, err := offline.Unsent(ctx, s.home, account, s.o.Now)
	return len(list), err
}

// Forget removes from the device the copy of what the helpdesk has of an account,
// whose desk must be closed. What was not sent yet is kept.
func (s *Session) Forget(ctx context.Context, account string) error {
	return offline.Forget(ctx, s.home, account, s.o.Now)
}
