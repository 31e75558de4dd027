package main

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"relais/client"
	"relais/cmd/internal/demo"
	"relais/cmd/internal/session"
	"relais/internal/desk"
	"relais/internal/secret"
	"relais/ui/model"
	"relais/ui/part"
)

// said is what came of a question.
type said struct {
	phrase string
	err    error
}

// asks asks for a passphrase, and draws until the question is there.
func (o *stage) asks(what string) <-chan said {
	answers := make(chan said, 1)
	go func() {
		s, err := o.passphrase(what)
		answers <- said{s.Reveal(), err}
	}()
	o.questioned()
	return answers
}

// questioned draws until there is a question.
func (o *stage) questioned() {
	for len(o.window.Canvas().Overlays().List()) == 0 {
		(<-o.queue)()
	}
}

// write writes where the cursor is, in the place of what is there, and presses a key.
func (o *stage) write(words string, key fyne.KeyName) {
	at := o.window.Canvas().Focused()
	at.(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	test.Type(at, words)
	at.TypedKey(&fyne.KeyEvent{Name: key})
	o.draw()
}

func TestANewPassphraseIsSaidTwiceAlike(t *testing.T) {
	o := openAs(t, "amelie")
	defer o.asking.want()()
	answers := o.asks(secret.AskNewPassphrase)
	o.write("one phrase", fyne.KeyReturn)
	o.write("another", fyne.KeyReturn)
	select {
	case got := <-answers:
		t.Fatalf("taken: %+v", got)
	default:
	}
	o.write("one phrase", fyne.KeyReturn)
	if got := <-answers; got.phrase != "one phrase" || got.err != nil {
		t.Fatalf("got %+v", got)
	}
	if len(o.window.Canvas().Overlays().List()) != 0 {
		t.Error("the question stays")
	}
}

func TestNobodyIsAskedWhatTheyDoNotWaitFor(t *testing.T) {
	o := openAs(t, "amelie")
	if _, err := o.passphrase(secret.AskPassphrase); !errors.Is(err, errNotNow) {
		t.Fatalf("asked: %v", err)
	}
	done := o.asking.want()
	answers := o.asks(secret.AskPassphrase)
	o.write("", fyne.KeyEscape)
	if got := <-answers; !errors.Is(got.err, errNotNow) {
		t.Fatalf("got %+v", got)
	}
	done()
	if _, err := o.passphrase(secret.AskPassphrase); !errors.Is(err, errNotNow) {
		t.Fatalf("asked again: %v", err)
	}
}

// signedIn is the program in a home where somebody has signed in, with their
// sign-in details in a file closed by the phrase.
func signedIn(t *testing.T, phrase string) *stage {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	h, err := demo.Start(t.Context(), t.TempDir(), "test", time.Now, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	home := t.TempDir()
	env := map[string]string{secret.Passphrase: phrase}
	s, err := session.Open(session.Options{Home: home, Env: func(k string) string { return env[k] }, Now: time.Now, Cold: true})
	if err != nil {
		t.Fatal(err)
	}
	account := client.Account{Kind: "relais", URL: h.URL(), Login: "amelie"}
	if _, err := s.SignIn(t.Context(), account, desk.NewSecret("relais-demo")); err != nil {
		t.Fatal(err)
	}
	return openAt(t, home, "")
}

// until draws until something is so.
func (o *stage) until(t *testing.T, so func() bool) {
	t.Helper()
	late := time.After(patience)
	for !so() {
		select {
		case f := <-o.queue:
			f()
		case <-late:
			t.Fatalf("in vain: %+v", o.taken().desk.Status())
		}
	}
}

func (o *stage) code() desk.Code { return o.taken().desk.Status().Code }

func TestAPassphraseThatIsNotSaidIsNoticedAndTheSyncGoesOnOnceItIs(t *testing.T) {
	const phrase = "a tall horse"
	o := signedIn(t, phrase)
	o.until(t, func() bool { return o.code() == desk.CodeSealed })
	if n := o.taken().models.frame.State().Notices; len(n) == 0 || n[0].ID != "sealed" {
		t.Fatalf("notices %+v", n)
	}
	o.taken().models.Unlock()
	o.questioned()
	o.write("a small horse", fyne.KeyReturn)
	o.questioned() // once more
	o.write(phrase, fyne.KeyReturn)
	o.until(t, func() bool { return o.code() == "" && o.taken().desk.Status().Online })
}

func TestWhoSaysNotNowLosesNothing(t *testing.T) {
	o := signedIn(t, "a tall horse")
	o.taken().models.Unlock()
	o.questioned()
	o.window.Canvas().Overlays().Top().(*part.Veil).Dismiss()
	o.work.Wait()
	if _, err := os.Stat(filepath.Join(o.session.Home(), "secrets.age")); err != nil {
		t.Fatalf("nothing was said, and the file is gone: %v", err)
	}
}

func TestWhoSignsOutSeesNothingOfTheAccountAndMaySignInAgain(t *testing.T) {
	o := signedIn(t, "a tall horse")
	before := o.taken()
	if _, err := before.desk.Ask(t.Context(), desk.NewTicket{Title: "No sound", Kind: desk.KindIncident, Message: desk.NewMessage{Body: "None."}}, ""); err != nil {
		t.Fatal(err)
	}
	if err := o.SignOut(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	o.until(t, func() bool {
		return o.taken() != before && o.taken().models.frame.State().Place.Name == model.PlaceSignIn
	})
	o.work.Wait()
	if rows, err := o.taken().desk.Tickets(t.Context(), desk.Filter{}); len(rows) != 0 || err != nil {
		t.Errorf("still shows %+v, %v", rows, err)
	}
	if k := o.before(); !k.Left || !k.Again || k.Login != "amelie" {
		t.Errorf("known %+v", k)
	}
	if n, err := o.Unsent(t.Context()); n != 1 || err != nil {
		t.Errorf("%d wait, %v", n, err)
	}
	if _, err := os.Stat(filepath.Join(o.session.Home(), "accounts", before.account, "files")); err == nil {
		t.Error("the copy is still there")
	}
}
