package desk

import (
	"encoding/json"
	"fmt"
)

// Secret is a password or a token. It prints as dots wherever it is formatted,
// logged or marshalled; only Reveal gives it away. Two secrets are compared by
// what they reveal, never with ==.
type Secret struct {
	// A pointer, because fmt reads through unexported fields without asking the
	// methods below: there it finds an address.
	value *string
}

const dots = "•••"

// NewSecret wraps a value.
func NewSecret(value string) Secret {
	if value == "" {
		return Secret{}
	}
	return Secret{value: &value}
}

// Reveal returns the value, for the one place that sends or seals it.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// Empty tells whether there is no value.
func (s Secret) Empty() bool { return s.value == nil }

// Format writes dots, whatever the verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(dots)) }

// String returns dots.
func (s Secret) String() string { return dots }

// GoString returns dots.
func (s Secret) GoString() string { return dots }

// MarshalJSON returns dots, so that a secret in a struct by mistake stays one.
func (s Secret) MarshalJSON() ([]byte, error) { return json.Marshal(dots) }

// MarshalText returns dots.
func (s Secret) MarshalText() ([]byte, error) { return []byte(dots), nil }
