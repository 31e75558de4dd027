// Package queues holds the lists of a technician, with what is due next first.
package queues

import (
	"slices"
	"time"

	"relais/internal/desk"
)

// Section gathers views in the list at the left.
type Section string

// The sections, in the order in which they are shown.
const (
	SectionMe        Section = "me"
	SectionTeam      Section = "team"
	SectionElsewhere Section = "elsewhere"
)

// The ids of the views that are no queue.
const (
	ViewToDo       = "todo"
	ViewPlanned    = "planned"
	ViewUnassigned = "unassigned"
	ViewLate       = "late"
	ViewWaiting    = "waiting"
	ViewMajor      = "major"
	ViewProblems   = "problems"
	ViewDone       = "done"
)

// View is a list that a technician can open.
type View struct {
	ID      string // one of the above, or the id of a queue
	Section Section
	Queue   string // name of the queue, "" for a view that is none
	Filter  desk.Filter
	Count   int
}

// views lists what somebody can open. Their own queues stand with the team; the
// other queues further down.
func views(me desk.Person, queues []desk.Queue, now time.Time) []View {
	active := []desk.Status{desk.StatusNew, desk.StatusOpen, desk.StatusPending}
	list := []View{
		{ID: ViewToDo, Section: SectionMe, Filter: desk.Filter{Assignee: me.ID, Statuses: active}},
		{ID: ViewPlanned, Section: SectionMe, Filter: desk.Filter{Assignee: me.ID, Statuses: []desk.Status{desk.StatusPlanned}}},
	}
	mine, others := split(queues, me)
	for _, q := range mine {
		list = append(list, queueView(q, SectionTeam))
	}
	list = append(list,
		View{ID: ViewUnassigned, Section: SectionTeam, Filter: desk.Filter{Unassigned: true, Open: true, Queues: me.Queues}},
		View{ID: ViewLate, Section: SectionTeam, Filter: desk.Filter{LateAt: now, Open: true, Queues: me.Queues}},
		View{ID: ViewWaiting, Section: SectionTeam, Filter: desk.Filter{PendingFor: desk.PendingUser, Statuses: []desk.Status{desk.StatusPending}, Queues: me.Queues}},
	)
	for _, q := range others {
		list = append(list, queueView(q, SectionElsewhere))
	}
	list = append(list,
		View{ID: ViewMajor, Section: SectionElsewhere, Filter: desk.Filter{Priority: desk.PriorityMajor, Open: true}},
		View{ID: ViewProblems, Section: SectionElsewhere, Filter: desk.Filter{Kind: desk.KindProblem, Open: true}},
		View{ID: ViewDone, Section: SectionElsewhere, Filter: desk.Filter{Statuses: []desk.Status{desk.StatusResolved, desk.StatusClosed}}},
	)
	for i := range list {
		list[i].Filter.Order = desk.OrderDue
	}
	list[len(list)-1].Filter.Order = desk.OrderNewest
	return list
}

func queueView(q desk.Queue, s Section) View {
	return View{ID: q.ID, Section: s, Queue: q.Name, Filter: desk.Filter{Queues: []string{q.ID}, Open: true}}
}

// split tells a person's own queues from the others, lower levels first.
func split(queues []desk.Queue, me desk.Person) (mine, others []desk.Queue) {
	sorted := slices.Clone(queues)
	slices.SortStableFunc(sorted, func(a, b desk.Queue) int { return a.Level - b.Level })
	for _, q := range sorted {
		if slices.Contains(me.Queues, q.ID) {
			mine = append(mine, q)
		} else {
			others = append(others, q)
		}
	}
	return mine, others
}
