package cli

import (
	"strings"

	"relais/internal/desk"
	"relais/internal/secret"
)

// passphrase asks for the passphrase of the sealed file.
func (p *Program) passphrase(what string) (desk.Secret, error) {
	w, err := p.Words()
	if err != nil {
		return desk.Secret{}, err
	}
	if what != secret.AskNewPassphrase {
		typed, err := p.Hidden(w.T("ctl.ask.passphrase"))
		return desk.NewSecret(typed), err
	}
	first, err := p.Hidden(w.T("ctl.ask.new-passphrase"))
	if err != nil {
		return desk.Secret{}, err
	}
	again, err := p.Hidden(w.T("ctl.ask.again"))
	if err == nil && again != first {
		err = Fail(desk.CodeInvalid, "ctl.ask.differ")
	}
	return desk.NewSecret(first), err
}

// Password asks for a password without showing it.
func (p *Program) Password() (desk.Secret, error) {
	w, err := p.Words()
	if err != nil {
		return desk.Secret{}, err
	}
	typed, err := p.Hidden(w.T("ctl.ask.password"))
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
