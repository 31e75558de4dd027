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
	d, ok := target[t.Priority]
	if !ok {
		d = target[Priority(LevelMiddle)]
	}
	return t.Created.Add(d)
}
