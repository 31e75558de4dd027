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

// problem says in a banner what went wrong; no code is no banner.
func problem(w *text.Words, code desk.Code) part.BannerState {
	if code == "" || code == desk.CodeCanceled {
		return part.BannerState{}
	}
	what, kept, next := w.Problem(code)
	return part.BannerState{Tone: part.Coral, Icon: theme.IconAlert, Lead: what, Words: kept + " " + next}
}

// show shows or hides an object; the caller relays what it stands in.
func show(o fyne.CanvasObject, visible bool) {
	switch {
	case visible == o.Visible():
	case visible:
		o.Show()
	default:
		o.Hide()
	}
}

// focusable is the object inside a field that can have the focus.
func focusable(o fyne.CanvasObject) fyne.Focusable {
	f, _ := o.(fyne.Focusable)
	return f
}
