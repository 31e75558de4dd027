//go:build !windows && !darwin

package agent_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"relais/internal/agent"
	"relais/internal/desk"
)

func TestAutostartIsAFileThatComesAndGoes(t *testing.T) {
	config := filepath.Join(t.TempDir(), "config")
	t.Setenv("XDG_CONFIG_HOME", config)
	path := filepath.Join(config, "autostart", "org.relais.Relais.desktop")
	for range 2 {
		if err := agent.Autostart(true, `/opt/my "100%" $HOME/relais`, "--agent"); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const exec = `Exec="/opt/my \\"100%%\\" \\$HOME/relais" "--agent"`
	for _, line := range []string{"[Desktop Entry]", "Type=Application", "Name=Relais", exec} {
		if !strings.Contains("\n"+string(raw), "\n"+line+"\n") {
			t.Errorf("%q is missing in:\n%s", line, raw)
		}
	}
	for range 2 {
		if err := agent.Autostart(false, "/opt/relais"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("it is still there: %v", err)
	}
}

func TestAnAutostartThatCannotBeWrittenIsSaid(t *testing.T) {
	config := filepath.Join(t.TempDir(), "config")
	t.Setenv("XDG_CONFIG_HOME", config)
	if err := os.WriteFile(config, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := agent.Autostart(true, "/opt/relais"); desk.CodeOf(err) != desk.CodeReadOnly {
		t.Errorf("%v", err)
	}
}
