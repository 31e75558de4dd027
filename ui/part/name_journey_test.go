//go:build journey

package part_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/theme"
)

func TestNamedControlsAreFoundWhereTheyAre(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	send := part.Name(part.NewPrimary("Envoyer", func() {}), "ask.send")
	later := part.Name(part.NewSecondary("Plus tard", nil), "ask.later")
	inWindow(t, flow.Inset(20, 30, flow.Stack(10, send, later)), 400, 300)
	x, y, w, h, ok := part.Rect("ask.send")
	if !ok || x != 20 || y != 30 || w != 360 || h != send.Size().Height {
		t.Errorf("found at %v, %v, %v by %v, %v", x, y, w, h, ok)
	}
	if !part.Enabled("ask.send") || part.Enabled("ask.later") || part.Enabled("nobody") {
		t.Error("it does not know what can be used")
	}
	if got, want := part.Names(), []string{"ask.later", "ask.send"}; !slices.Equal(got, want) {
		t.Errorf("names %v, want %v", got, want)
	}
	send.Hide()
	if _, _, _, _, ok := part.Rect("ask.send"); ok {
		t.Error("found what is hidden")
	}
}

func TestTheLastGivenNameWins(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	row := part.NewBody("ligne")
	inWindow(t, flow.Inset(5, 5, row), 100, 50)
	part.Name[fyne.CanvasObject](row, "row.1")
	part.Name[fyne.CanvasObject](row, "row.2")
	if _, _, _, _, ok := part.Rect("row.1"); ok {
		t.Error("a row that is used again keeps its old name")
	}
	if _, _, _, _, ok := part.Rect("row.2"); !ok {
		t.Error("the new name is not known")
	}
}

func TestOfOneNameTheControlThatIsShownIsMeant(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	here := part.Name(part.NewPrimary("Continuer", func() {}), "form.next")
	there := part.Name(part.NewPrimary("Passer", func() {}), "form.next")
	inWindow(t, flow.Inset(5, 5, flow.Stack(0, here, there)), 200, 100)
	there.Hide()
	if got := part.Words("form.next"); got != "Continuer" {
		t.Errorf("found %q", got)
	}
	here.Hide()
	there.Show()
	if got := part.Words("form.next"); got != "Passer" {
		t.Errorf("found %q", got)
	}
}

func TestAControlThatIsScrolledAwayIsNotInView(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	top := part.Name(part.NewPrimary("Haut", func() {}), "top")
	low := part.Name(part.NewPrimary("Bas", func() {}), "low")
	docked := part.Name(part.NewPrimary("Envoyer", func() {}), "send")
	content := flow.Stack(0, top, flow.Raise(func() float32 { return 900 }, part.NewBody("")), low)
	page := part.NewScroll(part.NewCard(content))
	inWindow(t, flow.Dock(nil, page, docked), 400, 300)
	if !part.InView("top") || part.InView("low") || !part.InView("send") || part.InView("nobody") {
		t.Error("wrong before scrolling")
	}
	page.ScrollToBottom()
	if part.InView("top") || !part.InView("low") || !part.InView("send") {
		t.Error("wrong after scrolling")
	}
}

func TestAFieldTellsWhatIsTypedIntoIt(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	field := part.NewField("Adresse", "", "")
	part.Name(field.Control(), "signin.url")
	inWindow(t, flow.Inset(5, 5, field), 300, 100)
	field.SetText("http://relais.example")
	if got := part.Words("signin.url"); got != "http://relais.example" {
		t.Errorf("typed %q", got)
	}
	if part.Focused("signin.url") {
		t.Error("it has no focus yet")
	}
	field.Focus()
	if !part.Focused("signin.url") {
		t.Error("it has the focus")
	}
}

func TestAllThatIsToBeReadInSomethingIsTold(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	facts := part.Name(part.NewFacts(part.Fact{Label: "Numéro", Value: "nº 2061"}, part.Fact{Label: "Gardée", Value: "09:12"}), "receipt.facts")
	hidden := part.NewBody("caché")
	hidden.Hide()
	inWindow(t, flow.Inset(5, 5, part.NewCard(flow.Stack(0, part.NewTitle("Envoyée"), facts, hidden))), 300, 200)
	if got, want := part.Words("receipt.facts"), "Numéro\nnº 2061\nGardée\n09:12"; got != want {
		t.Errorf("read %q, want %q", got, want)
	}
}
