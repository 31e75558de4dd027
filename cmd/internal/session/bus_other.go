//go:build windows || darwin

package session

// LaunchNoBus does nothing: these systems have no session bus.
func LaunchNoBus() {}
