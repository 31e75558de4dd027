package main

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"relais/assets"
	"relais/internal/desk"
	"relais/internal/diag"
	"relais/ui/model"
)

// tray puts the icon into the tray.
func (a *app) tray() {
	where, ok := a.fyne.(desktop.App)
	if !ok {
		return
	}
	words := a.words()
	state := fyne.NewMenuItem(words.T("tray.state.never"), func() { a.showAt(model.PlaceOutbox) })
	quit := fyne.NewMenuItem(words.T("tray.quit"), a.fyne.Quit)
	quit.IsQuit = true
	menu := fyne.NewMenu("Relais",
		fyne.NewMenuItem(words.T("tray.help"), func() { a.showAt(model.PlaceHome) }),
		fyne.NewMenuItem(words.T("tray.requests"), func() { a.showAt(model.PlaceRequests) }),
		fyne.NewMenuItem(words.T("tray.knowledge"), func() { a.showAt(model.PlaceKnowledge) }),
		fyne.NewMenuItemSeparator(), state, fyne.NewMenuItemSeparator(), quit)
	where.SetSystemTrayMenu(menu)
	where.SetSystemTrayIcon(trayIcon("ok"))
	a.follow(func(s desk.SyncStatus) {
		a.gate.Post("tray", func() {
			label, name := a.trayState(s)
			if state.Label != label {
				state.Label = label
				menu.Refresh()
				where.SetSystemTrayIcon(trayIcon(name))
			}
		})
	})
}

// follow tells how things stand with the helpdesk, now and after each change, of
// whatever desk is in use. Only what a person can see in the tray counts as one.
func (a *app) follow(tell func(desk.SyncStatus)) {
	told := func() { tell(a.taken().desk.Status()) }
	a.mu.Lock()
	a.told = told
	a.seat.watch(told)
	a.mu.Unlock()
	told()
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

func trayIcon(name string) fyne.Resource {
	return fyne.NewStaticResource("tray-"+name+".png", icon("tray-"+name))
}

// icon reads a picture that comes with the program.
func icon(name string) []byte {
	data, err := assets.Icons.ReadFile("icons/" + name + ".png")
	if err != nil {
		panic(err) // the name is a constant of the program
	}
	return data
}

// trayShown asks the desktop whether it shows icons in a tray, so that a hidden
// window can be found again, and waits for the answer.
func trayShown(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	shown, err := diag.TrayShown(ctx)
	return err == nil && shown
}
