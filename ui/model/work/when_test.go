package work_test

import (
	"testing"
	"time"

	"relais/ui/model/work"
)

// friday is a Friday morning, two hours east of Greenwich.
var friday = time.Date(2026, 11, 20, 9, 12, 0, 0, time.FixedZone("east", 7200))

func TestDatesAreReadAsPeopleTypeThem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"2026-12-04 09:00", "2026-12-04 09:00"},
		{" 2026-12-04   9h30 ", "2026-12-04 09:30"},
		{"2026-12-04T14:05", "2026-12-04 14:05"},
		{"2026/12/4", "2026-12-04 09:00"},
		{"4/12/2026 14h", "2026-12-04 14:00"},
		{"4.12.26, 14.30", "2026-12-04 14:30"},
		{"4/12 à 8h", "2026-12-04 08:00"},
		{"4-12", "2026-12-04 09:00"},
		{"4/3", "2027-03-04 09:00"},
		{"16:30", "2026-11-20 16:30"},
		{"16H", "2026-11-20 16:00"},
		{"", ""},
		{"demain", "2026-11-21 09:00"},
		{"Tomorrow at 14:30", "2026-11-21 14:30"},
		{"après-demain 8h", "2026-11-22 08:00"},
		{"aujourd’hui 18h", "2026-11-20 18:00"},
		{"lundi prochain", "2026-11-23 09:00"},
		{"next Monday 10:15", "2026-11-23 10:15"},
		{"vendredi à 14h", "2026-11-27 14:00"},
		{"samedi", "2026-11-21 09:00"},
		{"+2j", "2026-11-22 09:12"},
		{"dans 3 heures", "2026-11-20 12:12"},
		{"in 1 week", "2026-11-27 09:12"},
		{"in 3 moons", ""},
		{"hier", ""},
		{"yesterday 18:00", ""},
		{"bientôt", ""},
		{"31/2/2027", ""},
		{"4/13", ""},
		{"2026-12-04 25:00", ""},
		{"2026-12-04 9:75", ""},
		{"2026-11-19", ""},
		{"08:00", ""},
		{"2026-12-04 tôt", ""},
	} {
		got := ""
		if at, ok := work.ParseWhen(c.text, friday); ok {
			got = at.Format("2006-01-02 15:04")
			if at.Location() != friday.Location() {
				t.Errorf("%q is read in the zone %s", c.text, at.Location())
			}
		}
		if got != c.want {
			t.Errorf("%q reads %q, want %q", c.text, got, c.want)
		}
	}
}

func TestTheOfferedDaysAreMorningsAhead(t *testing.T) {
	t.Parallel()
	for now, monday := range map[time.Time]string{
		friday:                   "2026-11-23",
		friday.AddDate(0, 0, 2):  "2026-11-23",
		friday.AddDate(0, 0, 3):  "2026-11-30",
		friday.AddDate(0, 1, 11): "2027-01-04",
	} {
		for i, d := range work.Days(now) {
			want := []string{now.AddDate(0, 0, 1).Format("2006-01-02"), now.AddDate(0, 0, 3).Format("2006-01-02"), monday}[i] + " 09:00"
			if got := d.At.Format("2006-01-02 15:04"); got != want {
				t.Errorf("on %s, %s is %s, want %s", now, d.ID, got, want)
			}
		}
	}
}
