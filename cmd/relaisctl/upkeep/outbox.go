package upkeep

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"relais/cmd/relaisctl/cli"
	"relais/cmd/relaisctl/pick"
	"relais/internal/desk"
	"relais/internal/receipt"
	"relais/offline"
)

func (g group) outbox() *cobra.Command {
	var discarded bool
	c := &cobra.Command{
		Use:  "outbox",
		Args: cli.Between(0, 0),
		RunE: func(c *cobra.Command, _ []string) error {
			return g.Desk(c.Context(), func(d *offline.Desk) error {
				if discarded {
					return g.discarded(c.Context(), d)
				}
				list, err := g.waits(c.Context(), d)
				if err != nil {
					return err
				}
				queues, err := d.Queues(c.Context())
				if err != nil {
					return err
				}
				w := waiting{list: list, now: g.Now(), names: names(queues), signedIn: g.signedUp(), code: d.Status().Code}
				return g.Answer(list, w.say)
			})
		},
	}
	c.Flags().BoolVar(&discarded, "discarded", false, "")
	c.AddCommand(g.edit())
	for _, answer := range []desk.Settle{desk.SettleRetry, desk.SettleMine, desk.SettleTheirs, desk.SettleDiscard} {
		c.AddCommand(g.settle(answer))
	}
	return c
}

// discarded shows the copies of what was given up, with all of their words.
func (g group) discarded(ctx context.Context, d *offline.Desk) error {
	list, err := d.Discarded(ctx)
	if err != nil {
		return err
	}
	return g.Answer(list, func(out *cli.Page) {
		out.Line(out.N("ctl.outbox.discarded", len(list)))
		for _, p := range list {
			out.Gap()
			out.Field(out.Verb(p.Verb), p.Title)
			out.Field(out.T("ctl.label.receipt"), string(p.Key))
			out.Field(out.T("ctl.label.kept"), out.When(p.Kept, g.Now()))
			out.Field(out.T("ctl.label.text"), receipt.Said(p))
			for _, a := range p.Attachments {
				out.Field(out.T("ctl.show.file"), a.Name+" ("+out.Size(a.Size)+")")
			}
		}
	})
}

// wait is an action that the helpdesk does not have yet.
type wait struct {
	desk.Pending
	Unadopted bool `json:"unadopted,omitempty"` // from before any sign-in, and nobody's yet
}

// signedUp tells whether there is an account.
func (g group) signedUp() bool {
	s, err := g.Session()
	if err != nil {
		return false
	}
	_, ok := s.Account()
	return ok
}

// earlier lists what was asked for before any sign-in, once there is an account.
func (g group) earlier(ctx context.Context) ([]desk.Pending, error) {
	if !g.signedUp() {
		return nil, nil // it is what the desk has
	}
	s, err := g.Session()
	if err != nil {
		return nil, err
	}
	list, _, err := offline.Earlier(ctx, s.Home(), g.Now)
	return list, err
}

func (g group) waits(ctx context.Context, d *offline.Desk) ([]wait, error) {
	earlier, err := g.earlier(ctx)
	if err != nil {
		return nil, err
	}
	own, err := d.Outbox(ctx)
	list := make([]wait, 0, len(earlier)+len(own))
	for _, p := range earlier {
		list = append(list, wait{p, true})
	}
	for _, p := range own {
		list = append(list, wait{Pending: p})
	}
	return list, err
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
	list     []wait
	now      time.Time
	names    func(desk.Field, string) string
	signedIn bool
	code     desk.Code // why the last sync failed; "" when it did not
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
		if !p.Unadopted {
			out.Field(out.T("ctl.label.state"), out.State(p.State))
		}
		out.Field(out.T("ctl.label.kept"), out.When(p.Kept, w.now))
		out.Field(out.T("ctl.label.why"), w.why(out, p))
		out.Field(out.T("ctl.label.text"), excerpt(receipt.Said(p.Pending)))
		for _, a := range p.Attachments {
			out.Field(out.T("ctl.show.file"), a.Name+" ("+out.Size(a.Size)+")")
		}
		for _, c := range p.Conflicts {
			out.Line(out.T("ctl.outbox.conflict", "Field", out.Words.Field(c.Field), "Mine", out.Value(c.Field, c.Mine, w.now, w.names),
				"Theirs", out.Value(c.Field, c.Theirs, w.now, w.names), "Base", out.Value(c.Field, c.Base, w.now, w.names)))
			if !c.Since.IsZero() {
				out.Line(w.since(out, p, c))
			}
		}
		if p.State == desk.StateAttention {
			key := "ctl.outbox.settle"
			switch {
			case len(p.Conflicts) > 0:
				key = "ctl.outbox.settle-conflict"
			case len(p.Texts) > 0:
				key = "ctl.outbox.settle-edit"
			}
			out.Line(out.T(key, "Key", string(p.Key)))
		}
	}
}

// since says from when the two values of a conflict are, and from whom the other one is.
func (w waiting) since(out *cli.Page, p wait, c desk.Conflict) string {
	mine, theirs := out.When(p.Kept, w.now), out.When(c.Since, w.now)
	if c.By == "" {
		return out.T("ctl.outbox.since", "Mine", mine, "Theirs", theirs)
	}
	return out.T("ctl.outbox.since-by", "Mine", mine, "Theirs", theirs, "By", c.By)
}

func (w waiting) why(out *cli.Page, p wait) string {
	switch {
	case p.Unadopted:
		return out.T("ctl.outbox.unadopted", "Key", string(p.Key))
	case !w.signedIn:
		return out.T("ctl.outbox.nobody")
	case p.State == desk.StateAttention && p.Code.Unknown():
		what, kept, next := out.Needs(p.Pending)
		return what + " " + kept + " " + next
	case p.Code != "":
		what, _, _ := out.Problem(p.Code)
		what = strings.TrimSuffix(what+" "+out.About(p.Field), " ")
		if !p.NextTry.IsZero() {
			what += " " + out.T("ctl.outbox.next", "When", out.When(p.NextTry, w.now))
		}
		return what
	case p.Blocked:
		return out.T("ctl.outbox.blocked")
	case w.code != "":
		what, _, _ := out.Problem(w.code)
		return what + " " + out.T("ctl.outbox.after")
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
			return g.keyed(c.Context(), args[0], "ctl.outbox.missing", func(d *offline.Desk, key desk.Key) error {
				err := d.Settle(c.Context(), key, answer)
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

// keyed does something with the action that a key names, also with one from before
// any sign-in; missing says that there is none.
func (g group) keyed(ctx context.Context, given, missing string, do func(*offline.Desk, desk.Key) error) error {
	absent := true
	with := func(d *offline.Desk) error {
		key, err := pick.Key(ctx, d, given)
		if err != nil {
			return err
		}
		if _, err := d.Receipt(ctx, key); desk.CodeOf(err) == desk.CodeNotFound {
			return nil
		}
		absent = false
		return do(d, key)
	}
	if err := g.Desk(ctx, with); err != nil || !absent {
		return err
	}
	if err := g.before(ctx, with); err != nil || !absent {
		return err
	}
	return cli.Fail(desk.CodeNotFound, missing, "Key", strings.TrimSpace(given))
}

// before opens the desk that was used before any sign-in, while something of it
// belongs to nobody.
func (g group) before(ctx context.Context, do func(*offline.Desk) error) error {
	earlier, err := g.earlier(ctx)
	if err != nil || len(earlier) == 0 {
		return err
	}
	s, err := g.Session()
	if err != nil {
		return err
	}
	d, err := offline.Open(ctx, offline.Options{Home: s.Home(), Now: g.Now, Cold: true})
	if err != nil {
		return err
	}
	return errors.Join(do(d), d.Close())
}
