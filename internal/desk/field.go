package desk

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// Field names one thing about a ticket that can be changed. Every field has a
// text form (Get, Set), so that changes, merges and histories are one idea for
// all of them.
type Field string

// The fields that can change.
const (
	FieldTitle        Field = "title"
	FieldKind         Field = "kind"
	FieldCategory     Field = "category"
	FieldStatus       Field = "status"
	FieldOutcome      Field = "outcome"
	FieldPendingFor   Field = "pendingFor"
	FieldPendingUntil Field = "pendingUntil" // RFC 3339, UTC; "" for not set
	FieldPlannedAt    Field = "plannedAt"    // the same
	FieldDue          Field = "due"          // the same
	FieldImpact       Field = "impact"       // a number from 1 to 5
	FieldUrgency      Field = "urgency"      // the same
	FieldPriority     Field = "priority"     // a number from 1 to 6
	FieldQueue        Field = "queue"        // id
	FieldAssignee     Field = "assignee"     // id of a person, "" for nobody
	FieldMergedInto   Field = "mergedInto"   // id of a ticket
	FieldParent       Field = "parent"       // id of a ticket
)

// fieldAccess says how a field is read and written in its text form.
type fieldAccess struct {
	get func(*Ticket) string
	set func(*Ticket, string) error
}

var fields = map[Field]fieldAccess{
	FieldTitle:        textField(func(t *Ticket) *string { return &t.Title }),
	FieldKind:         textField(func(t *Ticket) *Kind { return &t.Kind }),
	FieldCategory:     textField(func(t *Ticket) *string { return &t.Category }),
	FieldStatus:       textField(func(t *Ticket) *Status { return &t.Status }),
	FieldOutcome:      textField(func(t *Ticket) *Outcome { return &t.Outcome }),
	FieldPendingFor:   textField(func(t *Ticket) *PendingFor { return &t.PendingFor }),
	FieldPendingUntil: timeField(func(t *Ticket) *time.Time { return &t.PendingUntil }),
	FieldPlannedAt:    timeField(func(t *Ticket) *time.Time { return &t.PlannedAt }),
	FieldDue:          timeField(func(t *Ticket) *time.Time { return &t.Due }),
	FieldImpact:       numberField(func(t *Ticket) *Level { return &t.Impact }),
	FieldUrgency:      numberField(func(t *Ticket) *Level { return &t.Urgency }),
	FieldPriority:     numberField(func(t *Ticket) *Priority { return &t.Priority }),
	FieldQueue:        textField(func(t *Ticket) *string { return &t.Queue }),
	FieldAssignee: {
		get: func(t *Ticket) string { return t.Assignee.ID },
		set: func(t *Ticket, v string) error {
			if t.Assignee.ID != v {
				t.Assignee = PersonRef{ID: v}
			}
			return nil
		},
	},
	FieldMergedInto: textField(func(t *Ticket) *string { return &t.MergedInto }),
	FieldParent:     textField(func(t *Ticket) *string { return &t.Parent }),
}

func textField[T ~string](at func(*Ticket) *T) fieldAccess {
	return fieldAccess{
		get: func(t *Ticket) string { return string(*at(t)) },
		set: func(t *Ticket, v string) error { *at(t) = T(v); return nil },
	}
}

func numberField[T interface {
	~int
	Valid() bool
}](at func(*Ticket) *T) fieldAccess {
	return fieldAccess{
		get: func(t *Ticket) string {
			if *at(t) == 0 {
				return ""
			}
			return strconv.Itoa(int(*at(t)))
		},
		set: func(t *Ticket, v string) error {
			if v == "" {
				*at(t) = 0
				return nil
			}
			n, err := strconv.Atoi(v)
			if err != nil || strconv.Itoa(n) != v || !T(n).Valid() {
				return fmt.Errorf("not a number of the scale: %q", v)
			}
			*at(t) = T(n)
			return nil
		},
	}
}

func timeField(at func(*Ticket) *time.Time) fieldAccess {
	return fieldAccess{
		get: func(t *Ticket) string { return FormatTime(*at(t)) },
		set: func(t *Ticket, v string) error {
			when, err := ParseTime(v)
			if err != nil {
				return err
			}
			*at(t) = when
			return nil
		},
	}
}

// FormatTime writes a time as fields do: RFC 3339 in UTC, "" when not set.
func FormatTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// ParseTime reads what FormatTime wrote.
func ParseTime(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}, fmt.Errorf("not a time: %q", s)
	}
	return t.UTC(), nil
}

// Valid tells whether f is a field.
func (f Field) Valid() bool { _, ok := fields[f]; return ok }

// Get reads a field in its text form; "" for a field that is not set or not known.
func (t Ticket) Get(f Field) string {
	if a, ok := fields[f]; ok {
		return a.get(&t)
	}
	return ""
}

// Set writes a field from its text form. The name of a new assignee is not
// known here and stays empty. It fails for an unknown field and for a text that
// is no value of the field, and then changes nothing.
func (t *Ticket) Set(f Field, v string) error {
	a, ok := fields[f]
	if !ok {
		return &Error{Code: CodeInvalid, Op: "set", Field: f, Err: fmt.Errorf("unknown field")}
	}
	if err := a.set(t, v); err != nil {
		return &Error{Code: CodeInvalid, Op: "set", Field: f, Err: err}
	}
	return nil
}

// Patch holds new values of some fields in their text form.
type Patch map[Field]string

// Fields lists the fields of a patch in a fixed order.
func (p Patch) Fields() []Field {
	list := make([]Field, 0, len(p))
	for f := range p {
		list = append(list, f)
	}
	slices.Sort(list)
	return list
}

// Apply sets all fields of the patch, or, when one of them is refused, none.
func (p Patch) Apply(t *Ticket) error {
	next := *t
	for _, f := range p.Fields() {
		if err := next.Set(f, p[f]); err != nil {
			return err
		}
	}
	*t = next
	return nil
}

// Base remembers the values that a ticket has now in the fields of the patch.
func (p Patch) Base(t Ticket) Patch {
	base := make(Patch, len(p))
	for f := range p {
		base[f] = t.Get(f)
	}
	return base
}

// canonical is the one text form of a value that may have others, such as an
// instant in another zone. What the field would refuse stays as it is.
func canonical(f Field, v string) string {
	var t Ticket
	if t.Set(f, v) != nil {
		return v
	}
	return t.Get(f)
}

// Conflict is a field that was changed on both sides since the base was read.
type Conflict struct {
	Field  Field  `json:"field"`
	Base   string `json:"base"`
	Mine   string `json:"mine"`
	Theirs string `json:"theirs"`

	// What the history says of the other side's value, where there is one.
	Since time.Time `json:"since,omitzero"`
	By    string    `json:"by,omitempty"` // the name of who set it
}

// Merge compares a patch made on base with what the helpdesk holds now. What it
// returns first can be sent as it is: the fields that only this side changed.
// Fields that both sides changed alike are left out. Fields that the two sides
// changed differently are the conflicts, in a fixed order.
func (p Patch) Merge(base Patch, now Ticket) (Patch, []Conflict) {
	send := make(Patch, len(p))
	var conflicts []Conflict
	for _, f := range p.Fields() {
		switch theirs := now.Get(f); {
		case theirs == canonical(f, p[f]):
		case theirs == canonical(f, base[f]):
			send[f] = p[f]
		default:
			conflicts = append(conflicts, Conflict{Field: f, Base: base[f], Mine: p[f], Theirs: theirs})
		}
	}
	return send, conflicts
}
