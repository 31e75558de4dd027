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

func at(now time.Time, days int) time.Time { return day(now, days, morning, 0) }

var (
	yearFirst = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ t,à]+(.+))?$`)
	dayFirst  = regexp.MustCompile(`^(\d{1,2})[-/.](\d{1,2})(?:[-/.](\d{4}|\d{2}))?(?:[ ,à]+(.+))?$`)
	hour      = regexp.MustCompile(`^(\d{1,2})(?:[:h.](\d{2})|h)$`)
	later     = regexp.MustCompile(`^(?:\+|dans|in) ?(\d{1,4}) ?(\pL+)$`)
	named     = regexp.MustCompile(`^(?:next )?(\pL+(?:['’-]\pL+)?)(?: prochaine?)?(?:[ ,]+(?:(?:à|at) ?)?(\d.*))?$`)
)

// near are the words for days around today.
var near = map[string]int{
	"today": 0, "tomorrow": 1, "yesterday": -1, "aujourd’hui": 0, "aujourd'hui": 0, "demain": 1, "après-demain": 2, "hier": -1,
}

// weekdays are the names of days; one is the next such day, today never.
var weekdays = map[string]time.Weekday{
	"monday": time.Monday, "tuesday": time.Tuesday, "wednesday": time.Wednesday, "thursday": time.Thursday, "friday": time.Friday,
	"saturday": time.Saturday, "sunday": time.Sunday,
	"lundi": time.Monday, "mardi": time.Tuesday, "mercredi": time.Wednesday, "jeudi": time.Thursday, "vendredi": time.Friday,
	"samedi": time.Saturday, "dimanche": time.Sunday,
}

// ParseWhen reads a time to come, as ReadWhen does; it is false for what is past.
func ParseWhen(text string, now time.Time) (time.Time, bool) {
	when, ok := ReadWhen(text, now)
	return when, ok && when.After(now)
}

// ReadWhen reads a date as people type it, in the zone of now: "2026-03-04 09:00",
// "4/3/2026 14h30", "4/3", "tomorrow 9:00", "lundi prochain", "+2d", or an hour of
// today alone. The day stands before the month unless the year comes first. A date
// without an hour is in the morning; one without a year is the next such day. It is
// false for anything else, and for days that no calendar has; what is past is read.
func ReadWhen(text string, now time.Time) (time.Time, bool) {
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	if h, m, ok := clock(text); ok && text != "" {
		return day(now, 0, h, m), true
	}
	if f := yearFirst.FindStringSubmatch(text); f != nil {
		return date(now, f[1], f[2], f[3], f[4])
	}
	if f := dayFirst.FindStringSubmatch(text); f != nil {
		if f[3] != "" {
			return date(now, f[3], f[2], f[1], f[4])
		}
		if when, ok := date(now, strconv.Itoa(now.Year()), f[2], f[1], f[4]); ok && when.After(now) {
			return when, true
		}
		return date(now, strconv.Itoa(now.Year()+1), f[2], f[1], f[4])
	}
	if f := later.FindStringSubmatch(text); f != nil {
		return after(now, number(f[1]), f[2])
	}
	return word(text, now)
}

// day is a time of a day, so many after today.
func day(now time.Time, days, h, m int) time.Time {
	y, mo, d := now.Date()
	return time.Date(y, mo, d+days, h, m, 0, 0, now.Location())
}

// after counts from now. Days and weeks keep the time of day over a change of the
// clocks.
func after(now time.Time, n int, unit string) (time.Time, bool) {
	switch unit {
	case "m", "min", "minute", "minutes":
		return now.Add(time.Duration(n) * time.Minute), true
	case "h", "hour", "hours", "heure", "heures":
		return now.Add(time.Duration(n) * time.Hour), true
	case "d", "j", "day", "days", "jour", "jours":
		return now.AddDate(0, 0, n), true
	case "w", "s", "week", "weeks", "semaine", "semaines":
		return now.AddDate(0, 0, 7*n), true
	}
	return time.Time{}, false
}

// word reads the name of a day, with an hour or without.
func word(text string, now time.Time) (time.Time, bool) {
	days, known := near[text]
	hours := ""
	if f := named.FindStringSubmatch(text); !known && f != nil {
		hours = f[2]
		if days, known = near[f[1]]; !known {
			var w time.Weekday
			w, known = weekdays[f[1]]
			days = (int(w)-int(now.Weekday())+6)%7 + 1
		}
	}
	h, m, ok := clock(hours)
	if !known || !ok {
		return time.Time{}, false
	}
	return day(now, days, h, m), true
}

// date puts a date together; it is false for one that does not exist.
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
	return when, when.Day() == d && int(when.Month()) == mo
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
