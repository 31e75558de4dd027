//go:build journey

package main

import (
	"context"
	"encoding/json"
	"time"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/ui/part"
)

// drive lets journeys through the real window ask at the local socket where a
// named control is and what stands in it. They click and type by themselves.
func (a *app) drive() {
	a.listener.Handle("control", func(data json.RawMessage) (any, error) {
		var q struct {
			Name string `json:"name"`
		}
		if err := json.Unmarshal(data, &q); err != nil {
			return nil, desk.Errorf(desk.CodeInvalid, "look for control", "%w", err)
		}
		return seen(a, func() control { return a.control(q.Name) })
	})
	a.listener.Handle("names", func(json.RawMessage) (any, error) {
		return seen(a, part.Names)
	})
}

// control is what is seen of a named control. Lengths are pixels from the upper
// left corner of the window's content.
type control struct {
	Shown   bool   `json:"shown"`
	InView  bool   `json:"inView"` // not scrolled away
	Enabled bool   `json:"enabled"`
	Focused bool   `json:"focused"`
	Words   string `json:"words"`
	X       int    `json:"x"`
	Y       int    `json:"y"`
	Width   int    `json:"width"`
	Height  int    `json:"height"`
}

// control looks at a control. It runs on the UI goroutine.
func (a *app) control(name string) control {
	x, y, w, h, ok := part.Rect(name)
	if !ok {
		return control{}
	}
	pixels := a.window.Canvas().PixelCoordinateForPosition
	left, top := pixels(fyne.NewPos(x, y))
	right, bottom := pixels(fyne.NewPos(x+w, y+h))
	return control{
		Shown: true, InView: part.InView(name), Enabled: part.Enabled(name), Focused: part.Focused(name), Words: part.Words(name),
		X: left, Y: top, Width: right - left, Height: bottom - top,
	}
}

// glance is how long the UI goroutine may take to look.
const glance = 5 * time.Second

// seen looks on the UI goroutine, after everything that waits for it, and hands
// over what was seen.
func seen[T any](a *app, look func() T) (found T, err error) {
	ctx, cancel := context.WithTimeout(a.ctx, glance)
	defer cancel()
	answer := make(chan T, 1)
	a.gate.Post(answer, func() { answer <- look() })
	select {
	case found = <-answer:
		return found, nil
	case <-ctx.Done():
		return found, desk.Errorf(desk.CodeUnavailable, "look at the window", "%w", ctx.Err())
	}
}
