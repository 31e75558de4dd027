//go:build !windows && !darwin

package session_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"

	"relais/cmd/internal/session"
	"relais/internal/diag"
	"relais/internal/secret"
)

func TestWhereThereIsNoSessionBusNoneIsStarted(t *testing.T) {
	folder := t.TempDir()
	started := filepath.Join(folder, "started")
	if err := os.WriteFile(filepath.Join(folder, "dbus-launch"), []byte("#!/bin/sh\n: >"+started+"\nexit 1\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", folder+":"+os.Getenv("PATH"))
	for _, address := range []string{"", "autolaunch:"} {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
		session.LaunchNoBus()
		if bus := os.Getenv("DBUS_SESSION_BUS_ADDRESS"); bus != "disabled:" {
			t.Log("a session bus was found without its address:", bus)
			return
		}
		if err := secret.Probe(t.Context()); !errors.Is(err, secret.ErrNoKeyring) {
			t.Errorf("%q: the keyring: %v", address, err)
		}
		if _, err := diag.TrayShown(t.Context()); err == nil || !strings.Contains(err.Error(), "no session bus") {
			t.Errorf("%q: the tray: %v", address, err)
		}
		if _, err := dbus.SessionBus(); err == nil {
			t.Errorf("%q: there is a bus", address)
		}
		if _, err := os.Stat(started); err == nil {
			t.Fatalf("%q: a bus was started", address)
		}
	}
}

func TestASessionBusThatIsThereIsLeftAsItIs(t *testing.T) {
	const address = "unix:path=/somewhere"
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	session.LaunchNoBus()
	if got := os.Getenv("DBUS_SESSION_BUS_ADDRESS"); got != address {
		t.Errorf("it is now %q", got)
	}
}
