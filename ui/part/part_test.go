package part_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/theme"
)

const long = "Anticonstitutionnellement\u00a0: l’ordonnancement hyperspectroradiométrique " +
	"desserviceschargésdelamaintenanceetdelexploitationdesréseaux"

// sample is a part as a screen would show it, and with words too long for any screen.
type sample struct {
	name  string
	width float32
	make  func(words string) fyne.CanvasObject
}

var samples = []sample{
	{"text", 300, func(words string) fyne.CanvasObject {
		return flow.Stack(6, part.NewTitle(words), part.NewSection(words), part.NewLead(words), part.NewSmall(words))
	}},
	{"button", 420, func(words string) fyne.CanvasObject {
		return flow.Wrap(8, part.NewPrimary(words, func() {}), part.NewSecondary(words, func() {}).Icon(theme.IconEscalate),
			part.NewQuiet(words, func() {}), part.NewDanger(words, func() {}).Compact(), part.NewPrimary(words, nil))
	}},
	{"head", 420, func(words string) fyne.CanvasObject {
		return part.NewHead(part.NewSection(words), part.NewQuiet(words, func() {}))
	}},
	{"card", 300, func(words string) fyne.CanvasObject { return part.NewCard(part.NewBody(words)).Accent(part.Coral) }},
	{"link card", 300, func(words string) fyne.CanvasObject {
		return part.NewLinkCard(words, part.NewBody(words), func() {})
	}},
	{"tile", 190, func(words string) fyne.CanvasObject { return part.NewTile(theme.IconSlow, words, func() {}) }},
	{"chip", 300, func(words string) fyne.CanvasObject {
		return flow.Wrap(4, part.NewChip(part.Coral, theme.IconDot, words), part.NewChip(part.Neutral, theme.NoIcon, words))
	}},
	{"banner", 600, func(words string) fyne.CanvasObject {
		b := part.NewBanner()
		b.Set(part.BannerState{Tone: part.Coral, Icon: theme.IconAlert, Lead: words, Words: words, Action: "Moi aussi"})
		return b
	}},
	{"strip", 600, func(words string) fyne.CanvasObject {
		b := part.NewStrip()
		b.Set(part.BannerState{Tone: part.Amber, Icon: theme.IconOffline, Words: words})
		return b
	}},
	{"check row", 500, func(words string) fyne.CanvasObject {
		return part.NewCheckRow(part.CheckState{
			On: true, Title: words, Detail: words, Chip: "inhabituel", ChipTone: part.Amber,
			ChipIcon: theme.IconExclamation, Action: "Voir",
		})
	}},
	{"steps", 400, func(words string) fyne.CanvasObject {
		s := part.NewSteps()
		s.Set([]part.Step{{ID: "1", Text: words, Done: true}, {ID: "2", Text: "Ouvrir **" + words + "**"}})
		return s
	}},
	{"choices", 400, func(words string) fyne.CanvasObject {
		c := part.NewChoices()
		c.Set([]part.Choice{
			{ID: "a", Title: words, Detail: words}, {ID: "b", Title: words, Icon: theme.IconWifi}, {ID: "c", Title: words, Quiet: true},
		}, "b")
		return c
	}},
	{"multi choices", 400, func(words string) fyne.CanvasObject {
		c := part.NewMultiChoices()
		c.Set([]part.Choice{{ID: "a", Title: words}, {ID: "b", Title: words}}, "b")
		return c
	}},
	{"pills", 400, func(words string) fyne.CanvasObject {
		p := part.NewPills()
		p.Set([]part.Choice{{ID: "a", Title: words}, {ID: "b", Title: "Non"}}, "b")
		return p
	}},
	{"filter", 300, func(words string) fyne.CanvasObject { return part.NewFilter(words) }},
	{"progress", 300, func(string) fyne.CanvasObject { return part.NewProgress(2, 4) }},
	{"skeleton", 300, func(string) fyne.CanvasObject { return part.NewSkeleton(1) }},
	{"empty state", 500, func(words string) fyne.CanvasObject {
		return part.NewEmptyState(theme.IconInbox, words, words, words)
	}},
	{"public message", 500, func(words string) fyne.CanvasObject { return message(words, false) }},
	{"internal message", 500, func(words string) fyne.CanvasObject { return message(words, true) }},
	{"timeline", 400, func(words string) fyne.CanvasObject {
		return part.NewTimeline(part.NewEventLine(theme.IconClock, words), part.NewEventLine(theme.NoIcon, words))
	}},
	{"row", 360, func(words string) fyne.CanvasObject {
		r := part.NewRow()
		r.Set(part.RowState{
			Chip: "Moyenne", ChipTone: part.Amber, Title: words, Detail: words, Unsent: true, Time: "1\u00a0h\u00a010",
			Badge: "demande", BadgeTone: part.Violet, Selected: true,
		})
		return r
	}},
	{"nav", 200, func(words string) fyne.CanvasObject {
		n := part.NewNavItem("", func() {})
		n.Set(words, "14", true)
		return flow.Stack(0, part.NewNavHeading(words), n)
	}},
	{"header", 800, func(words string) fyne.CanvasObject {
		h := part.NewHeader("Relais")
		h.SetTabs([]part.Tab{{ID: "a", Title: words}, {ID: "b", Title: "Mes demandes"}}, "a")
		h.SetState(part.Green, words)
		return h
	}},
	{"facts", 270, func(words string) fyne.CanvasObject {
		return part.NewFacts(part.Fact{Label: words, Value: words}, part.Fact{Label: "Depuis quand", Value: "Ce matin"})
	}},
	{"avatar", 60, func(words string) fyne.CanvasObject { return part.NewAvatar(words) }},
	{"highlight", 300, func(words string) fyne.CanvasObject {
		return part.NewSpans(part.Highlight(words, []string{"ordonn", "mes"})...)
	}},
	{"prose", 400, func(words string) fyne.CanvasObject {
		p := part.NewProse()
		p.SetMarkdown("# " + words + "\n\n" + words + " **gras** [lien](https://aide.exemple.fr)\n\n1. " + words +
			"\n   - " + words + "\n\n> " + words + "\n\n```\n" + words + "\n```\n\n---\n")
		return p
	}},
	{"picker", 400, func(words string) fyne.CanvasObject {
		p := part.NewPicker(words, words)
		p.SetItems([]part.PickerItem{{ID: "1", Title: words, Detail: words}, {ID: "2", Title: "Hugo Petit", Detail: "Atelier"}})
		return p
	}},
	{"big entry", 500, func(words string) fyne.CanvasObject { return part.NewBigEntry(words) }},
	{"text area", 400, func(words string) fyne.CanvasObject { return part.NewTextArea(words, 2) }},
	{"note area", 400, func(words string) fyne.CanvasObject { return part.NewNoteArea(words, words, 2) }},
	{"field", 400, func(words string) fyne.CanvasObject { return part.NewField(words, words, words) }},
	{"wrong field", 400, func(words string) fyne.CanvasObject {
		f := part.NewSecretField(words, "", "")
		f.SetWrong(words)
		return f
	}},
}

func message(words string, internal bool) fyne.CanvasObject {
	m := part.NewMessage()
	m.Set(part.MessageState{
		Author: "Claire Martin", Meta: "· hier 17:40", State: "reçue", StateTone: part.Green, StateIcon: theme.IconCheck,
		Internal: internal, Hidden: "invisible pour Amélie", Body: words,
		Attachments: []part.Attachment{{Name: words, Detail: "214\u00a0ko", Icon: theme.IconImage, Ref: "1"}},
	})
	return m
}

// start begins a test of parts in the look of options.
func start(t *testing.T, options theme.Options) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(options))
}

// show puts o on a canvas of the given width, as high as o needs.
func show(o fyne.CanvasObject, width float32) software.WindowlessCanvas {
	c := test.NewCanvas()
	c.SetPadded(false)
	c.Resize(fyne.NewSize(width, flow.HeightFor(o, width)))
	c.SetContent(o)
	c.Resize(fyne.NewSize(width, flow.HeightFor(o, width)))
	return c
}

// inWindow puts o into a window, where controls can have the focus.
func inWindow(t *testing.T, o fyne.CanvasObject, width, height float32) fyne.Window {
	t.Helper()
	w := test.NewTempWindow(t, o)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, height))
	return w
}

func TestPartsLookAsDrawn(t *testing.T) {
	for _, s := range samples {
		t.Run(s.name, func(t *testing.T) {
			start(t, theme.Options{Mode: theme.Light})
			c := show(s.make("Mon ordinateur rame"), s.width)
			test.AssertRendersToMarkup(t, strings.ReplaceAll(s.name, " ", "_")+".xml", c)
		})
	}
}

func TestPartsTakeTheColoursOfANewTheme(t *testing.T) {
	for _, s := range samples {
		t.Run(s.name, func(t *testing.T) {
			start(t, theme.Options{Mode: theme.Dark})
			want := test.RenderToMarkup(show(s.make("Mon ordinateur rame"), s.width))

			start(t, theme.Options{Mode: theme.Light})
			o := s.make("Mon ordinateur rame")
			w := inWindow(t, o, s.width, flow.HeightFor(o, s.width))
			fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Options{Mode: theme.Dark}))
			w.SetContent(&fyne.Container{})
			if got := test.RenderToMarkup(show(o, s.width)); got != want {
				t.Errorf("after the change:\n%s\nmade in the dark theme:\n%s", got, want)
			}
		})
	}
}

func TestPartsHoldTheirWordsAtTwiceTheSize(t *testing.T) {
	for _, s := range samples {
		t.Run(s.name, func(t *testing.T) {
			start(t, theme.Options{Mode: theme.Light, TextScale: 2})
			for _, words := range []string{long, "", "Mon ordinateur rame"} {
				o := s.make(words)
				show(o, s.width)
				for _, text := range textsOf(o, fyne.Position{}) {
					if text.right > s.width+1 || text.bottom > o.Size().Height+1 {
						t.Errorf("%q ends at %v, %v in a part of %v", text.words, text.right, text.bottom, o.Size())
					}
				}
			}
		})
	}
}

type placed struct {
	words         string
	right, bottom float32
}

// textsOf returns the shown texts in o with where they end. What can be written in scrolls and is left out.
func textsOf(o fyne.CanvasObject, at fyne.Position) []placed {
	if !o.Visible() {
		return nil
	}
	at = at.Add(o.Position())
	var inner []fyne.CanvasObject
	switch o := o.(type) {
	case *canvas.Text:
		size := o.MinSize()
		return []placed{{o.Text, at.X + size.Width, at.Y + size.Height}}
	case *fyne.Container:
		inner = o.Objects
	case interface{ AcceptsTab() bool }, *widget.List:
		return nil
	case fyne.Widget:
		inner = test.WidgetRenderer(o).Objects()
	}
	var texts []placed
	for _, i := range inner {
		texts = append(texts, textsOf(i, at)...)
	}
	return texts
}
