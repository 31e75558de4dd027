package work

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Day is a date that is offered for one click.
type Day struct {
	ID string // "tomorrow", "days3" or "monday"
	At time.Time
}

// morning is the hour of a date for which no hour is given.
const morning = 9

// Days lists the dates offered at a time, in its zone: nine in the morning of
// tomorrow, of the day in three days, and of the next Monday.
func Days(now time.Time) []Day {
	monday := (8 - int(now.Weekday())) % 7
	if monday == 0 {
		monday = 7
	}
	return []Day{{"tomorrow", at(now, 1)}, {"days3", at(now, 3)}, {"monday", at(now, monday)}}
}

func at(now time.Time, days int) time.Time {
	y, m, d := now.Date()
	return time.Date(y, m, d+days, morning, 0, 0, 0, now.Location())
}

var (
	yearFirst = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ t,à]+(.+))?$`)
	dayFirst  = regexp.MustCompile(`^(\d{1,2})[-/.](\d{1,2})(?:[-/.](\d{4}|\d{2}))?(?:[ ,à]+(.+))?$`)
	hour      = regexp.MustCompile(`^(\d{1,2})(?:[:h.](\d{2})|h)$`)
)

// ParseWhen reads a date as people type it, in the zone of now: "2026-03-04 09:00",
// "4/3/2026 14h30", "4/3", or an hour of today alone. The day stands before the
// month unless the year comes first. A date without an hour is in the morning; one
// without a year is the next such day. It is false for anything else, for days
// that no calendar has, and for what is past.
func ParseWhen(text string, now time.Time) (time.Time, bool) {
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	if h, m, ok := clock(text); ok && text != "" {
		y, mo, d := now.Date()
		when := time.Date(y, mo, d, h, m, 0, 0, now.Location())
		return when, when.After(now)
	}
	if f := yearFirst.FindStringSubmatch(text); f != nil {
		return date(now, f[1], f[2], f[3], f[4])
	}
	f := dayFirst.FindStringSubmatch(text)
	if f == nil {
		return time.Time{}, false
	}
	if f[3] != "" {
		return date(now, f[3], f[2], f[1], f[4])
	}
	if when, ok := date(now, strconv.Itoa(now.Year()), f[2], f[1], f[4]); ok {
		return when, true
	}
	return date(now, strconv.Itoa(now.Year()+1), f[2], f[1], f[4])
}

// date puts a date together; it is false for one that does not exist or is past.
func date(now time.Time, year, month, day, hours string) (time.Time, bool) {
	h, m, ok := clock(hours)
	if !ok {
		return time.Time{}, false
	}
	y, mo, d := number(year), number(month), number(day)
	if y < 100 {
		y += 2000
	}
	when := time.Date(y, time.Month(mo), d, h, m, 0, 0, now.Location())
	exists := when.Day() == d && int(when.Month()) == mo
	return when, exists && when.After(now)
}

// clock reads "09:00", "9h" or "9h30"; nothing is the morning.
func clock(text string) (h, m int, ok bool) {
	if text == "" {
		return morning, 0, true
	}
	f := hour.FindStringSubmatch(strings.ReplaceAll(text, " ", ""))
	if f == nil {
		return 0, 0, false
	}
	h, m = number(f[1]), number(f[2])
	return h, m, h < 24 && m < 60
}

// number reads digits; none are zero.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
