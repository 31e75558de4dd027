package desk_test

import (
	"slices"
	"strings"
	"testing"

	"relais/internal/desk"
)

// The moves as people know them: what may follow each status.
var (
	byStaff = map[desk.Status]string{
		desk.StatusNew:      "open planned pending resolved closed",
		desk.StatusOpen:     "planned pending resolved closed",
		desk.StatusPlanned:  "open pending resolved closed",
		desk.StatusPending:  "open planned resolved closed",
		desk.StatusResolved: "open closed",
		desk.StatusClosed:   "open",
	}
	byRequester = map[desk.Status]string{
		desk.StatusNew:      "closed",
		desk.StatusOpen:     "closed",
		desk.StatusPlanned:  "closed",
		desk.StatusPending:  "open closed",
		desk.StatusResolved: "open closed",
		desk.StatusClosed:   "open",
	}
)

func TestMovesAreThoseOfTheRole(t *testing.T) {
	t.Parallel()
	for _, role := range desk.Roles() {
		table := byStaff
		if role == desk.RoleRequester {
			table = byRequester
		}
		for _, from := range desk.Statuses() {
			want := words(table[from])
			if got := desk.Moves(role, from); !slices.Equal(got, want) {
				t.Errorf("%s from %s: %v, want %v", role, from, got, want)
			}
			for _, to := range desk.Statuses() {
				if got := desk.MayMove(role, from, to); got != (from == to || slices.Contains(want, to)) {
					t.Errorf("MayMove(%s, %s, %s) = %v", role, from, to, got)
				}
			}
		}
	}
}

func words(s string) (list []desk.Status) {
	for _, word := range strings.Fields(s) {
		list = append(list, desk.Status(word))
	}
	return list
}

func TestNobodyMovesATicketBackToNew(t *testing.T) {
	t.Parallel()
	for _, role := range desk.Roles() {
		for _, from := range desk.Statuses() {
			if slices.Contains(desk.Moves(role, from), desk.StatusNew) {
				t.Errorf("%s may move %s to new", role, from)
			}
		}
	}
}

func TestAnUnknownStatusCanOnlyStay(t *testing.T) {
	t.Parallel()
	const odd desk.Status = "quality check"
	if odd.Valid() || odd.Done() {
		t.Error("an unknown status is valid or done")
	}
	for _, role := range desk.Roles() {
		if len(desk.Moves(role, odd)) > 0 || desk.MayMove(role, odd, desk.StatusOpen) || desk.MayMove(role, desk.StatusOpen, odd) {
			t.Errorf("%s may move from or to an unknown status", role)
		}
		if !desk.MayMove(role, odd, odd) {
			t.Errorf("%s may not leave an unknown status as it is", role)
		}
	}
}

func TestAnUnknownRoleHasTheLeastRights(t *testing.T) {
	t.Parallel()
	for _, role := range []desk.Role{"", "owner"} {
		if role.Valid() || role.Staff() || desk.MayMove(role, desk.StatusNew, desk.StatusOpen) {
			t.Errorf("role %q may do more than a requester", role)
		}
	}
}

func TestChangingTheListOfMovesChangesNoRule(t *testing.T) {
	t.Parallel()
	moves := desk.Moves(desk.RoleTechnician, desk.StatusClosed)
	moves[0] = desk.StatusNew
	if desk.MayMove(desk.RoleTechnician, desk.StatusClosed, desk.StatusNew) {
		t.Error("a caller changed the rules")
	}
}

func TestOnlyTheKnownWordsAreValid(t *testing.T) {
	t.Parallel()
	valid := []bool{
		desk.KindIncident.Valid(), desk.KindRequest.Valid(), desk.KindProblem.Valid(),
		desk.PendingUser.Valid(), desk.PendingVendor.Valid(), desk.PendingPart.Valid(), desk.PendingVisit.Valid(),
		desk.StatusNew.Valid(), desk.StatusClosed.Valid(), desk.RoleAdmin.Valid(), desk.RoleLead.Staff(),
		desk.StatusResolved.Done(), desk.StatusClosed.Done(),
	}
	if slices.Contains(valid, false) {
		t.Errorf("a known word is refused: %v", valid)
	}
	wrong := []bool{
		desk.Kind("").Valid(), desk.Kind("Incident").Valid(), desk.PendingFor("").Valid(), desk.PendingFor("rain").Valid(),
		desk.Status("").Valid(), desk.RoleRequester.Staff(), desk.StatusPending.Done(),
	}
	if slices.Contains(wrong, true) {
		t.Errorf("an unknown word passes: %v", wrong)
	}
}
