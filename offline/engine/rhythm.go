package engine

import (
	"time"

	"relais/internal/desk"
)

const (
	pollDefault  = time.Minute
	pollLongest  = time.Hour // whatever the helpdesk wishes
	pollShortest = 5 * time.Second

	backoffBase = 2 * time.Second
	backoffCap  = 5 * time.Minute
	retryCap    = 10 * time.Minute // of one operation

	breakerAfter = 5                // failures in a row
	probeApart   = 15 * time.Second // of the tries for somebody who writes while the breaker is open
	waitLongest  = 24 * time.Hour
)

// rhythm says when to go to the helpdesk. It survives a restart, so that a
// program that is started again and again is no way around the breaker.
type rhythm struct {
	Failures  int       `json:"failures,omitempty"`
	Next      time.Time `json:"next,omitzero"`      // the next round that nobody asks for
	NotBefore time.Time `json:"notBefore,omitzero"` // the helpdesk asked for quiet: binds everybody
	Planned   time.Time `json:"planned,omitzero"`   // when this was decided
	Paused    bool      `json:"paused,omitempty"`   // the sign-in is refused, or sealed: only a person may try again

	Poll time.Duration `json:"poll,omitempty"` // what the helpdesk wished last
}

// reason is why somebody wants a round.
type reason int

const (
	reasonTime   reason = iota // it is due
	reasonWrite                // something waits to be sent
	reasonPerson               // somebody asked for it
)

// hurry lets what somebody wrote while the breaker is open make a try soon: at once,
// but for one that has just failed. However much is written, there are not more tries.
func (r *rhythm) hurry() {
	if probe := r.Planned.Add(probeApart); r.Failures >= breakerAfter && probe.Before(r.Next) {
		r.Next = probe
	}
}

// allows tells whether a round may begin now.
func (r *rhythm) allows(now time.Time, why reason) bool {
	switch {
	case now.Before(r.NotBefore):
		return false
	case why == reasonPerson:
		return true
	case r.Paused:
		return false
	case why == reasonWrite && r.Failures < breakerAfter:
		return true
	}
	return !now.Before(r.Next)
}

// wait is how long to sleep before the next round by itself; false for ever.
func (r *rhythm) wait(now time.Time) (time.Duration, bool) {
	if r.Paused {
		return 0, false
	}
	at := r.Next
	if at.Before(r.NotBefore) {
		at = r.NotBefore
	}
	return min(max(at.Sub(now), 0), pollLongest), true
}

// succeeded plans the next poll: about when the helpdesk wishes, never at the
// same moment as everybody else.
func (r *rhythm) succeeded(now time.Time, poll time.Duration, random float64) {
	if poll <= 0 {
		poll = r.Poll
	}
	*r = rhythm{Planned: now, Poll: poll}
	r.Next = now.Add(r.interval(random))
}

// interval is about what the helpdesk wished last.
func (r *rhythm) interval(random float64) time.Duration {
	poll := r.Poll
	if poll <= 0 {
		poll = pollDefault
	}
	return time.Duration(float64(min(max(poll, pollShortest), pollLongest)) * (0.8 + 0.4*random))
}

// failed plans the next try. Where somebody waits for it: full jitter under a ceiling
// that doubles. Where nobody does, it is no more urgent than a poll, so that a
// helpdesk that comes back after an hour is asked no more often than on other days.
// With the breaker open, it is at least half of the longest ceiling.
func (r *rhythm) failed(now time.Time, err error, waiting bool, random float64) {
	r.Failures++
	r.Planned = now
	if desk.CodeOf(err) == desk.CodeUnauthorized {
		r.Paused = true
	}
	wait := r.interval(random)
	if waiting {
		wait = jitter(r.Failures-1, backoffCap, random)
	}
	if r.Failures >= breakerAfter {
		wait = max(wait, backoffCap/2+time.Duration(random*float64(backoffCap/2)))
	}
	if asked := min(desk.RetryAfter(err), waitLongest); asked > 0 {
		r.NotBefore = now.Add(asked)
		// Everybody was told the same: spread out behind it.
		behind := asked + time.Duration(random*float64(min(asked/5, time.Minute)))
		if wait = max(wait, behind); waiting {
			wait = behind
		}
	}
	r.Next = now.Add(wait)
}

// jitter is a random part of a ceiling that doubles with each failure.
func jitter(failures int, ceiling time.Duration, random float64) time.Duration {
	top := ceiling
	if failures < 20 {
		top = min(ceiling, backoffBase<<failures)
	}
	return time.Duration(random * float64(top))
}

// sane corrects times that only a clock that was moved can explain. After one that
// was put back, as much is waited as was planned.
func (r *rhythm) sane(now time.Time) {
	if back := r.Planned.Sub(now); back > 0 {
		r.Planned, r.Next = now, r.Next.Add(-back)
		if !r.NotBefore.IsZero() {
			r.NotBefore = r.NotBefore.Add(-back)
		}
	}
	if r.NotBefore.Sub(now) > waitLongest {
		r.NotBefore = time.Time{}
	}
	if r.Next.Sub(now) > waitLongest {
		r.Next = now
	}
}
