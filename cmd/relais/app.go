package main

import (
	"context"
	"errors"
	"path/filepath"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"

	"relais/assets"
	"relais/cmd/internal/demo"
	"relais/cmd/internal/session"
	"relais/cmd/relais/internal/tray"
	"relais/internal/agent"
	"relais/internal/config"
	"relais/internal/desk"
	"relais/internal/form"
	"relais/internal/text"
	"relais/ui"
	"relais/ui/gate"
	"relais/ui/theme"
)

// applicationID names the program for the desktop; preferences hang on it.
const applicationID = "org.relais.Relais"

// app is the running program.
type app struct {
	world
	flags     flags
	ctx       context.Context // ends when the program is asked to
	session   *session.Session
	catalogue *text.Catalogue
	forms     *form.Set
	fyne      fyne.App
	gate      *gate.Gate
	lacks     atomic.Int32 // what the helpdesk could do more, to be told to who has just signed in
	window    *ui.Window
	listener  *agent.Listener
	ready     func()        // told when the window is there; may be nil
	there     chan struct{} // closed when there is a window
	calm      chan struct{} // closed when the window has had time to appear
	collect   int           // garbage, from then on; as for debug.SetGCPercent
	asking    questions
	looked    sync.Once      // at the window of a program that began hidden
	work      sync.WaitGroup // what runs beside the window

	hosting sync.Mutex // of demo; held for as long as the helpdesk inside takes to start
	demo    *demo.Helpdesk

	moving sync.Mutex // one change of seats at a time

	mu     sync.Mutex // of what follows; the UI goroutine takes it: nothing waits while holding it
	seat   *seat
	left   []*seat             // that the window shows no more, or soon will not
	ended  bool                // the window has
	icon   *tray.Icon          // nil before there is a tray
	told   func()              // of changes at the desk in use, or in how it is shown; nil before there is a tray
	show   func(ticket string) // shows the window; nil before there is one
	wanted *string             // what somebody wanted to be shown before
}

// start prepares the program, lets use work with it, and ends it in order. When it
// runs already in this home, the other one shows its window instead.
func start(ctx context.Context, w world, f flags, use func(*app)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	a := &app{world: w, flags: f, ctx: ctx, there: make(chan struct{}), calm: make(chan struct{})}
	a.fyne = fyneapp.NewWithID(applicationID)
	a.collect = debug.SetGCPercent(collectLate)
	fonts := make(chan struct{})
	go func() { theme.LoadFonts(); close(fonts) }()
	err := a.open()
	<-fonts
	if err != nil {
		if errors.Is(err, agent.ErrRunning) {
			return a.showOther()
		}
		return errors.Join(err, a.close())
	}
	if err := display(w.env); err != nil {
		return errors.Join(err, a.close())
	}
	use(a)
	cancel()
	return a.close()
}

// While the window is on its way, nothing else works that can wait a moment, and
// garbage is collected later than usual.
const (
	settling    = 500 * time.Millisecond
	collectLate = 400 // percent
)

// settle begins with what waited for the window.
func (a *app) settle() {
	if !a.flags.hidden {
		select {
		case <-a.ctx.Done():
		case <-time.After(settling):
		}
	}
	debug.SetGCPercent(a.collect)
	close(a.calm)
}

func (a *app) now() time.Time { return time.Now() }

// open reads what the program needs, takes the home, and opens the desk.
func (a *app) open() (err error) {
	if a.catalogue, err = text.Load(session.Folder(assets.I18n, "i18n")); err != nil {
		return err
	}
	if a.forms, err = form.Load(session.Folder(assets.Forms, "forms")); err != nil {
		return &desk.Error{Code: desk.CodeDamaged, Op: "read forms", Err: err}
	}
	a.session, err = session.Open(session.Options{
		Home: a.flags.home, Env: a.env, Ask: a.passphrase, Now: a.now, Logger: a.flags.logger(a.world), UserAgent: "relais/" + version, Told: true,
	})
	if err != nil {
		return err
	}
	if a.listener, err = agent.Listen(a.session.Home(), door{a}); err != nil {
		return err
	}
	if err := a.embed(); err != nil {
		return err
	}
	var calm time.Duration
	if a.flags.hidden { // it starts with the computer, and so does that of everybody else
		calm = time.Minute
	}
	first, err := a.sit(calm)
	if err != nil {
		return err
	}
	a.mu.Lock()
	a.seat = first
	a.mu.Unlock()
	return nil
}

// embed starts the embedded helpdesk when it is asked for, or was used last.
func (a *app) embed() error {
	login := a.flags.demoAs
	current, ok := a.session.Account()
	switch {
	case login != "":
	case ok && session.Embedded(current):
		login = current.Login
	case a.flags.demo:
		login = demo.First
	default:
		return nil
	}
	return a.become(a.ctx, login)
}

// become makes a person of the embedded helpdesk the current account.
func (a *app) become(ctx context.Context, login string) (err error) {
	a.hosting.Lock()
	defer a.hosting.Unlock()
	if a.demo == nil {
		a.demo, err = demo.Start(ctx, filepath.Join(a.session.Home(), "demo"), version, a.now, a.flags.logger(a.world))
		if err != nil {
			return err
		}
	}
	people, err := demo.People()
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.Login != login {
			continue
		}
		token, err := a.demo.Token(ctx, login)
		if err != nil {
			return err
		}
		return a.session.Embed(ctx, a.demo.URL(), p, token)
	}
	return desk.Errorf(desk.CodeNotFound, "look for person "+login, "the sample content has nobody of this name")
}

// run shows the window until the program is asked to end.
func (a *app) run() {
	a.fyne.SetIcon(fyne.NewStaticResource("app.png", icon("app")))
	a.gate = gate.New()
	a.window = ui.New(ui.Options{
		App: a.fyne, Gate: a.gate, Models: func() ui.Models { return a.taken().models }, Words: a.words(), Look: a.Preferences(), Now: a.now, Follow: schemeKnown,
	})
	a.drive()
	a.opened()
	if !a.flags.hidden {
		a.window.Show()
	}
	a.fyne.Lifecycle().SetOnStarted(func() {
		a.work.Go(a.askDesktop)
		a.work.Go(a.settle)
		a.work.Go(a.perch)
		if a.ready != nil {
			a.ready()
		}
	})
	for _, notice := range a.session.Config().Notices() { // such as a settings file that was damaged and set aside
		a.note("reading the settings", notice)
		a.tell(desk.CodeOf(notice))
	}
	if a.flags.show != "" {
		a.window.Go(a.placeOf(a.flags.show))
	}
	a.work.Go(func() {
		<-a.ctx.Done()
		a.gate.Post("quit", a.fyne.Quit)
	})
	a.fyne.Run()
	a.unperch()
	a.window.Close()
}

// askDesktop asks the desktop whether it is light or dark, which may take a while to
// answer. Until it says so the window is light.
func (a *app) askDesktop() {
	if schemeTold(a.ctx) {
		a.gate.Post("scheme", a.window.FollowDesktop)
	}
}

// close ends everything in order: what is typed is kept, the engine comes to an
// end, the files are closed, and at last the helpdesk inside.
func (a *app) close() error {
	var errs []error
	if a.window != nil {
		a.window.Wait()
	}
	if a.listener != nil {
		errs = append(errs, a.listener.Close())
	}
	a.work.Wait()
	for _, s := range append(a.takeLeft(), a.taken()) {
		if s != nil {
			errs = append(errs, s.leave())
		}
	}
	if a.demo != nil {
		errs = append(errs, a.demo.Close())
	}
	return errors.Join(errs...)
}

// known is the account in use, or what the organisation says one should use.
func (a *app) known() config.Account {
	if current, ok := a.session.Account(); ok && !session.Embedded(current) {
		return current
	}
	s := a.session.Config().Settings()
	return config.Account{Kind: s.Kind, URL: s.Server}
}
