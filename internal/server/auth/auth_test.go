package auth_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"relais/internal/desk"
	"relais/internal/server/auth"
	"relais/internal/server/store"
)

func TestANewPasswordHasAFairLength(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]error{
		"1234567": auth.ErrPassword, "12345678": nil, "mot de passe très long": nil, strings.Repeat("x", 1025): auth.ErrPassword,
	} {
		if _, err := auth.HashPassword(desk.NewSecret(text)); !errors.Is(err, want) {
			t.Errorf("%d bytes: got %v, want %v", len(text), err, want)
		}
	}
}

func TestTheSamePasswordIsNeverSealedAlike(t *testing.T) {
	t.Parallel()
	one, err := auth.HashPassword(desk.NewSecret("correct horse"))
	if err != nil {
		t.Fatal(err)
	}
	two, err := auth.HashPassword(desk.NewSecret("correct horse"))
	if err != nil || one == two || strings.Contains(one, "horse") || !strings.HasPrefix(one, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("got %q and %q, %v", one, two, err)
	}
}

func TestADamagedSealLetsNobodyIn(t *testing.T) {
	t.Parallel()
	now := func() time.Time { return time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC) }
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"), now, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	good, err := auth.HashPassword(desk.NewSecret("correct horse"))
	if err != nil {
		t.Fatal(err)
	}
	seals := []string{"", "$", "correct horse", good[:len(good)-1], strings.Replace(good, "v=19", "v=18", 1), strings.Replace(good, "argon2id", "argon2i", 1), strings.Replace(good, "m=19456", "m=x", 1), good}
	k := auth.NewKeeper(s, now, time.Hour)
	for i, sealed := range seals {
		p := desk.Person{ID: fmt.Sprint("p", i), Login: fmt.Sprint("p", i), Role: desk.RoleRequester}
		if err := s.Write(t.Context(), func(tx *store.Tx) error { return tx.PutPerson(p, sealed) }); err != nil {
			t.Fatal(err)
		}
		_, _, err := k.SignIn(t.Context(), p.Login, desk.NewSecret("correct horse"), "")
		if want := i == len(seals)-1; (err == nil) != want {
			t.Errorf("%q: %v", sealed, err)
		}
	}
}

func TestAnAllowanceComesBackWithTime(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	l := auth.NewLimiter(60, 2, func() time.Time { return now })
	for _, c := range []struct {
		advance time.Duration
		name    string
		wait    time.Duration
	}{
		{0, "a", 0},
		{0, "a", 0},
		{0, "a", time.Second},
		{0, "b", 0},
		{400 * time.Millisecond, "a", 600 * time.Millisecond},
		{600 * time.Millisecond, "a", 0},
		{0, "a", time.Second},
		{time.Hour, "a", 0},
		{0, "a", 0},
		{0, "a", time.Second},
	} {
		now = now.Add(c.advance)
		err := l.Allow(c.name)
		if got := desk.RetryAfter(err); (err == nil) != (c.wait == 0) || got.Round(time.Millisecond) != c.wait {
			t.Errorf("%s at %s: got %v, want to wait %v", c.name, now.Format(time.TimeOnly), err, c.wait)
		}
	}
}

func TestALimiterForgetsThoseWhoAskNoMore(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	l := auth.NewLimiter(60, 1, func() time.Time { return now })
	for i := range 20_000 {
		now = now.Add(time.Millisecond)
		if err := l.Allow(fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Allow("19999"); err == nil {
		t.Error("somebody who asked just now was forgotten")
	}
}
