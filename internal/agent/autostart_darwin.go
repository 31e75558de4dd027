package agent

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"

	"relais/internal/desk"
)

// Autostart makes a program start with the session of this person, or no longer;
// both may be asked for again. CodeReadOnly, CodeDiskFull.
func Autostart(enable bool, program string, args ...string) error {
	home, err := os.UserHomeDir()
	if err != nil {
		return &desk.Error{Code: desk.CodeReadOnly, Op: "start with the session", Err: err}
	}
	var command strings.Builder
	for _, word := range append([]string{program}, args...) {
		command.WriteString("<string>")
		if err := xml.EscapeText(&command, []byte(word)); err != nil {
			return desk.Errorf(desk.CodeInvalid, "start with the session", "%w", err)
		}
		command.WriteString("</string>")
	}
	return writeOrRemove(filepath.Join(home, "Library", "LaunchAgents", appID+".plist"), enable, `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>Label</key><string>`+appID+`</string>
<key>ProgramArguments</key><array>`+command.String()+`</array>
<key>RunAtLoad</key><true/>
</dict></plist>
`)
}
