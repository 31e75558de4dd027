package main

import (
	"context"
	"time"

	"relais/assets"
	"relais/cmd/relais/internal/tray"
	"relais/internal/desk"
	"relais/internal/diag"
	"relais/ui/model"
)

// How often the desktop is asked for a tray, and for how long: when the program
// starts with the session, the tray may come after it.
const (
	trayEvery    = time.Second
	trayPatience = 15 * time.Second
)

// perch puts the icon into the tray, once the window has had time to appear and the
// desktop has a tray. From then on closing the window hides it. Without a tray a
// window that is hidden is shown, since nobody would find it.
func (a *app) perch() {
	select {
	case <-a.calm:
	case <-a.ctx.Done():
		return
	}
	if !trayComes(a.ctx) {
		a.unhide()
		return
	}
	there := func(there bool) {
		if !there {
			a.unhide()
			return
		}
		a.gate.Post("tray shown", a.window.HideOnClose)
	}
	show := func() { a.gate.Post("show", a.window.Show) }
	o := tray.Options{Name: "Relais", Face: a.face(), Tapped: show, UI: a.gate, Opened: there}
	a.mu.Lock()
	if a.ended {
		a.mu.Unlock()
		return
	}
	icon := tray.Open(o)
	told := func() { icon.Show(a.face()) }
	a.icon, a.told = icon, told
	a.seat.watch(told)
	a.mu.Unlock()
	told() // what has changed since
}

// unperch takes the icon away again.
func (a *app) unperch() {
	a.mu.Lock()
	icon := a.icon
	a.ended, a.told = true, nil
	a.mu.Unlock()
	if icon != nil {
		icon.Close()
	}
}

func (a *app) unhide() {
	if a.flags.hidden {
		a.gate.Post("show", a.window.Show)
	}
}

// trayComes waits until the desktop shows icons in a tray, and tells whether it
// does.
func trayComes(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, trayPatience)
	defer cancel()
	again := time.NewTicker(trayEvery)
	defer again.Stop()
	for {
		if shown, err := diag.TrayShown(ctx); err == nil && shown {
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-again.C:
		}
	}
}

// face is how the tray looks now. Desk and language may have changed since it looked
// otherwise.
func (a *app) face() tray.Face {
	words := a.words()
	state, name := a.trayState(a.taken().desk.Status())
	show := func(place string) func() {
		return func() { a.gate.Post("show", func() { a.showAt(place) }) }
	}
	return tray.Face{Icon: icon("tray-" + name), Tip: "Relais · " + state, Menu: []tray.Entry{
		{Label: words.T("tray.help"), Do: show(model.PlaceHome)},
		{Label: words.T("tray.requests"), Do: show(model.PlaceRequests)},
		{Label: words.T("tray.knowledge"), Do: show(model.PlaceKnowledge)},
		{},
		{Label: state, Do: show(model.PlaceOutbox)},
		{},
		{Label: words.T("tray.quit"), Do: func() { a.gate.Post("quit", a.fyne.Quit) }},
	}}
}

// trayState says in words and by an icon how things stand.
func (a *app) trayState(s desk.SyncStatus) (label, icon string) {
	words := a.words()
	switch {
	case s.Attention > 0:
		return words.N("tray.state.attention", s.Attention), "attention"
	case s.Waiting > 0:
		return words.N("tray.state.waiting", s.Waiting), "offline"
	case s.Online && !s.Pulled.IsZero():
		return words.T("tray.state.fresh", "At", words.Clock(s.Pulled)), "ok"
	}
	return words.T("tray.state.never"), "offline"
}

// showAt shows the window at a place. It runs on the UI goroutine.
func (a *app) showAt(place string) {
	a.window.Show()
	a.window.Go(model.Place{Name: place})
}

// icon reads a picture that comes with the program.
func icon(name string) []byte {
	data, err := assets.Icons.ReadFile("icons/" + name + ".png")
	if err != nil {
		panic(err) // the name is a constant of the program
	}
	return data
}
