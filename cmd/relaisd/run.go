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
	"strings"

	"github.com/spf13/cobra"

	"relais/cmd/internal/help"
	"relais/internal/server"
	"relais/internal/text"
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
	words *text.Words
	data  string
}

// run does what the arguments ask for and tells how the program ends.
func run(ctx context.Context, w world) int {
	words, err := help.Words(w.env)
	if err != nil {
		fmt.Fprintf(w.err, "relaisd: a file with the words of this program is damaged. Nothing was changed. Install it again. (%v)\n", err)
		return exitFailure
	}
	p := &program{world: w, words: words}
	root := p.command()
	root.SetArgs(w.args)
	root.SetIn(w.in)
	root.SetOut(w.out)
	root.SetErr(w.err)
	err = root.ExecuteContext(ctx)
	var plain *plainError
	switch {
	case err == nil:
		return exitOK
	case !errors.As(err, &plain):
		plain = &plainError{key: "relaisd.usage", args: []any{"Cause", err.Error()}, usage: true}
	}
	fmt.Fprintln(w.err, "relaisd: "+plain.sentence(words))
	if plain.usage {
		return exitUsage
	}
	return exitFailure
}

func (p *program) command() *cobra.Command {
	root := &cobra.Command{
		Use:           "relaisd",
		Version:       version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetVersionTemplate("relaisd {{.Version}}\n")
	root.PersistentFlags().StringVar(&p.data, "data", "", "")
	root.AddCommand(p.serveCommand(), p.userCommand(), p.tokenCommand(), p.queueCommand(), p.backupCommand(), p.seedCommand())
	help.Speak(root, func() (*text.Words, error) { return p.words, nil }, help.Texts{
		Short: func(w *text.Words, command string) string { return w.T("relaisd.help." + dotted(command)) },
		Long: func(w *text.Words, command string) string {
			if key := "relaisd.long." + dotted(command); w.Has(key) {
				return w.T(key)
			}
			return ""
		},
		Flag: func(w *text.Words, name string) string { return w.T("relaisd.flag." + name) },
	})
	return root
}

// dotted names a command among the keys of the words.
func dotted(command string) string {
	if command == "" {
		return "relaisd"
	}
	return strings.ReplaceAll(command, " ", ".")
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
		return "", say("relaisd.no-home")
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
