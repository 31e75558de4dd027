// Package diag looks for the reason when Relais does not work as it should: a
// table of checks, each of which ends with findings that have a stable code, a
// severity and a sentence in the reader's language. Nothing secret and nothing
// that people wrote is in a finding.
package diag

import (
	"context"
	"regexp"
	"sync"
	"time"

	"relais/internal/desk"
)

// Severity says how much a finding matters.
type Severity string

// The severities.
const (
	Fine    Severity = "fine"    // as it should be
	Note    Severity = "note"    // worth knowing; Relais works
	Trouble Severity = "trouble" // something does not work
)

// Finding is what a check found.
type Finding struct {
	Code     string         `json:"code"` // the check and what it found, "home.read-only"
	Severity Severity       `json:"severity"`
	Args     map[string]any `json:"args,omitempty"`   // a text, a count, Bytes, a time.Duration, a desk.Missing
	Detail   string         `json:"detail,omitempty"` // the cause in technical words, secrets blotted out
}

// Bytes is a size.
type Bytes int64

// Words is what a sentence is made with; *text.Words is one.
type Words interface {
	T(key string, args ...any) string
	Size(bytes int64) string
	For(d time.Duration) string
	Missing(m desk.Missing) (what, ask string)
}

// Sentence says what was found and, where something is wrong, what to do.
func (f Finding) Sentence(w Words) string {
	args := make([]any, 0, 2*len(f.Args))
	for name, value := range f.Args {
		switch v := value.(type) {
		case Bytes:
			value = w.Size(int64(v))
		case time.Duration:
			value = w.For(v)
		case desk.Missing:
			what, ask := w.Missing(v)
			args = append(args, "Ask", ask)
			value = what
		}
		args = append(args, name, value)
	}
	return w.T("doctor."+f.Code, args...)
}

// Surroundings is what the checks look at. What is nil is not checked, but for
// Now, Room and Tray, which are then the computer's own.
type Surroundings struct {
	Home     string
	Settings func() []error              // what was wrong with the files; see config.Notices
	Outbox   func(context.Context) error // opens and checks what must not be lost
	Cache    func(context.Context) error // the same for what can be fetched again
	Work     func(context.Context) (desk.SyncStatus, []desk.Pending, error)
	Earlier  func(context.Context) (int, error)          // counts what was asked for before any sign-in, and is nobody's yet
	Keyring  func(context.Context) error                 // asks whether it answers
	Sealed   bool                                        // secrets are in a file with a passphrase
	Helpdesk func(context.Context) (desk.Welcome, error) // signs in; nil without an account
	Now      func() time.Time                            // the clock
	Room     func(path string) (Bytes, error)            // free on the disk of a folder
	Tray     func(context.Context) (bool, error)         // whether the desktop shows tray icons
}

// limit is how long one check may take, so that the whole never hangs.
const limit = 10 * time.Second

// check is one row of the table.
type check struct {
	name string
	run  func(context.Context, Surroundings) []Finding
}

// checks come in the order in which a person would look.
var checks = []check{
	{"home", home}, {"room", room}, {"settings", settings}, {"outbox", outbox}, {"cache", cache},
	{"keyring", keyring}, {"helpdesk", helpdesk}, {"work", work}, {"tray", tray},
}

// Run runs all checks side by side and returns their findings in the order of
// the table. It returns within some ten seconds: a check that does not end in
// time is found to be slow, and left behind.
func Run(ctx context.Context, s Surroundings) []Finding {
	if s.Now == nil {
		s.Now = time.Now
	}
	if s.Room == nil {
		s.Room = freeRoom
	}
	if s.Tray == nil {
		s.Tray = TrayShown
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	found := make([][]Finding, len(checks))
	var all sync.WaitGroup
	for i, c := range checks {
		all.Go(func() { found[i] = c.within(ctx, s) })
	}
	all.Wait()
	var list []Finding
	for _, f := range found {
		list = append(list, f...)
	}
	return list
}

func (c check) within(ctx context.Context, s Surroundings) []Finding {
	done := make(chan []Finding, 1)
	go func() { done <- c.run(ctx, s) }()
	select {
	case found := <-done:
		return found
	case <-ctx.Done():
		return []Finding{finding("slow", nil, "Check", c.name)}
	}
}

// Worst is the highest severity among findings.
func Worst(list []Finding) Severity {
	worst := Fine
	for _, f := range list {
		if f.Severity == Trouble || (f.Severity == Note && worst == Fine) {
			worst = f.Severity
		}
	}
	return worst
}

// finding makes a finding; its severity is that of the table. The cause may be
// nil; args are names and values in turn.
func finding(code string, cause error, args ...any) Finding {
	f := Finding{Code: code, Severity: severities[code]}
	if cause != nil {
		f.Detail = blot(cause.Error())
	}
	for i := 0; i+1 < len(args); i += 2 {
		if f.Args == nil {
			f.Args = map[string]any{}
		}
		f.Args[args[i].(string)] = args[i+1]
	}
	return f
}

// byCode makes the finding that a check has for the code of an error.
func byCode(name string, err error, args ...any) Finding {
	code := name + "." + string(desk.CodeOf(err))
	if _, known := severities[code]; !known {
		code = name + ".failed"
	}
	return finding(code, err, args...)
}

// What a cause from a library may carry that nobody else should read.
var (
	inAddress = regexp.MustCompile(`://[^/@\s]*@`)
	named     = regexp.MustCompile(`(?i)\b(password|passphrase|passwd|pwd|token|secret|api_?key|authorization)(["']?\s*[=:]\s*)` +
		`(?:(?:bearer|basic|token)\s+)?("[^"]*"|'[^']*'|[^\s,;&"']+)`)
	announced = regexp.MustCompile(`(?i)\b(bearer|basic)\s+[^\s,;"'•]+`)
)

func blot(s string) string {
	s = inAddress.ReplaceAllString(s, "://•••@")
	s = named.ReplaceAllString(s, "$1$2•••")
	return announced.ReplaceAllString(s, "$1 •••")
}
