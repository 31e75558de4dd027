package part

import (
	"fyne.io/fyne/v2"

	"relais/ui/theme"
)

// Tone is what a colour means. A tone never stands alone: an icon or words say the same.
type Tone int

// The tones.
const (
	Neutral Tone = iota
	Primary
	Coral  // your turn, late, outage
	Amber  // offline, unusual, internal
	Green  // solved, received, helped
	Blue   // in progress
	Violet // request
)

// Ink is the colour of words and icons in the tone.
func (t Tone) Ink() fyne.ThemeColorName { return tones[t].ink }

// Soft is the ground that goes with Ink.
func (t Tone) Soft() fyne.ThemeColorName { return tones[t].soft }

var tones = [...]struct{ ink, soft fyne.ThemeColorName }{
	Neutral: {theme.ColorMuted, theme.ColorNeutralSoft},
	Primary: {theme.ColorPrimary, theme.ColorPrimarySoft},
	Coral:   {theme.ColorCoral, theme.ColorCoralSoft},
	Amber:   {theme.ColorAmber, theme.ColorAmberSoft},
	Green:   {theme.ColorGreen, theme.ColorGreenSoft},
	Blue:    {theme.ColorBlue, theme.ColorBlueSoft},
	Violet:  {theme.ColorViolet, theme.ColorVioletSoft},
}
