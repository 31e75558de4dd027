package client_test

import (
	"os"
	"strings"
	"testing"
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
