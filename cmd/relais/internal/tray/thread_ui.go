//go:build windows || darwin

package tray

import (
	"context"

	"relais/ui/gate"
)

// thread is where the tray is at home: where the windows are.
func thread(ui *gate.Gate) *gate.Gate { return ui }

// finish runs the last thing, on the goroutine that it is called on.
func finish(_ *gate.Gate, last func()) { last() }

// arrived tells whether the icon is in the tray: these systems always have one.
func arrived(context.Context) bool { return true }
