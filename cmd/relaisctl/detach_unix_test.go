//go:build !windows

package main

import "syscall"

// detach leaves the terminal of whoever runs the tests: nobody is to be asked. A
// script that gives the program a terminal of its own has made it the leader of a
// session, which stays.
func detach() { _, _ = syscall.Setsid() }
