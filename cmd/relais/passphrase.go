package main

import (
	"errors"
	"sync"
	"sync/atomic"

	"relais/internal/desk"
	"relais/internal/secret"
	"relais/ui/model"
	"relais/ui/model/account"
)

// errNotNow says that a person did not give the passphrase.
var errNotNow = errors.New("the person did not say it")

// questions says when a person may be asked for the passphrase: while they wait for
// something that takes it. What they write meanwhile would else land in the question.
type questions struct {
	wanted    atomic.Int32
	unlocking sync.Mutex
}

// want lets the person be asked until done is called.
func (k *questions) want() (done func()) {
	k.wanted.Add(1)
	return func() { k.wanted.Add(-1) }
}

// passphrase asks for the passphrase of the file with the secrets, over the window,
// and waits for the answer; so it is nothing for the UI goroutine. While nobody
// wants to be asked, the answer is that it was not given, and a notice says so.
func (a *app) passphrase(what string) (desk.Secret, error) {
	if a.asking.wanted.Load() == 0 {
		return desk.Secret{}, errNotNow
	}
	select {
	case <-a.there:
	case <-a.ctx.Done():
		return desk.Secret{}, a.ctx.Err()
	}
	type reply struct {
		how  account.Answer
		said desk.Secret
	}
	replies := make(chan reply, 1)
	a.gate.Post("passphrase", func() {
		var gone func()
		answer := func(how account.Answer, said desk.Secret) {
			gone()
			replies <- reply{how, said}
		}
		m := account.NewPassphrase(what == secret.AskPassphraseAgain, answer)
		if what == secret.AskNewPassphrase {
			m = account.NewChoice(secret.Shortest, answer)
		}
		a.window.Show()
		gone = a.window.Ask(m)
	})
	select {
	case r := <-replies:
		switch r.how {
		case account.AnswerSaid:
			return r.said, nil
		case account.AnswerForgotten:
			return desk.Secret{}, secret.ErrForgotten
		}
		return desk.Secret{}, errNotNow
	case <-a.ctx.Done():
		return desk.Secret{}, a.ctx.Err()
	}
}

// unlock opens the file with the secrets, and syncs. Where the passphrase is
// forgotten, the person signs in again.
func (a *app) unlock() {
	if !a.asking.unlocking.TryLock() {
		return
	}
	defer a.asking.unlocking.Unlock()
	defer a.asking.want()()
	err := a.session.Unlock(a.ctx)
	switch code := desk.CodeOf(err); code {
	case desk.CodeSealed, desk.CodeCanceled: // the notice stays
		return
	case "":
	case desk.CodeUnauthorized:
		a.gate.Post("sign in", func() { a.window.Go(model.Place{Name: model.PlaceSignIn}) })
	default:
		a.note("opening the secrets", err)
		a.tell(code)
		return
	}
	_, _ = a.sync(a.ctx) // the frame of the window shows how it went
}
