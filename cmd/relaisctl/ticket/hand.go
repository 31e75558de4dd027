package ticket

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"relais/cmd/relaisctl/cli"
	"relais/cmd/relaisctl/pick"
	"relais/internal/desk"
	"relais/ui/model"
	"relais/ui/model/work"
)

func (g group) escalate() *cobra.Command {
	var queue string
	var card desk.HandOver
	c := &cobra.Command{Use: "escalate T --queue Q --happening T [--tried T] [--hypothesis T] [--context T] [--check T]"}
	c.Flags().StringVar(&queue, "queue", "", "")
	c.Flags().StringVar(&card.Happening, "happening", "", "")
	c.Flags().StringVar(&card.Tried, "tried", "", "")
	c.Flags().StringVar(&card.Hypothesis, "hypothesis", "", "")
	c.Flags().StringVar(&card.Context, "context", "", "")
	c.Flags().StringVar(&card.Check, "check", "", "")
	return g.move(c, desk.VerbEscalate, func(ctx ctx, d at, ref string) (receipt, error) {
		if err := cli.Need(c, "queue", "happening"); err != nil {
			return receipt{}, err
		}
		q, err := pick.Queue(ctx, d, queue)
		if err != nil {
			return receipt{}, err
		}
		if err := towards(ctx, d, ref, q, 1); err != nil {
			return receipt{}, err
		}
		return d.Escalate(ctx, ref, q.ID, card, "")
	})
}

func (g group) sendBack() *cobra.Command {
	var queue, reason string
	c := &cobra.Command{Use: "send-back T --queue Q --reason T"}
	c.Flags().StringVar(&queue, "queue", "", "")
	c.Flags().StringVar(&reason, "reason", "", "")
	return g.move(c, desk.VerbSendBack, func(ctx ctx, d at, ref string) (receipt, error) {
		if err := cli.Need(c, "queue", "reason"); err != nil {
			return receipt{}, err
		}
		q, err := pick.Queue(ctx, d, queue)
		if err != nil {
			return receipt{}, err
		}
		if err := towards(ctx, d, ref, q, -1); err != nil {
			return receipt{}, err
		}
		return d.SendBack(ctx, ref, q.ID, reason, "")
	})
}

// towards checks that a queue lies above (1) or below (-1) that of the ticket, where its
// level is known.
func towards(ctx ctx, d at, ref string, to desk.Queue, way int) error {
	v, err := d.Ticket(ctx, ref)
	if err != nil {
		return err
	}
	queues, err := d.Queues(ctx)
	if err != nil {
		return err
	}
	s := work.TicketState{View: v, Queues: queues}
	from := s.Queue(v.Ticket.Queue)
	if from.Level == 0 && from.ID != to.ID || slices.ContainsFunc(s.Towards(way), func(q desk.Queue) bool { return q.ID == to.ID }) {
		return nil
	}
	key := map[int]string{1: "ctl.ticket.not-above", -1: "ctl.ticket.not-below"}[way]
	return cli.Fail(desk.CodeInvalid, key, "Queue", to.Name)
}

func (g group) resolve() *cobra.Command {
	var s desk.Sheet
	var confirmed, rejected []string
	var reply string
	c := &cobra.Command{Use: "resolve T --solution T [--workaround] [--analysis T] [--confirmed T …] [--rejected T …] [--tested T] [--cause T] [--reply T|-]"}
	c.Flags().StringVar(&s.Solution, "solution", "", "")
	c.Flags().BoolVar(&s.Workaround, "workaround", false, "")
	c.Flags().StringVar(&s.Analysis, "analysis", "", "")
	c.Flags().StringVar(&s.Tested, "tested", "", "")
	c.Flags().StringVar(&s.Cause, "cause", "", "")
	c.Flags().StringArrayVar(&confirmed, "confirmed", nil, "")
	c.Flags().StringArrayVar(&rejected, "rejected", nil, "")
	c.Flags().StringVar(&reply, "reply", "", "")
	return g.move(c, desk.VerbResolve, func(ctx ctx, d at, ref string) (r receipt, err error) {
		if err := cli.Need(c, "solution"); err != nil {
			return r, err
		}
		if s.Solution, err = g.Text(s.Solution); err != nil {
			return r, err
		}
		if reply, err = g.Text(reply); err != nil {
			return r, err
		}
		for _, text := range confirmed {
			s.Hypotheses = append(s.Hypotheses, desk.Hypothesis{Text: text, Confirmed: true})
		}
		for _, text := range rejected {
			s.Hypotheses = append(s.Hypotheses, desk.Hypothesis{Text: text})
		}
		return d.Resolve(ctx, ref, s, reply, "")
	})
}

// correction is a field that correct sets, from a flag of the same name.
type correction struct {
	field desk.Field
	read  func(string, time.Time) (string, error) // nil: as it is
}

var corrections = []correction{
	{desk.FieldTitle, title}, {desk.FieldKind, kind}, {desk.FieldCategory, nil},
	{desk.FieldImpact, scale(desk.LevelMax)}, {desk.FieldUrgency, scale(desk.LevelMax)}, {desk.FieldPriority, scale(desk.PriorityMajor)},
	{desk.FieldDue, due},
}

func title(given string, _ time.Time) (string, error) {
	if n := utf8.RuneCountInString(given); n > model.MaxTitle {
		return "", cli.Usage("ctl.usage.long", "Flag", "--title", "Given", n, "Most", model.MaxTitle)
	}
	return given, nil
}

func kind(given string, _ time.Time) (string, error) {
	if desk.Kind(given).Valid() {
		return given, nil
	}
	return "", cli.Usage("ctl.usage.one-of", "Flag", "--kind", "Given", given, "Known", "incident, request, problem")
}

func scale[N desk.Level | desk.Priority](most N) func(string, time.Time) (string, error) {
	return func(given string, _ time.Time) (string, error) {
		if n, err := strconv.Atoi(given); err == nil && n >= 1 && n <= int(most) {
			return given, nil
		}
		return "", cli.Usage("ctl.usage.scale", "Given", given, "Most", int(most))
	}
}

func due(given string, now time.Time) (string, error) {
	when, err := pick.When(given, now)
	return desk.FormatTime(when), err
}

func (g group) correct() *cobra.Command {
	c := &cobra.Command{Use: "correct T [--title T] [--kind K] [--category ID] [--impact 1-5] [--urgency 1-5] [--priority 1-6] [--due TIME]"}
	for _, f := range corrections {
		c.Flags().String(string(f.field), "", "")
	}
	return g.move(c, desk.VerbCorrect, func(ctx ctx, d at, ref string) (receipt, error) {
		set, err := corrected(c, g.Now())
		if err != nil {
			return receipt{}, err
		}
		v, err := d.Ticket(ctx, ref)
		if err != nil {
			return receipt{}, err
		}
		derive(set, v.Ticket, d.Matrix())
		return d.Correct(ctx, ref, set)
	})
}

// corrected reads the flags that were given.
func corrected(c *cobra.Command, now time.Time) (desk.Patch, error) {
	set := desk.Patch{}
	var names []string
	for _, f := range corrections {
		names = append(names, "--"+string(f.field))
		flag := c.Flag(string(f.field))
		if !flag.Changed {
			continue
		}
		value := flag.Value.String()
		if f.read != nil {
			var err error
			if value, err = f.read(value, now); err != nil {
				return nil, err
			}
		}
		set[f.field] = value
	}
	if len(set) == 0 {
		return nil, cli.Usage("ctl.usage.nothing", "Known", strings.Join(names, ", "))
	}
	return set, nil
}

// derive gives the priority that follows from a corrected impact or urgency,
// unless it is set by hand, or was set to major.
func derive(set desk.Patch, t desk.Ticket, m desk.Matrix) {
	_, impact := set[desk.FieldImpact]
	_, urgency := set[desk.FieldUrgency]
	_, byHand := set[desk.FieldPriority]
	if byHand || t.Priority == desk.PriorityMajor || !impact && !urgency || set.Apply(&t) != nil {
		return
	}
	set[desk.FieldPriority] = fmt.Sprint(int(m.Priority(t.Impact, t.Urgency)))
}
