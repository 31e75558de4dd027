//go:build !windows && !darwin

package main

import (
	"fmt"
	"io"

	"github.com/jezek/xgb"
)

// display tells whether there is a screen: without one the toolkit ends the program
// in the middle of whatever it does. The compositor of Wayland is taken at its word.
func display(env func(string) string) error {
	if env("WAYLAND_DISPLAY") != "" {
		return nil
	}
	name := env("DISPLAY")
	if name == "" {
		return fmt.Errorf("%w: neither DISPLAY nor WAYLAND_DISPLAY is set", errNoDisplay)
	}
	xgb.Logger.SetOutput(io.Discard) // whatever goes wrong is in the error as well
	c, err := xgb.NewConnDisplay(name)
	if err != nil {
		return fmt.Errorf("%w: %w", errNoDisplay, err)
	}
	c.Close()
	return nil
}
