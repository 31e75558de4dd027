package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/spf13/cobra"

	"relais/cmd/internal/demo"
	"relais/cmd/internal/help"
	"relais/internal/text"
)

// world is what the program is started in.
type world struct {
	args     []string
	env      func(string) string
	out, err io.Writer
	tell     func(context.Context, problem) // in a window, when the program did not start; may be nil
}

// The ways to end.
const (
	exitOK = iota
	exitFailure
	exitUsage
)

// flags are what can be said at the start.
type flags struct {
	home   string
	demo   bool
	demoAs string
	hidden bool
	show   string
	debug  bool
}

// run does what the arguments ask for and tells how the program ends.
func run(ctx context.Context, w world) int {
	var f flags
	understood := false
	root := &cobra.Command{
		Use:           "relais",
		Version:       version,
		Args:          cobra.NoArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(*cobra.Command, []string) error {
			err := f.check()
			understood = err == nil
			return err
		},
		RunE: func(c *cobra.Command, _ []string) error {
			return start(c.Context(), w, f, func(a *app) { a.run() })
		},
	}
	root.PersistentFlags().StringVar(&f.home, "home", "", "")
	root.PersistentFlags().BoolVar(&f.debug, "debug", false, "")
	root.Flags().BoolVar(&f.demo, "demo", false, "")
	root.Flags().StringVar(&f.demoAs, "demo-as", "", "")
	root.Flags().BoolVar(&f.hidden, "hidden", false, "")
	root.Flags().StringVar(&f.show, "show", "", "")
	root.AddCommand(tourCommand(w, &f))
	help.Speak(root, func() (*text.Words, error) { return help.Words(w.env) }, texts)
	root.SetArgs(w.args)
	root.SetOut(w.out)
	root.SetErr(w.err)
	ran, err := root.ExecuteContextC(ctx)
	switch {
	case err == nil:
		return exitOK
	case !understood:
		fmt.Fprintln(w.err, "relais:", misread(w, err))
		return exitUsage
	case ctx.Err() != nil:
		return exitFailure
	}
	p := explain(w, f.home, err)
	fmt.Fprintln(w.err, "relais:", p)
	if ran == root && w.tell != nil && display(w.env) == nil {
		w.tell(ctx, p)
	}
	return exitFailure
}

// check tells what can't be meant: a person of the sample content that it has not.
func (f flags) check() error {
	if f.demoAs == "" {
		return nil
	}
	people, err := demo.People()
	if err != nil {
		return err
	}
	var logins []string
	for _, p := range people {
		if p.Login == f.demoAs {
			return nil
		}
		logins = append(logins, p.Login)
	}
	return &nobody{f.demoAs, strings.Join(logins, ", ")}
}

// nobody is the error of a person who is not in the sample content.
type nobody struct{ given, known string }

func (e *nobody) Error() string {
	return fmt.Sprintf("--demo-as: no %q in the sample content", e.given)
}

// misread says what on the command line can't be understood.
func misread(w world, err error) string {
	words, unread := help.Words(w.env)
	if unread != nil {
		return err.Error()
	}
	var who *nobody
	if errors.As(err, &who) {
		return words.T("app.nobody", "Given", who.given, "Known", who.known)
	}
	return words.T("app.usage", "Cause", err.Error())
}

// texts are what --help says.
var texts = help.Texts{
	Short: func(w *text.Words, command string) string {
		if command == "" {
			return w.T("app.help.relais")
		}
		return w.T("app.help." + command)
	},
	Long: func(w *text.Words, command string) string {
		if command == "" {
			return w.T("app.long.relais")
		}
		return ""
	},
	Flag: func(w *text.Words, name string) string { return w.T("app.flag." + name) },
}

func (f flags) logger(w world) *slog.Logger {
	if !f.debug {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(w.err, &slog.HandlerOptions{Level: slog.LevelDebug}))
}
