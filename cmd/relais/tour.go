package main

import (
	"context"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"relais/cmd/internal/help"
	"relais/internal/desk"
	"relais/ui/model"
	"relais/ui/model/account"
	"relais/ui/model/ask"
)

// tourCommand leads through the program and leaves pictures.
func tourCommand(w world, f *flags) *cobra.Command {
	var out string
	c := &cobra.Command{
		Use:  "tour --out DIR",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := os.MkdirAll(out, 0o750); err != nil {
				return desk.StorageError("tour", out, err)
			}
			home, err := os.MkdirTemp("", "relais-tour")
			if err != nil {
				return desk.StorageError("tour", "home", err)
			}
			defer os.RemoveAll(home)
			f.home, f.demoAs = home, "amelie"
			var failed error
			err = start(c.Context(), w, *f, func(a *app) {
				t := &tour{app: a, out: out, done: make(chan struct{})}
				a.work.Go(func() {
					select {
					case <-t.done:
					case <-a.ctx.Done():
						failed = a.ctx.Err()
						return
					}
					failed = t.walk()
					a.gate.Post("quit", a.fyne.Quit)
				})
				a.ready = func() { close(t.done) }
				a.run()
			})
			if failed != nil {
				return failed
			}
			if words, unread := help.Words(w.env); unread == nil {
				fmt.Fprintln(w.out, words.T("app.toured", "Folder", out))
			}
			return err
		},
	}
	c.Flags().StringVar(&out, "out", "tour", "")
	return c
}

// tour is one walk.
type tour struct {
	app  *app
	out  string
	done chan struct{} // closed when the window is there
	at   int
}

// step is one picture: what to do before, and when it can be taken.
type step struct {
	name string
	do   func(*models)
	till func(*models) bool
}

// walk goes through all stations. It runs beside the window.
func (t *tour) walk() error {
	if err := t.employee("fr", "light"); err != nil {
		return err
	}
	if err := t.technician("fr", "light"); err != nil {
		return err
	}
	if err := t.technician("fr", "dark"); err != nil {
		return err
	}
	if err := t.employee("en", "light"); err != nil {
		return err
	}
	return t.technician("en", "light")
}

func (t *tour) employee(lang, look string) error {
	if err := t.sit("amelie", lang, look); err != nil {
		return err
	}
	problem := map[string]string{"fr": "ma messagerie n’envoie plus rien", "en": "my mail does not leave any more"}[lang]
	steps := []step{
		{"home", func(*models) {}, func(m *models) bool { return m.flow.State().MineLoaded && len(m.flow.State().Mine) > 0 }},
		{"typing", func(m *models) { m.flow.Type(problem) }, func(m *models) bool { return len(m.flow.State().Suggestions) > 0 }},
		{"question", func(m *models) { m.flow.Pick("mail") }, func(m *models) bool { return m.flow.State().Stage == ask.StageQuestion }},
		{"review", func(*models) {}, answered},
		{"receipt", func(m *models) { m.flow.Send() }, func(m *models) bool { return m.flow.State().Receipt.Number != "" }},
		{"requests", goTo(model.PlaceRequests, ""), soon},
		{"request", func(m *models) { m.frame.Go(model.Place{Name: model.PlaceRequest, Ref: m.flow.State().Mine[0].Number}) }, soon},
		{"knowledge", goTo(model.PlaceKnowledge, ""), soon},
		{"article", goTo(model.PlaceArticle, "mail-outbox-stuck."+lang), soon},
		{"settings", goTo(model.PlaceSettings, ""), soon},
		{"home again", func(m *models) { m.flow.Home(); m.frame.Go(model.Place{Name: model.PlaceHome}) }, soon},
	}
	return t.take("employee", lang, look, steps[:len(steps)-1], steps[len(steps)-1])
}

func (t *tour) technician(lang, look string) error {
	if err := t.sit("claire", lang, look); err != nil {
		return err
	}
	steps := []step{
		{"queues", func(m *models) { m.Board().Choose("level1") }, func(m *models) bool { return len(m.Board().State().Rows) > 0 }},
		{"ticket", func(m *models) { m.Board().Select(model.Ref(told(m.Board().State().Rows, lang))) }, soon},
	}
	return t.take("technician", lang, look, steps, step{"", func(*models) {}, soon})
}

// told is the first ticket with guided answers, which show best what a technician
// gets: one of the language, else any; else the first ticket of all.
func told(rows []desk.Row, lang string) desk.Ticket {
	best := rows[0].Ticket
	for _, r := range slices.Backward(rows) {
		if r.Answers != nil && (r.Lang == lang || best.Answers == nil || best.Lang != lang) {
			best = r.Ticket
		}
	}
	return best
}

// answered picks the first option of the question in view, and tells whether there
// is none left. It is asked again and again: no faster than a person clicks.
func answered(m *models) bool {
	s := m.flow.State()
	if s.Stage == ask.StageReview {
		return true
	}
	if len(s.Question.Options) > 0 && len(s.Chosen) == 0 {
		m.flow.Choose(s.Question.Options[0].ID)
	} else {
		m.flow.Next()
	}
	return false
}

func goTo(place, ref string) func(*models) {
	return func(m *models) { m.frame.Go(model.Place{Name: place, Ref: ref}) }
}

func soon(*models) bool { return true }

// sit changes seats and looks, and waits until the helpdesk was heard.
func (t *tour) sit(login, lang, look string) error {
	ctx := t.app.ctx
	if err := t.app.Set(ctx, account.Preferences{Lang: lang, Theme: look, TextScale: 100, Autostart: t.app.Preferences().Autostart}); err != nil {
		return err
	}
	before := t.app.taken()
	if err := t.app.Become(ctx, login); err != nil {
		return err
	}
	return t.wait("seat of "+login, func() bool {
		s := t.app.taken()
		return s != before && !s.desk.Status().Pulled.IsZero() && !s.desk.Status().Backfill && s.desk.Me().Login == login
	})
}

// take walks the steps and leaves a picture of each.
func (t *tour) take(who, lang, look string, steps []step, last step) error {
	for _, s := range steps {
		m := t.app.taken().models
		s.do(m)
		if err := t.wait(s.name, func() bool { return s.till(m) }); err != nil {
			return err
		}
		t.at++
		name := fmt.Sprintf("%02d-%s-%s-%s", t.at, who, s.name, lang)
		if look != "light" {
			name += "-" + look
		}
		if err := t.picture(name + ".png"); err != nil {
			return err
		}
	}
	last.do(t.app.taken().models)
	return nil
}

// The tour is for people who look at pictures: it may take its time.
const (
	tourPatience = 30 * time.Second
	tourPause    = 50 * time.Millisecond
	tourDraw     = 700 * time.Millisecond
)

func (t *tour) wait(what string, there func() bool) error {
	ctx, cancel := context.WithTimeout(t.app.ctx, tourPatience)
	defer cancel()
	for !there() {
		select {
		case <-ctx.Done():
			return desk.Errorf(desk.CodeInternal, "tour", "%s did not come", what)
		case <-time.After(tourPause):
		}
	}
	return nil
}

// picture waits until everything is drawn and writes what the window shows.
func (t *tour) picture(name string) error {
	select {
	case <-t.app.ctx.Done():
		return t.app.ctx.Err()
	case <-time.After(tourDraw):
	}
	type result struct {
		image.Image
		error
	}
	taken := make(chan result, 1)
	t.app.gate.Post("picture", func() {
		img, err := t.app.picture()
		taken <- result{img, err}
	})
	var shot result
	select {
	case <-t.app.ctx.Done(): // the window was closed
		return t.app.ctx.Err()
	case shot = <-taken:
	}
	if shot.error != nil {
		return desk.Errorf(desk.CodeInternal, "tour", "take a picture: %w", shot.error)
	}
	f, err := os.Create(filepath.Join(t.out, name)) //nolint:gosec // the person named the folder
	if err != nil {
		return desk.StorageError("tour", name, err)
	}
	if err := png.Encode(f, shot.Image); err != nil {
		_ = f.Close()
		return desk.StorageError("tour", name, err)
	}
	return f.Close()
}
