package account

import (
	"slices"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model/account"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/screen/say"
	"relais/ui/theme"
)

// SignInActions is what a person can do on the page.
type SignInActions interface {
	Fill(field, value string)
	Submit(password desk.Secret)
	Answer(adopt bool)
}

// SignIn asks for the helpdesk and the account.
type SignIn struct {
	words    *text.Words
	title    *part.Text
	lead     *part.Text
	left     *part.Banner
	trouble  *part.Banner
	kinds    *part.Pills
	kindBox  *fyne.Container
	url      *part.Field
	login    *part.Field
	password *part.Field
	submit   *part.Button
	form     *fyne.Container
	offer    *part.Text
	answers  *fyne.Container
	adopt    *part.Button
	good     *part.Card
	page     *part.Page
	on       SignInActions
	urlThere bool // the address is known, so that the first thing to type is the name
}

// NewSignIn builds the page.
func NewSignIn(w *text.Words, on SignInActions) *SignIn {
	s := &SignIn{words: w, on: on, title: part.NewTitle(""), lead: part.NewLead(""), left: part.NewBanner(), trouble: part.NewBanner(), offer: part.NewBody("")}
	s.kinds = part.NewPills()
	s.kinds.OnChosen = func(id string) { s.on.Fill("kind", id) }
	s.kindBox = flow.Stack(8, part.NewStrong(w.T("signin.kind")), s.kinds)
	s.url = s.field("url", part.NewField(w.T("signin.url"), w.T("signin.url.example"), w.T("signin.url.help")))
	s.login = s.field("login", part.NewField(w.T("signin.login"), "", ""))
	s.password = part.NewSecretField(w.T("signin.password"), "", "")
	s.password.OnSubmitted = func(string) { s.send() }
	part.Name(s.password.Control(), "signin.password")
	s.submit = part.Name(part.NewPrimary(w.T("signin.submit"), s.send), "signin.submit")
	s.form = flow.Stack(16, s.kindBox, s.url, s.login, s.password, flow.Wrap(12, s.submit))
	s.adopt = part.Name(part.NewPrimary(w.T("signin.adopt"), func() { on.Answer(true) }), "signin.adopt")
	no := part.Name(part.NewSecondary(w.T("signin.leave"), func() { on.Answer(false) }), "signin.leave")
	s.answers = flow.Stack(16, s.offer, flow.Wrap(12, s.adopt, no))
	card := part.NewCard(flow.Stack(0, s.form, s.answers))
	s.good = newGood(w)
	s.page = part.NewPage(flow.Stack(18, flow.Stack(6, s.title, s.lead), s.left, s.trouble, card), s.good)
	return s
}

// newGood is what puts people at ease before they type a password.
func newGood(w *text.Words) *part.Card {
	lines := flow.Stack(12, part.NewStrong(w.T("signin.good")))
	for _, l := range []struct {
		icon  theme.IconName
		words string
	}{{theme.IconLock, w.T("signin.good.password")}, {theme.IconShield, w.T("signin.good.kept")}, {theme.IconQuestion, w.T("signin.good.address")}} {
		lines.Add(flow.TopLine(10, part.NewIcon(l.icon, theme.ColorPrimary, theme.SizeIcon), flow.Grow(part.NewSmall(l.words))))
	}
	return part.NewCard(lines)
}

func (s *SignIn) field(name string, f *part.Field) *part.Field {
	f.OnChanged = func(v string) { s.on.Fill(name, v) }
	f.OnSubmitted = func(string) { s.send() }
	part.Name(f.Control(), "signin."+name)
	return f
}

// send hands the password over and forgets it here.
func (s *SignIn) send() {
	s.on.Submit(desk.NewSecret(s.password.Text()))
}

// renderWhence shows what came before: nothing, a sign-in, or a sign-out.
func (s *SignIn) renderWhence(st account.SignInState) {
	lead := s.words.T("signin.lead")
	if st.Again {
		lead = s.words.T("signin.lead.again")
	}
	s.lead.Set(lead)
	if !st.Left || st.Welcome != nil {
		s.left.Set(part.BannerState{})
		return
	}
	words := s.words.T("signin.left.kept")
	if st.Unsent > 0 {
		words = s.words.N("signin.left.unsent", st.Unsent)
	}
	s.left.Set(part.BannerState{Tone: part.Blue, Icon: theme.IconInfo, Lead: s.words.T("signin.left"), Words: words})
}

// problem says what went wrong. Of what was written it says nothing: the person may
// not have written anything yet.
func (s *SignIn) problem(code desk.Code) part.BannerState {
	b := say.Problem(s.words, code)
	switch code {
	case desk.CodeUnauthorized:
		b.Lead, b.Words = s.words.T("signin.refused"), s.words.T("signin.refused.next")
	case desk.CodeUnreachable:
		b.Words = s.words.T("signin.unreachable.next")
	}
	return b
}

// Object is the page.
func (s *SignIn) Object() fyne.CanvasObject { return s.page }

// Focus is the first field that is still to be filled in, or the answer to what is
// asked.
func (s *SignIn) Focus() fyne.Focusable {
	if s.answers.Visible() {
		return s.adopt
	}
	switch {
	case s.urlThere && s.login.Text() != "":
		return s.password.Control()
	case s.urlThere:
		return s.login.Control()
	}
	return s.url.Control()
}

// Render shows st.
func (s *SignIn) Render(st account.SignInState) {
	s.urlThere = st.URL != ""
	s.trouble.Set(s.problem(st.Code))
	choices := make([]part.Choice, 0, len(st.Kinds))
	for _, k := range st.Kinds {
		choices = append(choices, part.Choice{ID: k, Title: s.words.T("signin.kind." + k), Name: "signin.kind." + k})
	}
	s.kinds.Set(choices, st.Kind)
	part.ShowIf(s.kindBox, len(st.Kinds) > 1)
	s.url.SetText(st.URL)
	s.login.SetText(st.Login)
	for name, f := range map[string]*part.Field{"url": s.url, "login": s.login, "password": s.password} {
		wrong := ""
		if slices.Contains(st.Missing, name) {
			wrong = s.words.T("signin.missing")
		}
		f.SetWrong(wrong)
	}
	label := s.words.T("signin.submit")
	if st.Busy {
		label = s.words.T("signin.busy")
	}
	s.submit.Set(label, !st.Busy)
	s.renderWhence(st)
	offering := st.Welcome != nil && st.Offer > 0
	part.ShowIf(s.form, !offering)
	part.ShowIf(s.answers, offering)
	part.ShowIf(s.lead, !offering)
	part.ShowIf(s.good, !offering)
	s.title.Set(s.words.T("signin.title"))
	if offering {
		s.title.Set(s.words.T("signin.done"))
		s.offer.Set(s.words.N("signin.offer", st.Offer))
		s.password.SetText("")
	}
	part.Relay(s.page)
}
