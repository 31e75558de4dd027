package text_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relais/internal/text"
)

// paris is an hour ahead of UTC in winter, two in summer.
func paris(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// spaces shows spaces that don't break as ~, so that tests can be read.
func spaces(s string) string { return strings.ReplaceAll(s, "\u00a0", "~") }

func TestWhenIsBriefAndClear(t *testing.T) {
	t.Parallel()
	zone := paris(t)
	now := time.Date(2026, 11, 20, 9, 12, 0, 0, zone) // a Friday
	c := load(t)
	fr, en := c.In("fr").InZone(zone), c.In("en").InZone(zone)
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, zone).UTC() }
	for _, row := range []struct {
		name   string
		t      time.Time
		fr, en string
	}{
		{"no time", time.Time{}, "", ""},
		{"this morning", at(20, 9, 2), "09:02", "09:02"},
		{"the first minute of today", at(20, 0, 0), "00:00", "00:00"},
		{"tonight", at(20, 23, 59), "23:59", "23:59"},
		{"the last minute of yesterday", at(19, 23, 59), "hier 23:59", "yesterday 23:59"},
		{"tomorrow", at(21, 9, 0), "demain 09:00", "tomorrow 09:00"},
		{"this week", at(17, 14, 2), "mardi à 14:02", "Tuesday at 14:02"},
		{"next week", at(25, 8, 0), "mercredi à 08:00", "Wednesday at 08:00"},
		{"six days ago", at(14, 8, 0), "samedi à 08:00", "Saturday at 08:00"},
		{"a week ago", at(13, 8, 0), "13 nov. 2026", "13 Nov 2026"},
		{"the first of a month", at(1, 8, 0), "1er nov. 2026", "1 Nov 2026"},
		{"in a week", at(27, 8, 0), "27 nov. 2026 à 08:00", "27 Nov 2026 at 08:00"},
		{"across the change of hour", time.Date(2026, 10, 12, 23, 30, 0, 0, time.UTC), "13 oct. 2026", "13 Oct 2026"},
	} {
		if got := fr.When(row.t, now); got != row.fr {
			t.Errorf("%s: %q, want %q", row.name, got, row.fr)
		}
		if got := en.When(row.t, now); got != row.en {
			t.Errorf("%s: %q, want %q", row.name, got, row.en)
		}
	}
}

func TestTheDayBeforeAChangeOfHourIsYesterday(t *testing.T) {
	t.Parallel()
	zone := paris(t)
	fr := load(t).In("fr").InZone(zone)
	for _, now := range []time.Time{
		time.Date(2026, 3, 30, 0, 30, 0, 0, zone), time.Date(2026, 10, 26, 0, 30, 0, 0, zone), time.Date(2026, 1, 1, 0, 30, 0, 0, zone),
	} {
		if got := fr.When(now.Add(-time.Hour), now); got != "hier 23:30" {
			t.Errorf("an hour before %v is %q", now, got)
		}
	}
}

func TestFullLeavesNothingToGuess(t *testing.T) {
	t.Parallel()
	c, at := load(t), time.Date(2026, 11, 20, 8, 12, 0, 0, time.UTC)
	if got := c.In("fr").InZone(paris(t)).Full(at); got != "vendredi 20 novembre 2026 à 09:12" {
		t.Error(got)
	}
	if got := c.In("en").InZone(time.UTC).Full(at); got != "Friday 20 November 2026 at 08:12" {
		t.Error(got)
	}
	if got := c.In("fr").InZone(time.UTC).Full(time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)); got != "vendredi 1er mai 2026 à 00:00" {
		t.Error(got)
	}
}

func TestSpansOfTime(t *testing.T) {
	t.Parallel()
	c := load(t)
	const day = 24 * time.Hour
	now := time.Date(2026, 11, 20, 9, 12, 0, 0, time.UTC)
	for _, row := range []struct {
		d                      time.Duration
		frAgo, enAgo, frFor, s string
	}{
		{0, "à l’instant", "just now", "moins d’une minute", "less than a minute"},
		{59 * time.Second, "à l’instant", "just now", "moins d’une minute", "less than a minute"},
		{-59 * time.Second, "à l’instant", "just now", "moins d’une minute", "less than a minute"},
		{14 * time.Minute, "il y a 14~min", "14~min ago", "14~min", "14~min"},
		{-4 * time.Minute, "dans 4~min", "in 4~min", "−4~min", "−4~min"},
		{time.Hour, "il y a 1~h", "1~h ago", "1~h", "1~h"},
		{time.Hour + 59*time.Second, "il y a 1~h", "1~h ago", "1~h", "1~h"},
		{70 * time.Minute, "il y a 1~h", "1~h ago", "1~h~10", "1~h~10"},
		{2*time.Hour + 5*time.Minute, "il y a 2~h", "2~h ago", "2~h~05", "2~h~05"},
		{day - time.Second, "il y a 23~h", "23~h ago", "23~h~59", "23~h~59"},
		{day, "il y a 1~jour", "1~day ago", "1~j", "1~d"},
		{3 * day, "il y a 3~jours", "3~days ago", "3~j", "3~d"},
		{-2 * day, "dans 2~jours", "in 2~days", "−2~j", "−2~d"},
		{31 * day, "il y a 1~mois", "1~month ago", "31~j", "31~d"},
		{200 * day, "il y a 6~mois", "6~months ago", "200~j", "200~d"},
		{365 * day, "il y a 1~an", "1~year ago", "365~j", "365~d"},
		{800 * day, "il y a 2~ans", "2~years ago", "800~j", "800~d"},
	} {
		for _, check := range []struct{ got, want string }{
			{c.In("fr").Ago(now.Add(-row.d), now), row.frAgo}, {c.In("en").Ago(now.Add(-row.d), now), row.enAgo},
			{c.In("fr").For(row.d), row.frFor}, {c.In("en").For(row.d), row.s},
		} {
			if got := spaces(check.got); got != check.want {
				t.Errorf("%v: got %q, want %q", row.d, got, check.want)
			}
		}
	}
}

func TestSizesAreInUnitsOfAThousand(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, row := range []struct {
		bytes  int64
		fr, en string
	}{
		{-1, "0~o", "0~B"},
		{0, "0~o", "0~B"},
		{999, "999~o", "999~B"},
		{1000, "1,0~ko", "1.0~kB"},
		{9940, "9,9~ko", "9.9~kB"},
		{9960, "10~ko", "10~kB"},
		{214_300, "214~ko", "214~kB"},
		{999_499, "999~ko", "999~kB"},
		{999_500, "1,0~Mo", "1.0~MB"},
		{100 << 20, "105~Mo", "105~MB"},
		{2_000_000_000, "2,0~Go", "2.0~GB"},
		{5_000_000_000_000_000, "5000~To", "5000~TB"},
	} {
		if got := spaces(c.In("fr").Size(row.bytes)); got != row.fr {
			t.Errorf("%d bytes: %q, want %q", row.bytes, got, row.fr)
		}
		if got := spaces(c.In("en").Size(row.bytes)); got != row.en {
			t.Errorf("%d bytes: %q, want %q", row.bytes, got, row.en)
		}
	}
}

func TestTimesAndSizesOfAnyValueReadAsWords(t *testing.T) {
	t.Parallel()
	c := load(t)
	rapid.Check(t, func(t *rapid.T) {
		w := c.In(rapid.SampledFrom(text.Languages()).Draw(t, "language")).InZone(time.UTC)
		when := time.Unix(rapid.Int64Range(-1<<33, 1<<34).Draw(t, "when"), 0)
		now := time.Unix(rapid.Int64Range(0, 1<<33).Draw(t, "now"), 0)
		for _, s := range []string{
			w.When(when, now), w.Ago(when, now), w.For(when.Sub(now)), w.Full(when), w.Size(rapid.Int64().Draw(t, "bytes")),
		} {
			if s == "" || strings.Contains(s, "time.") || strings.Contains(s, "no value") || strings.Contains(s, "{{") {
				t.Fatalf("%q is not for people", s)
			}
		}
	})
}
