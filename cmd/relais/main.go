// Command relais is the desktop app: tray, window and sync in one program.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"relais/cmd/internal/session"
)

// version is set by the linker.
var version = "dev"

func main() {
	session.LaunchNoBus()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, world{args: os.Args[1:], env: os.Getenv, out: os.Stdout, err: os.Stderr, tell: func(ctx context.Context, p problem) { p.window(ctx) }})
	stop()
	os.Exit(code)
}
