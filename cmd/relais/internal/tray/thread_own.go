//go:build !windows && !darwin

package tray

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"

	"relais/ui/gate"
)

// patience is how long the desktop may take to answer.
const patience = 2 * time.Second

// thread is where the tray is at home: away from the goroutine that draws, since
// the bus may take its time.
func thread(*gate.Gate) *gate.Gate { return gate.New(gate.WithDo(func(batch func()) { go batch() })) }

// finish runs the last thing after everything else, unless that takes too long.
func finish(own *gate.Gate, last func()) {
	done := make(chan struct{})
	own.Post("last", func() {
		last()
		close(done)
	})
	late := time.NewTimer(patience)
	defer late.Stop()
	select {
	case <-done:
	case <-late.C:
	}
	own.Close()
}

// arrived waits until the desktop has taken the icon.
func arrived(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	again := time.NewTicker(patience / 20)
	defer again.Stop()
	for !listed(ctx) {
		select {
		case <-ctx.Done():
			return false
		case <-again.C:
		}
	}
	return true
}

// listed tells whether the desktop's watcher knows the icon, under whichever name.
func listed(ctx context.Context) bool {
	bus, err := dbus.SessionBus() // shared with the tray; not to be closed
	if err != nil {
		return false
	}
	const watcher = "org.kde.StatusNotifierWatcher"
	var items []string
	err = bus.Object(watcher, "/StatusNotifierWatcher").
		CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", 0, watcher, "RegisteredStatusNotifierItems").Store(&items)
	names := append(bus.Names(), fmt.Sprintf("org.kde.StatusNotifierItem-%d-1", os.Getpid()))
	return err == nil && slices.ContainsFunc(items, func(item string) bool {
		owner, _, _ := strings.Cut(item, "/")
		return slices.Contains(names, owner)
	})
}
