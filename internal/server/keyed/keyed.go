// Package keyed does a write once, however often it is asked for with the same key.
package keyed

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"relais/internal/desk"
	"relais/internal/server/store"
)

// Action is one write that carries a key.
type Action struct {
	Key     desk.Key
	Who     desk.Person
	Unnamed bool   // keep nothing that tells who it was
	What    string // sort and subject, part of the content
	Content any
}

// Made says what a write made, for as long as which its key is kept.
type Made struct{ Ticket, Article string }

// Once does a write, or, when its key came before with the same content, answers
// what it answered then. CodeInvalid for what is no key, CodeKeyReused.
func Once[T any](ctx context.Context, s *store.Store, a Action, do func(*store.Tx) (T, Made, error)) (answer T, replayed bool, err error) {
	if !a.Key.Valid() {
		return answer, false, desk.Errorf(desk.CodeInvalid, "check key", "%w", desk.ErrKey)
	}
	digest, err := a.digest()
	if err != nil {
		return answer, false, err
	}
	err = s.Write(ctx, func(tx *store.Tx) error {
		before, found, err := tx.Operation(a.name())
		if err != nil {
			return err
		}
		if found {
			replayed = true
			return replay(before, a, digest, &answer)
		}
		var of Made
		if answer, of, err = do(tx); err != nil {
			return err
		}
		return keep(tx, a, digest, of, answer)
	})
	return answer, replayed && err == nil, err
}

// digest is that of the content; with the key, which only the sender has, where
// nobody shall be able to try out what may have been said.
func (a Action) digest() ([]byte, error) {
	content := []any{a.What, a.Content}
	if a.Unnamed {
		content = append(content, a.Key)
	}
	text, err := json.Marshal(content)
	sum := sha256.Sum256(text)
	return sum[:], err
}

// name is the key as it is kept. A key tells the millisecond, and so whose named
// ones were made with it: without a name only its hash is.
func (a Action) name() desk.Key {
	if !a.Unnamed {
		return a.Key
	}
	sum := sha256.Sum256([]byte(a.Key))
	return desk.Key(hex.EncodeToString(sum[:]))
}

// owner is who the key belongs to in the store.
func (a Action) owner() string {
	if a.Unnamed {
		return ""
	}
	return a.Who.ID
}

func replay(before store.Operation, a Action, digest []byte, answer any) error {
	if before.Person != a.owner() || !bytes.Equal(before.Digest, digest) {
		return &desk.Error{Code: desk.CodeKeyReused, Op: "check key", Subject: string(a.Key)}
	}
	return json.Unmarshal([]byte(before.Answer), answer)
}

func keep(tx *store.Tx, a Action, digest []byte, of Made, answer any) error {
	text, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	return tx.InsertOperation(store.Operation{
		Key: a.name(), Person: a.owner(), Digest: digest, Ticket: of.Ticket, Article: of.Article, Answer: string(text),
	})
}
