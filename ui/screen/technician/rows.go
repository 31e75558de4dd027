package technician

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/model/queues"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/screen/say"
	"relais/ui/screen/technician/look"
	"relais/ui/theme"
)

// rows is the second pane: the tickets of one view.
type rows struct {
	words  *text.Words
	on     BoardActions
	opened func() // Enter was pressed on a row
	state  queues.State

	filter  *part.Filter
	fresh   *part.Text
	problem *part.Banner
	list    *part.List
	empty   *part.EmptyState
	loading fyne.CanvasObject
	root    fyne.CanvasObject
}

func newRows(w *text.Words, on BoardActions) *rows {
	r := &rows{words: w, on: on, filter: part.NewFilter(w.T("work.filter")), fresh: part.NewSmall("").Lines(1), problem: part.NewBanner()}
	part.Name(r.filter.Control(), "queues.filter")
	r.filter.OnChanged = on.Narrow
	r.filter.OnKey = r.key
	r.list = part.NewList(func() int { return len(r.state.Rows) }, newRow, r.update)
	part.Name(r.list.Control(), "queues.list")
	r.list.OnSelected = func(i int) {
		if i < len(r.state.Rows) {
			on.Select(model.Ref(r.state.Rows[i].Ticket))
		}
	}
	r.list.OnOpened = func(int) { r.opened() }
	r.empty = part.NewEmptyState(theme.IconCheckCircle, "", "", "")
	r.loading = flow.Inset(14, 6, part.NewSkeleton(5))
	head := flow.InsetSides(14, 12, 14, 8, flow.Stack(7, r.filter, r.fresh, r.problem))
	body := flow.Layer(r.list, r.empty, r.loading)
	r.root = part.NewGround(flow.Dock(flow.Stack(0, head, part.NewRule()), body, nil))
	return r
}

func (r *rows) render(s queues.State) {
	r.state = s
	r.filter.SetText(s.Letters)
	r.fresh.Set(r.freshness(s))
	r.problem.Set(say.Problem(r.words, s.Code))
	none := len(s.Rows) == 0
	part.ShowIf(r.loading, none && s.Loading)
	part.ShowIf(r.empty, none && !s.Loading)
	part.ShowIf(r.list, !none)
	if none && !s.Loading {
		r.renderEmpty(s)
	}
	r.list.Set(slices.IndexFunc(s.Rows, func(row desk.Row) bool { return model.Ref(row.Ticket) == s.Selected }))
	part.Relay(r.root)
}

func (r *rows) renderEmpty(s queues.State) {
	w := r.words
	switch {
	case s.Letters != "":
		r.empty.Set(theme.IconSearch, w.T("work.none.found"), w.T("work.none.found.words", "Letters", s.Letters), "")
	case s.View == queues.ViewToDo || s.View == queues.ViewLate:
		r.empty.Set(theme.IconCheckCircle, w.T("work.none.done"), w.T("work.none.done.words"), "")
	default:
		r.empty.Set(theme.IconInbox, w.T("work.none"), w.T("work.none.words"), "")
	}
}

// freshness says how many tickets there are, and how old the list is.
func (r *rows) freshness(s queues.State) string {
	w := r.words
	var count, age string
	if len(s.Rows) > 0 {
		count = w.N("work.count", len(s.Rows))
	}
	switch {
	case s.Sync.Pulled.IsZero():
		age = w.T("work.fresh.never")
	case s.Sync.Online:
		age = w.T("work.fresh", "When", w.When(s.Sync.Pulled, s.Now))
	default:
		age = w.T("work.fresh.offline", "When", w.When(s.Sync.Pulled, s.Now))
	}
	return look.Dots(count, age)
}

// key leaves the filter: Escape with all rows again, Down and Enter to the rows.
func (r *rows) key(k *fyne.KeyEvent) bool {
	switch k.Name {
	case fyne.KeyEscape:
		if r.state.Letters != "" {
			r.on.Narrow("")
			return true
		}
	case fyne.KeyDown, fyne.KeyReturn, fyne.KeyEnter:
		if len(r.state.Rows) == 0 {
			return true
		}
	default:
		return false
	}
	r.list.Focus()
	return true
}

// newRow makes an empty row. It stands in a container of its own, so that journeys
// find it by its place as well as by its number.
func newRow() fyne.CanvasObject { return flow.Layer(part.NewRow()) }

func (r *rows) update(i int, o fyne.CanvasObject) {
	if i >= len(r.state.Rows) {
		return
	}
	row, place := r.state.Rows[i], o.(*fyne.Container)
	part.Name(place, "queues.row."+strconv.Itoa(i))
	shown := place.Objects[0].(*part.Row)
	part.Name(shown, "queues.ticket."+row.Number)
	shown.Set(r.look(row))
}

// look says in two lines what a ticket is about and what comes next.
func (r *rows) look(row desk.Row) part.RowState {
	w, now := r.words, r.state.Now
	s := part.RowState{
		Chip: w.Priority(row.Priority), Title: row.Title, Unsent: row.Waiting > 0, Written: row.Written,
		Detail: look.Dots(row.Requester.Name, row.Site, r.whose(row), r.waits(row)), Selected: model.Ref(row.Ticket) == r.state.Selected,
	}
	s.ChipTone, s.ChipIcon = look.Priority(row.Priority)
	var late bool
	if s.Time, late = look.Left(w, row.Ticket, now); late {
		s.TimeTone = part.Coral
	}
	switch {
	case row.Attention:
		s.Badge, s.BadgeTone = w.T("work.row.attention"), part.Coral
	case row.Kind == desk.KindRequest:
		s.Badge, s.BadgeTone = w.T("work.row.request"), part.Violet
	case row.Kind == desk.KindProblem:
		s.Badge, s.BadgeTone = w.T("work.row.problem"), part.Blue
	}
	return s
}

// whose says who has a ticket, where the view does not say it already: the queue
// when the view holds several, the assignee when it is not the person here.
func (r *rows) whose(row desk.Row) string {
	queue, who := "", ""
	if _, one := r.state.Queues[r.state.View]; !one && r.state.View != queues.ViewToDo && r.state.View != queues.ViewPlanned {
		queue = row.Queue
		if q, known := r.state.Queues[row.Queue]; known {
			queue = q.Name
		}
	}
	if !row.Assignee.Empty() && row.Assignee.ID != r.state.Me.ID {
		who = r.words.T("work.row.with", "Name", say.FirstName(row.Assignee.Name))
	}
	return look.Dots(queue, who)
}

// waits says what a ticket waits for: first of all its own way to the helpdesk.
func (r *rows) waits(row desk.Row) string {
	w, now := r.words, r.state.Now
	switch {
	case row.Waiting > 0:
		return w.N("work.row.unsent", row.Waiting)
	case row.Written:
		return w.T("work.row.written")
	case row.Status == desk.StatusPlanned && !row.PlannedAt.IsZero():
		return w.T("work.next.planned", "When", w.When(row.PlannedAt, now))
	case row.Status == desk.StatusPending:
		return w.T("work.next.pending." + string(row.PendingFor))
	case row.Status.Done():
		return strings.ToLower(w.Status(row.Status)) + " " + w.When(row.Updated, now)
	}
	return ""
}
