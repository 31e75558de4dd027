// Command relaisctl is Relais from a terminal: the same flows as the app, for
// scripts, administrators and people who work with a screen reader.
package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
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
		Words: session.Folder(assets.I18n, "i18n"), Forms: session.Folder(assets.Forms, "forms"),
	}
	if term.IsTerminal(int(os.Stdin.Fd())) {
		w.Hidden, w.Line = hidden, line
	}
	code := run(ctx, w)
	stop()
	os.Exit(code)
}

// hidden asks without showing what is typed.
func hidden(question string) (string, error) {
	fmt.Fprint(os.Stderr, question+" ")
	answer, err := term.ReadPassword(int(os.Stdin.Fd()))
	fmt.Fprintln(os.Stderr)
	return string(answer), err
}

// line asks for one line.
func line(question string) (string, error) {
	fmt.Fprint(os.Stderr, question+" ")
	answer, err := bufio.NewReader(os.Stdin).ReadString('\n')
	return strings.TrimSpace(answer), err
}
