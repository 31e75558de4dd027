// Package account holds the screens about the person and this computer: signing
// in, settings, and what waits to be sent.
//
// Each screen is built once and told by Render what to show. It calls the
// actions that it was given and starts nothing of its own. Everything here
// belongs to the UI goroutine.
package account

import (
	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/part"
	"relais/ui/theme"
)

// problem says in a banner what went wrong; no code is no banner. That there is
// no connection is nothing to be alarmed about.
func problem(w *text.Words, code desk.Code) part.BannerState {
	what, kept, next := w.Problem(code)
	b := part.BannerState{Tone: part.Coral, Icon: theme.IconAlert, Lead: what, Words: kept + " " + next}
	switch code {
	case "", desk.CodeCanceled:
		return part.BannerState{}
	case desk.CodeUnreachable, desk.CodeUnavailable, desk.CodeThrottled:
		b.Tone, b.Icon = part.Amber, theme.IconOffline
	}
	return b
}

// focusable is the object inside a field that can have the focus.
func focusable(o fyne.CanvasObject) fyne.Focusable {
	f, _ := o.(fyne.Focusable)
	return f
}
