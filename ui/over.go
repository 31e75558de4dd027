package ui

import (
	"relais/ui/model/account"
	screen "relais/ui/screen/account"

	"relais/ui/part"
)

// Ask puts a question for the passphrase over the page, and the cursor into it.
// The question stays until gone is called.
func (w *Window) Ask(m *account.Passphrase) (gone func()) {
	s := screen.NewPassphrase(w.o.Words, m, m.State().New, w.Canvas().Focus)
	veil := part.NewVeil(s.Object())
	veil.OnDismiss = m.Later
	var p page
	bind(w, &p, m, func(st account.PassphraseState) {
		s.Render(st)
		part.Relay(veil)
	})
	w.Canvas().Overlays().Add(veil)
	veil.Resize(w.Canvas().Size())
	w.Canvas().Focus(s.Focus())
	return func() {
		for _, stop := range p.stop {
			stop()
		}
		w.Canvas().Overlays().Remove(veil)
	}
}
