package desk

import "time"

// target is how long a ticket of a priority may take where the helpdesk gives no
// due date, in plain hours, days and nights included.
var target = map[Priority]time.Duration{
	1: 10 * 24 * time.Hour,
	2: 5 * 24 * time.Hour,
	3: 2 * 24 * time.Hour,
	4: 8 * time.Hour,
	5: 4 * time.Hour,
	6: 2 * time.Hour,
}

// DueAt is when a ticket is due: the helpdesk's own date, else the target of its
// priority after it was made. It is zero for a ticket that is done.
func (t Ticket) DueAt() time.Time {
	if t.Status.Done() {
		return time.Time{}
	}
	if !t.Due.IsZero() {
		return t.Due
	}
	return t.Priority.Due(t.Created)
}

// Due is when work of this priority that begins at a time is due; one that is not
// on the scale counts as medium.
func (p Priority) Due(begins time.Time) time.Time {
	d, ok := target[p]
	if !ok {
		d = target[Priority(LevelMiddle)]
	}
	return begins.Add(d)
}
