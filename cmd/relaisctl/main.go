// Command relaisctl is Relais from a terminal: the same flows as the app, for
// scripts, administrators and people who work with a screen reader.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/term"

	"relais/assets"
	"relais/cmd/internal/session"
	"relais/cmd/relaisctl/cli"
)

// version is set by the linker.
var version = "dev"

func main() {
	session.LaunchNoBus()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	w := cli.World{
		Args: os.Args[1:], Env: os.Getenv, In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Version: version,
		Watched: term.IsTerminal(int(os.Stderr.Fd())),
		Words:   session.Folder(assets.I18n, "i18n"), Forms: session.Folder(assets.Forms, "forms"),
	}
	if t := sits(); t != nil {
		w.Hidden, w.Line, w.Typed = t.hidden, t.line, term.IsTerminal(int(os.Stdin.Fd()))
	}
	code := run(ctx, w)
	stop()
	os.Exit(code)
}
