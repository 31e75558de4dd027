package account_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"relais/internal/desk"
	"relais/ui/model/account"
	screen "relais/ui/screen/account"
	"relais/ui/screen/employee/looktest"
)

// recorder notes what the screens ask for.
type recorder struct{ looktest.Notes }

func (r *recorder) Fill(field, value string)             { r.Note("fill %s %s", field, value) }
func (r *recorder) Submit(password desk.Secret)          { r.Note("submit %s", password.Reveal()) }
func (r *recorder) Answer(adopt bool)                    { r.Note("answer %v", adopt) }
func (r *recorder) Set(p account.Preferences)            { r.Note("set %+v", p) }
func (r *recorder) Become(login string)                  { r.Note("become %s", login) }
func (r *recorder) Copy(stays bool)                      { r.Note("copy %v", stays) }
func (r *recorder) Leave()                               { r.Note("leave") }
func (r *recorder) Stay()                                { r.Note("stay") }
func (r *recorder) SignOut()                             { r.Note("sign out") }
func (r *recorder) Settle(key desk.Key, how desk.Settle) { r.Note("settle %s %s", key, how) }
func (r *recorder) Edit(p desk.Pending)                  { r.Note("edit %s", p.Key) }
func (r *recorder) OpenTicket(p desk.Pending)            { r.Note("open %s", p.Ticket) }
func (r *recorder) SyncNow()                             { r.Note("sync") }

func signIn(t *testing.T, st account.SignInState) (*screen.SignIn, *recorder, fyne.Window) {
	t.Helper()
	r := &recorder{}
	s := screen.NewSignIn(looktest.French(t), r)
	s.Render(st)
	return s, r, looktest.Open(t, s.Object())
}

func asked() account.SignInState {
	return account.SignInState{Kinds: []string{"relais", "rt"}, Kind: "relais", URL: "https://aide.exemple.fr"}
}

func TestSigningInByKeyboard(t *testing.T) {
	s, r, w := signIn(t, asked())
	login := s.Focus()
	w.Canvas().Focus(login)
	test.Type(login, "am")
	w.Canvas().FocusNext()
	password := w.Canvas().Focused()
	test.Type(password, "clef")
	looktest.Press(password, fyne.KeyReturn)
	r.Expect(t, "fill login a", "fill login am", "submit clef")
}

func TestTheAddressIsAskedForFirstWhenItIsNotKnown(t *testing.T) {
	st := asked()
	st.URL = ""
	s, r, w := signIn(t, st)
	test.Type(s.Focus(), "h")
	test.Tap(looktest.Control(t, w, "Request Tracker"))
	test.Tap(looktest.Control(t, w, "Se connecter"))
	r.Expect(t, "fill url h", "fill kind rt", "submit")
}

func TestTheKindIsNotAskedForWhenThereIsOne(t *testing.T) {
	st := asked()
	st.Kinds = st.Kinds[:1]
	if _, _, w := signIn(t, st); looktest.Says(w, "Quel support") {
		t.Errorf("%q", looktest.Words(w))
	}
}

func TestSigningInSaysWhatIsMissingWhatItDoesAndWhatWentWrong(t *testing.T) {
	missing, busy, refused := asked(), asked(), asked()
	missing.Missing, busy.Busy, refused.Code = []string{"login"}, true, desk.CodeUnauthorized
	s, r, w := signIn(t, missing)
	if !looktest.Says(w, "Il manque ceci") {
		t.Errorf("%q", looktest.Words(w))
	}
	s.Render(busy)
	test.Tap(looktest.Control(t, w, "Un instant…"))
	r.Expect(t)
	away := asked()
	away.Code = desk.CodeUnreachable
	s.Render(away)
	if !looktest.Says(w, "Vérifiez l’adresse et le réseau") || looktest.Says(w, "écrit est gardé") {
		t.Errorf("%q", looktest.Words(w))
	}
	s.Render(refused)
	if !looktest.Says(w, "mot de passe n’est pas accepté") || looktest.Says(w, "écrit est gardé") || looktest.Says(w, "Il manque ceci") {
		t.Errorf("%q", looktest.Words(w))
	}
}

func TestAYesGivesWhatWasAskedBeforeToTheAccount(t *testing.T) {
	st := asked()
	s, r, w := signIn(t, st)
	st.Welcome, st.Offer = &desk.Welcome{}, 2
	s.Render(st)
	if !looktest.Says(w, "2 demandes") || looktest.Has(w, "Se connecter") {
		t.Errorf("%q", looktest.Words(w))
	}
	looktest.Press(s.Focus(), fyne.KeyReturn)
	test.Tap(looktest.Control(t, w, "Non, pas maintenant"))
	r.Expect(t, "answer true", "answer false")
}

func settings(t *testing.T, st account.SettingsState) (*screen.Settings, *recorder, fyne.Window) {
	t.Helper()
	r := &recorder{}
	s := screen.NewSettings(looktest.French(t), r, func() { r.Note("open sign in") })
	s.Render(st)
	return s, r, looktest.Open(t, s.Object())
}

func mine() account.SettingsState {
	return account.SettingsState{Preferences: account.Preferences{Lang: "fr", Theme: "light", TextScale: 100}, Locked: account.Locks{},
		Who: account.Who{Me: desk.Person{ID: "p1", Name: "Amélie Durand", Role: desk.RoleRequester}, URL: "https://aide.exemple.fr"}}
}

func TestASettingIsOneClick(t *testing.T) {
	_, r, w := settings(t, mine())
	for _, label := range []string{"English", "Sombres", "150\u00a0%", "Contraste renforcé"} {
		test.Tap(looktest.Control(t, w, label))
	}
	r.Expect(t,
		"set {Lang:en Theme:light Contrast:false TextScale:100 Dense:false Autostart:false}",
		"set {Lang:fr Theme:dark Contrast:false TextScale:100 Dense:false Autostart:false}",
		"set {Lang:fr Theme:light Contrast:false TextScale:150 Dense:false Autostart:false}",
		"set {Lang:fr Theme:light Contrast:true TextScale:100 Dense:false Autostart:false}")
}

func TestWhatTheCompanySetCanNotBeChanged(t *testing.T) {
	st := mine()
	st.Locked = account.Locks{"theme": "", "contrast": "RELAIS_CONTRAST"}
	_, r, w := settings(t, st)
	if looktest.Has(w, "Sombres") || !looktest.Says(w, "Réglé par votre entreprise") {
		t.Errorf("%q", looktest.Words(w))
	}
	test.Tap(looktest.Control(t, w, "Claires"))
	test.Tap(looktest.Control(t, w, "Contraste renforcé"))
	r.Expect(t)
}

func TestTheAccountLeadsToSigningInAndOut(t *testing.T) {
	s, r, w := settings(t, mine())
	test.Tap(looktest.Control(t, w, "Se connecter autrement"))
	test.Tap(looktest.Control(t, w, "Se déconnecter"))
	r.Expect(t, "open sign in", "sign out")
	st := mine()
	st.Who = account.Who{}
	s.Render(st)
	if !looktest.Says(w, "Pas encore connecté") || looktest.Has(w, "Se déconnecter") {
		t.Errorf("%q", looktest.Words(w))
	}
	test.Tap(looktest.Control(t, w, "Se connecter au support"))
	r.Expect(t, "open sign in")
}

func TestTheSampleHelpdeskCanBeSeenFromEverySeat(t *testing.T) {
	st := mine()
	st.Who.Demo = []desk.Person{{ID: "p1", Login: "amelie", Name: "Amélie Durand", Role: desk.RoleRequester}, {ID: "p2", Login: "claire", Name: "Claire Martin", Role: desk.RoleTechnician}}
	s, r, w := settings(t, st)
	test.Tap(looktest.Control(t, w, "Claire Martin · Technicien"))
	r.Expect(t, "become claire")
	st.Who.Me = desk.Person{ID: "p2", Name: "Claire Martin", Role: desk.RoleTechnician}
	st.Code = desk.CodeReadOnly
	s.Render(st)
	if !looktest.Says(w, "Votre rôle") || !looktest.Says(w, "Celui d’essai") {
		t.Errorf("%q", looktest.Words(w))
	}
}

func outbox(t *testing.T, st account.OutboxState) (*screen.Outbox, *recorder, fyne.Window) {
	t.Helper()
	r := &recorder{}
	o := screen.NewOutbox(looktest.French(t), r)
	o.Render(st)
	return o, r, looktest.Open(t, o.Object())
}

func pending(key desk.Key, state desk.OperationState) desk.Pending {
	return desk.Pending{Receipt: desk.Receipt{Key: key, Verb: desk.VerbReply, State: state, Number: "2041", Title: "Écran noir", Kept: looktest.Now.Add(-time.Hour)}, Text: "Toujours noir."}
}

func TestEverythingThatWaitsSaysWhyAndShowsItsWords(t *testing.T) {
	sent, next, blocked := pending("a", desk.StateSent), pending("b", desk.StateQueued), pending("c", desk.StateQueued)
	next.NextTry, blocked.Blocked = looktest.Now.Add(2*time.Minute), true
	st := account.OutboxState{Now: looktest.Now, Waiting: []desk.Pending{sent, next, blocked, pending("d", desk.StateQueued)}}
	o, r, w := outbox(t, st)
	words := strings.Join(looktest.Words(w), "|")
	for _, want := range []string{"Réponse · il y a 1\u00a0h · n°\u00a02041", "Toujours noir.", "En route.", "Prochain essai dans 2\u00a0min", "Attend que", "Part dès que possible."} {
		if !strings.Contains(words, want) {
			t.Errorf("no %q in %q", want, words)
		}
	}
	looktest.Press(o.Focus(), fyne.KeyReturn)
	r.Expect(t, "sync")
	o.Render(account.OutboxState{Now: looktest.Now, Syncing: true})
	looktest.Press(o.Focus(), fyne.KeyReturn)
	r.Expect(t)
	o.Render(account.OutboxState{Now: looktest.Now, Result: &desk.SyncResult{Pushed: 3}})
	if !looktest.Says(w, "3 envois") || !looktest.Says(w, "Rien n’attend") || looktest.Says(w, "Toujours noir.") {
		t.Errorf("%q", looktest.Words(w))
	}
}

func TestWhatNeedsThePersonIsTriedAgainOrGivenUpOnASecondClick(t *testing.T) {
	refused := pending("a", desk.StateAttention)
	refused.Code = desk.CodeForbidden
	o, r, w := outbox(t, account.OutboxState{Now: looktest.Now, Attention: []desk.Pending{refused}})
	test.Tap(looktest.Control(t, w, "Réessayer"))
	test.Tap(looktest.Control(t, w, "Abandonner"))
	r.Expect(t, "settle a retry")
	test.Tap(looktest.Control(t, w, "Abandonner pour de bon"))
	r.Expect(t, "settle a discard")
	test.Tap(looktest.Control(t, w, "Abandonner"))
	other := refused
	other.Key = "b"
	o.Render(account.OutboxState{Now: looktest.Now, Attention: []desk.Pending{other}})
	test.Tap(looktest.Control(t, w, "Abandonner"))
	r.Expect(t)
}

func TestWhatNeedsThePersonIsChangedAndWhatHasNoWordsIsLookedAt(t *testing.T) {
	refused := pending("a", desk.StateAttention)
	refused.Code, refused.Ticket, refused.Texts = desk.CodeTooLarge, "2041", map[string]string{"text": "Toujours noir."}
	o, r, w := outbox(t, account.OutboxState{Now: looktest.Now, Attention: []desk.Pending{refused}})
	if looktest.Has(w, "Voir la demande") {
		t.Error("it is changed, not looked at")
	}
	test.Tap(looktest.Control(t, w, "Modifier"))
	r.Expect(t, "edit a")
	back := refused
	back.Draft = "reply/2041"
	o.Render(account.OutboxState{Now: looktest.Now, Attention: []desk.Pending{back}})
	if looktest.Has(w, "Réessayer") || !looktest.Says(w, "il remplacera celui-ci") {
		t.Errorf("%q", looktest.Words(w))
	}
	test.Tap(looktest.Control(t, w, "Continuer à modifier"))
	r.Expect(t, "edit a")
	wordless := refused
	wordless.Texts, wordless.Text = nil, ""
	o.Render(account.OutboxState{Now: looktest.Now, Attention: []desk.Pending{wordless}})
	if looktest.Has(w, "Modifier") || !looktest.Has(w, "Réessayer") {
		t.Errorf("%q", looktest.Words(w))
	}
	test.Tap(looktest.Control(t, w, "Voir la demande"))
	r.Expect(t, "open 2041")
}

func TestAConflictShowsBothVersionsInWordsAndAsks(t *testing.T) {
	p := pending("a", desk.StateAttention)
	p.Code = desk.CodeConflict
	p.Conflicts = []desk.Conflict{{Field: desk.FieldAssignee, Mine: "p2"}, {Field: desk.FieldQueue, Mine: "level2", Theirs: "gone"}}
	_, r, w := outbox(t, account.OutboxState{Now: looktest.Now, Attention: []desk.Pending{p}, Names: map[string]string{"p2": "Claire Martin", "level2": "Niveau 2"}})
	words := looktest.Words(w)
	for _, want := range []string{"Claire Martin", "Niveau 2", "gone"} {
		if !slices.Contains(words, want) {
			t.Errorf("no %q in %q", want, words)
		}
	}
	if looktest.Has(w, "Réessayer") {
		t.Error("a conflict is not tried again as it is")
	}
	test.Tap(looktest.Control(t, w, "Garder ma version"))
	test.Tap(looktest.Control(t, w, "Garder l’autre version"))
	r.Expect(t, "settle a mine", "settle a theirs")
}

func TestNoConnectionIsCalmAndADamageIsNot(t *testing.T) {
	for code, want := range map[desk.Code]string{desk.CodeUnreachable: "injoignable", desk.CodeDamaged: "abîmé"} {
		if _, _, w := outbox(t, account.OutboxState{Now: looktest.Now, Code: code}); !looktest.Says(w, want) || looktest.Says(w, "Rien n’attend") {
			t.Errorf("%s: %q", code, looktest.Words(w))
		}
	}
}

func TestWhatTheHelpdeskLacksIsUnfoldedAndCopiedAsALetter(t *testing.T) {
	st := account.SettingsState{Who: account.Who{Me: desk.Person{Name: "Amélie"}, URL: "https://rt.exemple.fr"}}
	s := screen.NewSettings(looktest.French(t), &recorder{}, func() {})
	s.Render(st)
	w := looktest.Open(t, s.Object())
	if looktest.Says(w, "pourrait offrir") {
		t.Error("nothing is missing, and something is said")
	}
	st.Who.Missing = []desk.Missing{{Code: "rt-ticket-field", Args: map[string]string{"field": "ClientRef", "queue": "Aide"}}, {Code: "rt-articles"}}
	s.Render(st)
	if !looktest.Says(w, "2 choses de plus") || looktest.Says(w, "ClientRef") {
		t.Errorf("%q", looktest.Words(w))
	}
	test.Tap(looktest.Control(t, w, "Votre support pourrait offrir 2 choses de plus"))
	if !looktest.Says(w, "une petite pièce jointe") || !looktest.Says(w, "ClientRef") {
		t.Errorf("%q", looktest.Words(w))
	}
	test.Tap(looktest.Control(t, w, "Copier le texte à envoyer"))
	if letter := fyne.CurrentApp().Clipboard().Content(); !strings.Contains(letter, "Aide") || !strings.Contains(letter, "ShowArticle") || strings.Contains(letter, "pièce jointe") {
		t.Errorf("copied %q", letter)
	}
}

func TestWhatWasGivenUpCanStillBeReadAndCopied(t *testing.T) {
	given := pending("z", desk.StateDiscarded)
	given.Conflicts = []desk.Conflict{{Field: desk.FieldStatus, Mine: "pending", Theirs: "resolved"}}
	_, r, w := outbox(t, account.OutboxState{Now: looktest.Now, GivenUp: []desk.Pending{given}})
	if !looktest.Says(w, "Toujours noir.") || !looktest.Says(w, "Ces mots ne sont pas partis.") || looktest.Has(w, "Réessayer") || looktest.Says(w, "Résolu") {
		t.Errorf("%q", looktest.Words(w))
	}
	test.Tap(looktest.Control(t, w, "Copier"))
	if got := fyne.CurrentApp().Clipboard().Content(); got != given.Text {
		t.Errorf("copied %q", got)
	}
	r.Expect(t)
}

func TestAConflictTellsFromWhenTheTwoValuesAre(t *testing.T) {
	asked := pending("a", desk.StateAttention)
	asked.Code = desk.CodeConflict
	asked.Conflicts = []desk.Conflict{
		{Field: desk.FieldPriority, Mine: "4", Theirs: "2", Since: looktest.Now.Add(-22 * time.Minute), By: "Karim"},
		{Field: desk.FieldStatus, Mine: "pending", Theirs: "resolved"},
	}
	_, _, w := outbox(t, account.OutboxState{Now: looktest.Now, Attention: []desk.Pending{asked}})
	for _, want := range []string{"Priorité · 08:12", "Priorité · depuis 08:50, Karim", "État · 08:12"} {
		if !looktest.Says(w, want) {
			t.Errorf("no %q in %q", want, looktest.Words(w))
		}
	}
}
