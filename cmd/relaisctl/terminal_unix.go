//go:build !windows

package main

import "os"

// openTerminal opens the terminal that the process belongs to.
func openTerminal() (in, out *os.File, err error) {
	f, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	return f, f, err
}
