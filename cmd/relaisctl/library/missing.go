package library

import (
	"context"

	"github.com/spf13/cobra"

	"relais/cmd/relaisctl/cli"
	"relais/internal/desk"
	"relais/offline"
)

// missing lists the articles to write.
func (g group) missing() *cobra.Command {
	limit, forget := 50, ""
	c := &cobra.Command{
		Use:  "missing [--limit N] [--forget WORDS]",
		Args: cli.Between(0, 0),
		RunE: func(c *cobra.Command, _ []string) error {
			if limit < 1 {
				return cli.Usage("ctl.usage.least", "Flag", "--limit", "Given", limit)
			}
			return g.Desk(c.Context(), func(d *offline.Desk) error {
				if forget != "" {
					return g.forgotten(c.Context(), d, forget)
				}
				list, err := d.Unanswered(c.Context(), limit)
				if err != nil {
					return err
				}
				return g.Answer(append([]desk.Unanswered{}, list...), func(out *cli.Page) { g.sayMissing(out, list) })
			})
		},
	}
	c.Flags().IntVar(&limit, "limit", limit, "")
	c.Flags().StringVar(&forget, "forget", "", "")
	return c
}

func (g group) sayMissing(out *cli.Page, list []desk.Unanswered) {
	out.Line(out.N("ctl.missing.found", len(list)))
	for _, u := range list {
		out.Field(u.Words, out.N("ctl.missing.days", u.Count, "Last", out.When(u.Last, g.Now())))
	}
}

// forgotten takes words from the list.
func (g group) forgotten(ctx context.Context, d *offline.Desk, words string) error {
	err := d.ForgetUnanswered(ctx, words)
	if desk.CodeOf(err) == desk.CodeNotFound {
		return cli.Fail(desk.CodeNotFound, "ctl.missing.unknown", "Words", words)
	}
	if err != nil {
		return err
	}
	return g.Answer(map[string]string{"forgotten": words}, func(out *cli.Page) { out.Line(out.T("ctl.missing.forgotten", "Words", words)) })
}
