// Package employee holds the screens of people who need help: saying what is
// wrong, the few questions, the look at everything before it leaves, the
// receipt, the list of one's requests, and one request with its conversation.
//
// Each screen is built once and told by Render what to show. It calls the
// actions that it was given and starts nothing of its own. Everything here
// belongs to the UI goroutine.
package employee

import (
	"io"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/part"
	"relais/ui/theme"
)

// Window is what the window does for the screens.
type Window struct {
	// Go shows another place.
	Go func(model.Place)
	// Pick lets the person choose a file and hands it to take; it may never do so.
	Pick func(take func(name string, open func() (io.ReadCloser, error)))
	// Browse opens the address of a link outside of the program.
	Browse func(address string)
}

// look is how the standing of a request shows.
type look struct {
	tone part.Tone
	icon theme.IconName
	word string
}

// lookOf says in icon, colour and words who has to move next.
func lookOf(w *text.Words, t desk.Ticket, now time.Time) look {
	if t.ID == "" {
		return look{part.Amber, theme.IconCloud, w.T("requests.unsent")}
	}
	l := look{part.Neutral, theme.IconDot, w.Standing(t)}
	switch t.Status {
	case desk.StatusNew:
		l.tone, l.icon = part.Green, theme.IconCheck
	case desk.StatusOpen:
		l.tone, l.icon = part.Blue, theme.IconProgress
	case desk.StatusPlanned:
		l.tone, l.icon = part.Blue, theme.IconCalendar
		if !t.PlannedAt.IsZero() {
			l.word = w.T("requests.planned", "When", whenOf(w, t.PlannedAt, now))
		}
	case desk.StatusPending:
		l.icon = theme.IconPause
		if t.PendingFor == desk.PendingUser {
			l.tone, l.icon = part.Coral, theme.IconDot
		}
	case desk.StatusResolved:
		l.tone, l.icon, l.word = part.Green, theme.IconQuestion, w.T("requests.resolved")
	case desk.StatusClosed:
		l.icon = theme.IconCheck
	}
	return l
}

// whenOf says when something was, with the day also when it is today.
func whenOf(w *text.Words, t, now time.Time) string {
	when := w.When(t, now)
	if when == w.Clock(t) {
		return w.T("requests.today", "When", when)
	}
	return when
}

// refOf is the name by which a ticket can be opened, also before it has a number.
func refOf(t desk.Ticket) string {
	for _, ref := range []string{t.Number, t.ID, string(t.Key)} {
		if ref != "" {
			return ref
		}
	}
	return ""
}

// numberOf is how a ticket's number reads; empty while it has none.
func numberOf(w *text.Words, t desk.Ticket) string {
	if t.Number == "" {
		return ""
	}
	return w.T("requests.number", "Number", t.Number)
}

// firstName is what to call somebody.
func firstName(name string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	return first
}

// problem says in a banner what went wrong; no code is no banner.
func problem(w *text.Words, code desk.Code) part.BannerState {
	if code == "" || code == desk.CodeCanceled {
		return part.BannerState{}
	}
	what, kept, next := w.Problem(code)
	return part.BannerState{Tone: part.Amber, Icon: theme.IconAlert, Lead: what, Words: kept + " " + next}
}

// freshness says how old a list is.
func freshness(w *text.Words, s desk.SyncStatus, now time.Time) string {
	switch {
	case s.Pulled.IsZero():
		return w.T("requests.fresh.never")
	case s.Online && now.Sub(s.Pulled) < 5*time.Minute:
		return w.T("requests.fresh", "When", w.When(s.Pulled, now))
	}
	return w.T("requests.fresh.old", "When", w.When(s.Pulled, now))
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
