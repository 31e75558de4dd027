package mapping

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"relais/internal/desk"
)

// meanings are the names under which statuses are usually found, in the order in
// which they are tried for writing.
var meanings = []struct {
	name    string
	status  desk.Status
	outcome desk.Outcome
}{
	{"new", desk.StatusNew, ""},
	{"nouveau", desk.StatusNew, ""},
	{"open", desk.StatusOpen, ""},
	{"ouvert", desk.StatusOpen, ""},
	{"pending", desk.StatusPending, ""},
	{"waiting", desk.StatusPending, ""},
	{"en attente", desk.StatusPending, ""},
	{"planned", desk.StatusPlanned, ""},
	{"scheduled", desk.StatusPlanned, ""},
	{"planifié", desk.StatusPlanned, ""},
	{"stalled", desk.StatusPending, ""},
	{"resolved", desk.StatusResolved, desk.OutcomeSolved},
	{"résolu", desk.StatusResolved, desk.OutcomeSolved},
	{"closed", desk.StatusClosed, desk.OutcomeSolved},
	{"clos", desk.StatusClosed, desk.OutcomeSolved},
	{"closed-unresolved", desk.StatusClosed, desk.OutcomeUnsolved},
	{"unresolved", desk.StatusClosed, desk.OutcomeUnsolved},
	{"rejected", desk.StatusClosed, desk.OutcomeUnsolved},
	{"abandoned", desk.StatusClosed, desk.OutcomeUnsolved},
	{"rejeté", desk.StatusClosed, desk.OutcomeUnsolved},
}

// stock is the lifecycle that every Request Tracker begins with, and all of its
// statuses.
const stock = "default"

var stockStatuses = []string{"new", "open", "stalled", "resolved", "rejected"}

// Meaning is what a status of a lifecycle means. An unknown one keeps its name.
func (s Settings) Meaning(lifecycle, status string) (desk.Status, desk.Outcome) {
	outcome := desk.Outcome("")
	found := desk.Status(status)
	for _, m := range meanings {
		if strings.EqualFold(m.name, status) {
			found, outcome = m.status, m.outcome
			break
		}
	}
	if set, ok := s.Statuses[lifecycle][status]; ok {
		found = set
	}
	switch found {
	case desk.StatusResolved:
		outcome = desk.OutcomeSolved
	case desk.StatusClosed:
		outcome = cmp.Or(outcome, desk.OutcomeUnsolved)
	default:
		outcome = ""
	}
	return found, outcome
}

// Candidates are the statuses of a lifecycle that may be what is wanted, the
// likeliest first. Lifecycles are not told, so that only trying shows.
func (s Settings) Candidates(lifecycle string, want desk.Status, outcome desk.Outcome) []string {
	var list []string
	for _, status := range slices.Sorted(maps.Keys(s.Statuses[lifecycle])) {
		if s.Statuses[lifecycle][status] == want {
			list = append(list, status)
		}
	}
	for _, m := range meanings {
		same := m.status == want && (want != desk.StatusClosed || outcome == m.outcome)
		stalled := m.name == "stalled" && want == desk.StatusPlanned
		if (same || stalled) && s.Statuses[lifecycle][m.name] == "" && !slices.Contains(list, m.name) {
			list = append(list, m.name)
		}
	}
	if lifecycle == stock && s.Statuses[lifecycle] == nil {
		list = slices.DeleteFunc(list, func(name string) bool { return !slices.Contains(stockStatuses, name) })
	}
	return list
}
