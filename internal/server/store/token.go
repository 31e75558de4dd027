package store

import (
	"strconv"
	"time"

	"relais/internal/desk"
)

// Token is the right to act as a person for a while.
type Token struct {
	ID     int64
	Person desk.Person
}

// InsertToken keeps a token by its hash.
func (tx *Tx) InsertToken(person string, hash []byte, label string, expires time.Time) error {
	return tx.exec("INSERT INTO tokens (person_id, hash, label, created, expires) VALUES (?, ?, ?, ?, ?)",
		person, hash, label, millis(tx.Now), millis(expires))
}

// TokenByHash finds a token that still holds. CodeNotFound.
func (tx *Tx) TokenByHash(hash []byte) (Token, error) {
	var t Token
	err := tx.row("SELECT id, person_id FROM tokens WHERE hash = ? AND expires > ?", hash, millis(tx.Now)).Scan(&t.ID, &t.Person.ID)
	if err != nil {
		return t, missing(err, "token", "")
	}
	t.Person, err = tx.Person(t.Person.ID)
	return t, err
}

// DeleteToken revokes one token.
func (tx *Tx) DeleteToken(id int64) error { return tx.exec("DELETE FROM tokens WHERE id = ?", id) }

// DeleteTokens revokes all tokens of a person.
func (tx *Tx) DeleteTokens(person string) error {
	return tx.exec("DELETE FROM tokens WHERE person_id = ?", person)
}

// DropExpired forgets tokens that hold no longer.
func (tx *Tx) DropExpired() error {
	return tx.exec("DELETE FROM tokens WHERE expires <= ?", millis(tx.Now))
}

// Name tells tokens apart, without saying whose they are.
func (t Token) Name() string { return strconv.FormatInt(t.ID, 10) }
