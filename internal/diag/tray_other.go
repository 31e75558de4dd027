//go:build windows || darwin

package diag

import "context"

// trayHost: these systems always show tray icons.
func trayHost(context.Context) (bool, error) { return true, nil }
