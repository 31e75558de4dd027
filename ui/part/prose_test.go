package part_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"relais/ui/part"
	"relais/ui/theme"
)

// linksOf returns the addresses that Enter opens in a prose, in order.
func linksOf(t *testing.T, source string, plain bool) []string {
	t.Helper()
	p := part.NewProse()
	var opened []string
	p.OnLink = func(address string) { opened = append(opened, address) }
	if plain {
		p.SetPlain(source)
	} else {
		p.SetMarkdown(source)
	}
	w := inWindow(t, p, 600, 400)
	w.Canvas().FocusNext()
	if w.Canvas().Focused() == nil {
		return nil
	}
	press(w, fyne.KeyReturn)
	for range 10 {
		press(w, fyne.KeyRight, fyne.KeyReturn)
	}
	return slices.Compact(opened)
}

func TestOnlyHarmlessLinksOpen(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	for _, tc := range []struct {
		name, source string
		plain        bool
		want         []string
	}{
		{"web and mail", "[a](https://a.fr/x) [b](http://b.fr) <moi@a.fr> <https://c.fr>", false,
			[]string{"https://a.fr/x", "http://b.fr", "mailto:moi@a.fr", "https://c.fr"}},
		{"mail by name", "[a](mailto:moi@a.fr)", false, []string{"mailto:moi@a.fr"}},
		{"scripts and files", "[a](javascript:alert) [b](file:///etc/passwd) [c](smb://h/s) [d](/x) [e](https:///x)", false, nil},
		{"pictures", "![a](https://a.fr/pixel.png)", false, nil},
		{"plain text", "Voir https://a.fr/x, ou http://b.fr. Fin", true, []string{"https://a.fr/x", "http://b.fr"}},
		{"no address in plain text", "Voir https:// ou a.fr ou **gras**", true, nil},
	} {
		if got := linksOf(t, tc.source, tc.plain); !slices.Equal(got, tc.want) {
			t.Errorf("%s: opened %q, want %q", tc.name, got, tc.want)
		}
	}
}

func TestALinkSaysWhereItLeads(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	for source, want := range map[string]string{
		"[la page](https://aide.exemple.fr/wifi/)":          "la page| (aide.exemple.fr/wifi)",
		"[**la** page](https://aide.exemple.fr) ici":        "la|page| (aide.exemple.fr)|ici",
		"[banque.fr](https://voleur.example)":               "banque.fr| (voleur.example)",
		"[Aide.exemple.fr/](https://aide.exemple.fr)":       "Aide.exemple.fr/",
		"<https://a.fr/x>":                                  "https://a.fr/x",
		"[nous](mailto:aide@exemple.fr)":                    "nous| (aide@exemple.fr)",
		"<aide@exemple.fr>":                                 "aide@exemple.fr",
		"[x](https://a.fr/" + strings.Repeat("b", 40) + ")": "x| (a.fr/" + strings.Repeat("b", 31) + "…)",
		"[a](https://a.fr)[b](https://b.fr)":                "a| (a.fr)|b| (b.fr)",
		"[аpple.example](https://аpple.example)":            "аpple.example| (xn--pple-43d.example)",
		"[sans adresse](file:///etc/passwd)":                "sans adresse",
	} {
		p := part.NewProse()
		p.SetMarkdown(source)
		show(p, 900)
		if got := strings.ReplaceAll(wordsOf(p), "\u00a0", " "); got != strings.ReplaceAll(want, "\u00a0", " ") {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
}

func TestALinkOpensByPointer(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	p := part.NewProse()
	var opened string
	p.OnLink = func(address string) { opened = address }
	p.SetMarkdown("Voir [la page du support](https://aide.exemple.fr).")
	w := inWindow(t, p, 600, 100)
	w.Canvas().FocusNext()
	para := w.Canvas().Focused().(interface {
		fyne.Tappable
		desktop.Hoverable
		desktop.Cursorable
	})
	para.Tapped(&fyne.PointEvent{Position: fyne.NewPos(5, 8)})
	if opened != "" {
		t.Errorf("words that are no link opened %q", opened)
	}
	para.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(60, 8)}})
	if para.Cursor() != desktop.PointerCursor {
		t.Error("there is no hand over the link")
	}
	para.Tapped(&fyne.PointEvent{Position: fyne.NewPos(60, 8)})
	if opened != "https://aide.exemple.fr" {
		t.Errorf("opened %q", opened)
	}
}

// wordsOf returns all that a part shows, in order.
func wordsOf(o fyne.CanvasObject) string {
	var words []string
	for _, p := range textsOf(o, fyne.Position{}) {
		words = append(words, p.words)
	}
	return strings.Join(words, "|")
}

func TestMarkdownBecomesWords(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	for _, tc := range []struct{ name, source, want string }{
		{"heading and text", "# Titre\n\nTexte", "Titre|Texte"},
		{"lists", "3. trois\n4. quatre\n   - sous", "3.|trois|4.|quatre|•|sous"},
		{"bold inside a line", "un **deux** trois", "un|deux|trois"},
		{"soft break", "un\ndeux", "un deux"},
		{"hard break", "un  \ndeux", "un|deux"},
		{"code", "```\nipconfig\nfin\n```", "ipconfig|fin"},
		{"raw HTML is text", "a <b>c</b>\n\n<script>x</script>", "a <b>c</b>|<script>x</script>"},
		{"a picture is its words", "![capture](http://x/y.png)", "capture"},
		{"a quotation", "> dit", "dit"},
		{"nothing", "", ""},
	} {
		p := part.NewProse()
		p.SetMarkdown(tc.source)
		show(p, 600)
		if got := wordsOf(p); got != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, got, tc.want)
		}
	}
}

func TestPlainTextStaysAsItIs(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	p := part.NewProse()
	p.SetPlain("# pas un titre\n* ni une liste\r\n\r\n\n**fin**")
	show(p, 600)
	if got, want := wordsOf(p), "# pas un titre|* ni une liste|**fin**"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestAnInternalNoteCantBeTakenForAReply(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	public, internal := message("Quota à 98 %.", false), message("Quota à 98 %.", true)
	show(public, 500)
	show(internal, 500)
	if strings.Contains(wordsOf(public), "invisible pour Amélie") || !strings.Contains(wordsOf(internal), "invisible pour Amélie") {
		t.Errorf("public says %q, internal %q", wordsOf(public), wordsOf(internal))
	}
	locks := 0
	for _, o := range test.LaidOutObjects(internal) {
		if i, ok := o.(*canvas.Image); ok && i.Resource != nil && strings.HasPrefix(i.Resource.Name(), "lock") {
			locks++
		}
	}
	if locks != 1 {
		t.Errorf("%d locks on the note", locks)
	}
}

func TestAMessageOpensItsFilesAndLinks(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	m := part.NewMessage()
	var log []string
	m.OnOpen = func(ref string) { log = append(log, ref) }
	m.OnLink = func(address string) { log = append(log, address) }
	m.Set(part.MessageState{Author: "Vous", Body: "Voir https://a.fr", Attachments: []part.Attachment{{Name: "a.png", Ref: "7"}}})
	w := inWindow(t, m, 500, 200)
	for range 2 {
		w.Canvas().FocusNext()
		press(w, fyne.KeyReturn)
	}
	if want := []string{"https://a.fr", "7"}; !slices.Equal(log, want) {
		t.Errorf("got %v, want %v", log, want)
	}
	m.Set(part.MessageState{Author: "Vous", Body: "Fin", Attachments: nil})
	if strings.Contains(wordsOf(m), "a.png") {
		t.Error("it keeps files of the message before")
	}
}

func TestInitialsStandForPeople(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	for name, want := range map[string]string{"Zoé Lefèvre": "ZL", "jean de la fontaine": "JF", "Élodie": "É", "": "?"} {
		a := part.NewAvatar(name)
		show(a, 60)
		if got := wordsOf(a); got != want {
			t.Errorf("%q became %q, want %q", name, got, want)
		}
	}
}

func TestAVeryLongMessageIsShownInTwoSteps(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	m := part.NewMessage()
	state := part.MessageState{Author: "Vous", Body: strings.Repeat("journal du système\n\n", 2000) + "fin", More: "Tout afficher"}
	m.Set(state)
	w := inWindow(t, part.NewScroll(m), 500, 400)
	if strings.Contains(wordsOf(m), "fin") {
		t.Fatal("all of it is shown at once")
	}
	w.Canvas().FocusNext()
	press(w, fyne.KeyReturn)
	m.Set(state)
	if !strings.Contains(wordsOf(m), "fin") || strings.Contains(wordsOf(m), "Tout afficher") {
		t.Error("the rest is not shown")
	}
}

func BenchmarkLongMessage(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(theme.New(theme.Options{Mode: theme.Light}))
	body := strings.Repeat("Bonjour, depuis ce matin l’imprimante du 2ᵉ ne sort plus rien.\n\n", 280)
	m := part.NewMessage()
	show(m, 600)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		i++
		m.Set(part.MessageState{Author: "Vous", Body: body[:len(body)-i%2]})
		m.Resize(fyne.NewSize(600, m.HeightFor(600)))
	}
}

func TestACopyIsPlainAndShowsThatItWasMade(t *testing.T) {
	start(t, theme.Options{Mode: theme.Light})
	source := "# Titre\n\nUn **mot**.\n\n1. un\n2. deux\n   - trois\n\n<https://example.org>"
	b := part.NewCopyButton(true, func() string { return part.Plain(source) })
	b.Set("Copier", "Copié")
	w := inWindow(t, b, 300, 100)
	w.Canvas().FocusNext()
	b.TypedKey(key(fyne.KeyReturn))
	want := "Titre\n\nUn mot.\n\n1. un\n2. deux\n  • trois\n\nhttps://example.org"
	if got := fyne.CurrentApp().Clipboard().Content(); got != want {
		t.Errorf("copied %q, want %q", got, want)
	}
	if b.AccessibilityLabel() != "Copié" {
		t.Error("nothing tells that it was copied")
	}
	w.Canvas().Unfocus()
	if b.AccessibilityLabel() != "Copier" {
		t.Error("it does not offer to copy again")
	}
}
