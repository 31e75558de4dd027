package main

import (
	"errors"
	"fmt"
	"image/png"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"

	"relais/internal/text"
	"relais/ui/gallery"
	"relais/ui/part"
	"relais/ui/part/flow"
)

// draw writes a picture of a row, as large as its window, into a file.
func draw(r gallery.Row, words *text.Words, file string) error {
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetContent(r.Build(words, now))
	c.Resize(fyne.NewSize(r.Width, r.Height))
	f, err := os.Create(file) //nolint:gosec // the person named the file
	if err != nil {
		return err
	}
	return errors.Join(png.Encode(f, c.Capture()), f.Close())
}

// listWidth is how wide the list of rows is at first.
const listWidth = 260

// open shows the window: one row, or all of them beside the one that is looked at.
func open(app fyne.App, words *text.Words, row string) fyne.Window {
	win := app.NewWindow("Relais · gallery")
	win.SetMaster()
	win.SetPadded(false)
	if row != "" {
		r := gallery.Rows()[rowAt(row)]
		win.SetTitle(r.Name)
		win.SetContent(r.Build(words, now))
		win.Resize(fyne.NewSize(r.Width, r.Height))
	} else {
		b := newBrowser(words, win.SetTitle)
		win.SetContent(b.root)
		win.Resize(fyne.NewSize(listWidth+b.rows[0].Width, b.rows[0].Height))
		b.list.Step(1)
		b.list.Focus()
	}
	win.Show()
	return win
}

// browser is the list of all rows with one of them beside it.
type browser struct {
	rows []gallery.Row
	list *part.List
	body *fyne.Container
	root fyne.CanvasObject
}

func newBrowser(words *text.Words, title func(string)) *browser {
	b := &browser{rows: gallery.Rows(), body: flow.Layer()}
	at := -1
	b.list = part.NewList(func() int { return len(b.rows) }, func() fyne.CanvasObject { return part.NewRow() }, func(i int, o fyne.CanvasObject) {
		r := b.rows[i]
		o.(*part.Row).Set(part.RowState{Title: r.Name, Detail: fmt.Sprintf("%g × %g", r.Width, r.Height), Selected: i == at})
	})
	b.list.OnSelected = func(i int) {
		at = i
		title(b.rows[i].Name)
		b.body.Objects = []fyne.CanvasObject{b.rows[i].Build(words, now)}
		part.Relay(b.body)
		b.body.Refresh()
		b.list.Set(i)
	}
	b.root = part.NewPanes([]float32{listWidth}, b.list, b.body)
	return b
}
