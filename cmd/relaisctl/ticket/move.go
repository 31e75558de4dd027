package ticket

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"relais/cmd/relaisctl/cli"
	"relais/cmd/relaisctl/pick"
	"relais/internal/desk"
	"relais/offline"
)

// The names are those of the interface of offline.Desk.
type (
	ctx     = context.Context
	at      = *offline.Desk
	receipt = desk.Receipt
)

func (g group) reply() *cobra.Command {
	var m message
	c := &cobra.Command{Use: "reply T --text T|- [--attach FILE …]"}
	m.flags(c)
	return g.action(c, func(ctx ctx, d at, ref string) (receipt, error) {
		if err := wanted(c, m); err != nil {
			return receipt{}, err
		}
		w, err := g.written(ctx, d, m)
		if err != nil {
			return receipt{}, err
		}
		return d.Reply(ctx, ref, w, "")
	})
}

func (g group) note() *cobra.Command {
	var m message
	c := &cobra.Command{Use: "note T --text T|- [--attach FILE …]"}
	m.flags(c)
	return g.action(c, func(ctx ctx, d at, ref string) (receipt, error) {
		if err := wanted(c, m); err != nil {
			return receipt{}, err
		}
		w, err := g.written(ctx, d, m)
		if err != nil {
			return receipt{}, err
		}
		return d.Note(ctx, ref, w, "")
	})
}

// wanted asks for a text unless there are files.
func wanted(c *cobra.Command, m message) error {
	if len(m.files) > 0 {
		return nil
	}
	return cli.Need(c, "text")
}

func (g group) solved() *cobra.Command {
	return g.move(&cobra.Command{Use: "solved T"}, desk.VerbConfirm, func(ctx ctx, d at, ref string) (receipt, error) {
		kept, err := d.Confirm(ctx, ref)
		if desk.CodeOf(err) != desk.CodeUnsupported {
			return kept, err
		}
		v, err := d.Ticket(ctx, ref)
		if err != nil {
			return kept, err
		}
		return kept, unclosed(v.Ticket, ref)
	})
}

// unclosed says why nothing is done where only the helpdesk closes a request.
func unclosed(t desk.Ticket, ref string) error {
	if t.Status == desk.StatusResolved {
		return cli.Fail(desk.CodeUnsupported, "ctl.ticket.solved", "Ref", ref)
	}
	return cli.Fail(desk.CodeUnsupported, "ctl.ticket.unfit", "Ref", ref)
}

func (g group) back() *cobra.Command {
	var reason string
	c := &cobra.Command{Use: "back T [--reason T]"}
	c.Flags().StringVar(&reason, "reason", "", "")
	return g.move(c, desk.VerbBack, func(ctx ctx, d at, ref string) (receipt, error) { return d.Back(ctx, ref, reason, "") })
}

func (g group) take() *cobra.Command {
	return g.move(&cobra.Command{Use: "take T"}, desk.VerbTake, func(ctx ctx, d at, ref string) (receipt, error) { return d.Take(ctx, ref) })
}

func (g group) assign() *cobra.Command {
	var to string
	c := &cobra.Command{Use: "assign T --to PERSON"}
	c.Flags().StringVar(&to, "to", "", "")
	return g.move(c, desk.VerbAssign, func(ctx ctx, d at, ref string) (receipt, error) {
		if err := cli.Need(c, "to"); err != nil {
			return receipt{}, err
		}
		person, err := pick.Staff(ctx, d, to)
		if err != nil {
			return receipt{}, err
		}
		return d.Assign(ctx, ref, person)
	})
}

func (g group) pending() *cobra.Command {
	var until, what, text string
	c := &cobra.Command{Use: "pending T --for user|vendor|part|visit [--until TIME] [--text T|-]"}
	c.Flags().StringVar(&what, "for", "", "")
	c.Flags().StringVar(&until, "until", "", "")
	c.Flags().StringVar(&text, "text", "", "")
	return g.move(c, desk.VerbPend, func(ctx ctx, d at, ref string) (receipt, error) {
		if err := oneOf(c, "for", "user", "vendor", "part", "visit"); err != nil {
			return receipt{}, err
		}
		var end time.Time
		var err error
		if until != "" {
			if end, err = pick.When(until, g.Now()); err != nil {
				return receipt{}, err
			}
		}
		body, err := g.Text(text)
		if err != nil {
			return receipt{}, err
		}
		var m *desk.NewMessage
		switch {
		case strings.TrimSpace(body) != "":
			m = &desk.NewMessage{Body: body}
		case what == string(desk.PendingUser): // nobody does anything about what they were not told
			return receipt{}, cli.Usage("ctl.usage.untold")
		}
		return d.Pend(ctx, ref, desk.PendingFor(what), end, m, "")
	})
}

// oneOf asks for a flag with one of a few values.
func oneOf(c *cobra.Command, flag string, values ...string) error {
	if err := cli.Need(c, flag); err != nil {
		return err
	}
	given := c.Flag(flag).Value.String()
	if slices.Contains(values, given) {
		return nil
	}
	return cli.Usage("ctl.usage.one-of", "Flag", "--"+flag, "Given", given, "Known", strings.Join(values, ", "))
}

func (g group) plan() *cobra.Command {
	var on string
	c := &cobra.Command{Use: "plan T --at TIME"}
	c.Flags().StringVar(&on, "at", "", "")
	return g.move(c, desk.VerbPlan, func(ctx ctx, d at, ref string) (receipt, error) {
		if err := cli.Need(c, "at"); err != nil {
			return receipt{}, err
		}
		when, err := pick.When(on, g.Now())
		if err != nil {
			return receipt{}, err
		}
		return d.Plan(ctx, ref, when)
	})
}

func (g group) close() *cobra.Command {
	var reason string
	var unsolved bool
	c := &cobra.Command{Use: "close T --unsolved --reason T"}
	c.Flags().BoolVar(&unsolved, "unsolved", false, "")
	c.Flags().StringVar(&reason, "reason", "", "")
	return g.move(c, desk.VerbClose, func(ctx ctx, d at, ref string) (receipt, error) {
		if !unsolved {
			return receipt{}, cli.Usage("ctl.usage.unsolved")
		}
		if err := cli.Need(c, "reason"); err != nil {
			return receipt{}, err
		}
		return d.CloseUnsolved(ctx, ref, reason, "")
	})
}

func (g group) reopen() *cobra.Command {
	var reason string
	c := &cobra.Command{Use: "reopen T --reason T"}
	c.Flags().StringVar(&reason, "reason", "", "")
	return g.move(c, desk.VerbReopen, func(ctx ctx, d at, ref string) (receipt, error) {
		if err := cli.Need(c, "reason"); err != nil {
			return receipt{}, err
		}
		return d.Reopen(ctx, ref, reason, "")
	})
}

func (g group) merge() *cobra.Command {
	var into string
	c := &cobra.Command{Use: "merge T --into T"}
	c.Flags().StringVar(&into, "into", "", "")
	return g.move(c, desk.VerbMerge, func(ctx ctx, d at, from string) (receipt, error) {
		if err := cli.Need(c, "into"); err != nil {
			return receipt{}, err
		}
		to, _, err := pick.Ticket(ctx, d, into)
		if err != nil {
			return receipt{}, err
		}
		kept, err := d.Merge(ctx, from, to)
		if desk.CodeOf(err) == desk.CodeInvalid {
			err = cli.Usage("ctl.usage.itself", "Ref", from)
		}
		return kept, err
	})
}
