package main

import (
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"relais/internal/desk"
	"relais/internal/secret"
	"relais/internal/text"
)

// errNotNow says that a person did not give the passphrase.
var errNotNow = errors.New("the person did not say it")

// passphrase asks for the passphrase of the file with the secrets, in the window
// once it is there, and waits for the answer; so it is nothing for the UI goroutine.
// Who said "not now" is asked again when they sign in, not before.
func (a *app) passphrase(what string) (desk.Secret, error) {
	select {
	case <-a.there:
	case <-a.ctx.Done():
		return desk.Secret{}, a.ctx.Err()
	}
	if a.declined.Load() {
		return desk.Secret{}, errNotNow
	}
	answer := make(chan desk.Secret, 1)
	a.gate.Post("passphrase", func() {
		a.window.Show()
		askPassphrase(a.words(), what == secret.AskNewPassphrase, a.window.Native(), func(s desk.Secret) { answer <- s })
	})
	select {
	case said := <-answer:
		if said.Empty() {
			a.declined.Store(true)
			return said, errNotNow
		}
		return said, nil
	case <-a.ctx.Done():
		return desk.Secret{}, a.ctx.Err()
	}
}

// askPassphrase shows the question, and a second field for a new passphrase. An
// empty answer is none.
func askPassphrase(w *text.Words, fresh bool, over fyne.Window, answer func(desk.Secret)) {
	const wide, high = 460, 300
	sort := "known"
	if fresh {
		sort = "new"
	}
	phrase, again := widget.NewPasswordEntry(), widget.NewPasswordEntry()
	phrase.Validator = func(s string) error {
		if s == "" {
			return errors.New(w.T("passphrase.missing"))
		}
		return nil
	}
	again.Validator = func(s string) error {
		if s != phrase.Text {
			return errors.New(w.T("passphrase.differ"))
		}
		return nil
	}
	why := widget.NewLabel(w.T("passphrase." + sort + ".why"))
	why.Wrapping = fyne.TextWrapWord
	items := []*widget.FormItem{widget.NewFormItem("", why), widget.NewFormItem(w.T("passphrase.phrase"), phrase)}
	if fresh {
		items = append(items, widget.NewFormItem(w.T("passphrase.again"), again))
	}
	d := dialog.NewForm(w.T("passphrase."+sort+".title"), w.T("passphrase.ok"), w.T("passphrase.cancel"), items, func(ok bool) {
		if !ok {
			answer(desk.Secret{})
			return
		}
		answer(desk.NewSecret(phrase.Text))
	}, over)
	d.Resize(fyne.NewSize(wide, high))
	d.Show()
	over.Canvas().Focus(phrase)
}
