package desk_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"relais/internal/desk"
)

const password = "correct horse battery staple"

type shown struct{ Password desk.Secret }

type hidden struct{ password desk.Secret }

func TestASecretPrintsAsDotsWhateverTheVerb(t *testing.T) {
	t.Parallel()
	s := desk.NewSecret(password)
	holders := map[string]any{
		"the secret":          s,
		"a pointer":           &s,
		"an exported field":   shown{s},
		"an unexported field": hidden{s},
		"a pointer to both":   &struct{ hidden }{hidden{s}},
		"a slice":             []desk.Secret{s},
		"a map":               map[string]desk.Secret{"password": s},
		"an interface":        []any{s},
		"an error":            errors.Join(fmt.Errorf("sign in with %v", s)),
	}
	for name, holder := range holders {
		for _, flags := range []string{"", "+", "#", " ", "-20", ".3"} {
			for _, verb := range "vTtbcdoOqxXUeEfFgGspz" {
				format := "%" + flags + string(verb)
				refuse(t, name+" with "+format, fmt.Sprintf(format, holder))
			}
		}
		refuse(t, name+" printed", fmt.Sprint(holder)+fmt.Sprintln(holder))
	}
	if got := fmt.Sprintf("%d", s); got != "•••" {
		t.Errorf("%%d gives %q, want dots", got)
	}
}

func TestASecretIsNeverMarshalledOrLogged(t *testing.T) {
	t.Parallel()
	s := desk.NewSecret(password)
	for _, holder := range []any{s, &s, shown{s}, hidden{s}, map[string]any{"password": s}} {
		raw, err := json.Marshal(holder)
		if err != nil {
			t.Fatal(err)
		}
		refuse(t, "JSON", string(raw))
		for _, handler := range []func(*bytes.Buffer) slog.Handler{
			func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
			func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
		} {
			var log bytes.Buffer
			slog.New(handler(&log)).Info("signed in", "holder", holder, slog.Group("g", "holder", holder))
			refuse(t, "a log", log.String())
		}
	}
}

// refuse fails when a text gives the password away, in letters or in digits.
func refuse(t *testing.T, where, text string) {
	t.Helper()
	for _, leak := range []string{
		password, password[:8], fmt.Sprintf("%x", password), fmt.Sprintf("%X", password), fmt.Sprintf("% x", password),
		fmt.Sprint([]byte(password)[:4]),
	} {
		if strings.Contains(text, strings.Trim(leak, "[]")) {
			t.Errorf("%s gives the secret away: %s", where, text)
		}
	}
}

func TestASecretIsRevealedOnlyWhenAsked(t *testing.T) {
	t.Parallel()
	if got := desk.NewSecret(password).Reveal(); got != password {
		t.Errorf("Reveal() = %q", got)
	}
	if desk.NewSecret(password).Empty() {
		t.Error("a secret with a value says that it is empty")
	}
	for _, s := range []desk.Secret{{}, desk.NewSecret("")} {
		if !s.Empty() || s.Reveal() != "" {
			t.Errorf("a secret without a value: Empty %v, Reveal %q", s.Empty(), s.Reveal())
		}
	}
}
