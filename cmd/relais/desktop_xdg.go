//go:build !windows && !darwin

package main

import (
	"context"
	"time"

	"github.com/godbus/dbus/v5"
)

// schemeKnown tells whether the toolkit knows from the start if the desktop is light
// or dark. Here it waits for an answer, and takes no answer for dark.
const schemeKnown = false

// schemeTold asks whether the desktop says if it is light or dark, and waits for the
// answer. One without a portal says nothing.
func schemeTold(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	bus, err := dbus.SessionBusPrivateNoAutoStartup(dbus.WithContext(ctx)) // asking must not start a bus
	if err != nil {
		return false
	}
	defer func() { _ = bus.Close() }()
	if bus.Auth(nil) != nil || bus.Hello() != nil {
		return false
	}
	portal := bus.Object("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop")
	const read = "org.freedesktop.portal.Settings.Read" // older than ReadOne, and known to all
	return portal.CallWithContext(ctx, read, 0, "org.freedesktop.appearance", "color-scheme").Err == nil
}
