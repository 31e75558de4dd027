package upkeep

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"relais/cmd/internal/session"
	"relais/cmd/relaisctl/cli"
	"relais/internal/agent"
	"relais/internal/config"
	"relais/internal/desk"
	"relais/offline"
)

// counts is what a sync did, for programs.
type counts struct {
	Pushed    int       `json:"pushed"`
	Pulled    int       `json:"pulled"`
	Waiting   int       `json:"waiting"`
	Attention int       `json:"attention"`
	Unadopted int       `json:"unadopted"` // asked for before any sign-in, and nobody's yet
	Code      desk.Code `json:"code,omitempty"`
}

// garbage is how many bytes a sync may have in memory before it collects garbage early:
// unlocking the secret, and each page of a first sync, leave much of it behind.
const garbage = 40 << 20

func (g group) sync() *cobra.Command {
	var once bool
	c := &cobra.Command{
		Use:  "sync [--once]",
		Args: cli.Between(0, 0),
		RunE: func(c *cobra.Command, _ []string) error {
			s, err := g.Session()
			if err != nil {
				return err
			}
			debug.SetMemoryLimit(garbage)
			if _, ok := s.Account(); !ok {
				return cli.Fail(desk.CodeUnauthorized, "ctl.signed-out")
			}
			return g.Desk(c.Context(), func(d *offline.Desk) error {
				if once {
					return g.round(c.Context(), s, d)
				}
				return g.follow(c.Context(), s, d)
			})
		},
	}
	c.Flags().BoolVar(&once, "once", false, "")
	return c
}

// round syncs once and ends with the status that says how it went.
func (g group) round(ctx context.Context, s *session.Session, d *offline.Desk) error {
	r, refused, err := willing(ctx, s, d)
	if err != nil {
		return err
	}
	earlier, _, err := offline.Earlier(ctx, s.Home(), g.Now)
	if err != nil {
		return err
	}
	c := counts{r.Pushed, r.Pulled, r.Waiting, r.Attention, len(earlier), r.Code}
	status := exit(r)
	if c.Unadopted > 0 && status != cli.ExitFailure {
		status = cli.ExitAttention
	}
	g.Exit(status)
	if err := g.Answer(c, func(out *cli.Page) { saySync(out, r, c.Unadopted) }); err != nil {
		return err
	}
	return refused
}

// willing syncs. When the helpdesk refused, but takes the person now, as after a
// passphrase that another program waited for, it syncs once more; otherwise refused
// says why.
func willing(ctx context.Context, s *session.Session, d *offline.Desk) (r desk.SyncResult, refused, err error) {
	for range 2 {
		if r, err = patient(ctx, s, d); err != nil || exit(r) != cli.ExitFailure {
			return r, nil, err
		}
		if refused = refusal(ctx, s); refused != nil {
			break
		}
		refused = desk.Errorf(r.Code, "sync", "it answers now")
	}
	var own *cli.Problem
	if !errors.As(refused, &own) {
		refused = &desk.Error{Code: r.Code, Op: "sync", Err: refused}
	}
	return r, refused, nil
}

const (
	holdTry   = 200 * time.Millisecond
	holdTries = 150 // half a minute
)

// patient syncs. Another program may hold the engine for a moment and answer
// nobody: then it waits for its turn.
func patient(ctx context.Context, s *session.Session, d *offline.Desk) (desk.SyncResult, error) {
	turn := time.NewTicker(holdTry)
	defer turn.Stop()
	for range holdTries {
		r, err := s.Sync(ctx, d)
		if !errors.Is(err, offline.ErrHeld) && !errors.Is(err, agent.ErrNotRunning) {
			return r, err
		}
		select {
		case <-ctx.Done():
			return r, ctx.Err()
		case <-turn.C:
		}
	}
	return desk.SyncResult{}, offline.ErrHeld
}

// refusal finds out why the helpdesk refused, which a result only names by its
// code; nil when it does not refuse any more.
func refusal(ctx context.Context, s *session.Session) error {
	a, _ := s.Account()
	_, err := welcome(ctx, s, a)
	return err
}

// welcome signs in with the secret that is kept.
func welcome(ctx context.Context, s *session.Session, a config.Account) (w desk.Welcome, err error) {
	b, err := s.Connect(ctx, a)
	if noSecret(err) {
		return w, cli.Fail(desk.CodeUnauthorized, "ctl.signed-out")
	}
	if err != nil {
		return w, err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	return b.Welcome(ctx)
}

// noSecret tells whether there is no secret of the account, as after a sign-out;
// whatever code that has by now.
func noSecret(err error) bool {
	for ; err != nil; err = errors.Unwrap(err) {
		if desk.CodeOf(err) == desk.CodeNotFound {
			return true
		}
	}
	return false
}

// exit tells how a sync ends: what needs a person before what only waits, but a
// refused account first, since nothing goes on without it.
func exit(r desk.SyncResult) int {
	switch r.Code {
	case desk.CodeUnauthorized, desk.CodeSealed, desk.CodeForbidden, desk.CodeWrongServer, desk.CodeUntrusted, desk.CodeInternal, desk.CodeInvalid, desk.CodeNotFound:
		return cli.ExitFailure
	}
	switch {
	case r.Attention > 0:
		return cli.ExitAttention
	case r.Waiting > 0 || r.Code != "":
		return cli.ExitWaiting
	}
	return cli.ExitOK
}

func saySync(out *cli.Page, r desk.SyncResult, unadopted int) {
	out.Line(out.N("ctl.sync.pushed", r.Pushed))
	out.Line(out.N("ctl.sync.pulled", r.Pulled))
	if r.Waiting > 0 {
		out.Line(out.N("ctl.sync.waiting", r.Waiting))
	}
	if r.Attention > 0 {
		out.Line(out.N("ctl.sync.attention", r.Attention))
	}
	if unadopted > 0 {
		out.Line(out.N("ctl.login.unadopted", unadopted))
	}
	if r.Code != "" && exit(r) != cli.ExitFailure {
		what, _, next := out.Problem(r.Code)
		out.Line(what + " " + next)
	}
}

// follow syncs until the person interrupts it, and answers the other programs of
// the home meanwhile.
func (g group) follow(ctx context.Context, s *session.Session, d *offline.Desk) error {
	l, err := agent.Listen(s.Home(), door{d})
	if err != nil && !errors.Is(err, agent.ErrRunning) {
		return err
	}
	changed := make(chan struct{}, 1)
	stop := d.Watch(func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	})
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx) }()
	g.Note("ctl.sync.running")
	err = g.watch(d, changed, ended)
	stop()
	if l != nil {
		err = errors.Join(err, l.Close())
	}
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return nil
	}
	return err
}

// watch writes a line whenever what waits, or how the helpdesk does, changed.
func (g group) watch(d *offline.Desk, changed <-chan struct{}, ended <-chan error) error {
	var last desk.SyncStatus
	for {
		select {
		case err := <-ended:
			return err
		case <-changed:
		}
		s := d.Status()
		if s.Waiting != last.Waiting || s.Attention != last.Attention || s.Online != last.Online || s.Code != last.Code {
			g.tell(s)
		}
		last = s
	}
}

func (g group) tell(s desk.SyncStatus) {
	if g.JSON {
		fmt.Fprintf(g.Out, `{"online":%t,"waiting":%d,"attention":%d,"code":%q}`+"\n", s.Online, s.Waiting, s.Attention, s.Code)
		return
	}
	switch {
	case s.Code != "":
		g.Note("ctl.sync.stopped", "Waiting", s.Waiting, "Attention", s.Attention)
	case s.Online:
		g.Note("ctl.sync.online", "Waiting", s.Waiting, "Attention", s.Attention)
	}
}

// door is what other programs of the home may ask of this one.
type door struct{ desk *offline.Desk }

// Show has no window to show.
func (door) Show(string) {}

// Changed reads again what another program wrote, and sends it.
func (d door) Changed() { d.desk.Poke() }

// Sync syncs for another program.
func (d door) Sync(ctx context.Context) (desk.SyncResult, error) { return d.desk.Sync(ctx) }
