package store

import (
	"database/sql"
	"errors"
	"time"

	"relais/internal/desk"
)

const day = 24 * time.Hour

// Operation is what a key did.
type Operation struct {
	Key     desk.Key
	Person  string // id; "" where no name is kept
	Digest  []byte // SHA-256 of the content that came with the key
	Ticket  string // id of what it made or changed
	Article string // the same
	Answer  string // JSON, as it was answered
}

// Operation reads what a key did; false when it did nothing that still exists, or
// when that is forgotten.
func (tx *Tx) Operation(key desk.Key) (Operation, bool, error) {
	o := Operation{Key: key}
	var person, article sql.NullString
	var ticket sql.NullInt64
	err := tx.row("SELECT person_id, digest, ticket_id, article_id, answer FROM operations WHERE key = ? AND at > ?", key, tx.forgotten).
		Scan(&person, &o.Digest, &ticket, &article, &o.Answer)
	if errors.Is(err, sql.ErrNoRows) {
		return o, false, nil
	}
	o.Person, o.Article, o.Ticket = person.String, article.String, textOf(ticket)
	return o, err == nil, err
}

// InsertOperation keeps what a key did, in the transaction that does it. Of one
// without a name, only the day is kept.
func (tx *Tx) InsertOperation(o Operation) error {
	at := tx.Now
	if o.Person == "" {
		at = at.UTC().Truncate(day).Add(day)
	}
	return tx.exec("INSERT OR REPLACE INTO operations (key, person_id, digest, ticket_id, article_id, answer, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
		o.Key, null(o.Person), o.Digest, nullNumber(o.Ticket), null(o.Article), o.Answer, millis(at))
}
