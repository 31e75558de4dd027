// Package trace runs a program and sees each change that it makes to the files of a folder before it is made: to keep a
// record, to let it fail, or to kill the program there. It is a small strace, for Linux on amd64.
package trace

import (
	"os"
	"syscall"
)

// Op is what a call does.
type Op string

// The calls that change files, or make changes durable.
const (
	Create     Op = "create" // of an empty file
	Truncate   Op = "truncate"
	Write      Op = "write"
	Sync       Op = "sync" // of a file or a folder
	Map        Op = "map"  // the file may be written through memory from now on
	Rename     Op = "rename"
	Remove     Op = "remove" // of a file or an empty folder
	MakeFolder Op = "make folder"
	Say        Op = "say"     // a write to the standard output, which is outside of the folder
	Unknown    Op = "unknown" // it changes the folder in a way that this package can't follow
)

// Call is one of them.
type Call struct {
	Op     Op
	Path   string // as the system knows it
	To     string // of Rename: the new name
	Offset int64  // of Write
	Data   []byte // of Write and Say; when the call is done, what was written of it
	Size   int64  // of Truncate
	Number uint64 // the system's number of the call
}

// Verdict says what becomes of a call.
type Verdict struct {
	Fail syscall.Errno // it fails with this, and does nothing
	Kill bool          // the program is killed before it is made
}

// Program is what is run, and who watches.
type Program struct {
	Path   string
	Args   []string // without the program's name
	Env    []string
	Files  [3]*os.File                // its standard input, output and errors; no pipes, which could fill
	Folder string                     // absolute, without symbolic links
	Before func(Call) Verdict         // asked one call at a time; nil: nothing is held up
	After  func(c Call, failed error) // told in the order in which calls were made; may be nil
}
