package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/spf13/cobra"

	"relais/cmd/internal/demo"
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
		Use:   "relais",
		Short: "Say what is wrong in your own words, and get help",
		Long: `Relais is the door to your company's helpdesk: say what is wrong in your own
words, find the answer or send a complete request, with or without a network.

Started a second time, it shows the window of the first.`,
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
	root.PersistentFlags().StringVar(&f.home, "home", "", "folder of settings and data (also RELAIS_HOME)")
	root.PersistentFlags().BoolVar(&f.debug, "debug", false, "log what the program does, without personal data")
	root.Flags().BoolVar(&f.demo, "demo", false, "work with the embedded helpdesk and its sample content")
	root.Flags().StringVar(&f.demoAs, "demo-as", "", "the same, as this person (amelie, claire, nadia …)")
	root.Flags().BoolVar(&f.hidden, "hidden", false, "begin in the tray, without a window")
	root.Flags().StringVar(&f.show, "show", "", "open this ticket")
	root.AddCommand(tourCommand(w, &f))
	root.SetArgs(w.args)
	root.SetOut(w.out)
	root.SetErr(w.err)
	ran, err := root.ExecuteContextC(ctx)
	switch {
	case err == nil:
		return exitOK
	case !understood:
		fmt.Fprintln(w.err, "relais:", err)
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
	return fmt.Errorf("--demo-as: there is no %q in the sample content; there are %s", f.demoAs, strings.Join(logins, ", "))
}

func (f flags) logger(w world) *slog.Logger {
	if !f.debug {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(w.err, &slog.HandlerOptions{Level: slog.LevelDebug}))
}
