// Package mapping translates between the words of one Request Tracker and those of
// Relais: statuses, levels, priorities, custom fields, and texts in HTML.
package mapping

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/client/rt/wire"
	"relais/internal/desk"
)

// Settings say how the words of one Request Tracker are to be understood. The
// zero value finds out by itself as much as it can.
type Settings struct {
	Statuses map[string]map[string]desk.Status `json:"statuses,omitempty"` // lifecycle → its status → what it means
	Levels   map[string]int                    `json:"levels,omitempty"`   // name of a queue → 1 to 4
	Queue    string                            `json:"queue,omitempty"`    // name of the queue for new tickets; "": the lowest level

	Reference string `json:"reference,omitempty"` // custom field of tickets that holds their Key; "": ClientRef
	Message   string `json:"message,omitempty"`   // custom field of transactions that holds their Key; "": MsgRef
	Impact    string `json:"impact,omitempty"`    // custom field of tickets; "": Impact
	Urgency   string `json:"urgency,omitempty"`   // custom field of tickets; "": Urgence or Urgency

	ImpactScale  map[string]desk.Level `json:"impactScale,omitempty"`  // value of the field → level; nil: the first value is the highest
	UrgencyScale map[string]desk.Level `json:"urgencyScale,omitempty"` // the same
	Priorities   []int                 `json:"priorities,omitempty"`   // the numbers of priorities 1 to 6, rising; nil: 10 20 30 40 60 90

	Class    string    `json:"class,omitempty"`    // name of the class of articles; "": the first one
	Content  string    `json:"content,omitempty"`  // custom field with the body of an article; "": Content
	Keywords string    `json:"keywords,omitempty"` // custom field with its keywords; "": MotsCles or Keywords
	Role     desk.Role `json:"role,omitempty"`     // of this account; "": as its rights show

	Every  time.Duration `json:"-"` // how often what seldom changes is looked at; 0: 10 minutes
	Detail int           `json:"-"` // tickets that a first pull tells whole; 0: 25
}

// Parse reads settings as an account keeps them; "" is the zero value.
// CodeInvalid.
func Parse(text string) (Settings, error) {
	var s Settings
	if strings.TrimSpace(text) == "" {
		return s, nil
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return Settings{}, desk.Errorf(desk.CodeInvalid, "read settings", "not the settings of a Request Tracker: %w", err)
	}
	return s, s.Check()
}

// Check finds values that can't be. CodeInvalid.
func (s Settings) Check() error {
	wrong := func(format string, args ...any) error {
		return &desk.Error{Code: desk.CodeInvalid, Op: "read settings", Err: fmt.Errorf(format, args...)}
	}
	for lifecycle, statuses := range s.Statuses {
		for status, meaning := range statuses {
			if !meaning.Valid() {
				return wrong("%s/%s: unknown status %q", lifecycle, status, meaning)
			}
		}
	}
	for queue, level := range s.Levels {
		if level < 1 || level > 4 {
			return wrong("level %d of %s: want 1 to 4", level, queue)
		}
	}
	for _, scale := range []map[string]desk.Level{s.ImpactScale, s.UrgencyScale} {
		for value, level := range scale {
			if !level.Valid() {
				return wrong("level %d of %s: want 1 to 5", level, value)
			}
		}
	}
	if s.Priorities != nil && (len(s.Priorities) != 6 || !slices.IsSorted(s.Priorities)) {
		return wrong("priorities: want six rising numbers")
	}
	if s.Role != "" && !s.Role.Valid() {
		return &desk.Error{Code: desk.CodeInvalid, Op: "read settings", Err: errors.New("unknown role")}
	}
	return nil
}

// WithDefaults fills in what is not set and can't be found out.
func (s Settings) WithDefaults() Settings {
	defaultTo(&s.Every, 10*time.Minute)
	defaultTo(&s.Detail, 25)
	if s.Priorities == nil {
		s.Priorities = []int{10, 20, 30, 40, 60, 90}
	}
	return s
}

func defaultTo[T comparable](v *T, d T) {
	var zero T
	if *v == zero {
		*v = d
	}
}

var levelled = regexp.MustCompile(`(?i)\b(?:niveau|level|tier|support|n|l)[\s_-]*([1-4])\b`)

// Level is that of a queue; 0 when its name does not tell.
func (s Settings) Level(queue string) int {
	if level, ok := s.Levels[queue]; ok {
		return level
	}
	if found := levelled.FindStringSubmatch(queue); found != nil {
		level, err := strconv.Atoi(found[1])
		if err == nil {
			return level
		}
	}
	return 0
}

// Named picks the custom field that a setting names, or else the first of the
// usual names that is there; "" when none is.
func Named(there []wire.Field, setting string, usual ...string) string {
	if setting != "" {
		usual = []string{setting}
	}
	for _, name := range usual {
		i := slices.IndexFunc(there, func(f wire.Field) bool { return strings.EqualFold(f.Name, name) })
		if i >= 0 {
			return there[i].Name
		}
	}
	return ""
}
