package gallery

import (
	"time"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model/account"
	"relais/ui/part"
	screens "relais/ui/screen/account"
)

func (still) Submit(desk.Secret)           {}
func (still) Answer(bool)                  {}
func (still) Set(account.Preferences)      {}
func (still) Become(string)                {}
func (still) SignOut()                     {}
func (still) Copy(bool)                    {}
func (still) Leave()                       {}
func (still) Stay()                        {}
func (still) Settle(desk.Key, desk.Settle) {}
func (still) Edit(desk.Pending)            {}
func (still) OpenTicket(desk.Pending)      {}
func (still) SyncNow()                     {}

func accounts() []Row {
	var rows []Row
	for _, r := range signInStates() {
		rows = append(rows, Row{r.name, width, height, func(w *text.Words, now time.Time) fyne.CanvasObject {
			screen := screens.NewSignIn(w, still{})
			screen.Render(r.state(sampleOf(w, now)))
			return screen.Object()
		}})
	}
	for _, r := range passphraseStates() {
		rows = append(rows, Row{r.name, width, height, func(w *text.Words, now time.Time) fyne.CanvasObject {
			st := r.state(sampleOf(w, now))
			screen := screens.NewPassphrase(w, quiet{}, st.New, func(fyne.Focusable) {})
			screen.Render(st)
			return part.NewVeil(screen.Object())
		}})
	}
	for _, r := range settingsStates() {
		rows = append(rows, Row{r.name, width, height, func(w *text.Words, now time.Time) fyne.CanvasObject {
			screen := screens.NewSettings(w, still{}, func() {})
			screen.Render(r.state(sampleOf(w, now)))
			return screen.Object()
		}})
	}
	for _, r := range outboxStates() {
		rows = append(rows, Row{r.name, width, height, func(w *text.Words, now time.Time) fyne.CanvasObject {
			screen := screens.NewOutbox(w, still{})
			screen.Render(r.state(sampleOf(w, now)))
			return screen.Object()
		}})
	}
	return rows
}

func signInStates() []made[account.SignInState] {
	return []made[account.SignInState]{
		{"signin/empty", func(s sample) account.SignInState {
			return account.SignInState{Kinds: []string{"relais", "rt"}}
		}},
		{"signin/full", func(s sample) account.SignInState { return s.signing() }},
		{"signin/again", func(s sample) account.SignInState {
			st := s.signing()
			st.Again = true
			return st
		}},
		{"signin/left", func(s sample) account.SignInState {
			st := s.signing()
			st.Again, st.Left, st.Unsent = true, true, 2
			return st
		}},
		{"signin/missing", func(s sample) account.SignInState {
			st := s.signing()
			st.Login, st.Missing = "", []string{"login", "password"}
			return st
		}},
		{"signin/loading", func(s sample) account.SignInState {
			st := s.signing()
			st.Busy = true
			return st
		}},
		{"signin/error", func(s sample) account.SignInState {
			st := s.signing()
			st.Code = desk.CodeUnauthorized
			return st
		}},
		{"signin/offline", func(s sample) account.SignInState {
			st := s.signing()
			st.Code = desk.CodeUnreachable
			return st
		}},
		{"signin/offer", func(s sample) account.SignInState {
			st := s.signing()
			st.Welcome, st.Offer = &desk.Welcome{}, 2
			return st
		}},
		{"signin/long", func(s sample) account.SignInState {
			st := s.signing()
			st.URL, st.Login = "https://support.exemple.fr/"+s.long(), s.long()
			return st
		}},
	}
}

// quiet takes answers to the question for the passphrase, and does nothing.
type quiet struct{}

func (quiet) Type(string, string) {}
func (quiet) Submit()             {}
func (quiet) Later()              {}
func (quiet) Forget()             {}
func (quiet) Remember()           {}
func (quiet) StartOver()          {}

func passphraseStates() []made[account.PassphraseState] {
	return []made[account.PassphraseState]{
		{"passphrase/new", func(sample) account.PassphraseState { return account.PassphraseState{New: true, Least: 8} }},
		{"passphrase/short", func(sample) account.PassphraseState {
			return account.PassphraseState{New: true, Least: 8, Short: true, Differ: true}
		}},
		{"passphrase/known", func(sample) account.PassphraseState { return account.PassphraseState{} }},
		{"passphrase/refused", func(sample) account.PassphraseState { return account.PassphraseState{Refused: true} }},
		{"passphrase/lost", func(sample) account.PassphraseState { return account.PassphraseState{Lost: true} }},
	}
}

func settingsStates() []made[account.SettingsState] {
	return []made[account.SettingsState]{
		{"settings/full", func(s sample) account.SettingsState { return s.settings() }},
		{"settings/empty", func(s sample) account.SettingsState {
			st := s.settings()
			st.Who = account.Who{}
			return st
		}},
		{"settings/locked", func(s sample) account.SettingsState {
			st := s.settings()
			st.Locked = account.Locks{"lang": "RELAIS_LANG", "theme": "", "text_scale": "", "autostart": ""}
			return st
		}},
		{"settings/leaving", func(s sample) account.SettingsState {
			st := s.settings()
			st.Leaving = &account.Leaving{Unsent: 2, Copied: true}
			return st
		}},
		{"settings/missing", func(s sample) account.SettingsState {
			st := s.settings()
			st.Who.Missing = []desk.Missing{
				{Code: "rt-ticket-field", Args: map[string]string{"field": "ClientRef", "queue": "Niveau 1"}}, {Code: "rt-articles"},
			}
			return st
		}},
		{"settings/demo", func(s sample) account.SettingsState {
			st := s.settings()
			st.Who.Demo = []desk.Person{
				{ID: amelie.ID, Login: "amelie", Name: amelie.Name, Role: desk.RoleRequester},
				{ID: claire.ID, Login: "claire", Name: claire.Name, Role: desk.RoleTechnician},
				{ID: "p3", Login: "helene", Name: "Hélène Marchand", Role: desk.RoleLead},
			}
			return st
		}},
		{"settings/loading", func(s sample) account.SettingsState {
			st := s.settings()
			st.Busy = true
			return st
		}},
		{"settings/error", func(s sample) account.SettingsState {
			st := s.settings()
			st.Code = desk.CodeReadOnly
			return st
		}},
		{"settings/long", func(s sample) account.SettingsState {
			st := s.settings()
			st.Who.Me.Name, st.Who.URL = s.long(), "https://support.exemple.fr/"+s.long()
			return st
		}},
	}
}

func outboxStates() []made[account.OutboxState] {
	return []made[account.OutboxState]{
		{"outbox/empty", func(s sample) account.OutboxState { return account.OutboxState{Sync: s.online(), Now: s.now} }},
		{"outbox/loading", func(s sample) account.OutboxState { return account.OutboxState{Loading: true, Now: s.now} }},
		{"outbox/full", func(s sample) account.OutboxState {
			st := s.outbox()
			st.Attention = []desk.Pending{s.refused(), s.conflict()}
			return st
		}},
		{"outbox/offline", func(s sample) account.OutboxState {
			st := s.outbox()
			st.Sync = s.offline()
			return st
		}},
		{"outbox/attention", func(s sample) account.OutboxState {
			st := s.outbox()
			st.Attention, st.Waiting = []desk.Pending{s.refused()}, st.Waiting[:1]
			st.Waiting[0].Blocked = true
			return st
		}},
		{"outbox/edit", func(s sample) account.OutboxState {
			st := s.outbox()
			back := s.tooLarge()
			back.Key, back.Draft = "f", "resolve/2031"
			st.Attention, st.Waiting = []desk.Pending{s.tooLarge(), back, s.wordless()}, nil
			return st
		}},
		{"outbox/conflict", func(s sample) account.OutboxState {
			st := s.outbox()
			st.Attention, st.Waiting = []desk.Pending{s.conflict()}, nil
			return st
		}},
		{"outbox/given up", func(s sample) account.OutboxState {
			st := s.outbox()
			given := s.refused()
			given.State = desk.StateDiscarded
			st.Attention, st.Waiting, st.GivenUp = nil, nil, []desk.Pending{given}
			return st
		}},
		{"outbox/syncing", func(s sample) account.OutboxState {
			st := s.outbox()
			st.Syncing = true
			return st
		}},
		{"outbox/error", func(s sample) account.OutboxState {
			st := s.outbox()
			st.Code = desk.CodeUnreachable
			return st
		}},
		{"outbox/long", func(s sample) account.OutboxState {
			st := s.outbox()
			st.Waiting[0].Title, st.Waiting[0].Text = s.long(), s.long()+"\n\n"+s.long()+"\n\n"+s.long()
			c := s.conflict()
			c.Title, c.Conflicts[0].Mine = s.long(), s.long()
			st.Attention = []desk.Pending{c}
			return st
		}},
	}
}

func (s sample) signing() account.SignInState {
	return account.SignInState{Kinds: []string{"relais", "rt"}, Kind: "rt", URL: "https://support.exemple.fr", Login: "amelie.durand"}
}

func (s sample) settings() account.SettingsState {
	return account.SettingsState{
		Preferences: account.Preferences{Theme: "light", TextScale: 100, Autostart: true}, Locked: account.Locks{},
		Who: account.Who{Me: desk.Person{ID: amelie.ID, Name: amelie.Name, Role: desk.RoleRequester}, URL: "https://support.exemple.fr", Kind: "relais"},
	}
}

func (s sample) outbox() account.OutboxState {
	names := map[string]string{claire.ID: claire.Name, karim.ID: karim.Name}
	return account.OutboxState{Sync: s.online(), Now: s.now, Names: names, Waiting: []desk.Pending{
		{Receipt: desk.Receipt{Key: "a", Verb: desk.VerbAsk, State: desk.StateQueued, Title: s.say("Ma messagerie n’envoie plus rien", "My e-mail does not send anything any more"), Kept: s.ago(4 * time.Minute)},
			NextTry: s.now.Add(2 * time.Minute), Text: s.say("Depuis ce matin, mes messages restent dans la boîte d’envoi.", "Since this morning my messages stay in the outbox.")},
		{Receipt: desk.Receipt{Key: "b", Verb: desk.VerbReply, State: desk.StateSent, Number: "2041", Title: s.say("Double écran noir au réveil", "Second screen black after sleep"), Kept: s.ago(time.Minute)},
			Text: s.say("C’est fait, mais l’écran reste noir.", "Done, but the screen stays black.")},
	}}
}

func (s sample) refused() desk.Pending {
	return desk.Pending{Receipt: desk.Receipt{Key: "c", Verb: desk.VerbReply, State: desk.StateAttention, Number: "2038",
		Title: s.say("Accès au dossier Comptabilité", "Access to the Accounting folder"), Kept: s.ago(3 * time.Hour)}, Code: desk.CodeForbidden,
		Text: s.say("Merci, j’y ai accès maintenant.", "Thank you, I have access now."), Texts: map[string]string{desk.TextWords: ""}}
}

func (s sample) tooLarge() desk.Pending {
	return desk.Pending{Receipt: desk.Receipt{Key: "e", Verb: desk.VerbResolve, State: desk.StateAttention, Number: "2031", Ticket: "2031",
		Title: s.say("L’imprimante du 2e étage coupe les pages", "The printer on the 2nd floor cuts pages"), Kept: s.ago(2 * time.Hour)}, Code: desk.CodeTooLarge,
		Text:  s.say("Pilote réinstallé, journal complet ci-dessous.", "Driver installed again, whole log below."),
		Texts: map[string]string{desk.TextSolution: ""}}
}

func (s sample) wordless() desk.Pending {
	return desk.Pending{Receipt: desk.Receipt{Key: "g", Verb: desk.VerbAssign, State: desk.StateAttention, Number: "2040", Ticket: "2040",
		Title: s.say("Nouveau poste pour l’accueil", "New computer for the front desk"), Kept: s.ago(time.Hour)}, Code: desk.CodeForbidden}
}

func (s sample) conflict() desk.Pending {
	return desk.Pending{Receipt: desk.Receipt{Key: "d", Verb: desk.VerbCorrect, State: desk.StateAttention, Number: "2044",
		Title: s.say("Le clavier tape deux fois la même lettre", "The keyboard types letters twice"), Kept: s.ago(20 * time.Minute)}, Code: desk.CodeConflict,
		Conflicts: []desk.Conflict{
			{Field: desk.FieldPriority, Base: "3", Mine: "4", Theirs: "2", Since: s.ago(32 * time.Minute), By: karim.Name},
			{Field: desk.FieldCategory, Base: "other", Mine: "hardware", Theirs: "software"},
			{Field: desk.FieldAssignee, Mine: claire.ID, Theirs: karim.ID},
		}}
}
