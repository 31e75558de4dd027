package panel_test

import (
	"io/fs"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"relais/assets"
	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model/work"
	"relais/ui/screen/employee/looktest"
	"relais/ui/screen/technician/panel"
)

// recorder notes what a panel asks for, and keeps what is filled in as the page
// would.
type recorder struct {
	looktest.Notes
	panel *panel.Panel
	state work.TicketState
}

func (r *recorder) Fill(field, value string) {
	r.Note("%s=%s", field, value)
	r.state.Fields[field] = value
	r.panel.Render(r.state)
}
func (r *recorder) FindTickets(letters string) { r.Note("find %s", letters) }
func (r *recorder) Do()                        { r.Note("do") }
func (r *recorder) Cancel()                    { r.Note("cancel") }

var verbs = []desk.Verb{
	desk.VerbAssign, desk.VerbPend, desk.VerbPlan, desk.VerbEscalate, desk.VerbSendBack,
	desk.VerbResolve, desk.VerbClose, desk.VerbReopen, desk.VerbMerge, desk.VerbCorrect,
}

func state(v desk.Verb, fields map[string]string) work.TicketState {
	s := work.TicketState{Panel: v, Fields: fields, Now: looktest.Now, Me: desk.Person{ID: "p2", Name: "Claire Martin"}}
	s.View.Ticket = desk.Ticket{ID: "1", Queue: "level2", Requester: desk.PersonRef{ID: "p1", Name: "Amélie Durand"}}
	for i, name := range []string{"Niveau 1", "Niveau 2", "Niveau 3", "Niveau 4"} {
		s.Queues = append(s.Queues, desk.Queue{ID: "level" + name[len(name)-1:], Name: name, Level: i + 1})
	}
	s.People = []desk.Person{{ID: "p7", Name: "Karim Haddad", Role: desk.RoleTechnician, Queues: []string{"level1"}, Site: "Siège"}, {ID: "p2", Name: "Claire Martin", Role: desk.RoleTechnician}}
	s.Topics = []work.Topic{{ID: "mail", Name: "Messagerie"}, {ID: "printing", Name: "Impression"}}
	s.Merge = []desk.Row{{Ticket: desk.Ticket{ID: "31", Number: "2031", Title: "Scanner"}}}
	return s
}

func open(t *testing.T, v desk.Verb, fields map[string]string) (*recorder, fyne.Window) {
	t.Helper()
	r := &recorder{state: state(v, fields)}
	r.panel = panel.New(looktest.French(t), v, r)
	r.panel.Render(r.state)
	return r, looktest.Open(t, r.panel.Object())
}

// entries are the lines and areas to type in, in order.
func entries(w fyne.Window) (list []fyne.Focusable) {
	for _, o := range looktest.Shown(w) {
		if e, ok := o.(interface {
			fyne.Focusable
			SelectedText() string
		}); ok {
			list = append(list, e)
		}
	}
	return list
}

func TestEveryPanelSendsCancelsAndHasAllItsWords(t *testing.T) {
	looktest.French(t)
	sub, err := fs.Sub(assets.I18n, "i18n")
	if err != nil {
		t.Fatal(err)
	}
	c, err := text.Load(sub)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range text.Languages() {
		for _, v := range verbs {
			t.Run(lang+" "+string(v), func(t *testing.T) {
				r := &recorder{state: state(v, map[string]string{})}
				words := c.In(lang).InZone(time.UTC)
				r.panel = panel.New(words, v, r)
				r.panel.Render(r.state)
				w := looktest.Open(t, r.panel.Object())
				for _, s := range looktest.Words(w) {
					if strings.Contains(s, "work.") || strings.Contains(s, "<no value>") {
						t.Errorf("it says %q", s)
					}
				}
				if r.panel.Focus() == nil {
					t.Error("nothing can have the focus")
				}
				test.Tap(looktest.Control(t, w, words.T("work.panel.cancel")))
				test.Tap(looktest.Control(t, w, words.T("work.panel."+string(v)+".send")))
				r.Expect(t, "cancel", "do")
			})
		}
	}
}

func TestTheHandOverCardIsFilledInAsItIsTyped(t *testing.T) {
	r, w := open(t, desk.VerbEscalate, map[string]string{work.FieldTo: "level3", work.FieldHappening: "Écran noir"})
	if !looktest.Says(w, "Escalader vers Niveau 3") || !looktest.Says(w, "invisible pour Amélie") {
		t.Errorf("%q", looktest.Words(w))
	}
	list := entries(w)
	if len(list) != 5 {
		t.Fatalf("%d fields", len(list))
	}
	test.Type(list[1], "ça")
	test.Type(list[4], "A")
	r.Expect(t, "tried=ç", "tried=ça", "check=A")
}

func TestWhatIsMissingIsMarkedAndHasTheFocus(t *testing.T) {
	r, w := open(t, desk.VerbEscalate, map[string]string{work.FieldTo: "level3", work.FieldHappening: "Écran noir"})
	if looktest.Says(w, "À remplir") {
		t.Error("something is marked before sending")
	}
	r.state.Missing = []string{work.FieldTried}
	r.panel.Render(r.state)
	if !looktest.Says(w, "À remplir pour continuer") || !looktest.Says(w, "Il manque encore") {
		t.Errorf("%q", looktest.Words(w))
	}
	if r.panel.Focus() != entries(w)[1] {
		t.Error("the focus is not for what is missing")
	}
}

func TestAColleagueIsPickedByLetters(t *testing.T) {
	r, w := open(t, desk.VerbAssign, map[string]string{})
	if !looktest.Says(w, "Claire Martin (vous)") {
		t.Errorf("%q", looktest.Words(w))
	}
	test.Type(r.panel.Focus(), "kar")
	looktest.Press(r.panel.Focus(), fyne.KeyReturn)
	if !looktest.Says(w, "Karim Haddad") || looktest.Says(w, "Claire Martin") {
		t.Errorf("%q", looktest.Words(w))
	}
	test.Tap(looktest.Control(t, w, "Changer"))
	if !looktest.Says(w, "Claire Martin (vous)") {
		t.Errorf("nobody else is offered: %q", looktest.Words(w))
	}
	r.Expect(t, "find k", "find ka", "find kar", "to=p7", "to=")
}

func TestTicketsToMergeIntoAreLookedFor(t *testing.T) {
	r, w := open(t, desk.VerbMerge, map[string]string{})
	test.Type(r.panel.Focus(), "20")
	test.Tap(looktest.Control(t, w, "n°\u00a02031 · Scanner"))
	r.Expect(t, "find 2", "find 20", "to=31")
}

func TestADateIsOneClickAway(t *testing.T) {
	r, w := open(t, desk.VerbPend, map[string]string{work.FieldFor: "user"})
	test.Tap(looktest.Control(t, w, "Le fournisseur"))
	test.Tap(looktest.Control(t, w, "Demain 9:00"))
	test.Tap(looktest.Control(t, w, "Lundi prochain"))
	test.Tap(looktest.Control(t, w, "Sans date"))
	r.Expect(t, "for=vendor", "until=2026-11-21T09:00:00Z", "until=2026-11-23T09:00:00Z", "until=")
}

func TestATypedDateIsReadBack(t *testing.T) {
	r, w := open(t, desk.VerbPlan, map[string]string{})
	line := entries(w)[0]
	test.Type(line, "4/12 14h")
	if !looktest.Says(w, "vendredi 4 décembre 2026 à 14:00") {
		t.Errorf("%q", looktest.Words(w))
	}
	if got := r.Did[len(r.Did)-1]; got != "at=2026-12-04T14:00:00Z" {
		t.Errorf("filled in %q", got)
	}
	test.Type(line, "x")
	if !looktest.Says(w, "n’est pas lisible") || r.state.Fields[work.FieldAt] != "" {
		t.Errorf("%q, %q", r.state.Fields, looktest.Words(w))
	}
	test.Tap(looktest.Control(t, w, "Dans 3 jours"))
	if looktest.Says(w, "n’est pas lisible") || r.state.Fields[work.FieldAt] != "2026-11-23T09:00:00Z" {
		t.Errorf("%q, %q", r.state.Fields, looktest.Words(w))
	}
}

func TestADateKeptFromLastTimeIsThere(t *testing.T) {
	_, w := open(t, desk.VerbPend, map[string]string{work.FieldUntil: "2026-12-04T14:00:00Z"})
	if !looktest.Says(w, "vendredi 4 décembre 2026 à 14:00") {
		t.Errorf("%q", looktest.Words(w))
	}
}

func TestTheResolutionSheetTakesWordsAndMarks(t *testing.T) {
	r, w := open(t, desk.VerbResolve, map[string]string{})
	test.Type(entries(w)[0], "x")
	test.Tap(looktest.Control(t, w, "Contournement"))
	test.Tap(looktest.Control(t, w, "Contournement"))
	test.Tap(looktest.Control(t, w, "Confirmée"))
	r.Expect(t, "solution=x", "workaround=yes", "workaround=", "confirmed=yes")
}

func TestACorrectionIsPickedInWordsNeverInNumbers(t *testing.T) {
	r, w := open(t, desk.VerbCorrect, map[string]string{"impact": "2", "urgency": "4", "priority": "3", "category": "mail", "kind": "incident"})
	test.Tap(looktest.Control(t, w, "Très haut"))
	test.Tap(looktest.Control(t, w, "Majeure"))
	test.Tap(looktest.Control(t, w, "Demande"))
	test.Tap(looktest.Control(t, w, "Changer"))
	test.Tap(looktest.Control(t, w, "Impression"))
	r.Expect(t, "impact=5", "priority=6", "kind=request", "category=", "category=printing")
}

func TestRenderingKeepsCursorAndFocus(t *testing.T) {
	r, w := open(t, desk.VerbClose, map[string]string{})
	area := r.panel.Focus()
	w.Canvas().Focus(area)
	test.Type(area, "ab")
	looktest.Press(area, fyne.KeyLeft)
	r.panel.Render(r.state)
	test.Type(area, "x")
	if r.state.Fields[work.FieldReason] != "axb" || w.Canvas().Focused() != area {
		t.Errorf("reason %q, focus on %T", r.state.Fields[work.FieldReason], w.Canvas().Focused())
	}
}
