package feed

import (
	"encoding/base64"
	"encoding/json"

	"relais/internal/desk"
)

// cursor is what a client's opaque cursor says: which changes it knows.
type cursor struct {
	Epoch  string `json:"e"`
	Person string `json:"p"`
	Seq    int64  `json:"s"`           // all changes up to here are known, but for the backfill
	Back   *back  `json:"b,omitempty"` // nil once the backfill is done
	// From is where the present run of pages began, 0 when none is under way. A
	// ticket that changed again moves to a later page, and brings there what was
	// said since From, not only since the page before.
	From int64 `json:"f,omitempty"`
}

// from is the place since when words are new to the client.
func (c cursor) from() int64 {
	if c.From > 0 {
		return c.From
	}
	return c.Seq
}

// back is how far a backfill came, in three lists that go on side by side.
type back struct {
	Ticket  string `json:"t"` // the last number that was sent; those below are to come
	Article string `json:"a"`
	Person  string `json:"p"`
	Done    done   `json:"d"`
}

// done marks the lists of a backfill that came to their end.
type done struct {
	Tickets  bool `json:"t,omitempty"`
	Articles bool `json:"a,omitempty"`
	People   bool `json:"p,omitempty"`
}

func (d done) all() bool { return d.Tickets && d.Articles && d.People }

func (c cursor) text() (desk.Cursor, error) {
	plain, err := json.Marshal(c)
	return desk.Cursor(base64.RawURLEncoding.EncodeToString(plain)), err
}

// parse reads a cursor; false for what this server never gave.
func parse(text desk.Cursor) (c cursor, ok bool) {
	plain, err := base64.RawURLEncoding.DecodeString(string(text))
	if err != nil {
		return c, false
	}
	return c, json.Unmarshal(plain, &c) == nil && c.Seq >= 0
}
