package secret

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zalando/go-keyring"

	"relais/internal/desk"
)

// fakeRing is a keyring in memory that can be broken, or hang as long as its
// dialog is not answered.
type fakeRing struct {
	mu     sync.Mutex
	values map[string]string
	broken error
	dialog chan struct{}
}

func (f *fakeRing) ring() *ring {
	f.values = map[string]string{}
	return &ring{
		get: func(service, id string) (value string, err error) {
			err = f.do(func() error {
				v, ok := f.values[service+"/"+id]
				if !ok {
					return keyring.ErrNotFound
				}
				value = v
				return nil
			})
			return value, err
		},
		set: func(service, id, value string) error {
			return f.do(func() error { f.values[service+"/"+id] = value; return nil })
		},
		drop: func(service, id string) error {
			return f.do(func() error {
				if _, ok := f.values[service+"/"+id]; !ok {
					return keyring.ErrNotFound
				}
				delete(f.values, service+"/"+id)
				return nil
			})
		},
	}
}

func (f *fakeRing) do(action func() error) error {
	f.mu.Lock()
	dialog := f.dialog
	f.mu.Unlock()
	if dialog != nil {
		<-dialog
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.broken != nil {
		return f.broken
	}
	return action()
}

func TestAKeyringThatHangsIsLeftAfterFiveSeconds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := &fakeRing{dialog: make(chan struct{})}
		r := fake.ring()
		start := time.Now()
		_, err := r.Get(t.Context(), "a")
		if !errors.Is(err, ErrNoKeyring) || desk.CodeOf(err) != desk.CodeUnavailable {
			t.Errorf("a hanging keyring: %v", err)
		}
		if took := time.Since(start); took != 5*time.Second {
			t.Errorf("left after %v", took)
		}
		start = time.Now()
		if err := r.Set(t.Context(), "a", desk.NewSecret("x")); !errors.Is(err, ErrNoKeyring) || time.Since(start) != 0 {
			t.Errorf("the second question: %v after %v, want an answer at once", err, time.Since(start))
		}
		close(fake.dialog)
		synctest.Wait()
		if err := r.Set(t.Context(), "a", desk.NewSecret("x")); err != nil {
			t.Errorf("after the dialog was answered: %v", err)
		}
	})
}

func TestAKeyringIsNotWaitedForAfterCancelling(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := &fakeRing{dialog: make(chan struct{})}
		r := fake.ring()
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if _, err := r.Get(ctx, "a"); desk.CodeOf(err) != desk.CodeCanceled {
			t.Errorf("canceled under way: %v", err)
		}
		close(fake.dialog)
		synctest.Wait()
		if err := r.Set(ctx, "a", desk.NewSecret("x")); desk.CodeOf(err) != desk.CodeCanceled || len(fake.values) > 0 {
			t.Errorf("canceled before: %v, %v", err, fake.values)
		}
	})
}

func TestWithoutAKeyringSecretsGoToTheSealedFile(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	fake := &fakeRing{}
	var asked []string
	open := func() *either {
		return &either{ring: fake.ring(), where: Keyring, sealed: newSealed(home, func(what string) (desk.Secret, error) {
			asked = append(asked, what)
			return desk.NewSecret("a long passphrase"), nil
		})}
	}
	s := open()
	want(t, s, "a", "", desk.CodeNotFound)
	must(t, s.Set(t.Context(), "a", desk.NewSecret("ring")))
	want(t, s, "a", "ring", "")
	if s.Where() != Keyring || len(asked) > 0 {
		t.Errorf("with a keyring: at %s, asked %v", s.Where(), asked)
	}
	s = open() // and another keyring, empty
	fake.broken = errors.New("no bus")
	want(t, s, "a", "", desk.CodeUnavailable)
	must(t, s.Set(t.Context(), "a", desk.NewSecret("file")))
	want(t, s, "a", "file", "")
	if s.Where() != File || len(asked) != 1 || asked[0] != AskNewPassphrase {
		t.Errorf("without a keyring: at %s, asked %v", s.Where(), asked)
	}
	s = open()
	fake.broken = nil
	want(t, s, "a", "file", "") // what was kept without it is found when it is back
	want(t, s, "b", "", desk.CodeNotFound)
	must(t, s.Delete(t.Context(), "a"))
	want(t, s, "a", "", desk.CodeNotFound)
	if len(asked) != 2 || asked[1] != AskPassphrase {
		t.Errorf("asked %v", asked)
	}
}

func TestDeletingFindsTheSecretWhereverItIs(t *testing.T) {
	t.Parallel()
	fake := &fakeRing{}
	s := &either{ring: fake.ring(), sealed: newSealed(t.TempDir(), nil), where: Keyring}
	must(t, s.Delete(t.Context(), "a"))
	must(t, s.Set(t.Context(), "a", desk.NewSecret("ring")))
	must(t, s.Delete(t.Context(), "a"))
	want(t, s, "a", "", desk.CodeNotFound)
	fake.broken = errors.New("no bus")
	must(t, s.Delete(t.Context(), "a"))
}

func want(t *testing.T, s Store, id, value string, code desk.Code) {
	t.Helper()
	got, err := s.Get(t.Context(), id)
	if got.Reveal() != value || desk.CodeOf(err) != code {
		t.Errorf("Get(%q) = %q, %v; want %q, code %q", id, got.Reveal(), err, value, code)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
