package desk

import "errors"

// Key identifies one operation from the moment a person acts until for ever: a
// UUID of version 7 (RFC 9562, section 5.7) as lower-case text, made on the
// device. A helpdesk that sees a Key twice has met the same action twice.
type Key string

// ErrKey is the reason why a text is no Key.
var ErrKey = errors.New("not a key: want a version 7 UUID in lower case")

// ParseKey checks that s is a Key.
func ParseKey(s string) (Key, error) {
	if !Key(s).Valid() {
		return "", ErrKey
	}
	return Key(s), nil
}

// Valid tells whether k has the form of a version 7 UUID in lower case.
func (k Key) Valid() bool {
	if len(k) != 36 {
		return false
	}
	for i := range len(k) {
		switch c := k[i]; i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
				return false
			}
		}
	}
	return k[14] == '7' && k[19] >= '8' && k[19] <= 'b'
}

// Short is the end of the key, the part that tells keys of one hour apart; for
// people to read aloud while a ticket has no number yet.
func (k Key) Short() string {
	if len(k) < 6 {
		return string(k)
	}
	return string(k[len(k)-6:])
}
