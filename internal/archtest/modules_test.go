package archtest_test

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

// modernc.org/sqlite is C translated against one version of modernc.org/libc, and misbehaves with any other.
func TestLibcIsTheOneThatSQLiteWasTranslatedWith(t *testing.T) {
	t.Parallel()
	ours := strings.TrimSpace(run(t, "go", "list", "-m", "-f", "{{.Version}}", "modernc.org/libc"))
	goMod := strings.TrimSpace(run(t, "go", "list", "-m", "-f", "{{.GoMod}}", "modernc.org/sqlite"))
	var sqlite struct {
		Require []struct{ Path, Version string }
	}
	if err := json.Unmarshal([]byte(run(t, "go", "mod", "edit", "-json", goMod)), &sqlite); err != nil {
		t.Fatal(err)
	}
	for _, r := range sqlite.Require {
		if r.Path == "modernc.org/libc" {
			if r.Version != ours {
				t.Errorf("go.mod has modernc.org/libc %s, modernc.org/sqlite wants exactly %s", ours, r.Version)
			}
			return
		}
	}
	t.Errorf("%s requires no modernc.org/libc", goMod)
}

func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), name, args...)
	command.Dir = root
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s %s: %v", name, strings.Join(args, " "), err)
	}
	return string(out)
}
