package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"relais/internal/server"
)

// world is what the program is started in.
type world struct {
	args     []string
	env      func(string) string
	in       io.Reader
	out, err io.Writer
}

// The ways to end.
const (
	exitOK = iota
	exitFailure
	exitUsage
)

// program is one run: its world and the flags that all commands share.
type program struct {
	world
	data string
}

// run does what the arguments ask for and tells how the program ends.
func run(ctx context.Context, w world) int {
	p := &program{world: w}
	root := p.command()
	root.SetArgs(w.args)
	root.SetIn(w.in)
	root.SetOut(w.out)
	root.SetErr(w.err)
	err := root.ExecuteContext(ctx)
	var plain *plainError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &plain):
		fmt.Fprintln(w.err, "relaisd: "+plain.Error())
		return exitFailure
	}
	fmt.Fprintf(w.err, "relaisd: %v\nSee relaisd --help.\n", err)
	return exitUsage
}

func (p *program) command() *cobra.Command {
	root := &cobra.Command{
		Use:   "relaisd",
		Short: "The small helpdesk server of Relais",
		Long: `relaisd keeps tickets, people and articles for a small team, and serves them to Relais.

A first look, with sample people and tickets:
  relaisd seed demo
  relaisd serve

For a team of your own:
  relaisd user add claire --role technician --password-stdin
  relaisd serve --listen :8440 --tls-cert cert.pem --tls-key key.pem

The API is described at /api/v1/docs of the running server.`,
		Version:       version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetVersionTemplate("relaisd {{.Version}}\n")
	root.CompletionOptions.DisableDefaultCmd = true
	root.PersistentFlags().StringVar(&p.data, "data", "", "folder of the data (default $RELAISD_DATA, $RELAIS_HOME/relaisd, or the state folder of this account)")
	root.AddCommand(p.serveCommand(), p.userCommand(), p.tokenCommand(), p.queueCommand(), p.backupCommand(), p.seedCommand())
	return root
}

// folder is where the data is.
func (p *program) folder() (string, error) {
	switch {
	case p.data != "":
		return p.data, nil
	case p.env("RELAISD_DATA") != "":
		return p.env("RELAISD_DATA"), nil
	case p.env("RELAIS_HOME") != "":
		return filepath.Join(p.env("RELAIS_HOME"), "relaisd"), nil
	case runtime.GOOS == "windows" && p.env("LOCALAPPDATA") != "":
		return filepath.Join(p.env("LOCALAPPDATA"), "relaisd"), nil
	case p.env("XDG_STATE_HOME") != "":
		return filepath.Join(p.env("XDG_STATE_HOME"), "relaisd"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", say("there is no home folder to keep the data in. Nothing was changed. Say where: --data FOLDER.")
	}
	return filepath.Join(home, ".local", "state", "relaisd"), nil
}

// with opens the server for one command.
func (p *program) with(ctx context.Context, o server.Options, do func(*server.Server) error) error {
	var err error
	if o.Data, err = p.folder(); err != nil {
		return err
	}
	o.Version = version
	s, err := server.Open(ctx, o)
	if err != nil {
		return explain(err, o.Data)
	}
	return errors.Join(explain(do(s), o.Data), explain(s.Close(), o.Data))
}

// logger writes for administrators; nothing in it is about a person.
func (p *program) logger() *slog.Logger { return slog.New(slog.NewTextHandler(p.err, nil)) }
