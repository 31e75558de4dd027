package helpdesk

import (
	"slices"

	"relais/internal/desk"
	"relais/internal/server/clean"
)

// staffFields are all fields, in the order in which a history tells of them.
var staffFields = []desk.Field{
	desk.FieldMergedInto, desk.FieldStatus, desk.FieldOutcome, desk.FieldPendingFor, desk.FieldPendingUntil, desk.FieldPlannedAt,
	desk.FieldQueue, desk.FieldAssignee, desk.FieldTitle, desk.FieldKind, desk.FieldCategory,
	desk.FieldImpact, desk.FieldUrgency, desk.FieldPriority, desk.FieldDue, desk.FieldParent,
}

// requesterFields are those that the requester of a ticket may set.
var requesterFields = []desk.Field{desk.FieldStatus, desk.FieldOutcome}

// checkFields refuses fields and values that this person may not set, and cleans
// the texts.
func (u *update) checkFields() error {
	if len(u.change.Set) > 0 && !u.who.Role.Staff() && u.who.ID != u.before.Requester.ID {
		return clean.Forbidden("", "only the requester changes it")
	}
	set := make(desk.Patch, len(u.change.Set))
	for _, f := range u.change.Set.Fields() {
		if !f.Valid() {
			return clean.Invalid(f, "unknown field")
		}
		if !u.maySet(f) {
			return clean.Forbidden(f, "only staff sets it")
		}
		v, err := u.value(f, u.change.Set[f])
		if err != nil {
			return err
		}
		set[f] = v
	}
	u.change.Set = set
	return nil
}

// maySet tells whether this person may set a field to the new value. Leaving it as
// it is, and clearing what ends with a move, is no privilege.
func (u *update) maySet(f desk.Field) bool {
	v := u.change.Set[f]
	ends := v == "" && (f == desk.FieldPendingFor || f == desk.FieldPendingUntil)
	return u.who.Role.Staff() || slices.Contains(requesterFields, f) || ends || v == u.before.Get(f)
}

// value checks one new value, as far as it can be judged alone.
func (u *update) value(f desk.Field, v string) (string, error) {
	switch f {
	case desk.FieldTitle:
		return clean.Title(v)
	case desk.FieldCategory:
		return clean.Short("category", v)
	case desk.FieldStatus:
		return v, u.mayMove(desk.Status(v))
	case desk.FieldOutcome:
		return v, u.mayEnd(desk.Outcome(v))
	case desk.FieldKind:
		return v, known(f, desk.Kind(v).Valid())
	case desk.FieldPendingFor:
		return v, known(f, v == "" || desk.PendingFor(v).Valid())
	case desk.FieldQueue:
		return v, u.mayRoute(v)
	case desk.FieldMergedInto:
		return u.mayMerge(v)
	}
	return v, nil
}

func known(f desk.Field, ok bool) error {
	if !ok {
		return clean.Invalid(f, "unknown value")
	}
	return nil
}

func (u *update) mayMove(to desk.Status) error {
	if !to.Valid() {
		return clean.Invalid(desk.FieldStatus, "unknown value")
	}
	if !desk.MayMove(u.who.Role, u.before.Status, to) {
		return clean.Forbidden(desk.FieldStatus, "a %s has no way from %s to %s", u.who.Role, u.before.Status, to)
	}
	return nil
}

func (u *update) mayEnd(o desk.Outcome) error {
	if o != "" && o != desk.OutcomeSolved && o != desk.OutcomeUnsolved {
		return clean.Invalid(desk.FieldOutcome, "unknown value")
	}
	if !u.who.Role.Staff() && o == desk.OutcomeUnsolved {
		return clean.Forbidden(desk.FieldOutcome, "only staff closes unsolved")
	}
	return nil
}

// mayRoute checks the new queue, and counts a bounce when its level is lower: that
// needs a reason.
func (u *update) mayRoute(id string) error {
	if id == u.before.Queue {
		return nil
	}
	to, err := u.tx.Queue(id)
	if err != nil {
		return clean.Unknown(err, desk.FieldQueue, "no such queue")
	}
	from, err := u.tx.Queue(u.before.Queue)
	if err != nil {
		return err
	}
	if to.Level == 0 || to.Level >= from.Level {
		return nil
	}
	if u.change.Reason == "" {
		return clean.Invalid(desk.FieldQueue, "sending back needs a reason")
	}
	u.after.Bounces++
	return nil
}

// settle makes the fields agree with each other once all are set.
func (u *update) settle() error {
	t := &u.after
	switch {
	case t.Impact != 0 && !t.Impact.Valid():
		return clean.Invalid(desk.FieldImpact, "not on the scale")
	case t.Urgency != 0 && !t.Urgency.Valid():
		return clean.Invalid(desk.FieldUrgency, "not on the scale")
	}
	u.grade()
	if !t.Priority.Valid() {
		return clean.Invalid(desk.FieldPriority, "not on the scale")
	}
	if u.into != nil {
		t.Status = desk.StatusClosed
	}
	if t.Status != desk.StatusPending {
		t.PendingFor, t.PendingUntil = "", zero
	}
	if t.Status != desk.StatusPlanned && u.before.Status == desk.StatusPlanned {
		t.PlannedAt = zero
	}
	u.end()
	return nil
}

// grade looks up the priority again when impact or urgency were corrected, unless
// it was set by hand.
func (u *update) grade() {
	t, was := &u.after, u.before
	byHand := was.Priority != desk.DefaultMatrix.Priority(was.Impact, was.Urgency)
	_, set := u.change.Set[desk.FieldPriority]
	if t.Priority == 0 || !set && !byHand && (t.Impact != was.Impact || t.Urgency != was.Urgency) {
		t.Priority = desk.DefaultMatrix.Priority(t.Impact, t.Urgency)
	}
}

// end sets what belongs to the end of a ticket, or takes it away when it lives
// again.
func (u *update) end() {
	t, was := &u.after, u.before.Status
	if !t.Status.Done() {
		t.Outcome, t.Resolved, t.Closed = "", zero, zero
		if was.Done() && t.DueAt().Before(u.tx.Now) {
			t.Due = t.Priority.Due(u.tx.Now) // the time that was left is over
		}
		return
	}
	if t.Outcome == "" && u.into == nil {
		t.Outcome = desk.OutcomeSolved
		if t.Status == desk.StatusClosed && was != desk.StatusResolved && u.who.Role.Staff() {
			t.Outcome = desk.OutcomeUnsolved
		}
	}
	if !was.Done() {
		t.Resolved = u.tx.Now
	}
	if t.Status == desk.StatusClosed && was != desk.StatusClosed {
		t.Closed = u.tx.Now
	}
}
