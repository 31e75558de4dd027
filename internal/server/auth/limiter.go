package auth

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"relais/internal/desk"
)

// maxNames bounds the memory of a limiter. Beyond it, names that have their whole
// allowance again are forgotten.
const maxNames = 10_000

// Limiter says how often each of many may do something. It is safe for concurrent
// use.
type Limiter struct {
	mu        sync.Mutex
	now       func() time.Time
	perMinute int
	burst     int
	names     map[string]*rate.Limiter
}

// NewLimiter allows so many a minute, and so many at once.
func NewLimiter(perMinute, burst int, now func() time.Time) *Limiter {
	return &Limiter{now: now, perMinute: perMinute, burst: burst, names: map[string]*rate.Limiter{}}
}

// Allow takes one from the allowance of a name. CodeThrottled, with the time until
// the next one, when there is none.
func (l *Limiter) Allow(name string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	one, ok := l.names[name]
	if !ok {
		l.forget(now)
		one = rate.NewLimiter(rate.Limit(float64(l.perMinute)/60), l.burst)
		l.names[name] = one
	}
	r := one.ReserveN(now, 1)
	wait := r.DelayFrom(now)
	if wait == 0 {
		return nil
	}
	r.CancelAt(now)
	return &desk.Error{Code: desk.CodeThrottled, Op: "ask", RetryAfter: wait}
}

func (l *Limiter) forget(now time.Time) {
	if len(l.names) < maxNames {
		return
	}
	for name, one := range l.names {
		if one.TokensAt(now) >= float64(l.burst) {
			delete(l.names, name)
		}
	}
}
