// Package auth tells who somebody is: passwords, tokens, and how often they may
// ask.
package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"

	"relais/internal/desk"
)

// What a password costs to try: OWASP's second choice for argon2id, 19 MiB and two
// passes, about 20 ms.
const (
	argonTime   = 2
	argonMemory = 19 * 1024 // KiB
	argonLanes  = 1
	saltSize    = 16
	hashSize    = 32
)

// MinPassword and MaxPassword are the lengths of a new password in bytes.
const (
	MinPassword = 8
	MaxPassword = 1024
)

// ErrPassword is the reason why a new password is refused.
var ErrPassword = errors.New("a password has at least 8 letters, digits or signs, and at most 1,024")

// HashPassword seals a new password for the store. ErrPassword.
func HashPassword(password desk.Secret) (string, error) {
	if n := len(password.Reveal()); n < MinPassword || n > MaxPassword {
		return "", ErrPassword
	}
	return seal(password), nil
}

func seal(password desk.Secret) string {
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt) // never fails, see crypto/rand
	hash := argon2.IDKey([]byte(password.Reveal()), salt, argonTime, argonMemory, argonLanes, hashSize)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonLanes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(hash))
}

// verify tells whether a password is the sealed one. It takes as long for an empty
// or damaged seal.
func verify(sealed string, password desk.Secret) bool {
	p := params{time: argonTime, memory: argonMemory, lanes: argonLanes}
	salt, want := make([]byte, saltSize), make([]byte, hashSize)
	ok := p.parse(sealed, &salt, &want)
	got := argon2.IDKey([]byte(password.Reveal()), salt, p.time, p.memory, p.lanes, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1 && ok
}

type params struct {
	time, memory uint32
	lanes        uint8
}

func (p *params) parse(sealed string, salt, hash *[]byte) bool {
	parts := strings.Split(sealed, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return false
	}
	var read params
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &read.memory, &read.time, &read.lanes); err != nil {
		return false
	}
	s, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false
	}
	h, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil || len(h) != hashSize {
		return false
	}
	*p, *salt, *hash = read, s, h
	return true
}

// doors lets few passwords be tried at a time: each takes memory.
type doors chan struct{}

func (d doors) verify(ctx context.Context, sealed string, password desk.Secret) (bool, error) {
	select {
	case d <- struct{}{}:
		defer func() { <-d }()
		return verify(sealed, password), nil
	case <-ctx.Done():
		return false, ctx.Err()
	}
}
