package desk

import "slices"

// Status is where a ticket stands. A status that Relais does not know is kept
// as it came and shown read-only.
type Status string

// The statuses of Relais; adapters translate at their edge.
const (
	StatusNew      Status = "new"
	StatusOpen     Status = "open"
	StatusPlanned  Status = "planned"
	StatusPending  Status = "pending"
	StatusResolved Status = "resolved"
	StatusClosed   Status = "closed"
)

// Statuses lists all statuses in the order of a ticket's life.
func Statuses() []Status {
	return []Status{StatusNew, StatusOpen, StatusPlanned, StatusPending, StatusResolved, StatusClosed}
}

// Valid tells whether s is one of the statuses of Relais.
func (s Status) Valid() bool { return slices.Contains(Statuses(), s) }

// Done tells whether nobody needs to work on a ticket of this status.
func (s Status) Done() bool { return s == StatusResolved || s == StatusClosed }

// PendingFor says whom a pending ticket waits for.
type PendingFor string

// What a ticket may wait for.
const (
	PendingUser   PendingFor = "user"
	PendingVendor PendingFor = "vendor"
	PendingPart   PendingFor = "part"
	PendingVisit  PendingFor = "visit"
)

// Valid tells whether p is one of the known reasons.
func (p PendingFor) Valid() bool {
	return p == PendingUser || p == PendingVendor || p == PendingPart || p == PendingVisit
}

// Outcome says how a ticket ended.
type Outcome string

// The outcomes; empty while the ticket lives.
const (
	OutcomeSolved   Outcome = "solved"
	OutcomeUnsolved Outcome = "unsolved"
)

// Role is what a person may do in the helpdesk.
type Role string

// The roles, from the least to the most.
const (
	RoleRequester  Role = "requester"
	RoleTechnician Role = "technician"
	RoleLead       Role = "lead"
	RoleAdmin      Role = "admin"
)

// Roles lists all roles, from the least to the most.
func Roles() []Role { return []Role{RoleRequester, RoleTechnician, RoleLead, RoleAdmin} }

// Valid tells whether r is one of the roles.
func (r Role) Valid() bool { return slices.Contains(Roles(), r) }

// Staff tells whether the role works on tickets of others.
func (r Role) Staff() bool { return r == RoleTechnician || r == RoleLead || r == RoleAdmin }

// staffMoves holds the moves of a technician. Closing goes through resolved, or
// straight from a living status when the matter is closed unsolved.
var staffMoves = map[Status][]Status{
	StatusNew:      {StatusOpen, StatusPlanned, StatusPending, StatusResolved, StatusClosed},
	StatusOpen:     {StatusPlanned, StatusPending, StatusResolved, StatusClosed},
	StatusPlanned:  {StatusOpen, StatusPending, StatusResolved, StatusClosed},
	StatusPending:  {StatusOpen, StatusPlanned, StatusResolved, StatusClosed},
	StatusResolved: {StatusOpen, StatusClosed},
	StatusClosed:   {StatusOpen},
}

// requesterMoves holds the moves of the person who asked: "it's solved" closes,
// also before a technician got to it; "it's back" opens again. A reply to a
// pending ticket opens it.
var requesterMoves = map[Status][]Status{
	StatusNew:      {StatusClosed},
	StatusOpen:     {StatusClosed},
	StatusPlanned:  {StatusClosed},
	StatusPending:  {StatusOpen, StatusClosed},
	StatusResolved: {StatusOpen, StatusClosed},
	StatusClosed:   {StatusOpen},
}

// Moves lists the statuses that somebody of this role may move a ticket to. The
// requester's moves hold for tickets of their own.
func Moves(role Role, from Status) []Status {
	if role.Staff() {
		return slices.Clone(staffMoves[from])
	}
	return slices.Clone(requesterMoves[from])
}

// MayMove tells whether somebody of this role may move a ticket from one status
// to another. Staying where it is always is allowed.
func MayMove(role Role, from, to Status) bool {
	return from == to || slices.Contains(Moves(role, from), to)
}
