package pick

import (
	"strings"
	"time"

	"relais/cmd/relaisctl/cli"
	"relais/ui/model/work"
)

// When reads a time to come: RFC 3339, or as people type it in the window.
func When(given string, now time.Time) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, strings.TrimSpace(given))
	ok := err == nil
	if !ok {
		t, ok = work.ReadWhen(given, now)
	}
	switch {
	case !ok:
		return t, cli.Usage("ctl.usage.when", "Given", given)
	case !t.After(now):
		return t, cli.Usage("ctl.usage.past", "Given", given)
	}
	return t, nil
}
