package upkeep

import (
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"relais/cmd/relaisctl/cli"
	"relais/internal/desk"
	"relais/offline"
)

func (g group) outbox() *cobra.Command {
	c := &cobra.Command{
		Use:  "outbox",
		Args: cli.Between(0, 0),
		RunE: func(c *cobra.Command, _ []string) error {
			return g.Desk(c.Context(), func(d *offline.Desk) error {
				list, err := d.Outbox(c.Context())
				if err != nil {
					return err
				}
				queues, err := d.Queues(c.Context())
				if err != nil {
					return err
				}
				w := waiting{list: list, now: g.Now(), names: names(queues)}
				return g.Answer(append([]desk.Pending{}, list...), w.say)
			})
		},
	}
	for _, answer := range []desk.Settle{desk.SettleRetry, desk.SettleMine, desk.SettleTheirs, desk.SettleDiscard} {
		c.AddCommand(g.settle(answer))
	}
	return c
}

func names(queues []desk.Queue) func(desk.Field, string) string {
	return func(f desk.Field, id string) string {
		i := slices.IndexFunc(queues, func(q desk.Queue) bool { return f == desk.FieldQueue && q.ID == id })
		if i < 0 {
			return ""
		}
		return queues[i].Name
	}
}

// waiting reads what waits to a person.
type waiting struct {
	list  []desk.Pending
	now   time.Time
	names func(desk.Field, string) string
}

func (w waiting) say(out *cli.Page) {
	out.Line(out.N("ctl.outbox.count", len(w.list)))
	for _, p := range w.list {
		out.Gap()
		about := p.Title
		if p.Number != "" {
			about = p.Number + ", " + about
		}
		out.Field(out.Verb(p.Verb), about)
		out.Field(out.T("ctl.label.receipt"), string(p.Key))
		out.Field(out.T("ctl.label.state"), out.State(p.State))
		out.Field(out.T("ctl.label.kept"), out.When(p.Kept, w.now))
		out.Field(out.T("ctl.label.why"), w.why(out, p))
		out.Field(out.T("ctl.label.text"), excerpt(p.Text))
		for _, c := range p.Conflicts {
			out.Line(out.T("ctl.outbox.conflict", "Field", out.Words.Field(c.Field), "Mine", out.Value(c.Field, c.Mine, w.now, w.names),
				"Theirs", out.Value(c.Field, c.Theirs, w.now, w.names), "Base", out.Value(c.Field, c.Base, w.now, w.names)))
		}
		if p.State == desk.StateAttention {
			key := "ctl.outbox.settle"
			if p.Code == desk.CodeConflict {
				key = "ctl.outbox.settle-conflict"
			}
			out.Line(out.T(key, "Key", string(p.Key)))
		}
	}
}

func (w waiting) why(out *cli.Page, p desk.Pending) string {
	switch {
	case p.Code != "":
		what, _, _ := out.Problem(p.Code)
		if !p.NextTry.IsZero() {
			what += " " + out.T("ctl.outbox.next", "When", out.When(p.NextTry, w.now))
		}
		return what
	case p.Blocked:
		return out.T("ctl.outbox.blocked")
	}
	return out.T("ctl.outbox.queued")
}

// longest is how much of a text the list of what waits shows, in letters.
const longest = 200

func excerpt(s string) string {
	letters := []rune(strings.Join(strings.Fields(s), " "))
	if len(letters) > longest {
		return string(letters[:longest]) + "…"
	}
	return string(letters)
}

func (g group) settle(answer desk.Settle) *cobra.Command {
	return &cobra.Command{
		Use:  string(answer) + " KEY",
		Args: cli.Between(1, 1),
		RunE: func(c *cobra.Command, args []string) error {
			return g.Desk(c.Context(), func(d *offline.Desk) error {
				key, err := pending(c, d, args[0])
				if err != nil {
					return err
				}
				err = d.Settle(c.Context(), key, answer)
				switch desk.CodeOf(err) {
				case "":
				case desk.CodeInvalid:
					return cli.Fail(desk.CodeInvalid, "ctl.outbox.unfit", "Key", string(key), "Answer", string(answer))
				case desk.CodeInterrupted:
					return cli.Fail(desk.CodeInterrupted, "ctl.outbox.under-way", "Key", string(key))
				default:
					return err
				}
				r, err := d.Receipt(c.Context(), key)
				if err != nil {
					return err
				}
				return g.Answer(r, func(out *cli.Page) {
					out.Line(out.T("ctl.outbox.settled." + string(answer)))
					out.Field(out.T("ctl.label.state"), out.State(r.State))
				})
			})
		},
	}
}

// pending finds the operation that is meant by a key, or by letters of it that
// only one has.
func pending(c *cobra.Command, d *offline.Desk, given string) (desk.Key, error) {
	given = strings.ToLower(strings.TrimSpace(given))
	list, err := d.Outbox(c.Context())
	if err != nil {
		return "", err
	}
	var found []desk.Key
	for _, p := range list {
		if string(p.Key) == given || strings.HasPrefix(string(p.Key), given) || strings.HasSuffix(string(p.Key), given) {
			found = append(found, p.Key)
		}
	}
	if len(found) != 1 || given == "" {
		return "", cli.Fail(desk.CodeNotFound, "ctl.outbox.missing", "Key", given)
	}
	return found[0], nil
}

func (g group) receipt() *cobra.Command {
	return &cobra.Command{
		Use:  "receipt KEY",
		Args: cli.Between(1, 1),
		RunE: func(c *cobra.Command, args []string) error {
			return g.Desk(c.Context(), func(d *offline.Desk) error {
				key := desk.Key(strings.ToLower(strings.TrimSpace(args[0])))
				r, err := d.Receipt(c.Context(), key)
				if desk.CodeOf(err) == desk.CodeNotFound {
					err = cli.Fail(desk.CodeNotFound, "ctl.receipt.missing", "Key", string(key))
				}
				if err != nil {
					return err
				}
				return g.Answer(r, func(out *cli.Page) {
					out.Field(out.Verb(r.Verb), r.Title)
					out.Field(out.T("ctl.label.state"), out.State(r.State))
					out.Field(out.T("ctl.label.number"), r.Number)
					out.Field(out.T("ctl.label.receipt"), string(r.Key))
					out.Field(out.T("ctl.label.kept"), full(out, r.Kept))
					out.Field(out.T("ctl.label.sent"), full(out, r.Sent))
					out.Field(out.T("ctl.label.accepted"), full(out, r.Accepted))
					out.Field(out.T("ctl.label.digest"), r.Digest)
				})
			})
		},
	}
}

func full(out *cli.Page, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return out.Full(t)
}
