package work

import (
	"cmp"
	"slices"

	"relais/internal/desk"
)

// Queue finds a queue by its id; one that is not known has the id as its name.
func (s TicketState) Queue(id string) desk.Queue {
	for _, q := range s.Queues {
		if q.ID == id {
			return q
		}
	}
	return desk.Queue{ID: id, Name: id}
}

// Person names somebody by their id; the id itself when they are not known.
func (s TicketState) Person(id string) string {
	for _, p := range s.People {
		if p.ID == id {
			return p.Name
		}
	}
	if id == s.Me.ID {
		return s.Me.Name
	}
	return id
}

// Topic names a category by its id; the id itself when it is not known.
func (s TicketState) Topic(id string) string {
	for _, t := range s.Topics {
		if t.ID == id {
			return t.Name
		}
	}
	return id
}

// Staff lists who can be given a ticket: the person at this computer first, then
// by name.
func (s TicketState) Staff() []desk.Person {
	list := slices.DeleteFunc(slices.Clone(s.People), func(p desk.Person) bool { return !p.Role.Staff() })
	slices.SortStableFunc(list, func(a, b desk.Person) int {
		if (a.ID == s.Me.ID) != (b.ID == s.Me.ID) {
			if a.ID == s.Me.ID {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.Name, b.Name)
	})
	return list
}

// Towards lists the queues above (1) or below (-1) the ticket's level, the
// nearest first.
func (s TicketState) Towards(way int) []desk.Queue {
	level := levelOf(s.View.Ticket.Queue, s.Queues)
	list := slices.DeleteFunc(slices.Clone(s.Queues), func(q desk.Queue) bool { return (q.Level-level)*way <= 0 })
	slices.SortStableFunc(list, func(a, b desk.Queue) int { return (a.Level - b.Level) * way })
	return list
}

// Next is the nearest queue above (1) or below (-1) the ticket's level; the zero
// Queue when there is none.
func (s TicketState) Next(way int) desk.Queue {
	if list := s.Towards(way); len(list) > 0 {
		return list[0]
	}
	return desk.Queue{}
}

// Reason finds what gave a field its value; false when nobody's answer did.
func (s TicketState) Reason(f desk.Field) (Reason, bool) {
	for _, r := range s.Reasons {
		if r.Field == f && r.Answer != "" {
			return r, true
		}
	}
	return Reason{}, false
}
