package account

import (
	"strconv"

	"fyne.io/fyne/v2"

	"relais/internal/text"
	"relais/ui/model/account"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/screen/say"
	"relais/ui/theme"
)

// SettingsActions is what a person can do on the page.
type SettingsActions interface {
	Set(p account.Preferences)
	Become(login string)
	SignOut()
	Copy(stays bool)
	Leave()
	Stay()
}

// Settings is the page of preferences.
type Settings struct {
	words   *text.Words
	on      SettingsActions
	state   account.SettingsState
	trouble *part.Banner
	lang    *option
	theme   *option
	scale   *option
	checks  []*check
	who     *part.Facts
	people  *part.Pills
	demo    *fyne.Container
	begin   *part.Button // the main action of who is nobody here yet
	sign    *part.Button
	signOut *part.Button
	leaving *leaving
	comfort *comfort
	page    *part.Page
}

// option is a setting with a few values.
type option struct {
	key    string
	ids    []string
	label  func(id string) string
	pills  *part.Pills
	words  *text.Words
	by     *part.Text // who has locked it
	locked *fyne.Container
	object fyne.CanvasObject
}

// check is a setting that is on or off.
type check struct {
	key string
	row *part.CheckRow
	at  func(*account.Preferences) *bool
}

// NewSettings builds the page; signIn opens the page to sign in.
func NewSettings(w *text.Words, on SettingsActions, signIn func()) *Settings {
	s := &Settings{words: w, on: on, trouble: part.NewBanner(), who: part.NewFacts(), people: part.NewPills()}
	s.lang = s.option("lang", []string{"", "fr", "en"}, func(p *account.Preferences, id string) { p.Lang = id })
	s.theme = s.option("theme", []string{"", "light", "dark"}, func(p *account.Preferences, id string) { p.Theme = id })
	ids := make([]string, len(scales))
	for i, percent := range scales {
		ids[i] = scaleID(percent)
	}
	s.scale = s.option("text_scale", ids, func(p *account.Preferences, id string) { p.TextScale, _ = strconv.Atoi(id) })
	s.scale.label = func(id string) string { return id + "\u00a0%" }
	s.check("contrast", func(p *account.Preferences) *bool { return &p.Contrast })
	s.check("dense", func(p *account.Preferences) *bool { return &p.Dense })
	s.check("autostart", func(p *account.Preferences) *bool { return &p.Autostart })
	s.people.OnChosen = on.Become
	s.begin = part.NewPrimary(w.T("settings.signin"), signIn)
	s.sign = part.NewSecondary(w.T("settings.another"), signIn)
	s.signOut = part.Name(part.NewSecondary(w.T("settings.signout"), on.SignOut), "settings.signout")
	s.leaving = newLeaving(w, on)
	s.comfort = newComfort(w, func() { part.Relay(s.page) })
	s.build()
	return s
}

func (s *Settings) build() {
	w := s.words
	s.demo = flow.Stack(8, part.NewStrong(w.T("settings.demo")), part.NewSmall(w.T("settings.demo.help")), s.people)
	rows := flow.Stack(0)
	for _, c := range s.checks {
		rows.Add(c.row)
	}
	looks := part.NewCard(flow.Stack(18, part.NewSection(w.T("settings.look")), s.lang.object, s.theme.object, s.scale.object, rows))
	person := part.NewCard(flow.Stack(14, part.NewSection(w.T("settings.account")), s.who, flow.InsetSides(0, 4, 0, 0, flow.Wrap(12, s.begin, s.sign, s.signOut)), s.leaving.box, s.comfort.Fold, s.demo))
	s.page = part.NewPage(flow.Stack(18, part.NewTitle(w.T("settings.title")), s.trouble, person, looks), nil)
}

func (s *Settings) option(key string, ids []string, set func(*account.Preferences, string)) *option {
	lock := part.NewIcon(theme.IconLock, theme.ColorMuted, theme.SizeIconSmall)
	o := &option{key: key, ids: ids, pills: part.NewPills(), words: s.words, by: part.NewSmall("")}
	o.locked = flow.Line(6, lock, o.by)
	o.label = func(id string) string {
		if id == "" {
			id = "system"
		}
		return s.words.T("settings." + key + "." + id)
	}
	o.pills.OnChosen = func(id string) {
		if s.state.Locked.Has(key) {
			return
		}
		p := s.state.Preferences
		set(&p, id)
		s.on.Set(p)
	}
	o.object = flow.Stack(8, part.NewStrong(s.words.T("settings."+key)), o.locked, o.pills)
	return o
}

func (s *Settings) check(key string, at func(*account.Preferences) *bool) {
	c := &check{key: key, at: at, row: part.NewCheckRow(part.CheckState{})}
	c.row.OnChanged = func(on bool) {
		p := s.state.Preferences
		*at(&p) = on
		s.on.Set(p)
	}
	part.Name(c.row, "settings."+key)
	s.checks = append(s.checks, c)
}

// Object is the page.
func (s *Settings) Object() fyne.CanvasObject { return s.page }

// Focus is nothing in particular.
func (s *Settings) Focus() fyne.Focusable { return nil }

// Render shows st.
func (s *Settings) Render(st account.SettingsState) {
	s.state = st
	s.trouble.Set(say.Problem(s.words, st.Code))
	p := st.Preferences
	s.lang.render(st, p.Lang)
	s.theme.render(st, p.Theme)
	s.scale.render(st, scaleID(p.TextScale))
	for _, c := range s.checks {
		detail := s.words.T("settings." + c.key + ".help")
		if st.Locked.Has(c.key) {
			detail = lockedBy(s.words, st.Locked[c.key])
		}
		c.row.Set(part.CheckState{On: *c.at(&p), Title: s.words.T("settings." + c.key), Detail: detail, Locked: st.Locked.Has(c.key)})
	}
	s.renderWho(st)
	part.Relay(s.page)
}

// lockedBy says what has set a preference: a variable, or else the organisation.
func lockedBy(w *text.Words, variable string) string {
	if variable == "" {
		return w.T("settings.locked")
	}
	return w.T("settings.locked.variable", "Name", variable)
}

func (o *option) render(st account.SettingsState, chosen string) {
	choices := make([]part.Choice, 0, len(o.ids))
	for _, id := range o.ids {
		if st.Locked.Has(o.key) && id != chosen {
			continue
		}
		choices = append(choices, part.Choice{ID: id, Title: o.label(id), Name: "settings." + o.key + "." + id})
	}
	o.pills.Set(choices, chosen)
	o.by.Set(lockedBy(o.words, st.Locked[o.key]))
	part.ShowIf(o.locked, st.Locked.Has(o.key))
}

func (s *Settings) renderWho(st account.SettingsState) {
	w, me := s.words, st.Who.Me
	facts := []part.Fact{{Label: w.T("settings.name"), Value: me.Name}, {Label: w.T("settings.server"), Value: st.Who.URL}}
	if me.Role.Staff() {
		facts = append(facts, part.Fact{Label: w.T("settings.role"), Value: w.Role(me.Role)})
	}
	embedded := len(st.Who.Demo) > 0
	switch {
	case st.Who.URL == "":
		facts = []part.Fact{{Label: w.T("settings.server"), Value: w.T("settings.nobody")}}
	case embedded:
		facts[1].Value = w.T("settings.embedded")
	}
	s.who.Set(facts...)
	own := st.Who.URL != "" && !embedded // an account of the company
	s.begin.Set(w.T("settings.signin"), !st.Busy)
	s.sign.Set(w.T("settings.another"), !st.Busy)
	part.ShowIf(s.begin, !own)
	part.ShowIf(s.sign, own && st.Leaving == nil)
	if own {
		part.Name(s.sign, "settings.signin")
	} else {
		part.Name(s.begin, "settings.signin")
	}
	part.ShowIf(s.signOut, own && st.Leaving == nil)
	s.leaving.render(st)
	s.comfort.render(st.Who.Missing)
	part.ShowIf(s.demo, embedded)
	choices := make([]part.Choice, 0, len(st.Who.Demo))
	chosen := ""
	for _, p := range st.Who.Demo {
		choices = append(choices, part.Choice{ID: p.Login, Title: w.T("settings.person", "Name", p.Name, "Role", w.Role(p.Role)), Name: "settings.demo." + p.Login})
		if p.ID == me.ID {
			chosen = p.Login
		}
	}
	s.people.Set(choices, chosen)
}

// scales are the text sizes that can be picked, in percent.
var scales = []int{100, 115, 130, 150, 175, 200}

func scaleID(percent int) string { return strconv.Itoa(percent) }
