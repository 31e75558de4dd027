package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"relais/internal/desk"
	"relais/internal/server/store"
)

// tokenPrefix lets people and scanners recognise a token that got lost.
const tokenPrefix = "relais_"

// Keeper gives tokens and checks them. Its methods may be called from several
// goroutines.
type Keeper struct {
	store  *store.Store
	now    func() time.Time
	life   time.Duration
	doors  doors
	logins *Limiter
}

// NewKeeper makes a keeper whose tokens hold for life.
func NewKeeper(s *store.Store, now func() time.Time, life time.Duration) *Keeper {
	return &Keeper{store: s, now: now, life: life, doors: make(doors, 2), logins: NewLimiter(10, 10, now)}
}

// SignIn exchanges a password for a new token. CodeUnauthorized, without saying
// whether login or password is wrong; CodeThrottled after ten tries a minute with
// one login.
func (k *Keeper) SignIn(ctx context.Context, login string, password desk.Secret, label string) (desk.Secret, time.Time, error) {
	if err := k.logins.Allow(strings.ToLower(login)); err != nil {
		return desk.Secret{}, time.Time{}, err
	}
	var who desk.Person
	var sealed string
	err := k.store.Read(ctx, func(tx *store.Tx) (err error) {
		who, sealed, err = tx.PersonByLogin(login)
		return err
	})
	if err != nil && desk.CodeOf(err) != desk.CodeNotFound {
		return desk.Secret{}, time.Time{}, err
	}
	ok, err := k.doors.verify(ctx, sealed, password)
	if err != nil {
		return desk.Secret{}, time.Time{}, err
	}
	if !ok {
		return desk.Secret{}, time.Time{}, &desk.Error{Code: desk.CodeUnauthorized, Op: "sign in"}
	}
	return k.Issue(ctx, who.ID, label)
}

// Issue makes a token for a person: 256 random bits, of which the store keeps the
// SHA-256 only.
func (k *Keeper) Issue(ctx context.Context, person, label string) (desk.Secret, time.Time, error) {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails, see crypto/rand
	token := tokenPrefix + base64.RawURLEncoding.EncodeToString(raw)
	expires := k.now().UTC().Add(k.life).Truncate(time.Millisecond)
	if len(label) > 100 {
		label = strings.ToValidUTF8(label[:100], "")
	}
	err := k.store.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.Person(person); err != nil {
			return err
		}
		return tx.InsertToken(person, hash(token), label, expires)
	})
	if err != nil {
		return desk.Secret{}, time.Time{}, fmt.Errorf("issue token: %w", err)
	}
	return desk.NewSecret(token), expires, nil
}

// Check finds whose token it is. CodeUnauthorized when it holds no longer, or
// never did.
func (k *Keeper) Check(ctx context.Context, token desk.Secret) (t store.Token, err error) {
	err = k.store.Read(ctx, func(tx *store.Tx) error {
		t, err = tx.TokenByHash(hash(token.Reveal()))
		return err
	})
	if desk.CodeOf(err) == desk.CodeNotFound {
		err = &desk.Error{Code: desk.CodeUnauthorized, Op: "check token"}
	}
	return t, err
}

// Revoke ends one token.
func (k *Keeper) Revoke(ctx context.Context, id int64) error {
	return k.store.Write(ctx, func(tx *store.Tx) error { return tx.DeleteToken(id) })
}

func hash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
