// Package shell holds what surrounds every page: where in the window the person
// is, and what the helpdesk's state means for them right now.
package shell

import (
	"time"

	"relais/internal/desk"
	"relais/ui/model"
)

// Severity says how loud a notice is.
type Severity string

// The severities.
const (
	Calm  Severity = "calm"  // amber: good to know, nothing to do
	Alert Severity = "alert" // coral: the person has to do something
)

// Notice is one line at the top of the window. Its words are kept under
// "notice.<ID>" in every language.
type Notice struct {
	ID       string
	Severity Severity
	Count    int       // how many things it is about, where it counts
	Since    time.Time // since when, where that is known
	Text     string    // words that only the program knows, such as what was saved
	Go       model.Place
}

// lacking is the notice of what the helpdesk could do more.
const lacking = "lacking"

// rules is the table of all notices, the most pressing first. A rule gives nil
// when its notice does not apply.
var rules = []func(desk.SyncStatus) *Notice{
	func(s desk.SyncStatus) *Notice { // the helpdesk refuses the password or token, or there is none any more
		return when(s.Code == desk.CodeUnauthorized, Notice{ID: "password", Severity: Alert, Since: s.Since, Go: model.Place{Name: model.PlaceSignIn}})
	},
	func(s desk.SyncStatus) *Notice { // what signs in waits for its passphrase
		return when(s.Code == desk.CodeSealed, Notice{ID: string(desk.CodeSealed), Severity: Calm, Count: s.Waiting})
	},
	func(s desk.SyncStatus) *Notice { // the helpdesk's certificate can't be trusted
		return when(s.Code == desk.CodeUntrusted, Notice{ID: "untrusted", Severity: Alert, Since: s.Since, Go: model.Place{Name: model.PlaceSettings}})
	},
	func(s desk.SyncStatus) *Notice { // what answers is no helpdesk
		return when(s.Code == desk.CodeWrongServer, Notice{ID: "wrong-server", Severity: Calm, Since: s.Since, Go: model.Place{Name: model.PlaceSettings}})
	},
	func(s desk.SyncStatus) *Notice { // the disk is full, fails or can't be written
		return when(s.Code.Storage(), Notice{ID: string(s.Code), Severity: Alert})
	},
	func(s desk.SyncStatus) *Notice { // something that was sent needs the person
		return when(s.Attention > 0, Notice{ID: "attention", Severity: Alert, Count: s.Attention, Go: model.Place{Name: model.PlaceOutbox}})
	},
	func(s desk.SyncStatus) *Notice { // after damage: what was saved
		return when(s.Kept != "", Notice{ID: "kept", Severity: Calm, Text: s.Kept})
	},
	func(s desk.SyncStatus) *Notice { // nothing to sync with yet
		return when(!s.SignedIn, Notice{ID: "signed-out", Severity: Calm, Count: s.Waiting, Go: model.Place{Name: model.PlaceSignIn}})
	},
	func(s desk.SyncStatus) *Notice { // offline, and what still works
		return when(s.SignedIn && !s.Online && !s.Since.IsZero() && reachable(s.Code), Notice{ID: "offline", Severity: Calm, Count: s.Waiting, Since: s.Since, Go: model.Place{Name: model.PlaceOutbox}})
	},
	func(s desk.SyncStatus) *Notice { // older tickets are still on their way
		return when(s.Online && s.Backfill, Notice{ID: "backfill", Severity: Calm})
	},
}

// reachable tells whether a failure means no more than "not right now".
func reachable(c desk.Code) bool {
	switch c {
	case desk.CodeUnauthorized, desk.CodeSealed, desk.CodeUntrusted, desk.CodeWrongServer:
		return false
	}
	return !c.Storage()
}

func when(yes bool, n Notice) *Notice {
	if !yes {
		return nil
	}
	return &n
}

// Notices lists what a person should know now, the most pressing first.
func Notices(s desk.SyncStatus) []Notice {
	var list []Notice
	for _, rule := range rules {
		if n := rule(s); n != nil {
			list = append(list, *n)
		}
	}
	return list
}

// NoticeIDs lists the ids of all notices, for the test that each has its words.
func NoticeIDs() []string {
	return []string{
		"password", string(desk.CodeSealed), "untrusted", "wrong-server", string(desk.CodeDiskFull), string(desk.CodeReadOnly), string(desk.CodeDiskFailing),
		"attention", "kept", "signed-out", "offline", "backfill", lacking,
	}
}
