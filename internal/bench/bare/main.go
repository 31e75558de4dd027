// Command bare LABEL is a window with one label and nothing else: what starting Relais is compared with. It is a module of its
// own, so that the only program of Relais that opens a window stays the only one.
package main

import (
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/widget"
)

func main() {
	a := app.NewWithID("org.relais.bare")
	w := a.NewWindow("Bare")
	w.SetContent(widget.NewLabel(os.Args[1]))
	w.Resize(fyne.NewSize(1100, 760)) // as large as the window of Relais: drawing takes longer the more there is to fill
	w.ShowAndRun()
}
