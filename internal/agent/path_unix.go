//go:build !windows

package agent

import (
	"io/fs"
	"os"
	"syscall"
)

// refused is how a socket answers that nobody listens on.
const refused = syscall.ECONNREFUSED

// shortest is a folder for temporary files whose path is never too long.
func shortest() string { return "/tmp" }

// mine tells whether a file belongs to the person who runs the program.
func mine(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Getuid()
}
