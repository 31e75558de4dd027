package main

import (
	"net/url"
	"path/filepath"
	"strings"

	"relais/internal/desk"
)

// openFile shows an attachment with the computer's own program for it; it may take
// its time. Somebody else sent it: what would run as a program is only shown in its
// folder.
func (a *app) openFile(path string) {
	if runs(path) {
		path = filepath.Dir(path)
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // a drive of Windows
	}
	if err := a.fyne.OpenURL(&url.URL{Scheme: "file", Path: path}); err != nil {
		a.note("opening a file", err)
		a.tell(desk.CodeInternal)
	}
}

// programs are the endings of what systems run, install or take orders from when it
// is opened.
var programs = strings.Fields(`
	.exe .com .bat .cmd .scr .pif .cpl .msi .msp .msix .appx .ps1 .psm1 .vbs .vbe .js .jse .wsf .wsh .hta .chm .reg .inf .lnk .url .scf .library-ms .search-ms .settingcontent-ms .application .appref-ms .iso .img .vhd .vhdx
	.desktop .sh .bash .run .appimage .deb .rpm .flatpakref .snap .py .pl .rb
	.app .command .tool .workflow .scpt .applescript .terminal .pkg .mpkg .dmg .webloc .inetloc .fileloc
	.jar .jnlp`)

// runs tells whether opening a file may run it.
func runs(path string) bool {
	name := strings.ToLower(strings.TrimRight(path, ". "))
	for _, ending := range programs {
		if strings.HasSuffix(name, ending) {
			return true
		}
	}
	return false
}
