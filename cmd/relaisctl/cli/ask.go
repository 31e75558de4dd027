package cli

import (
	"strings"
	"unicode/utf8"

	"relais/internal/desk"
	"relais/internal/secret"
	"relais/internal/text"
)

// tries is how often one may say a passphrase.
const tries = 3

// passphrase asks for the passphrase of the sealed file. Who did not say it is not
// asked again by the same command.
func (p *Program) passphrase(what string) (said desk.Secret, err error) {
	if p.silent != nil {
		return said, p.silent
	}
	defer func() { p.silent = err }()
	w, err := p.Words()
	if err != nil {
		return said, err
	}
	if what == secret.AskNewPassphrase {
		return p.choose(w)
	}
	question := "ctl.ask.passphrase"
	if what == secret.AskPassphraseAgain {
		if p.wrong++; p.wrong >= tries {
			return said, secret.ErrWrongPassphrase
		}
		question = "ctl.ask.passphrase-again"
	}
	typed, err := p.Hidden(w.T(question))
	if err == nil && typed == "" {
		err = secret.ErrNoPassphrase
	}
	return desk.NewSecret(typed), err
}

// choose asks for a new passphrase twice.
func (p *Program) choose(w *text.Words) (desk.Secret, error) {
	question := w.T("ctl.ask.new-passphrase", "Least", secret.Shortest) + "\n" + w.T("ctl.ask.passphrase")
	for range tries {
		first, err := p.Hidden(question)
		if err != nil || first == "" {
			return desk.Secret{}, err
		}
		if utf8.RuneCountInString(first) < secret.Shortest {
			question = w.T("ctl.ask.short", "Least", secret.Shortest)
			continue
		}
		again, err := p.Hidden(w.T("ctl.ask.again"))
		if err != nil || again == first {
			return desk.NewSecret(first), err
		}
		question = w.T("ctl.ask.differ")
	}
	return desk.Secret{}, secret.ErrNoneChosen
}

// Password asks for a password without showing it.
func (p *Program) Password() (desk.Secret, error) { return p.asked("ctl.ask.password") }

// Token asks for a token without showing it.
func (p *Program) Token() (desk.Secret, error) { return p.asked("ctl.ask.token") }

func (p *Program) asked(question string) (desk.Secret, error) {
	w, err := p.Words()
	if err != nil {
		return desk.Secret{}, err
	}
	typed, err := p.Hidden(w.T(question))
	return desk.NewSecret(typed), err
}

// Yes asks a question; false when there is nobody to ask.
func (p *Program) Yes(question string) bool {
	if p.Line == nil {
		return false
	}
	answer, err := p.Line(question)
	answer = strings.ToLower(answer)
	return err == nil && (strings.HasPrefix(answer, "y") || strings.HasPrefix(answer, "o")) // yes, oui
}
