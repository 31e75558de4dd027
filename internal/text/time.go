package text

import (
	"strconv"
	"strings"
	"time"
)

const day = 24 * time.Hour

// Clock is the time of day: 09:12.
func (w *Words) Clock(t time.Time) string { return t.In(w.zone).Format("15:04") }

// When says when something was, or will be, as briefly as it stays clear on
// now's day: 09:12, "hier 17:40", "mardi à 14:02", "12 oct. 2026"; what lies
// more than six days ahead keeps its time of day. It is empty for no time.
func (w *Words) When(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	t, now = t.In(w.zone), now.In(w.zone)
	clock := w.Clock(t)
	switch days := daysBetween(now, t); {
	case days == 0:
		return clock
	case days == -1:
		return w.T("time.yesterday", "Clock", clock)
	case days == 1:
		return w.T("time.tomorrow", "Clock", clock)
	case days > -7 && days < 7:
		return w.T("time.day-at", "Day", w.weekday(t), "Clock", clock)
	case days > 0:
		return w.T("time.day-at", "Day", w.Date(t), "Clock", clock)
	}
	return w.Date(t)
}

// daysBetween counts the midnights between two times of one zone.
func daysBetween(from, to time.Time) int {
	utc := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC) }
	return int(utc(to).Sub(utc(from)) / day)
}

// Date is a date with a short month: "12 oct. 2026".
func (w *Words) Date(t time.Time) string {
	t = t.In(w.zone)
	return w.T("time.date", "Day", w.dayOfMonth(t), "Month", w.T("time.month-short."+strconv.Itoa(int(t.Month()))), "Year", t.Year())
}

// Full is a date and a time of day with nothing shortened, for receipts:
// "vendredi 20 novembre 2026 à 09:12".
func (w *Words) Full(t time.Time) string {
	t = t.In(w.zone)
	return w.T("time.full", "Weekday", w.weekday(t), "Day", w.dayOfMonth(t), "Month", w.T("time.month."+strconv.Itoa(int(t.Month()))),
		"Year", t.Year(), "Clock", w.Clock(t))
}

func (w *Words) weekday(t time.Time) string {
	return w.T("time.weekday." + strconv.Itoa(int(t.Weekday())))
}

// dayOfMonth is the day as a number; French says the first of a month in its
// own way.
func (w *Words) dayOfMonth(t time.Time) string {
	if t.Day() == 1 {
		return w.T("time.first")
	}
	return strconv.Itoa(t.Day())
}

// Ago says how long before now something was: "il y a 14 min"; or, for what is
// to come, how long after: "dans 2 jours". Less than a minute is just now, in
// both directions, since two clocks never agree.
func (w *Words) Ago(t, now time.Time) string {
	d := now.Sub(t)
	if d.Abs() < time.Minute {
		return w.T("time.just-now")
	}
	if d < 0 {
		return w.T("time.in", "Span", w.span(-d))
	}
	return w.T("time.ago", "Span", w.span(d))
}

// span is a length of time in its biggest unit, cut and not rounded.
func (w *Words) span(d time.Duration) string {
	switch days := int(d / day); {
	case d < time.Hour:
		return w.N("time.minutes", int(d/time.Minute))
	case days == 0:
		return w.N("time.hours", int(d/time.Hour))
	case days < 31:
		return w.N("time.days", days)
	case days < 365:
		return w.N("time.months", days/30)
	default:
		return w.N("time.years", days/365)
	}
}

// For is a length of time as short as it stays clear: "14 min", "1 h 10",
// "3 j"; with a minus sign when it has run out.
func (w *Words) For(d time.Duration) string {
	var s string
	switch size := d.Abs(); {
	case size < time.Minute:
		return w.T("time.under-a-minute")
	case size < time.Hour:
		s = w.N("time.minutes", int(size/time.Minute))
	case size < day && size%time.Hour < time.Minute:
		s = w.N("time.hours", int(size/time.Hour))
	case size < day:
		minutes := strconv.Itoa(100 + int(size%time.Hour/time.Minute))[1:]
		s = w.T("time.hours-and-minutes", "Hours", int(size/time.Hour), "Minutes", minutes)
	default:
		s = w.T("time.short-days", "Days", int(size/day))
	}
	if d < 0 {
		return "−" + s
	}
	return s
}

// Size is a number of bytes as people read it: "214 ko", "1,4 Mo"; in units of
// a thousand, with a decimal below ten.
func (w *Words) Size(bytes int64) string {
	n, unit := float64(max(bytes, 0)), 0
	for n >= 999.5 && unit < 4 {
		n, unit = n/1000, unit+1
	}
	decimals := 0
	if unit > 0 && n < 9.95 {
		decimals = 1
	}
	number := strings.Replace(strconv.FormatFloat(n, 'f', decimals, 64), ".", w.T("time.decimal"), 1)
	return w.T("time.size."+strconv.Itoa(unit), "Number", number)
}
