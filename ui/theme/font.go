package theme

import "fyne.io/fyne/v2"

// LoadFonts reads the fonts that every page uses, which the first measuring of
// words would do otherwise. It may run on any goroutine before there is a window,
// once there is an app; nothing may be drawn or measured meanwhile.
func LoadFonts() {
	for _, style := range []fyne.TextStyle{{}, {Bold: true}} {
		fyne.MeasureText("Relais", 14, style)
	}
}
