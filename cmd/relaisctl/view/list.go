package view

import (
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"relais/cmd/relaisctl/cli"
	"relais/cmd/relaisctl/pick"
	"relais/internal/desk"
	"relais/offline"
	"relais/ui/model"
)

// row is a ticket in a list, for programs.
type row struct {
	Number    string        `json:"number"` // "" until the helpdesk has it
	Key       desk.Key      `json:"key"`    // "" when it was not made with Relais
	Title     string        `json:"title"`
	Kind      desk.Kind     `json:"kind"`
	Status    desk.Status   `json:"status"`
	Outcome   desk.Outcome  `json:"outcome,omitempty"`
	Priority  desk.Priority `json:"priority"`
	Queue     string        `json:"queue"`
	Assignee  string        `json:"assignee"` // id
	Requester string        `json:"requester"`
	Category  string        `json:"category,omitempty"`
	Created   time.Time     `json:"created"`
	Updated   time.Time     `json:"updated"`
	Due       time.Time     `json:"due,omitzero"`
	Waiting   int           `json:"waiting"`
	Attention bool          `json:"attention"`
}

func newRow(r desk.Row) row {
	t := r.Ticket
	return row{
		Number: t.Number, Key: t.Key, Title: t.Title, Kind: t.Kind, Status: t.Status, Outcome: t.Outcome, Priority: t.Priority, Queue: t.Queue,
		Assignee: t.Assignee.ID, Requester: t.Requester.ID, Category: t.Category, Created: t.Created, Updated: t.Updated, Due: t.DueAt(),
		Waiting: r.Waiting, Attention: r.Attention,
	}
}

// picking is what list is asked for.
type picking struct {
	mine, all, open bool
	queue, status   string
	limit           int
}

func (g group) list() *cobra.Command {
	var p picking
	c := &cobra.Command{
		Use:  "list [--mine|--queue Q|--all] [--open|--status S,…] [--limit N]",
		Args: cli.Between(0, 0),
		RunE: func(c *cobra.Command, _ []string) error {
			return g.Desk(c.Context(), func(d *offline.Desk) error { return g.listed(c, d, p) })
		},
	}
	c.Flags().BoolVar(&p.mine, "mine", false, "")
	c.Flags().BoolVar(&p.all, "all", false, "")
	c.Flags().BoolVar(&p.open, "open", false, "")
	c.Flags().StringVar(&p.queue, "queue", "", "")
	c.Flags().StringVar(&p.status, "status", "", "")
	c.Flags().IntVar(&p.limit, "limit", 0, "")
	return c
}

// filter makes the condition. Without a choice technicians see what is theirs,
// and everybody else all that they may see.
func (p picking) filter(c *cobra.Command, d *offline.Desk) (f desk.Filter, err error) {
	if c.Flag("limit").Changed && p.limit < 1 {
		return f, cli.Usage("ctl.usage.least", "Flag", "--limit", "Given", p.limit)
	}
	me := d.Me()
	given := 0
	for _, b := range []bool{p.mine, p.all, p.queue != ""} {
		if b {
			given++
		}
	}
	switch {
	case given > 1:
		return f, cli.Usage("ctl.usage.one-list")
	case p.queue != "":
		q, err := pick.Queue(c.Context(), d, p.queue)
		if err != nil {
			return f, err
		}
		f.Queues = []string{q.ID}
	case me.Role.Staff() && !p.all:
		f.Assignee = me.ID
	case p.mine:
		f.Requester, f.Following = me.ID, true
	}
	if f.Open = p.open; f.Open && me.Role.Staff() {
		f.Order = desk.OrderDue
	}
	f.Statuses, err = statuses(p.status)
	return f, err
}

func statuses(given string) (list []desk.Status, err error) {
	if given == "" {
		return nil, nil
	}
	for s := range strings.SplitSeq(given, ",") {
		status := desk.Status(strings.ToLower(strings.TrimSpace(s)))
		if !status.Valid() {
			return nil, cli.Usage("ctl.usage.one-of", "Flag", "--status", "Given", s, "Known", "new, open, planned, pending, resolved, closed")
		}
		list = append(list, status)
	}
	return list, nil
}

// page is how many tickets are read at once.
const page = 500

func (g group) listed(c *cobra.Command, d *offline.Desk, p picking) error {
	f, err := p.filter(c, d)
	if err != nil {
		return err
	}
	var rows []desk.Row
	for {
		f.Offset, f.Limit = len(rows), page
		if p.limit > 0 {
			f.Limit = min(page, p.limit-len(rows))
		}
		more, err := d.Tickets(c.Context(), f)
		if err != nil {
			return err
		}
		rows = append(rows, more...)
		if len(more) < f.Limit || len(rows) == p.limit {
			break
		}
	}
	queues, err := queueNames(c, d)
	if err != nil {
		return err
	}
	list := make([]row, len(rows))
	for i, r := range rows {
		list[i] = newRow(r)
	}
	return g.Answer(list, func(out *cli.Page) { g.sayList(out, d, rows, queues) })
}

func queueNames(c *cobra.Command, d *offline.Desk) (map[string]string, error) {
	queues, err := d.Queues(c.Context())
	names := make(map[string]string, len(queues))
	for _, q := range queues {
		names[q.ID] = q.Name
	}
	return names, err
}

func (g group) sayList(out *cli.Page, d *offline.Desk, rows []desk.Row, queues map[string]string) {
	now := g.Now()
	if s := d.Status(); s.SignedIn {
		out.Line(out.N("ctl.list.count", len(rows)) + " " + asOf(out, s.Pulled, now))
	} else {
		out.Line(out.N("ctl.list.count", len(rows)) + " " + out.T("ctl.list.signed-out"))
	}
	final := !d.Capabilities().Settable(desk.FieldStatus)
	for _, r := range rows {
		name := or(r.Number, r.ID)
		if name == "" {
			name = out.T("ctl.list.unnumbered", "Key", string(r.Key))
		}
		status, standing := out.Status(r.Status), out.Standing(r.Ticket, final)
		if r.Status == "" || r.ID == "" { // nothing of it is known but what is done here
			status = out.T("ctl.list.unsent")
			standing = status
		}
		args := []any{
			"Number", name, "Title", ended(model.Headline(r.Title)), "Status", status, "Standing", ended(standing), "Priority", out.Priority(r.Priority),
			"Queue", or(queues[r.Queue], r.Queue, out.T("ctl.nothing")), "Assignee", or(r.Assignee.Name, r.Assignee.ID, out.T("ctl.nobody")), "Ago", out.Ago(r.Updated, now),
		}
		line := out.T("ctl.list.own", args...)
		if d.Me().Role.Staff() {
			line = out.T("ctl.list.staff", args...)
			if due := r.DueAt(); !due.IsZero() {
				line += " " + out.T("ctl.list.due", "When", out.When(due, now))
			}
		}
		if r.Attention {
			line += " " + out.T("ctl.list.attention")
		} else if r.Waiting > 0 {
			line += " " + out.N("ctl.list.waiting", r.Waiting)
		}
		out.Line(line)
	}
}

// ended is a sentence with its mark.
func ended(s string) string {
	if s = strings.TrimSpace(s); s == "" || strings.ContainsAny(s[len(s)-1:], ".?!:") || strings.HasSuffix(s, "…") {
		return s
	}
	return s + "."
}

// asOf says how fresh what is shown is.
func asOf(out *cli.Page, pulled, now time.Time) string {
	if pulled.IsZero() {
		return out.T("ctl.list.never")
	}
	return out.T("ctl.list.as-of", "When", out.When(pulled, now))
}

// or is the first text that is not empty.
func or(texts ...string) string {
	if i := slices.IndexFunc(texts, func(s string) bool { return s != "" }); i >= 0 {
		return texts[i]
	}
	return ""
}
