package pick

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"relais/cmd/relaisctl/cli"
	"relais/ui/model/work"
)

var later = regexp.MustCompile(`^\+\s*(\d{1,4})\s*(m|min|h|d|j|w|s)$`)

// units are the lengths that may stand after a plus; weeks and days keep the time
// of day over a change of the clocks.
var units = map[string]func(time.Time, int) time.Time{
	"m":   func(t time.Time, n int) time.Time { return t.Add(time.Duration(n) * time.Minute) },
	"min": func(t time.Time, n int) time.Time { return t.Add(time.Duration(n) * time.Minute) },
	"h":   func(t time.Time, n int) time.Time { return t.Add(time.Duration(n) * time.Hour) },
	"d":   func(t time.Time, n int) time.Time { return t.AddDate(0, 0, n) },
	"j":   func(t time.Time, n int) time.Time { return t.AddDate(0, 0, n) },
	"w":   func(t time.Time, n int) time.Time { return t.AddDate(0, 0, 7*n) },
	"s":   func(t time.Time, n int) time.Time { return t.AddDate(0, 0, 7*n) },
}

// days are the words for a day.
var days = map[string]int{"today": 0, "tomorrow": 1, "aujourd’hui": 0, "aujourd'hui": 0, "demain": 1}

// When reads a time to come, in the zone of now: RFC 3339, "2026-03-05 09:00",
// "5/3", "14:30", "tomorrow 9:00", "demain 9h", "+2d", "+3h".
func When(given string, now time.Time) (time.Time, error) {
	text := strings.ToLower(strings.TrimSpace(given))
	t, ok := read(text, strings.TrimSpace(given), now)
	switch {
	case !ok:
		return t, cli.Usage("ctl.usage.when", "Given", given)
	case !t.After(now):
		return t, cli.Usage("ctl.usage.past", "Given", given)
	}
	return t, nil
}

func read(text, given string, now time.Time) (time.Time, bool) {
	if t, err := time.Parse(time.RFC3339, given); err == nil {
		return t, true
	}
	if f := later.FindStringSubmatch(text); f != nil {
		n, _ := strconv.Atoi(f[1]) // digits
		return units[f[2]](now, n), true
	}
	word, hours, _ := strings.Cut(text, " ")
	if n, ok := days[word]; ok {
		return work.ParseWhen(now.AddDate(0, 0, n).Format(time.DateOnly)+" "+strings.TrimSpace(hours), now)
	}
	return work.ParseWhen(text, now)
}
