// Package keyed does a write once, however often it is asked for with the same key.
package keyed

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"

	"relais/internal/desk"
	"relais/internal/server/store"
)

// Action is one write that carries a key.
type Action struct {
	Key     desk.Key
	Who     desk.Person
	Unnamed bool   // do not keep who it was
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
		before, found, err := tx.Operation(a.Key)
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

func (a Action) digest() ([]byte, error) {
	content, err := json.Marshal([]any{a.What, a.Content})
	sum := sha256.Sum256(content)
	return sum[:], err
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
		Key: a.Key, Person: a.owner(), Digest: digest, Ticket: of.Ticket, Article: of.Article, Answer: string(text),
	})
}
