// Package help explains a program of commands in the language of the person.
package help

import (
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"relais/assets"
	"relais/internal/text"
)

// Texts finds what a program says about itself; each may answer "".
type Texts struct {
	Short, Long func(w *text.Words, command string) string // of a command as it is typed, without the program: "user add"
	Flag        func(w *text.Words, name string) string
}

// Words are those of the language that the surroundings ask for. CodeDamaged when
// they can't be read.
func Words(env func(string) string) (*text.Words, error) {
	lang := text.Detect(env)
	files, err := fs.Sub(assets.I18n, "i18n")
	if err != nil {
		return nil, err
	}
	c, err := text.Load(files, lang)
	if err != nil {
		return nil, err
	}
	return c.In(lang), nil
}

// Speak has a program print its help in the words; without them, it only lists its
// commands and flags.
func Speak(root *cobra.Command, words func() (*text.Words, error), t Texts) {
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpCommand(&cobra.Command{Hidden: true})
	root.SetHelpFunc(func(c *cobra.Command, _ []string) {
		w, err := words()
		if err != nil {
			_ = c.Usage()
			return
		}
		p := page{w, t, c.OutOrStdout()}
		p.command(c)
	})
}

// page is one help text.
type page struct {
	words *text.Words
	texts Texts
	out   io.Writer
}

func (p page) command(c *cobra.Command) {
	p.line(p.texts.Short(p.words, path(c)))
	if long := p.texts.Long(p.words, path(c)); long != "" {
		p.line("")
		p.line(long)
	}
	p.line("")
	p.line(p.words.T("help.use", "Use", use(c)))
	if c.HasAvailableSubCommands() {
		p.line("")
		p.line(p.words.T("help.commands"))
		for _, sub := range c.Commands() {
			if sub.IsAvailableCommand() && sub.Name() != "help" {
				p.line("  " + p.words.T("help.item", "Name", sub.Name(), "Text", p.texts.Short(p.words, path(sub))))
			}
		}
	}
	p.flags(p.words.T("help.flags"), c.LocalNonPersistentFlags())
	p.flags(p.words.T("help.everywhere"), c.Root().PersistentFlags())
}

func (p page) flags(title string, set *pflag.FlagSet) {
	if !set.HasAvailableFlags() {
		return
	}
	p.line("")
	p.line(title)
	set.VisitAll(func(f *pflag.Flag) {
		name := "--" + f.Name
		if f.Value.Type() != "bool" {
			name += " …"
		}
		said := p.texts.Flag(p.words, f.Name)
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "[]" {
			said = p.words.T("help.default", "Text", said, "Value", f.DefValue)
		}
		p.line("  " + p.words.T("help.item", "Name", name, "Text", said))
	})
}

func (p page) line(s string) { fmt.Fprintln(p.out, s) }

// path is how a command is typed, without the program.
func path(c *cobra.Command) string {
	_, rest, _ := strings.Cut(c.CommandPath(), " ")
	return rest
}

func use(c *cobra.Command) string {
	if c.HasParent() {
		return c.Parent().CommandPath() + " " + c.Use
	}
	if c.HasAvailableSubCommands() {
		return c.Use + " [COMMAND]"
	}
	return c.Use
}
