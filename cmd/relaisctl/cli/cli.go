// Package cli is what all commands of relaisctl share: the world that the
// program runs in, its flags, its words, how it answers and how it fails.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"relais/cmd/internal/session"
	"relais/internal/desk"
	"relais/internal/form"
	"relais/internal/text"
	"relais/offline"
)

// World is what the program is started in.
type World struct {
	Args         []string
	Env          func(string) string
	In           io.Reader
	Out, Err     io.Writer
	Version      string
	Words, Forms fs.FS // the files of internal/text and internal/form

	// Hidden and Line ask the person at the terminal; nil: there is nobody.
	Hidden, Line func(question string) (string, error)
	Typed        bool // In is the terminal, which shows what is typed
	Watched      bool // Err is a terminal, where a line may be written over
}

// The ways to end. Sync has two more: see Exit.
const (
	ExitOK        = 0
	ExitFailure   = 1
	ExitUsage     = 2
	ExitWaiting   = 3 // something waits, or the helpdesk can't be reached
	ExitAttention = 4 // something needs a person
)

// Program is one run. It is used by one goroutine.
type Program struct {
	World
	JSON bool // answers are for programs

	home, lang string // as the flags give them
	session    *session.Session
	catalogue  map[string]*text.Catalogue
	exit       int
	wrong      int   // passphrases said
	silent     error // why nobody says the passphrase
}

// New makes a program of its world.
func New(w World) *Program { return &Program{World: w, catalogue: map[string]*text.Catalogue{}} }

// Now is the time.
func (p *Program) Now() time.Time { return time.Now() }

// Exit has the program end with a status though nothing failed.
func (p *Program) Exit(code int) { p.exit = code }

// Run does what the arguments ask for, and tells how the program ends.
func (p *Program) Run(ctx context.Context, groups ...[]*cobra.Command) int {
	root := p.root(slices.Concat(groups...))
	p.JSON = slices.Contains(p.Args, "--json") // also for errors in what comes before it
	if err := root.ExecuteContext(ctx); err != nil {
		return p.fail(err)
	}
	return p.exit
}

func (p *Program) root(commands []*cobra.Command) *cobra.Command {
	root := &cobra.Command{
		Use:           "relaisctl",
		Version:       p.World.Version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          none,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetArgs(p.Args)
	root.SetIn(p.In)
	root.SetOut(p.Out)
	root.SetErr(p.Err)
	root.SetVersionTemplate("relaisctl {{.Version}}\n")
	root.SetHelpFunc(func(c *cobra.Command, _ []string) { p.help(c) })
	root.SetFlagErrorFunc(flagProblem)
	root.CompletionOptions.DisableDefaultCmd = true
	root.PersistentFlags().StringVar(&p.home, "home", "", "")
	root.PersistentFlags().BoolVar(&p.JSON, "json", false, "")
	root.PersistentFlags().StringVar(&p.lang, "lang", "", "")
	root.PersistentPreRunE = func(*cobra.Command, []string) error { return p.checkLang() }
	root.AddCommand(commands...)
	return root
}

func (p *Program) checkLang() error {
	if p.lang == "" || slices.Contains(text.Languages(), p.lang) {
		return nil
	}
	bad := p.lang
	p.lang = ""
	return Usage("ctl.usage.lang", "Given", bad, "Known", strings.Join(text.Languages(), ", "))
}

// Group makes a command of several; alone it shows its help.
func Group(use string, commands ...*cobra.Command) *cobra.Command {
	c := &cobra.Command{Use: use, Args: none, RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(commands...)
	return c
}

// Session is the home folder with its settings and account.
func (p *Program) Session() (*session.Session, error) {
	if p.session != nil {
		return p.session, nil
	}
	o := session.Options{Home: p.home, Env: p.Env, Now: p.Now, UserAgent: "relaisctl/" + p.World.Version, Cold: true}
	if p.Hidden != nil {
		o.Ask = p.passphrase
	}
	s, err := session.Open(o)
	if err != nil {
		return nil, err
	}
	p.session = s
	for _, notice := range s.Config().Notices() {
		var e *desk.Error
		if errors.As(notice, &e) {
			p.Note("ctl.notice."+string(e.Code), "Subject", e.Subject)
		}
	}
	return s, nil
}

// Desk opens the desk of the account for one command. It needs neither the
// network nor the secret.
func (p *Program) Desk(ctx context.Context, do func(*offline.Desk) error) (err error) {
	s, err := p.Session()
	if err != nil {
		return err
	}
	d, err := s.Desk(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	p.repaired(d.Status().Kept)
	return do(d)
}

// repaired tells that damaged files were set aside, and what was saved.
func (p *Program) repaired(kept string) {
	var operations, drafts int
	if n, _ := fmt.Sscanf(kept, "precious %d %d", &operations, &drafts); n == 2 {
		p.Note("ctl.notice.precious", "Operations", operations, "Drafts", drafts)
	} else if kept != "" {
		p.Note("ctl.notice.cache")
	}
}

// LoadForms reads the guided forms.
func (p *Program) LoadForms() (*form.Set, error) {
	set, err := form.Load(p.World.Forms)
	if err != nil {
		return nil, &Problem{Code: desk.CodeDamaged, Key: "ctl.damaged.form", Args: []any{"Cause", err.Error()}}
	}
	return set, nil
}
