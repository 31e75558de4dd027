package ui

import (
	"relais/internal/desk"
	"relais/ui/model"
	"relais/ui/model/shell"
	"relais/ui/part"
	"relais/ui/theme"
)

// bindShell follows the frame of the window: where the person is, and how things
// stand with the helpdesk.
func (w *Window) bindShell() {
	m := w.o.Models().Shell()
	var frame page
	bind(w, &frame, m, w.renderShell)
	w.stop = func() {
		for _, stop := range frame.stop {
			stop()
		}
	}
	w.header.OnTab = func(id string) { m.Go(model.Place{Name: id}) }
	w.header.OnState = func() { m.Go(model.Place{Name: model.PlaceOutbox}) }
	part.Name(w.header.Settings(), "header.settings").OnTapped(func() { m.Go(model.Place{Name: model.PlaceSettings}) })
	part.Name(w.header.State(), "header.state")
}

func (w *Window) renderShell(s shell.State) {
	if s.Place != w.place || !w.opened {
		w.enter(s.Place)
	}
	tabs := make([]part.Tab, 0, len(s.Tabs))
	for _, name := range s.Tabs {
		tabs = append(tabs, part.Tab{ID: name, Title: w.o.Words.T("tab." + name), Name: "tab." + name})
	}
	w.header.SetTabs(tabs, s.Tab)
	tone, words := w.syncWords(s)
	w.header.SetState(tone, words)
	w.showNotice(s)
}

// syncWords says how fresh what is shown is.
func (w *Window) syncWords(s shell.State) (part.Tone, string) {
	words := w.o.Words
	at := ""
	if !s.Sync.Pulled.IsZero() {
		at = words.When(s.Sync.Pulled, s.Now)
	}
	silent := s.Sync.Code == desk.CodeSealed || s.Sync.Online && !s.Heard // the helpdesk was not asked yet
	var tone part.Tone
	var line string
	switch {
	case !s.Sync.SignedIn, silent && at == "":
		tone, line = part.Neutral, words.T("sync.signed-out")
	case s.Sync.Syncing:
		tone, line = part.Blue, words.T("sync.syncing")
	case silent:
		tone, line = part.Neutral, words.T("sync.as-of", "At", at)
	case s.Sync.Online && at != "":
		tone, line = part.Green, words.T("sync.fresh", "At", at)
	case at != "":
		tone, line = part.Amber, words.T("sync.offline", "At", at)
	default:
		tone, line = part.Amber, words.T("sync.never")
	}
	if s.Sync.Attention > 0 {
		tone = part.Coral
	}
	if s.Sync.Waiting > 0 {
		line += " · " + words.N("sync.waiting", s.Sync.Waiting)
	}
	return tone, line
}

// showNotice shows the most pressing notice.
func (w *Window) showNotice(s shell.State) {
	if len(s.Notices) == 0 {
		w.strip.Set(part.BannerState{})
		return
	}
	n := s.Notices[0]
	st := part.BannerState{Tone: part.Amber, Icon: theme.IconInfo, Words: w.noticeWords(n, s)}
	if n.Severity == shell.Alert {
		st.Tone, st.Icon = part.Coral, theme.IconAlert
	}
	if n.ID == "offline" {
		st.Icon = theme.IconOffline
	}
	if n.Go.Name != "" && n.Go.Name != s.Place.Name {
		st.Action = w.o.Words.T("notice.go." + n.Go.Name)
		w.strip.OnAction = func() { w.Go(n.Go) }
	}
	if n.ID == string(desk.CodeSealed) {
		st.Icon, st.Action, w.strip.OnAction = theme.IconLock, w.o.Words.T("notice.unlock"), w.o.Models().Unlock
		part.Name(w.strip.Button(), "notice.unlock")
	}
	w.strip.Set(st)
}

func (w *Window) noticeWords(n shell.Notice, s shell.State) string {
	words := w.o.Words
	since := ""
	if !n.Since.IsZero() {
		since = words.For(s.Now.Sub(n.Since))
	}
	// what is about nothing reads as what is about one thing: no sentence counts to 0
	line := words.N("notice."+n.ID, max(n.Count, 1), "Since", since, "Text", n.Text)
	if desk.Code(n.ID).Storage() {
		what, kept, next := words.Problem(desk.Code(n.ID))
		line = what + " " + kept + " " + next
	}
	return line
}
