// Package look holds what the screens of people who need help share: how a
// request reads, its card in a list, the files that go with words, and what the
// window does for them.
package look

import (
	"io"
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
	// SaveReceipt saves the receipt of an action as a file, and shows it.
	SaveReceipt func(desk.Key)
}

// Look is how the standing of a request shows.
type Look struct {
	Tone part.Tone
	Icon theme.IconName
	Word string
}

// Standing says in icon, colour and words who has to move next; of what is planned
// also when, unless now is zero. final: nobody asks whether what is resolved is solved.
func Standing(w *text.Words, t desk.Ticket, final bool, now time.Time) Look {
	if t.ID == "" || t.Status == "" { // nothing of it is known but what is done here
		return Look{part.Amber, theme.IconCloud, w.T("requests.unsent")}
	}
	l := Look{part.Neutral, theme.IconDot, w.Standing(t, final)}
	switch t.Status {
	case desk.StatusNew:
		l.Tone, l.Icon = part.Green, theme.IconCheck
	case desk.StatusOpen:
		l.Tone, l.Icon = part.Blue, theme.IconProgress
	case desk.StatusPlanned:
		l.Tone, l.Icon = part.Blue, theme.IconCalendar
		if !t.PlannedAt.IsZero() && !now.IsZero() {
			l.Word = w.T("requests.planned", "When", When(w, t.PlannedAt, now))
		}
	case desk.StatusPending:
		l.Icon = theme.IconPause
		if t.PendingFor == desk.PendingUser {
			l.Tone, l.Icon = part.Coral, theme.IconDot
		}
	case desk.StatusResolved:
		if final {
			l.Tone, l.Icon = part.Green, theme.IconCheck
			break
		}
		l.Tone, l.Icon, l.Word = part.Green, theme.IconQuestion, w.T("requests.resolved")
	case desk.StatusClosed:
		l.Icon = theme.IconCheck
	}
	return l
}

// When says when something was, with the day also when it is today.
func When(w *text.Words, t, now time.Time) string {
	when := w.When(t, now)
	if when == w.Clock(t) {
		return w.T("requests.today", "When", when)
	}
	return when
}

// Ref is the name by which a ticket can be opened, also before it has a number.
func Ref(t desk.Ticket) string {
	for _, ref := range []string{t.Number, t.ID, string(t.Key)} {
		if ref != "" {
			return ref
		}
	}
	return ""
}

// Number is how a ticket's number reads; empty while it has none.
func Number(w *text.Words, t desk.Ticket) string {
	if t.Number == "" {
		return ""
	}
	return w.T("requests.number", "Number", t.Number)
}

// OnEscape calls back when Escape is pressed in a field.
func OnEscape(back func()) func(*fyne.KeyEvent) bool {
	return func(k *fyne.KeyEvent) bool {
		if k.Name != fyne.KeyEscape {
			return false
		}
		back()
		return true
	}
}

// Tried are the steps that were tried, as they read.
func Tried(tried []desk.Tried) []string {
	words := make([]string, len(tried))
	for i, t := range tried {
		words[i] = t.Text
	}
	return words
}
