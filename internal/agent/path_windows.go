package agent

import (
	"io/fs"
	"os"
	"syscall"
)

// refused is how a socket answers that nobody listens on.
const refused = syscall.Errno(10061)

// shortest is a folder for temporary files: there is no other than the person's.
func shortest() string { return os.TempDir() }

// mine is always true: the folders for local data are one person's by their
// access lists, which everything in them inherits.
func mine(fs.FileInfo) bool { return true }
