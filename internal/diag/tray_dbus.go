//go:build !windows && !darwin

package diag

import (
	"context"
	"fmt"

	"github.com/godbus/dbus/v5"
)

// TrayShown asks the desktop's watcher of tray icons whether anything shows them.
// A session without a watcher, such as a plain GNOME, shows none.
func TrayShown(ctx context.Context) (bool, error) {
	bus, err := dbus.SessionBusPrivateNoAutoStartup(dbus.WithContext(ctx)) // asking must not start a bus
	if err != nil {
		return false, fmt.Errorf("no session bus: %w", err)
	}
	defer func() { _ = bus.Close() }()
	if err := bus.Auth(nil); err != nil {
		return false, err
	}
	if err := bus.Hello(); err != nil {
		return false, err
	}
	const watcher = "org.kde.StatusNotifierWatcher"
	var owned bool
	if err := bus.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.NameHasOwner", 0, watcher).Store(&owned); err != nil || !owned {
		return false, err
	}
	var shown bool
	err = bus.Object(watcher, "/StatusNotifierWatcher").
		CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", 0, watcher, "IsStatusNotifierHostRegistered").Store(&shown)
	return shown, err
}
