// Package view holds the commands that read tickets: the list, one ticket with its
// conversation and history, and its files.
package view

import (
	"github.com/spf13/cobra"

	"relais/cmd/relaisctl/cli"
)

// group is the commands of one program.
type group struct{ *cli.Program }

// Commands are those that read.
func Commands(p *cli.Program) []*cobra.Command {
	g := group{p}
	return []*cobra.Command{g.list(), g.show(), g.attachment()}
}
