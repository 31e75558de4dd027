package secret_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"filippo.io/age"
	"github.com/zalando/go-keyring"
	"go.uber.org/goleak"

	"relais/internal/desk"
	"relais/internal/secret"
)

func TestMain(m *testing.M) {
	keyring.MockInit() // no test meets the keyring of whoever runs it
	goleak.VerifyTestMain(m)
}

const phrase = "un cheval correct"

func with(passphrase string) func(string) string {
	return func(name string) string {
		if name == "RELAIS_PASSPHRASE" {
			return passphrase
		}
		return ""
	}
}

func TestTheKeyringIsUsedUnlessAPassphraseIsSet(t *testing.T) {
	home := t.TempDir()
	for _, c := range []struct {
		passphrase, id, where string
		files                 int
	}{{"", "in-keyring", secret.Keyring, 0}, {phrase, "in-file", secret.File, 2}} {
		s := secret.Open(home, nil, with(c.passphrase))
		set(t, s, c.id, "token")
		if got := get(t, s, c.id); got != "token" || s.Where() != c.where {
			t.Errorf("%q at %s, want %s", got, s.Where(), c.where)
		}
		value, err := keyring.Get("relais", c.id)
		if (err == nil) != (c.where == secret.Keyring) || (err == nil && value != "token") {
			t.Errorf("%s: the keyring has %q, %v", c.id, value, err)
		}
		if entries, _ := os.ReadDir(home); len(entries) != c.files {
			t.Errorf("%s: files %v", c.id, entries)
		}
	}
}

func TestAPlaceThatIsKnownIsTheOnlyOneAsked(t *testing.T) {
	home := t.TempDir()
	set(t, secret.OpenAt(secret.Keyring, home, nil, with("")), "twice", "old")
	asks := func(string) (desk.Secret, error) { return desk.NewSecret(phrase), nil }
	file := secret.OpenAt(secret.File, home, asks, with(""))
	set(t, file, "twice", "new")
	if got := get(t, file, "twice"); got != "new" || file.Where() != secret.File {
		t.Errorf("%q at %s", got, file.Where())
	}
	memory := secret.OpenAt(secret.Memory, home, nil, with(""))
	if _, err := memory.Get(t.Context(), "twice"); desk.CodeOf(err) != desk.CodeNotFound || memory.Where() != secret.Memory {
		t.Errorf("a new memory: %v", err)
	}
}

func TestEveryStoreKeepsSeveralSecretsAndForgetsOne(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]secret.Store{
		"sealed": secret.Open(filepath.Join(t.TempDir(), "new", "home"), nil, with(phrase)),
		"memory": secret.NewMemory(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const odd = "pâss\x00 « wörd » \n" + `"{}`
			set(t, s, "a", "1")
			set(t, s, "b", odd)
			set(t, s, "a", "2")
			if a, b := get(t, s, "a"), get(t, s, "b"); a != "2" || b != odd {
				t.Errorf("a %q, b %q", a, b)
			}
			for range 2 {
				if err := s.Delete(t.Context(), "a"); err != nil {
					t.Error(err)
				}
			}
			if _, err := s.Get(t.Context(), "a"); desk.CodeOf(err) != desk.CodeNotFound {
				t.Errorf("after forgetting: %v", err)
			}
			if got := get(t, s, "b"); got != odd {
				t.Errorf("the other became %q", got)
			}
		})
	}
}

func TestTheFileShowsNothingAndIsItsOwnersOnly(t *testing.T) {
	t.Parallel()
	home := filepath.Join(t.TempDir(), "home")
	set(t, secret.Open(home, nil, with(phrase)), "relais-1", "a-token-in-plain-text")
	raw := read(t, filepath.Join(home, "secrets.age"))
	for _, leak := range []string{"a-token", "relais-1", phrase, "secrets"} {
		if bytes.Contains(raw, []byte(leak)) {
			t.Errorf("the file shows %q", leak)
		}
	}
	if header, _, _ := strings.Cut(string(raw), "---"); !strings.Contains(header, " 15\n") {
		t.Errorf("the work factor is not 15: %s", header)
	}
	for name, want := range map[string]os.FileMode{"": 0o700, "secrets.age": 0o600, "secrets.lock": 0o600} {
		info, err := os.Stat(filepath.Join(home, name))
		if err != nil || (runtime.GOOS != "windows" && info.Mode().Perm() != want) {
			t.Errorf("%q: %v, %v", name, info.Mode(), err)
		}
	}
}

func TestAWrongPassphraseIsSaidAndLosesNothing(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	set(t, secret.Open(home, nil, with(phrase)), "a", "1")
	before := read(t, filepath.Join(home, "secrets.age"))
	wrong := secret.Open(home, nil, with("hunter2"))
	_, err := wrong.Get(t.Context(), "a")
	for action, err := range map[string]error{
		"get": err, "set": wrong.Set(t.Context(), "a", desk.NewSecret("2")), "delete": wrong.Delete(t.Context(), "a"),
	} {
		if !errors.Is(err, secret.ErrWrongPassphrase) || desk.CodeOf(err) != desk.CodeSealed || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", action, err)
		}
	}
	if after := read(t, filepath.Join(home, "secrets.age")); !bytes.Equal(before, after) {
		t.Error("the file was changed")
	}
}

// asks answers what is asked, in this order, and nothing else.
func asks(answers ...[2]string) secret.Ask {
	return func(what string) (desk.Secret, error) {
		if len(answers) == 0 || answers[0][0] != what {
			return desk.Secret{}, fmt.Errorf("asked for %s once too often", what)
		}
		next := answers[0][1]
		answers = answers[1:]
		if next == "forgotten" {
			return desk.Secret{}, secret.ErrForgotten
		}
		return desk.NewSecret(next), nil
	}
}

func TestThePassphraseIsAskedForUntilItOpensAndThenNoMore(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	set(t, secret.Open(home, nil, with(phrase)), "a", "1")
	ask := asks([2]string{secret.AskPassphrase, "wrong"}, [2]string{secret.AskPassphraseAgain, "wrong too"}, [2]string{secret.AskPassphraseAgain, phrase})
	places := secret.In(home, ask, with(""))
	for range 2 {
		if got := get(t, places.At(secret.File), "a"); got != "1" {
			t.Errorf("got %q", got)
		}
	}
	set(t, places.At(secret.File), "b", "2")
}

func TestAPassphraseChosenAtOnePlaceIsKnownAtTheOthers(t *testing.T) {
	t.Parallel()
	places := secret.In(t.TempDir(), asks([2]string{secret.AskNewPassphrase, phrase}), with(""))
	set(t, places.At(secret.File), "a", "1")
	if got := get(t, places.At(secret.File), "a"); got != "1" {
		t.Errorf("got %q", got)
	}
}

func TestAForgottenPassphraseSetsTheFileAsideAndANewOneBegins(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	set(t, secret.Open(home, nil, with(phrase)), "a", "1")
	before := read(t, filepath.Join(home, "secrets.age"))
	s := secret.OpenAt(secret.File, home, asks([2]string{secret.AskPassphrase, "wrong"}, [2]string{secret.AskPassphraseAgain, "forgotten"},
		[2]string{secret.AskNewPassphrase, "another horse"}), with(""))
	if _, err := s.Get(t.Context(), "a"); desk.CodeOf(err) != desk.CodeNotFound {
		t.Errorf("got %v", err)
	}
	set(t, s, "b", "2")
	if got := get(t, secret.Open(home, nil, with("another horse")), "b"); got != "2" {
		t.Errorf("got %q", got)
	}
	if aside := read(t, filepath.Join(home, "secrets.forgotten-1.age")); !bytes.Equal(aside, before) {
		t.Error("what was set aside is another file")
	}
}

func TestTheFileIsDestroyedWithoutItsPassphrase(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	set(t, secret.Open(home, nil, with(phrase)), "a", "1")
	places := secret.In(home, asks([2]string{secret.AskNewPassphrase, "another horse"}), with(""))
	for range 2 {
		if err := places.Destroy(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	set(t, places.At(secret.File), "b", "2")
}

func TestWithoutAPassphraseNothingIsWritten(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	silent := func(string) (desk.Secret, error) { return desk.Secret{}, nil }
	refuses := func(string) (desk.Secret, error) { return desk.Secret{}, errors.New("no terminal") }
	for name, ask := range map[string]secret.Ask{"nobody to ask": nil, "an empty answer": silent, "no answer": refuses} {
		err := secret.OpenAt(secret.File, home, ask, with("")).Set(t.Context(), "a", desk.NewSecret("1"))
		if !errors.Is(err, secret.ErrNoneChosen) || desk.CodeOf(err) != desk.CodeSealed {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := os.Stat(filepath.Join(home, "secrets.age")); !os.IsNotExist(err) {
		t.Errorf("a file: %v", err)
	}
	set(t, secret.Open(home, nil, with(phrase)), "a", "1")
	if _, err := secret.OpenAt(secret.File, home, refuses, with("")).Get(t.Context(), "a"); !errors.Is(err, secret.ErrNoPassphrase) {
		t.Errorf("got %v", err)
	}
}

func TestAFileThatIsNoSealedOneIsDamagedAndStays(t *testing.T) {
	t.Parallel()
	good := t.TempDir()
	set(t, secret.Open(good, nil, with(phrase)), "a", "1")
	whole := read(t, filepath.Join(good, "secrets.age"))
	for name, c := range map[string]struct {
		content []byte
		code    desk.Code
	}{
		"empty":            {nil, desk.CodeDamaged},
		"something else":   {[]byte("{\"a\":\"1\"}"), desk.CodeDamaged},
		"cut off":          {whole[:len(whole)-5], desk.CodeDamaged},
		"a changed letter": {append(whole[:len(whole)-1:len(whole)-1], whole[len(whole)-1]^1), desk.CodeDamaged},
		"not ours inside":  {sealText(t, "token=1"), desk.CodeDamaged},
		"a newer program":  {sealText(t, `{"version":2}`), desk.CodeNewer},
	} {
		home := t.TempDir()
		path := filepath.Join(home, "secrets.age")
		if err := os.WriteFile(path, c.content, 0o600); err != nil {
			t.Fatal(err)
		}
		s := secret.Open(home, nil, with(phrase))
		_, err := s.Get(t.Context(), "a")
		if desk.CodeOf(err) != c.code || desk.CodeOf(s.Set(t.Context(), "a", desk.NewSecret("2"))) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
		if strings.Contains(fmt.Sprint(err), "token") {
			t.Errorf("%s: the error shows what is inside: %v", name, err)
		}
		if got := read(t, path); !bytes.Equal(got, c.content) {
			t.Errorf("%s: the file was changed", name)
		}
	}
}

func sealText(t *testing.T, text string) []byte {
	t.Helper()
	recipient, err := age.NewScryptRecipient(phrase)
	if err != nil {
		t.Fatal(err)
	}
	recipient.SetWorkFactor(10)
	var b bytes.Buffer
	w, err := age.Encrypt(&b, recipient)
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.Write([]byte(text))
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSeveralProgramsKeepTheSecretsOfEachOther(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	var programs sync.WaitGroup
	for i := range 2 {
		programs.Go(func() {
			s := secret.Open(home, nil, with(phrase))
			if err := s.Set(t.Context(), fmt.Sprint(i), desk.NewSecret(fmt.Sprint("token ", i))); err != nil {
				t.Error(err)
			}
		})
	}
	programs.Wait()
	s := secret.Open(home, nil, with(phrase))
	for i := range 2 {
		if got := get(t, s, fmt.Sprint(i)); got != fmt.Sprint("token ", i) {
			t.Errorf("%d: %q", i, got)
		}
	}
}

func TestAHomeThatCannotBeWrittenIsSaid(t *testing.T) {
	t.Parallel()
	home := filepath.Join(t.TempDir(), "home")
	if err := os.WriteFile(home, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	err := secret.Open(home, nil, with(phrase)).Set(t.Context(), "a", desk.NewSecret("1"))
	if desk.CodeOf(err) != desk.CodeReadOnly {
		t.Errorf("%v", err)
	}
}

func TestTheProbeFindsAKeyringThatAnswers(t *testing.T) {
	t.Parallel()
	if err := secret.Probe(t.Context()); err != nil {
		t.Error(err)
	}
}

func set(t *testing.T, s secret.Store, id, value string) {
	t.Helper()
	if err := s.Set(t.Context(), id, desk.NewSecret(value)); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, s secret.Store, id string) string {
	t.Helper()
	value, err := s.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return value.Reveal()
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}
