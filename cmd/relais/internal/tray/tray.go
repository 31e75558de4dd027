// Package tray shows an icon with a menu in the tray of the desktop.
package tray

import (
	"bytes"
	"context"
	"runtime"
	"sync"

	"fyne.io/systray"

	"relais/ui/gate"
)

// Face is what is seen of the tray.
type Face struct {
	Icon []byte // a square PNG of less than 256 pixels
	Tip  string // shown beside the icon
	Menu []Entry
}

// Entry is one of the menu; one without a label parts what is above from what is
// below.
type Entry struct {
	Label string
	Do    func() // quick; called on any goroutine
}

// Options say what the icon is for. UI and Opened are needed.
type Options struct {
	Name   string
	Face   Face       // at first; later ones have the same entries in other words
	Tapped func()     // the icon was clicked; as for Entry.Do
	UI     *gate.Gate // to the goroutine that draws
	Opened func(there bool)
}

// Icon is the icon in the tray. There is one in the life of a program.
type Icon struct {
	o      Options
	thread *gate.Gate // to where the tray is at home
	items  []*systray.MenuItem
	end    func()
	shown  Face // so far
	clicks sync.WaitGroup
	ctx    context.Context // ends when the icon is to go
	leave  context.CancelFunc

	mu     sync.Mutex
	wanted Face
}

// Open puts the icon into the tray, and tells on any goroutine whether it got there.
// It returns at once.
func Open(o Options) *Icon {
	i := &Icon{o: o, thread: thread(o.UI), wanted: o.Face}
	i.ctx, i.leave = context.WithCancel(context.Background())
	i.thread.Post("open", func() { o.Opened(i.open()) })
	return i
}

// Show shows another face, soon; of several the last. It may be called on any
// goroutine, until Close.
func (i *Icon) Show(f Face) {
	i.mu.Lock()
	i.wanted = f
	i.mu.Unlock()
	i.thread.Post("face", i.draw)
}

// Close takes the icon away. It is called on the UI goroutine, once, and returns
// within two seconds.
func (i *Icon) Close() {
	i.leave()
	finish(i.thread, func() {
		if i.end != nil {
			i.end()
		}
		i.clicks.Wait()
	})
}

func (i *Icon) latest() Face {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.wanted
}

// open makes the icon. macOS wants the tray to run before anything is put into it;
// elsewhere it shows what is in it when it begins to.
func (i *Icon) open() bool {
	if i.o.Tapped != nil && runtime.GOOS != "darwin" { // in its menu bar a click opens the menu
		systray.SetOnTapped(i.o.Tapped)
	}
	start, end := systray.RunWithExternalLoop(nil, nil)
	i.end = end
	if runtime.GOOS == "darwin" {
		start()
		i.fill()
		return true
	}
	i.fill()
	start()
	return arrived(i.ctx)
}

// fill makes the menu.
func (i *Icon) fill() {
	f := i.latest()
	if runtime.GOOS != "windows" && runtime.GOOS != "darwin" {
		systray.SetTitle(i.o.Name) // some trays need one; in a menu bar it would stand beside the icon
	}
	systray.SetIcon(native(f.Icon))
	systray.SetTooltip(f.Tip)
	for n, e := range f.Menu {
		if e.Label == "" {
			systray.AddSeparator()
			i.items = append(i.items, nil)
			continue
		}
		item := systray.AddMenuItem(e.Label, "")
		i.items = append(i.items, item)
		i.clicks.Go(func() { i.listen(item, n) })
	}
	i.shown = f
}

// listen does what an entry is for whenever it is clicked.
func (i *Icon) listen(item *systray.MenuItem, n int) {
	for {
		select {
		case <-i.ctx.Done():
			return
		case <-item.ClickedCh:
			i.latest().Menu[n].Do()
		}
	}
}

// draw shows what has changed.
func (i *Icon) draw() {
	f := i.latest()
	if i.ctx.Err() != nil {
		return
	}
	if !bytes.Equal(f.Icon, i.shown.Icon) {
		systray.SetIcon(native(f.Icon))
	}
	if f.Tip != i.shown.Tip {
		systray.SetTooltip(f.Tip)
	}
	for n, item := range i.items {
		if label := f.Menu[n].Label; item != nil && label != i.shown.Menu[n].Label {
			item.SetTitle(label)
		}
	}
	i.shown = f
}

// native is an icon as this system wants it.
func native(png []byte) []byte {
	if runtime.GOOS == "windows" {
		return ico(png)
	}
	return png
}
