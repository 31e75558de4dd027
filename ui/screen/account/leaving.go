package account

import (
	"fyne.io/fyne/v2"

	"relais/internal/text"
	"relais/ui/model/account"
	"relais/ui/part"
	"relais/ui/part/flow"
)

// leaving asks who wants to sign out whether to, and says what stays here.
type leaving struct {
	words  *text.Words
	unsent *part.Text
	copied *part.CheckRow
	leave  *part.Button
	box    *fyne.Container
}

func newLeaving(w *text.Words, on SettingsActions) *leaving {
	l := &leaving{words: w, unsent: part.NewBody(""), copied: part.NewCheckRow(part.CheckState{})}
	l.copied.OnChanged = on.Copy
	part.Name(l.copied, "settings.leave.copy")
	l.leave = part.Name(part.NewPrimary(w.T("settings.signout"), on.Leave), "settings.leave")
	stay := part.Name(part.NewSecondary(w.T("settings.leave.stay"), on.Stay), "settings.stay")
	l.box = flow.Stack(12, part.NewRule(), part.NewStrong(w.T("settings.leave.title")), l.unsent, l.copied, flow.Wrap(12, l.leave, stay))
	return l
}

func (l *leaving) render(st account.SettingsState) {
	part.ShowIf(l.box, st.Leaving != nil)
	if st.Leaving == nil {
		return
	}
	w := l.words
	words := w.T("settings.leave.nothing")
	if st.Leaving.Unsent > 0 {
		words = w.N("settings.leave.unsent", st.Leaving.Unsent)
	}
	l.unsent.Set(words)
	l.copied.Set(part.CheckState{On: st.Leaving.Copied, Title: w.T("settings.leave.copy"), Detail: w.T("settings.leave.copy.help")})
	l.leave.Set(w.T("settings.signout"), !st.Busy)
}
