//go:build !windows && !darwin

package session

import (
	"os"

	"github.com/godbus/dbus/v5"
)

// LaunchNoBus keeps the libraries that talk to the desktop, such as that of the
// keyring, from starting a session bus where they find none: nobody would ever end
// it. It changes the environment, and is for the very beginning of a program.
func LaunchNoBus() {
	const name = "DBUS_SESSION_BUS_ADDRESS"
	known := func() bool {
		address := os.Getenv(name)
		return address != "" && address != "autolaunch:"
	}
	if known() {
		return
	}
	if bus, err := dbus.SessionBusPrivateNoAutoStartup(); err == nil { // there is one all the same; its address is now known
		_ = bus.Close()
	}
	if !known() {
		_ = os.Setenv(name, "disabled:")
	}
}
