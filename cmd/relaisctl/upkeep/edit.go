package upkeep

import (
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"relais/cmd/relaisctl/cli"
	"relais/internal/desk"
	"relais/offline"
)

// edit sends what was refused once more, with other words.
func (g group) edit() *cobra.Command {
	var sets []string
	var text, title string
	c := &cobra.Command{
		Use:  "edit KEY [--text TEXT] [--title TITLE] [--set NAME=TEXT]",
		Args: cli.Between(1, 1),
		RunE: func(c *cobra.Command, args []string) error {
			return g.keyed(c.Context(), args[0], "ctl.outbox.missing", func(d *offline.Desk, key desk.Key) error {
				p, err := d.Kept(c.Context(), key)
				if err != nil {
					return err
				}
				if len(p.Texts) == 0 {
					return cli.Fail(desk.CodeInvalid, "ctl.outbox.unfit", "Key", string(key), "Answer", "edit")
				}
				given := slices.Clone(sets)
				if c.Flags().Changed("text") {
					given = append(given, first(p.Texts)+"="+text)
				}
				if c.Flags().Changed("title") {
					given = append(given, desk.TextTitle+"="+title)
				}
				if len(given) == 0 {
					return g.Answer(p.Texts, func(out *cli.Page) { sayTexts(out, p) })
				}
				texts, err := g.texts(p.Texts, given)
				if err != nil {
					return err
				}
				r, err := d.Resend(c.Context(), key, texts)
				if err != nil {
					return err
				}
				return g.Answer(r, func(out *cli.Page) {
					out.Line(out.T("ctl.outbox.edited"))
					out.Field(out.T("ctl.label.receipt"), string(r.Key))
					out.Field(out.T("ctl.label.state"), out.State(r.State))
				})
			})
		},
	}
	c.Flags().StringVar(&text, "text", "", "")
	c.Flags().StringVar(&title, "title", "", "")
	c.Flags().StringArrayVar(&sets, "set", nil, "")
	return c
}

// first is the text that comes first in people's minds.
func first(texts map[string]string) string {
	for _, name := range []string{desk.TextWords, desk.TextReason, desk.TextSolution, desk.TextHappening, desk.TextBody} {
		if _, ok := texts[name]; ok {
			return name
		}
	}
	return desk.TextMessage
}

// texts reads what was given, each as NAME=TEXT.
func (g group) texts(known map[string]string, given []string) (map[string]string, error) {
	texts := map[string]string{}
	for _, each := range given {
		name, text, _ := strings.Cut(each, "=")
		if _, ok := known[name]; !ok {
			return nil, cli.Usage("ctl.usage.one-of", "Flag", "--set", "Given", name, "Known", strings.Join(slices.Sorted(maps.Keys(known)), ", "))
		}
		if _, twice := texts[name]; twice {
			return nil, cli.Usage("ctl.usage.twice", "Given", name)
		}
		var err error
		if texts[name], err = g.Text(text); err != nil {
			return nil, err
		}
	}
	return texts, nil
}

func sayTexts(out *cli.Page, p desk.Pending) {
	out.Line(out.T("ctl.outbox.editable", "Key", string(p.Key), "Main", first(p.Texts)))
	for _, name := range slices.Sorted(maps.Keys(p.Texts)) {
		out.Field(name, excerpt(p.Texts[name]))
	}
}
