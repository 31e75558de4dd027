package view

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"relais/cmd/relaisctl/cli"
	"relais/cmd/relaisctl/pick"
	"relais/internal/desk"
	"relais/internal/form"
	"relais/offline"
)

// sheet is a ticket with its conversation, for programs.
type sheet struct {
	row
	ID           string           `json:"id"`
	Impact       desk.Level       `json:"impact"`
	Urgency      desk.Level       `json:"urgency"`
	PendingFor   desk.PendingFor  `json:"pendingFor,omitempty"`
	PendingUntil time.Time        `json:"pendingUntil,omitzero"`
	PlannedAt    time.Time        `json:"plannedAt,omitzero"`
	MergedInto   string           `json:"mergedInto,omitempty"`
	Bounces      int              `json:"bounces"`
	Watchers     []desk.PersonRef `json:"watchers,omitempty"`
	Answers      *desk.Answers    `json:"answers,omitempty"`
	Messages     []desk.Message   `json:"messages"`
	Events       []desk.Event     `json:"events"`
	Pending      []desk.Pending   `json:"pending"`
	AsOf         time.Time        `json:"asOf,omitzero"`
	Partial      bool             `json:"partial"`
}

func newSheet(v desk.View) sheet {
	t := v.Ticket
	s := sheet{
		row: newRow(desk.Row{Ticket: t, Waiting: len(v.Pending)}), ID: t.ID, Impact: t.Impact, Urgency: t.Urgency, PendingFor: t.PendingFor,
		PendingUntil: t.PendingUntil, PlannedAt: t.PlannedAt, MergedInto: t.MergedInto, Bounces: t.Bounces, Watchers: t.Watchers, Answers: t.Answers,
		Messages: append([]desk.Message{}, v.Messages...), Events: append([]desk.Event{}, v.Events...), Pending: append([]desk.Pending{}, v.Pending...),
		AsOf: v.AsOf, Partial: v.Partial,
	}
	for _, p := range v.Pending {
		s.Attention = s.Attention || p.State == desk.StateAttention
	}
	return s
}

func (g group) show() *cobra.Command {
	return &cobra.Command{
		Use:  "show T",
		Args: cli.Between(1, 1),
		RunE: func(c *cobra.Command, args []string) error {
			return g.Desk(c.Context(), func(d *offline.Desk) error {
				_, v, err := pick.Ticket(c.Context(), d, args[0])
				if err != nil {
					return err
				}
				queues, err := queueNames(c, d)
				if err != nil {
					return err
				}
				return g.Answer(newSheet(v), func(out *cli.Page) {
					(&reader{Page: out, group: g, view: v, queues: queues, staff: d.Me().Role.Staff(),
						final: !d.Capabilities().Settable(desk.FieldStatus), now: g.Now()}).read()
				})
			})
		},
	}
}

// reader reads a ticket to a person, the most important first.
type reader struct {
	*cli.Page
	group  group
	view   desk.View
	queues map[string]string
	staff  bool
	final  bool // nobody asks whether what is resolved is solved
	now    time.Time
	files  int // read so far
}

func (r *reader) when(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return r.When(t, r.now)
}

func (r *reader) read() {
	r.head()
	r.waiting()
	r.answers()
	r.Gap()
	if r.view.Partial {
		r.Line(r.T("ctl.show.partial"))
	}
	r.Line(r.N("ctl.show.messages", len(r.view.Messages)))
	for i, m := range r.view.Messages {
		r.Gap()
		r.message(i+1, m)
	}
	r.history()
	r.Gap()
	r.Line(asOf(r.Page, r.view.AsOf, r.now))
}

func (r *reader) head() {
	t := r.view.Ticket
	if t.Number == "" {
		r.Line(r.T("ctl.list.unnumbered", "Key", string(t.Key)))
	}
	r.Field(or(t.Number, r.Words.Field(desk.FieldTitle)), t.Title)
	standing := r.Standing(t, r.final)
	switch {
	case t.ID == "":
		standing = r.T("ctl.list.unsent")
	case r.staff:
		standing = r.Status(t.Status)
	}
	r.Field(r.Words.Field(desk.FieldStatus), standing)
	if t.Status == desk.StatusPending && r.staff {
		r.Field(r.Words.Field(desk.FieldPendingFor), r.PendingFor(t.PendingFor))
	}
	r.Field(r.Words.Field(desk.FieldPendingUntil), r.when(t.PendingUntil))
	r.Field(r.Words.Field(desk.FieldPlannedAt), r.when(t.PlannedAt))
	r.Field(r.Words.Field(desk.FieldOutcome), r.Outcome(t.Outcome))
	r.Field(r.Words.Field(desk.FieldAssignee), or(t.Assignee.Name, t.Assignee.ID, r.T("ctl.nobody")))
	if r.staff {
		r.Field(r.Words.Field(desk.FieldPriority), r.Priority(t.Priority))
		r.Field(r.Words.Field(desk.FieldQueue), or(r.queues[t.Queue], t.Queue))
		r.Field(r.Words.Field(desk.FieldDue), r.when(t.DueAt()))
		r.Field(r.Words.Field(desk.FieldKind), r.Kind(t.Kind))
		r.Field(r.Words.Field(desk.FieldImpact), r.Impact(t.Impact))
		r.Field(r.Words.Field(desk.FieldUrgency), r.Urgency(t.Urgency))
		if t.Bounces > 0 {
			r.Field(r.T("ctl.label.bounces"), fmt.Sprint(t.Bounces))
		}
	}
	r.Field(r.T("ctl.label.requester"), or(t.Requester.Name, t.Requester.ID))
	r.Field(r.Words.Field(desk.FieldMergedInto), t.MergedInto)
	r.Field(r.T("ctl.label.created"), r.When(t.Created, r.now))
	r.Field(r.T("ctl.label.updated"), r.When(t.Updated, r.now))
	r.Field(r.T("ctl.label.receipt"), string(t.Key))
}

func (r *reader) waiting() {
	for _, p := range r.view.Pending {
		r.Field(r.Verb(p.Verb), r.State(p.State))
		if p.Verb == desk.VerbSendBack || p.Verb == desk.VerbClose || p.Verb == desk.VerbReopen {
			r.Field("  "+r.T("ctl.label.why"), p.Text)
		}
		if p.State == desk.StateAttention {
			r.Line(r.T("ctl.show.settle", "Key", string(p.Key)))
		}
	}
}

// answers reads what was said in a guided form; a form that can't be read is left
// out, since the words are in the conversation as well.
func (r *reader) answers() {
	a := r.view.Ticket.Answers
	if a == nil {
		return
	}
	set, err := r.group.LoadForms()
	if err != nil {
		return
	}
	f, ok := set.Form(a.Form)
	if !ok {
		f = &form.Form{}
	}
	r.Gap()
	for _, line := range f.Lines(*a, r.Lang()) {
		r.Field(strings.TrimRight(line.Question, "?\u00a0 "), line.Answer)
	}
}

func (r *reader) message(n int, m desk.Message) {
	key := "ctl.show.message"
	if m.Internal {
		key = "ctl.show.note"
	}
	r.Line(r.T(key, "Number", n, "Who", or(m.Author.Name, m.Author.ID, r.T("ctl.you")), "When", r.When(m.Created, r.now)))
	if m.Body != "" {
		r.Line(m.Body)
	}
	if h := m.HandOver; h != nil {
		r.Line(r.T("ctl.show.hand-over"))
		for _, f := range []struct{ key, value string }{
			{"happening", h.Happening}, {"tried", h.Tried}, {"hypothesis", h.Hypothesis}, {"context", h.Context}, {"check", h.Check},
		} {
			r.Field(r.T("ctl.hand-over."+f.key), f.value)
		}
	}
	if m.Sheet != nil {
		r.sheet(m.Sheet)
	}
	for _, t := range m.Tried {
		r.Field(r.T("ctl.show.tried"), t.Text)
	}
	for _, a := range m.Attachments {
		r.files++
		r.Field(r.T("ctl.show.file")+" "+fmt.Sprint(r.files), a.Name+" ("+r.Size(a.Size)+")")
	}
}

func (r *reader) sheet(s *desk.Sheet) {
	solution := "ctl.sheet.solution"
	if s.Workaround {
		solution = "ctl.sheet.workaround"
	}
	r.Field(r.T(solution), s.Solution)
	r.Field(r.T("ctl.sheet.analysis"), s.Analysis)
	for _, h := range s.Hypotheses {
		key := "ctl.sheet.rejected"
		if h.Confirmed {
			key = "ctl.sheet.confirmed"
		}
		r.Field(r.T(key), h.Text)
	}
	r.Field(r.T("ctl.sheet.tested"), s.Tested)
	r.Field(r.T("ctl.sheet.cause"), s.Cause)
}
