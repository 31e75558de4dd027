package view

import (
	"strings"

	"relais/internal/desk"
)

// history reads what was done to the ticket. People who asked for help read what
// somebody gave them a reason for; the rest is in the messages.
func (r *reader) history() {
	var lines []func()
	for _, step := range steps(r.view.Events) {
		if r.staff || step[0].Reason != "" {
			lines = append(lines, func() { r.step(step) })
		}
	}
	if len(lines) == 0 {
		return
	}
	r.Gap()
	r.Line(r.T("ctl.show.history"))
	for _, say := range lines {
		say()
	}
}

// steps puts the events together that happened at once.
func steps(events []desk.Event) (all [][]desk.Event) {
	for _, e := range events {
		last := len(all) - 1
		if last >= 0 && all[last][0].At.Equal(e.At) && all[last][0].By.ID == e.By.ID && all[last][0].Reason == e.Reason {
			all[last] = append(all[last], e)
			continue
		}
		all = append(all, []desk.Event{e})
	}
	return all
}

func (r *reader) step(events []desk.Event) {
	done := make([]string, len(events))
	for i, e := range events {
		done[i] = r.Event(e, r.now, r.name)
	}
	e := events[0]
	key, who := "ctl.show.event", or(e.By.Name, e.By.ID)
	if who == "" {
		key = "ctl.show.event-by-itself"
	}
	r.Line(r.T(key, "When", r.When(e.At, r.now), "Who", who, "What", ended(strings.Join(done, ", "))))
	r.Field("  "+r.T("ctl.label.why"), e.Reason)
}

// name is the name of a queue, or of somebody who had to do with the ticket.
func (r *reader) name(f desk.Field, id string) string {
	switch f {
	case desk.FieldQueue:
		return r.queues[id]
	case desk.FieldAssignee:
		people := append([]desk.PersonRef{r.view.Ticket.Assignee, r.view.Ticket.Requester}, r.view.Ticket.Watchers...)
		for _, m := range r.view.Messages {
			people = append(people, m.Author)
		}
		for _, e := range r.view.Events {
			people = append(people, e.By)
		}
		for _, p := range people {
			if p.ID == id && p.Name != "" {
				return p.Name
			}
		}
	}
	return ""
}
