package cursor

import (
	"fmt"
	"time"

	"relais/internal/desk"
)

const (
	// Overlap is how far a pass looks back behind the last one.
	Overlap = 60 * time.Second

	// slack is how much more it asks for. Request Tracker subtracts in the time zone
	// of the account, and looks up its offset as if the clock on the wall showed UTC:
	// for many hours around a clock change it begins up to an hour too late.
	slack = time.Hour

	// further is how much further a pass looks back once the clock went back a little:
	// nobody knows when that was, but hardly before the last passes.
	further = 10 * time.Minute

	// longest is the most that a question can ask back.
	longest = 9_999_999 * time.Second
)

// Begin starts a pass, or goes on with the one under way, at a time of the server's
// clock. CodeCursorTooOld: no question reaches back so far, or the clock went back
// so much that changes may carry any time.
func (c *Cursor) Begin(now time.Time) error {
	if c.Pass != 0 {
		return nil
	}
	ahead := time.Unix(c.Since, 0).Sub(now)
	if ahead > Overlap || c.ago(now) > longest {
		return &desk.Error{Code: desk.CodeCursorTooOld, Op: "pull"}
	}
	if ahead >= Fresh {
		c.Since -= int64(further / time.Second)
		c.Seen = map[int]Mark{} // seconds that were told come again
	}
	c.Pass = now.Unix()
	return nil
}

// Question asks for what was changed since the last pass, as far as this one has
// not come. The only way to say a time that no time zone changes much is how long
// ago it was, in seven digits: fewer are a year.
func (c Cursor) Question(now time.Time) string {
	return fmt.Sprintf("LastUpdated >= '%07d seconds ago' AND id > %d", int(min(c.ago(now), longest)/time.Second), c.After)
}

func (c Cursor) ago(now time.Time) time.Duration {
	return max(now.Sub(time.Unix(c.Since, 0)), 0) + Overlap + slack
}

// horizon is the second from which on a change may not have been told.
func (c Cursor) horizon() int64 { return c.Since - int64(Overlap/time.Second) }

// Told tells whether the last change of a ticket was told; when a version is
// given, then only if the ticket still has it.
func (c Cursor) Told(id int, updated time.Time) (told bool, version string) {
	if updated.Unix() < c.horizon() {
		return true, ""
	}
	second, version := c.Seen[id].Split()
	if second != updated.Unix() {
		return false, ""
	}
	return true, version
}

// End ends a pass that has come to the last row.
func (c *Cursor) End() {
	c.Since, c.Pass, c.After = c.Pass, 0, 0
	for id, m := range c.Seen {
		if second, _ := m.Split(); second < c.horizon() {
			delete(c.Seen, id)
		}
	}
}
