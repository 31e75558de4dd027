package helpdesk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"

	"relais/internal/desk"
	"relais/internal/server/store"
)

// action is one write that carries a key.
type action struct {
	key     desk.Key
	who     desk.Person
	unnamed bool   // do not keep who it was
	what    string // sort and subject, part of the content
	content any
}

// made says what a write made, for as long as which its key is kept.
type made struct{ ticket, article string }

// once does a write, or, when its key came before with the same content, answers
// what it answered then. CodeInvalid for what is no key, CodeKeyReused.
func once[T any](ctx context.Context, d *Desk, a action, do func(*store.Tx) (T, made, error)) (answer T, replayed bool, err error) {
	if !a.key.Valid() {
		return answer, false, desk.Errorf(desk.CodeInvalid, "check key", "%w", desk.ErrKey)
	}
	digest, err := a.digest()
	if err != nil {
		return answer, false, err
	}
	err = d.store.Write(ctx, func(tx *store.Tx) error {
		before, found, err := tx.Operation(a.key)
		if err != nil {
			return err
		}
		if found {
			replayed = true
			return replay(before, a, digest, &answer)
		}
		var of made
		if answer, of, err = do(tx); err != nil {
			return err
		}
		return keep(tx, a, digest, of, answer)
	})
	return answer, replayed && err == nil, err
}

func (a action) digest() ([]byte, error) {
	content, err := json.Marshal([]any{a.what, a.content})
	sum := sha256.Sum256(content)
	return sum[:], err
}

// owner is who the key belongs to in the store.
func (a action) owner() string {
	if a.unnamed {
		return ""
	}
	return a.who.ID
}

func replay(before store.Operation, a action, digest []byte, answer any) error {
	if before.Person != a.owner() || !bytes.Equal(before.Digest, digest) {
		return &desk.Error{Code: desk.CodeKeyReused, Op: "check key", Subject: string(a.key)}
	}
	return json.Unmarshal([]byte(before.Answer), answer)
}

func keep(tx *store.Tx, a action, digest []byte, of made, answer any) error {
	text, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	return tx.InsertOperation(store.Operation{
		Key: a.key, Person: a.owner(), Digest: digest, Ticket: of.ticket, Article: of.article, Answer: string(text),
	})
}

// Find answers what a write of this person with this key left behind on a ticket.
// CodeNotFound.
func (d *Desk) Find(ctx context.Context, who desk.Person, key desk.Key) (w desk.Written, err error) {
	err = d.store.Read(ctx, func(tx *store.Tx) error {
		o, found, err := tx.Operation(key)
		if err != nil {
			return err
		}
		if !found || o.Person != who.ID || o.Ticket == "" {
			return &desk.Error{Code: desk.CodeNotFound, Op: "find operation", Subject: string(key)}
		}
		return json.Unmarshal([]byte(o.Answer), &w)
	})
	return w, err
}
