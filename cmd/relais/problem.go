package main

import (
	"context"
	"errors"
	"fmt"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"

	"relais/assets"
	"relais/cmd/internal/session"
	"relais/internal/config"
	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/gate"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/theme"
)

// errNoDisplay says that there is no screen to show a window on.
var errNoDisplay = errors.New("no display")

// sentences are those of codes that need other words before there is a window than
// in one.
var sentences = map[desk.Code]string{
	desk.CodeNewer:       "start.newer",
	desk.CodeReadOnly:    "start.read-only",
	desk.CodeDiskFull:    "start.disk-full",
	desk.CodeDiskFailing: "start.disk-failing",
	desk.CodeDamaged:     "start.damaged",
}

// problem is why the program did not start, as a person needs it: what happened,
// what was kept, what to do.
type problem struct {
	words    *text.Words // nil when those can't be read
	sentence string
	details  string // for those who help
}

// explain finds the words for an error.
func explain(w world, home string, err error) problem {
	catalogue, unread := text.Load(session.Folder(assets.I18n, "i18n"))
	if unread != nil {
		return problem{
			sentence: "A file with the words of this program is damaged. What you wrote is kept. Install Relais again.",
			details:  errors.Join(err, unread).Error(),
		}
	}
	p := problem{words: catalogue.In(text.Detect(w.env)), details: err.Error()}
	key := sentences[desk.CodeOf(err)]
	folder, unknown := config.Home(home, w.env)
	switch {
	case errors.Is(err, errNoDisplay):
		key = "start.no-display"
	case key == "", unknown != nil:
		key = "start.other"
	}
	p.sentence = p.words.T(key, "Home", folder)
	return p
}

// String is for terminals.
func (p problem) String() string { return fmt.Sprintf("%s (%s)", p.sentence, p.details) }

// window says it to those who started the program from an icon and see no terminal.
// It returns when the window is closed, or ctx ends.
func (p problem) window(ctx context.Context) {
	const wide, high = 520, 260
	a := fyneapp.NewWithID(applicationID)
	look := theme.Options{Mode: theme.Light}
	if schemeKnown {
		look.Mode = theme.Auto
	}
	a.Settings().SetTheme(theme.New(look))
	w := a.NewWindow("Relais")
	w.SetContent(p.content(w.Close, func() { a.Clipboard().SetContent(p.String()) }))
	w.Resize(fyne.NewSize(wide, high))
	w.CenterOnScreen()
	g := gate.New()
	stop := context.AfterFunc(ctx, func() { g.Post("quit", a.Quit) })
	defer stop()
	w.ShowAndRun()
}

func (p problem) content(leave, details func()) fyne.CanvasObject {
	title, closing, copying := "Relais", "OK", "Copy"
	if p.words != nil {
		title, closing, copying = p.words.T("start.title"), p.words.T("start.close"), p.words.T("start.details")
	}
	return flow.Inset(28, 28, flow.Stack(18,
		part.NewSection(title).Lines(2), part.NewBody(p.sentence),
		flow.Line(12, part.Name(part.NewPrimary(closing, leave), "start.close"), part.Name(part.NewQuiet(copying, details), "start.details")),
	))
}
