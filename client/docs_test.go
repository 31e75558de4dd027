package client_test

import (
	"os"
	"strings"
	"testing"

	"relais/client"
	"relais/internal/desk"
)

func TestTheGuardThatAdministratorsCopyIsTheOneThatIsTried(t *testing.T) {
	t.Parallel()
	guard, err := os.ReadFile("../scripts/rt/guard.pl")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := os.ReadFile("../docs/request-tracker.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, begins := strings.Cut(string(doc), "<!-- guard: what scripts/rt/guard.pl says -->\n```perl\n")
	copied, _, ends := strings.Cut(rest, "```\n<!-- end of guard -->\n")
	if !begins || !ends || copied != string(guard) {
		t.Error("docs/request-tracker.md shows another guard than scripts/rt/guard.pl")
	}
}

func TestTheMappingInTheDocumentationIsOne(t *testing.T) {
	t.Parallel()
	doc, err := os.ReadFile("../docs/request-tracker.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(doc), "mapping = '''")
	text, _, found := strings.Cut(rest, "'''")
	if !found {
		t.Fatal("docs/request-tracker.md shows no mapping")
	}
	a := client.Account{Kind: "rt", URL: "https://rt.example", Login: "anna", Settings: text}
	b, err := client.Open(a, desk.NewSecret("x"), client.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
	a.Settings = strings.Replace(text, `"levels"`, `"floors"`, 1)
	if _, err := client.Open(a, desk.NewSecret("x"), client.Options{}); desk.CodeOf(err) != desk.CodeInvalid {
		t.Errorf("a mapping with an unknown key: %v", err)
	}
}
