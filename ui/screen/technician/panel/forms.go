package panel

import (
	"strconv"
	"strings"

	"relais/internal/desk"
	"relais/ui/model/work"
	"relais/ui/part"
)

// forms lists the fields of each action, in the order in which they are filled in.
var forms = map[desk.Verb][]func(*Panel) entry{
	desk.VerbAssign:   {pick(work.FieldTo, staff)},
	desk.VerbPend:     {choose(work.FieldFor, reasonsToWait), day(work.FieldUntil, true), area(work.FieldMessage, 2)},
	desk.VerbPlan:     {day(work.FieldAt, false)},
	desk.VerbEscalate: {pick(work.FieldTo, above), area(work.FieldHappening, 2), area(work.FieldTried, 2), area(work.FieldHypothesis, 1), area(work.FieldContext, 2), area(work.FieldCheck, 1)},
	desk.VerbSendBack: {pick(work.FieldTo, below), area(work.FieldReason, 2)},
	desk.VerbResolve: {
		area(work.FieldSolution, 2), tick(work.FieldWorkaround), area(work.FieldMessage, 2), area(work.FieldCause, 1), area(work.FieldAnalysis, 2),
		area(work.FieldHypothesis, 1), choose(work.FieldConfirmed, confirmed), area(work.FieldTested, 1),
	},
	desk.VerbClose:  {area(work.FieldReason, 2)},
	desk.VerbReopen: {area(work.FieldReason, 2)},
	desk.VerbMerge:  {pick(work.FieldTo, tickets)},
	desk.VerbCorrect: {
		choose(string(desk.FieldImpact), impacts), choose(string(desk.FieldUrgency), urgencies), choose(string(desk.FieldPriority), priorities),
		pick(string(desk.FieldCategory), topics), choose(string(desk.FieldKind), kinds),
	},
}

func staff(p *Panel, s work.TicketState) []part.PickerItem {
	var list []part.PickerItem
	for _, person := range s.Staff() {
		var where []string
		for _, id := range person.Queues {
			where = append(where, s.Queue(id).Name)
		}
		if person.Site != "" {
			where = append(where, person.Site)
		}
		name := person.Name
		if person.ID == s.Me.ID {
			name = p.words.T("work.panel.assign.me", "Name", person.Name)
		}
		list = append(list, part.PickerItem{ID: person.ID, Title: name, Detail: strings.Join(where, " · ")})
	}
	return list
}

func above(_ *Panel, s work.TicketState) []part.PickerItem { return queues(s.Towards(1)) }
func below(_ *Panel, s work.TicketState) []part.PickerItem { return queues(s.Towards(-1)) }

func queues(list []desk.Queue) []part.PickerItem {
	items := make([]part.PickerItem, 0, len(list))
	for _, q := range list {
		items = append(items, part.PickerItem{ID: q.ID, Title: q.Name})
	}
	return items
}

func tickets(p *Panel, s work.TicketState) []part.PickerItem {
	items := make([]part.PickerItem, 0, len(s.Merge))
	for _, r := range s.Merge {
		items = append(items, part.PickerItem{ID: r.ID, Title: p.words.T("work.number", "Number", r.Number) + " · " + r.Title, Detail: r.Requester.Name})
	}
	return items
}

func topics(_ *Panel, s work.TicketState) []part.PickerItem {
	items := make([]part.PickerItem, 0, len(s.Topics))
	for _, t := range s.Topics {
		items = append(items, part.PickerItem{ID: t.ID, Title: t.Name})
	}
	return items
}

func reasonsToWait(p *Panel, _ work.TicketState) []part.Choice {
	list := make([]part.Choice, 0, 4)
	for _, why := range []desk.PendingFor{desk.PendingUser, desk.PendingVendor, desk.PendingPart, desk.PendingVisit} {
		list = append(list, part.Choice{ID: string(why), Title: p.words.PendingFor(why)})
	}
	return list
}

func confirmed(p *Panel, _ work.TicketState) []part.Choice {
	return []part.Choice{
		{ID: "yes", Title: p.words.T("work.panel.resolve.confirmed.yes")},
		{ID: "no", Title: p.words.T("work.panel.resolve.confirmed.no")},
	}
}

func impacts(p *Panel, _ work.TicketState) []part.Choice {
	return grades(int(desk.LevelMax), func(n int) string { return p.words.Impact(desk.Level(n)) })
}

func urgencies(p *Panel, _ work.TicketState) []part.Choice {
	return grades(int(desk.LevelMax), func(n int) string { return p.words.Urgency(desk.Level(n)) })
}

func priorities(p *Panel, _ work.TicketState) []part.Choice {
	return grades(int(desk.PriorityMajor), func(n int) string { return p.words.Priority(desk.Priority(n)) })
}

// grades lists the words of a scale from 1 upwards.
func grades(most int, word func(int) string) []part.Choice {
	list := make([]part.Choice, 0, most)
	for n := 1; n <= most; n++ {
		list = append(list, part.Choice{ID: strconv.Itoa(n), Title: word(n)})
	}
	return list
}

func kinds(p *Panel, _ work.TicketState) []part.Choice {
	list := make([]part.Choice, 0, 3)
	for _, k := range []desk.Kind{desk.KindIncident, desk.KindRequest, desk.KindProblem} {
		list = append(list, part.Choice{ID: string(k), Title: p.words.Kind(k)})
	}
	return list
}
