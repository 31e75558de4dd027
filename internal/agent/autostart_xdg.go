//go:build !windows && !darwin

package agent

import (
	"os"
	"path/filepath"
	"strings"

	"relais/internal/desk"
)

// Autostart makes a program start with the session of this person, or no longer;
// both may be asked for again. CodeReadOnly, CodeDiskFull.
func Autostart(enable bool, program string, args ...string) error {
	folder, err := os.UserConfigDir()
	if err != nil {
		return &desk.Error{Code: desk.CodeReadOnly, Op: "start with the session", Err: err}
	}
	command := make([]string, 0, 1+len(args))
	for _, word := range append([]string{program}, args...) {
		command = append(command, quoteExec(word))
	}
	return writeOrRemove(filepath.Join(folder, "autostart", appID+".desktop"), enable, strings.Join([]string{
		"[Desktop Entry]",
		"Type=Application",
		"Name=Relais",
		"Icon=" + appID,
		"Exec=" + strings.Join(command, " "),
		"Terminal=false",
		"X-GNOME-Autostart-enabled=true",
		"",
	}, "\n"))
}

// quoteExec writes a word for the Exec key of a desktop entry: quoted by its
// rules for arguments, its percent signs doubled, then escaped by its rules for
// strings.
func quoteExec(word string) string {
	argument := `"` + strings.NewReplacer(`"`, `\"`, "`", "\\`", `$`, `\$`, `\`, `\\`, `%`, `%%`).Replace(word) + `"`
	return strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\t", `\t`, "\r", `\r`).Replace(argument)
}
