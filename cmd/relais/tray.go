package main

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"relais/assets"
	"relais/internal/desk"
	"relais/internal/diag"
	"relais/internal/text"
	"relais/ui/model"
)

// tray puts the icon into the tray.
func (a *app) tray() {
	where, ok := a.fyne.(desktop.App)
	if !ok {
		return
	}
	m := a.trayMenu()
	where.SetSystemTrayMenu(m.Menu)
	where.SetSystemTrayIcon(trayIcon("ok"))
	a.follow(func() {
		a.gate.Post("tray", func() {
			label, name := a.trayState(a.taken().desk.Status())
			if m.say(a.words(), label) {
				m.Refresh()
				where.SetSystemTrayIcon(trayIcon(name))
			}
		})
	})
}

// trayMenu is the menu of the icon in the tray.
type trayMenu struct {
	*fyne.Menu
	state *fyne.MenuItem
	keys  map[*fyne.MenuItem]string // of the words of the others
}

func (a *app) trayMenu() trayMenu {
	m := trayMenu{keys: map[*fyne.MenuItem]string{}}
	item := func(key string, do func()) *fyne.MenuItem {
		i := fyne.NewMenuItem("", do)
		m.keys[i] = key
		return i
	}
	m.state = fyne.NewMenuItem("", func() { a.showAt(model.PlaceOutbox) })
	quit := item("tray.quit", a.fyne.Quit)
	quit.IsQuit = true
	m.Menu = fyne.NewMenu("Relais",
		item("tray.help", func() { a.showAt(model.PlaceHome) }),
		item("tray.requests", func() { a.showAt(model.PlaceRequests) }),
		item("tray.knowledge", func() { a.showAt(model.PlaceKnowledge) }),
		fyne.NewMenuItemSeparator(), m.state, fyne.NewMenuItemSeparator(), quit)
	m.say(a.words(), a.words().T("tray.state.never"))
	return m
}

// say puts words on the menu, and tells whether they are others than before.
func (m trayMenu) say(words *text.Words, state string) bool {
	changed := m.state.Label != state
	m.state.Label = state
	for item, key := range m.keys {
		changed = changed || item.Label != words.T(key)
		item.Label = words.T(key)
	}
	return changed
}

// follow calls told now, and after each change of how things stand with the helpdesk,
// of whatever desk is in use.
func (a *app) follow(told func()) {
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
