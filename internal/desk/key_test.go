package desk_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"relais/internal/desk"
)

func TestEveryVersion7UUIDIsAKey(t *testing.T) {
	t.Parallel()
	for range 1000 {
		id := uuid.Must(uuid.NewV7()).String()
		if key, err := desk.ParseKey(id); err != nil || string(key) != id {
			t.Fatalf("ParseKey(%q) = %q, %v", id, key, err)
		}
	}
}

func TestAKeyIsWhatTheUUIDLibraryCallsVersion7InLowerCase(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[0-9a-fA-F]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`).Draw(t, "text")
		id, err := uuid.Parse(s)
		want := err == nil && id.Version() == 7 && id.Variant() == uuid.RFC4122 && s == strings.ToLower(s)
		if got := desk.Key(s).Valid(); got != want {
			t.Fatalf("Key(%q).Valid() = %v, want %v", s, got, want)
		}
	})
}

func TestWhatIsNoKeyIsRefused(t *testing.T) {
	t.Parallel()
	const good = "0197a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b"
	if !desk.Key(good).Valid() {
		t.Fatal("the good key is refused")
	}
	for name, s := range map[string]string{
		"empty":           "",
		"upper case":      strings.ToUpper(good),
		"version 4":       strings.Replace(good, "-7e5f-", "-4e5f-", 1),
		"another variant": strings.Replace(good, "-8a6b-", "-ca6b-", 1),
		"without hyphens": strings.ReplaceAll(good, "-", ""),
		"in braces":       "{" + good + "}",
		"with a prefix":   "urn:uuid:" + good,
		"with a space":    good + " ",
		"a letter of hex": strings.Replace(good, "0197", "g197", 1),
		"a hyphen moved":  "0197a1b-2c3d4-7e5f-8a6b-7c8d9e0f1a2b",
	} {
		if _, err := desk.ParseKey(s); !errors.Is(err, desk.ErrKey) {
			t.Errorf("%s: ParseKey(%q) gives %v, want ErrKey", name, s, err)
		}
	}
}

func TestTheShortKeyIsItsEnd(t *testing.T) {
	t.Parallel()
	for key, want := range map[desk.Key]string{
		"0197a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b": "0f1a2b",
		"abc":                                  "abc",
		"":                                     "",
	} {
		if got := key.Short(); got != want {
			t.Errorf("Key(%q).Short() = %q, want %q", key, got, want)
		}
	}
}
