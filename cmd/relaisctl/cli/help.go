package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// help explains a command in the person's language. The texts are looked up only
// now, so that other runs start quickly.
func (p *Program) help(c *cobra.Command) {
	if _, err := p.Session(); err != nil {
		p.session = nil // help needs no home
	}
	asJSON := p.JSON
	p.JSON = false
	err := p.answer(nil, func(g *Page) { g.help(c) }, helps)
	p.JSON = asJSON
	if err != nil {
		p.exit = p.fail(err)
	}
}

func (g *Page) help(c *cobra.Command) {
	key := helpKey(c)
	g.Line(g.T("ctl.help." + key))
	if long := "ctl.long." + key; g.Has(long) {
		g.Gap()
		g.Line(g.T(long))
	}
	g.Gap()
	g.Field(g.T("ctl.help-use"), use(c))
	if c.HasAvailableSubCommands() {
		g.Gap()
		g.Line(g.T("ctl.help-commands"))
		for _, sub := range c.Commands() {
			if sub.IsAvailableCommand() {
				g.Line("  " + g.T("ctl.field", "Label", sub.Name(), "Value", g.T("ctl.help."+helpKey(sub))))
			}
		}
	}
	g.flags(g.T("ctl.help-flags"), key, c.LocalNonPersistentFlags())
	g.flags(g.T("ctl.help-everywhere"), key, c.Root().PersistentFlags())
}

func (g *Page) flags(title, command string, set *pflag.FlagSet) {
	if !set.HasAvailableFlags() {
		return
	}
	g.Gap()
	g.Line(title)
	set.VisitAll(func(f *pflag.Flag) {
		name := "--" + f.Name
		if f.Value.Type() != "bool" {
			name += " …"
		}
		g.Line("  " + g.T("ctl.field", "Label", name, "Value", g.flag(command, f.Name)))
	})
}

// flag is what a flag means, for this command where that differs.
func (g *Page) flag(command, name string) string {
	if special := "ctl.flag." + command + "." + name; g.Has(special) {
		return g.T(special)
	}
	return g.T("ctl.flag." + name)
}

// helpKey names a command among the keys: "kb.import".
func helpKey(c *cobra.Command) string {
	path := strings.Fields(c.CommandPath())
	if len(path) == 1 {
		return "relaisctl"
	}
	return strings.Join(path[1:], ".")
}

// use is how to type a command.
func use(c *cobra.Command) string {
	if !c.HasParent() {
		return fmt.Sprintf("%s COMMAND", c.Use)
	}
	return strings.TrimSpace(c.Parent().CommandPath() + " " + c.Use)
}
