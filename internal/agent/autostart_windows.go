package agent

import (
	"errors"
	"strings"
	"syscall"

	"golang.org/x/sys/windows/registry"

	"relais/internal/desk"
)

const runKey = `Software\Microsoft\Windows\CurrentVersion\Run`

// Autostart makes a program start with the session of this person, or no longer;
// both may be asked for again. CodeReadOnly, CodeDiskFull.
func Autostart(enable bool, program string, args ...string) error {
	key, _, err := registry.CreateKey(registry.CURRENT_USER, runKey, registry.SET_VALUE)
	if err != nil {
		return desk.StorageError("start with the session", "Run", err)
	}
	defer func() { _ = key.Close() }()
	if !enable {
		if err := key.DeleteValue("Relais"); !errors.Is(err, registry.ErrNotExist) {
			return desk.StorageError("start with the session", "Run", err)
		}
		return nil
	}
	command := make([]string, 0, 1+len(args))
	for _, word := range append([]string{program}, args...) {
		command = append(command, syscall.EscapeArg(word))
	}
	return desk.StorageError("start with the session", "Run", key.SetStringValue("Relais", strings.Join(command, " ")))
}
