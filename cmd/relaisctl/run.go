package main

import (
	"context"

	"relais/cmd/relaisctl/cli"
	"relais/cmd/relaisctl/library"
	"relais/cmd/relaisctl/ticket"
	"relais/cmd/relaisctl/upkeep"
	"relais/cmd/relaisctl/view"
)

// run does what the arguments ask for and tells how the program ends.
func run(ctx context.Context, w cli.World) int {
	p := cli.New(w)
	return p.Run(ctx, ticket.Commands(p), view.Commands(p), library.Commands(p), upkeep.Commands(p))
}
