// Package cursor is a place in the changes of a Request Tracker, as a text that any
// device of the same person can go on from.
package cursor

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/internal/desk"
)

// Cursor is a place in the changes. It goes through three
// stages: rows of all tickets, newest first (Below); some of them whole (Owed);
// and then, for ever, what was changed since (Since).
type Cursor struct {
	Below int   `json:"b,omitempty"`
	Owed  []int `json:"t,omitempty"`
	Since int64 `json:"s"`           // all changes before this second of the server's clock are told
	Pass  int64 `json:"p,omitempty"` // when the pass under way began; 0 when there is none
	After int   `json:"a,omitempty"` // the id up to which this pass has come

	Seen     map[int]Mark `json:"n,omitempty"` // tickets that were told and changed lately
	Known    IDs          `json:"k,omitempty"` // all tickets that were told
	Articles map[int]Mark `json:"r,omitempty"` // all articles that were told
	Sick     IDs          `json:"x,omitempty"` // tickets that the server could not tell; they are asked for again now and then
	Checked  int64        `json:"c,omitempty"` // when what seldom changes was looked at
}

const prefix = "rt1."

// New is where a first pass begins.
func New(now time.Time) Cursor {
	return Cursor{Below: 1 << 31, Since: now.Unix(), Checked: now.Unix(), Seen: map[int]Mark{}, Articles: map[int]Mark{}}
}

// Encode writes the cursor.
func (c Cursor) Encode() (desk.Cursor, error) {
	raw, err := json.Marshal(c)
	if err != nil {
		return "", &desk.Error{Code: desk.CodeInternal, Op: "pull", Err: err}
	}
	return desk.Cursor(prefix + base64.RawURLEncoding.EncodeToString(raw)), nil
}

// Decode reads a cursor. CodeCursorTooOld: it is none of this form.
func Decode(text desk.Cursor) (Cursor, error) {
	c := Cursor{Seen: map[int]Mark{}, Articles: map[int]Mark{}}
	rest, ok := strings.CutPrefix(string(text), prefix)
	raw, err := base64.RawURLEncoding.DecodeString(rest)
	if !ok || err != nil || json.Unmarshal(raw, &c) != nil || c.Since == 0 {
		return Cursor{}, &desk.Error{Code: desk.CodeCursorTooOld, Op: "pull"}
	}
	return c, nil
}

// Fresh is how long after a change another one may have the same time on it: times
// have whole seconds, and the clock of the database may differ a little.
const Fresh = 2 * time.Second

// Mark tells what was told of something: the second of its last change, and, when
// it was told so soon that another change may have followed in that second, the
// version too.
type Mark string

// NewMark is the mark of what has this time and version, told now.
func NewMark(updated time.Time, version string, now time.Time) Mark {
	m := strconv.FormatInt(updated.Unix(), 10)
	if now.Sub(updated) < Fresh {
		m += "/" + version
	}
	return Mark(m)
}

// Split gives the second and the version of a Mark.
func (m Mark) Split() (second int64, version string) {
	text, version, _ := strings.Cut(string(m), "/")
	second, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, ""
	}
	return second, version
}

// IDs is a set of ids in rising order. It is written as ranges, because the ids
// that somebody sees usually have few gaps.
type IDs []int

// Has tells whether an id is in it.
func (s IDs) Has(id int) bool {
	_, ok := slices.BinarySearch(s, id)
	return ok
}

// Add puts an id in.
func (s *IDs) Add(id int) {
	if i, ok := slices.BinarySearch(*s, id); !ok {
		*s = slices.Insert(*s, i, id)
	}
}

// Remove takes an id out, and tells whether it was in.
func (s *IDs) Remove(id int) bool {
	i, ok := slices.BinarySearch(*s, id)
	if ok {
		*s = slices.Delete(*s, i, i+1)
	}
	return ok
}

// MarshalJSON writes "1-5,7".
func (s IDs) MarshalJSON() ([]byte, error) {
	var ranges []string
	for i := 0; i < len(s); {
		j := i
		for j+1 < len(s) && s[j+1] == s[j]+1 {
			j++
		}
		if i == j {
			ranges = append(ranges, strconv.Itoa(s[i]))
		} else {
			ranges = append(ranges, fmt.Sprintf("%d-%d", s[i], s[j]))
		}
		i = j + 1
	}
	return json.Marshal(strings.Join(ranges, ","))
}

// mostIDs bounds what a damaged cursor can ask for.
const mostIDs = 10_000_000

// UnmarshalJSON reads what MarshalJSON wrote.
func (s *IDs) UnmarshalJSON(raw []byte) error {
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return err
	}
	*s = nil
	for part := range strings.SplitSeq(text, ",") {
		from, to, isRange := strings.Cut(part, "-")
		if !isRange {
			to = from
		}
		low, high := number(from), number(to)
		if text == "" {
			return nil
		}
		if low <= 0 || high < low || high-low+len(*s) > mostIDs {
			return fmt.Errorf("not a set of ids: %q", part)
		}
		for id := low; id <= high; id++ {
			*s = append(*s, id)
		}
	}
	return nil
}

func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}
