// Package say holds what all screens say alike: what went wrong, how old a list is,
// what to call somebody.
package say

import (
	"strings"
	"time"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/part"
	"relais/ui/theme"
)

// Problem says in a banner what went wrong; no code is no banner. That there is no
// connection, or that a passphrase was not said, is nothing to be alarmed about.
func Problem(w *text.Words, code desk.Code) part.BannerState {
	if code == "" || code == desk.CodeCanceled {
		return part.BannerState{}
	}
	what, kept, next := w.Problem(code)
	b := part.BannerState{Tone: part.Coral, Icon: theme.IconAlert, Lead: what, Words: kept + " " + next}
	switch code {
	case desk.CodeUnreachable, desk.CodeUnavailable, desk.CodeThrottled:
		b.Tone, b.Icon = part.Amber, theme.IconOffline
	case desk.CodeSealed:
		b.Tone, b.Icon = part.Amber, theme.IconLock
	}
	return b
}

// fresh is how long a list counts as up to date.
const fresh = 5 * time.Minute

// Fresh says how old a list is.
func Fresh(w *text.Words, s desk.SyncStatus, now time.Time) string {
	switch {
	case s.Pulled.IsZero():
		return w.T("fresh.never")
	case s.Online && now.Sub(s.Pulled) < fresh:
		return w.T("fresh.now", "When", w.When(s.Pulled, now))
	}
	return w.T("fresh.old", "When", w.When(s.Pulled, now))
}

// FirstName is what to call somebody.
func FirstName(name string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	return first
}

// Why says which questions of others led to what a search found; none is "".
func Why(w *text.Words, asked []string) string {
	switch len(asked) {
	case 0:
		return ""
	case 1:
		return w.T("kb.why", "Asked", asked[0])
	}
	return w.T("kb.why.two", "Asked", asked[0], "Or", asked[1])
}

// File is an attachment as a message shows it: its size, or how far it is while it
// comes.
func File(w *text.Words, a desk.Attachment, coming map[string]model.Coming, icon theme.IconName) part.Attachment {
	file := part.Attachment{Name: a.Name, Detail: w.Size(a.Size), Icon: icon, Ref: model.FileKey(a)}
	c, comes := coming[file.Ref]
	if !comes {
		return file
	}
	file.Detail, file.Stop = w.Size(c.Bytes), w.T("file.stop", "Name", a.Name)
	if a.Size > 0 {
		file.Detail = w.T("file.coming", "Here", file.Detail, "Size", w.Size(a.Size))
		file.Here = float32(c.Bytes) / float32(a.Size)
	}
	if c.Waits {
		file.Detail = w.T("file.waits", "Here", file.Detail)
	}
	return file
}
