// Package gallery shows every screen in every state that it can be in, from
// made-up states: for the pictures that tests compare, and for looking at them.
package gallery

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"relais/internal/text"
)

// Row is one screen in one state.
type Row struct {
	Name   string  // "<screen>/<state>"
	Width  float32 // of the window, in device-independent pixels
	Height float32
	// Build makes the screen in the language of w as it is at now. It runs on the
	// UI goroutine.
	Build func(w *text.Words, now time.Time) fyne.CanvasObject
}

// The size of a window, unless a row needs another.
const (
	width  = 1100
	height = 760
)

// Rows lists all screens in all their states.
func Rows() []Row {
	return slices.Concat(employee(), library(), technician(), accounts())
}
