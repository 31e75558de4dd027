package main

import "syscall"

// detach leaves the console of whoever runs the tests: nobody is to be asked.
func detach() { _, _, _ = syscall.NewLazyDLL("kernel32.dll").NewProc("FreeConsole").Call() }
