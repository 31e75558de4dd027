package part_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"relais/ui/part"
	"relais/ui/theme"
)

func answers() []part.Choice {
	return []part.Choice{{ID: "yes", Title: "Oui"}, {ID: "part", Title: "En partie"}, {ID: "dunno", Title: "Je ne sais pas", Quiet: true}}
}

// press gives the keys to what has the focus, one after the other.
func press(w fyne.Window, names ...fyne.KeyName) {
	for _, name := range names {
		w.Canvas().Focused().TypedKey(key(name))
	}
}

func TestOneOfSeveralAnswersIsChosenByKeysAlone(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	c := part.NewChoices()
	var log []string
	c.OnChosen = func(id string, on bool) { log = append(log, fmt.Sprint(id, on)) }
	c.OnConfirmed = func() { log = append(log, "go on") }
	c.Set(answers(), "yes")
	w := inWindow(t, c, 400, 400)
	part.Focus(c.First())
	press(w, fyne.KeyUp, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeySpace, fyne.KeyReturn)
	if want := []string{"parttrue", "go on"}; !slices.Equal(log, want) {
		t.Errorf("got %v, want %v", log, want)
	}
	if c.Chosen("yes") || !c.Chosen("part") {
		t.Error("the earlier answer is still chosen")
	}
}

func TestSeveralAnswersCanBeChosenAndTakenBack(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	c := part.NewMultiChoices()
	var log []string
	c.OnChosen = func(id string, on bool) { log = append(log, fmt.Sprint(id, on)) }
	c.Set(answers())
	w := inWindow(t, c, 400, 400)
	part.Focus(c.First())
	press(w, fyne.KeySpace, fyne.KeyDown, fyne.KeyReturn, fyne.KeyReturn)
	if want := []string{"yestrue", "parttrue", "partfalse"}; !slices.Equal(log, want) {
		t.Errorf("got %v, want %v", log, want)
	}
}

func TestPillsAreGoneThroughByKeys(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	p := part.NewPills()
	var log []string
	p.OnChosen = func(id string) { log = append(log, id) }
	p.Set(answers(), "part")
	w := inWindow(t, p, 600, 60)
	p.Focus()
	press(w, fyne.KeyRight, fyne.KeyRight, fyne.KeyReturn, fyne.KeyLeft, fyne.KeyLeft, fyne.KeyLeft, fyne.KeySpace)
	if want := []string{"dunno", "yes"}; !slices.Equal(log, want) {
		t.Errorf("got %v, want %v", log, want)
	}
}

func TestFewerAnswersTakeTheOthersAway(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	c := part.NewChoices()
	c.Set(answers(), "yes")
	c.Set(answers()[:1])
	got := test.RenderToMarkup(show(c, 400))
	if strings.Contains(got, "En partie") || c.Chosen("yes") {
		t.Errorf("it still shows or has them:\n%s", got)
	}
}

func TestStepsAreTicked(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	s := part.NewSteps()
	var log []string
	s.OnTicked = func(id string, done bool) { log = append(log, fmt.Sprint(id, done)) }
	s.Set([]part.Step{{ID: "unplug", Text: "Débrancher"}, {ID: "plug", Text: "Rebrancher", Done: true}})
	w := inWindow(t, s, 400, 200)
	w.Canvas().FocusNext()
	press(w, fyne.KeySpace)
	w.Canvas().FocusNext()
	press(w, fyne.KeyReturn)
	if want := []string{"unplugtrue", "plugfalse"}; !slices.Equal(log, want) {
		t.Errorf("got %v, want %v", log, want)
	}
}

func TestACheckRowTellsOfBothItsControls(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	c := part.NewCheckRow(part.CheckState{On: true, Title: "Capture d’écran", Action: "Voir"})
	var log []string
	c.OnChanged = func(on bool) { log = append(log, fmt.Sprint(on)) }
	c.OnAction = func() { log = append(log, "action") }
	inWindow(t, c, 400, 60)
	test.Tap(c)
	test.Tap(c.Button())
	if want := []string{"false", "action"}; !slices.Equal(log, want) || c.On() {
		t.Errorf("got %v, want %v; on is %v", log, want, c.On())
	}
	c.Set(part.CheckState{On: true, Title: "Capture d’écran", Locked: true})
	test.Tap(c)
	if !c.On() || len(log) != 2 {
		t.Error("a locked row was changed")
	}
}

func TestABannerComesAndGoes(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	b := part.NewBanner()
	acted := false
	b.OnAction = func() { acted = true }
	if b.Visible() {
		t.Error("it shows nothing")
	}
	b.Set(part.BannerState{Tone: part.Coral, Words: "Panne connue", Action: "Moi aussi"})
	show(b, 500)
	test.Tap(b.Button())
	if !b.Visible() || !acted {
		t.Errorf("shown %v, acted %v", b.Visible(), acted)
	}
	b.Set(part.BannerState{})
	if b.Visible() {
		t.Error("it stays")
	}
}

func TestTheHeaderTellsWhatIsClicked(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	h := part.NewHeader("Relais")
	var log []string
	h.OnTab = func(id string) { log = append(log, id) }
	h.OnState = func() { log = append(log, "state") }
	h.SetTabs([]part.Tab{{ID: "help", Title: "Aide"}, {ID: "mine", Title: "Mes demandes"}}, "help")
	h.SetState(part.Green, "À jour · 09:12")
	w := inWindow(t, h, 900, 60)
	for range 3 {
		w.Canvas().FocusNext()
		press(w, fyne.KeyReturn)
	}
	if want := []string{"help", "mine", "state"}; !slices.Equal(log, want) {
		t.Errorf("got %v, want %v", log, want)
	}
}

func TestEmptyStatesOfferAWayOn(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	e := part.NewEmptyState(theme.IconInbox, "Rien ici", "", "Demander de l’aide")
	acted := false
	e.OnAction = func() { acted = true }
	inWindow(t, e, 500, 400)
	test.Tap(e.Button())
	if !acted {
		t.Error("the button does nothing")
	}
}
