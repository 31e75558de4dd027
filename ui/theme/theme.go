// Package theme is the look of Relais: colours, sizes and icons for light, dark and high contrast, at any text scale.
//
// Everything that is drawn names a colour ([Color]), a size ([Size]) or an icon ([Icon]) of this package and asks
// for it again when it is refreshed; the toolkit refreshes everything when the theme changes.
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Mode says whether colours are light or dark.
type Mode int

// The modes. Auto follows the desktop, also when it changes while the program runs.
const (
	Auto Mode = iota
	Light
	Dark
)

// The range of Options.TextScale.
const (
	MinTextScale = 1
	MaxTextScale = 2
)

// Options are a person's wishes about the look. The zero value follows the desktop at normal size.
type Options struct {
	Mode         Mode
	HighContrast bool    // at least 7:1 between words and ground, instead of 4.5:1
	TextScale    float32 // 1 to 2; anything outside is brought back into it, 0 means 1
	Dense        bool    // smaller lists, for those who read them all day
}

// Theme is the toolkit's theme for some options. It never changes: another wish is another Theme.
type Theme struct {
	options Options
	base    fyne.Theme
}

var _ fyne.Theme = (*Theme)(nil)

// New returns the theme for options.
func New(options Options) *Theme {
	options.TextScale = min(max(options.TextScale, MinTextScale), MaxTextScale)
	return &Theme{options: options, base: fynetheme.DefaultTheme()}
}

// Options returns the wishes that the theme was made for, with the text scale brought into its range.
func (t *Theme) Options() Options { return t.options }

// Color returns the colour called name; variant counts only in mode Auto.
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	if ours, ok := toolkitColors[name]; ok {
		name = ours
	}
	if name == ColorClear {
		return color.Transparent
	}
	if c, ok := t.palette(variant)[name]; ok {
		return c
	}
	return t.base.Color(name, variant)
}

func (t *Theme) palette(variant fyne.ThemeVariant) palette {
	light := t.options.Mode == Light || t.options.Mode == Auto && variant == fynetheme.VariantLight
	switch {
	case light && t.options.HighContrast:
		return lightContrastPalette
	case light:
		return lightPalette
	case t.options.HighContrast:
		return darkContrastPalette
	default:
		return darkPalette
	}
}

// Size returns the size called name.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	density := roomySizes
	if t.options.Dense {
		density = denseSizes
	}
	size, ok := density[name]
	_, text := scaledSizes[name]
	switch {
	case ok && text:
		return size * t.options.TextScale
	case ok:
		return size
	case text:
		return scaledSizes[name] * t.options.TextScale
	}
	if size, ok := fixedSizes[name]; ok {
		return size
	}
	return t.base.Size(name)
}

// Font returns the toolkit's own font for style; it knows French as well as English.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource { return t.base.Font(style) }

// Icon returns the icon that the toolkit's own widgets ask for.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	if ours, ok := toolkitIcons[name]; ok {
		return Icon(ours, ColorText)
	}
	return t.base.Icon(name)
}

// Color returns the colour called name in the theme that is in use now.
func Color(name fyne.ThemeColorName) color.Color {
	return current().Color(name, fyne.CurrentApp().Settings().ThemeVariant())
}

// Size returns the size called name in the theme that is in use now.
func Size(name fyne.ThemeSizeName) float32 { return current().Size(name) }

// Scaled returns a size that grows with the text scale, for layouts that ask each time.
func Scaled(size float32) func() float32 {
	return func() float32 { return size * current().options.TextScale }
}

// Dense reports whether the theme in use now is the dense one.
func Dense() bool { return current().options.Dense }

var fallback = New(Options{})

// current is the theme of the running program, or the default one as long as the program has set none of ours.
func current() *Theme {
	if t, ok := fyne.CurrentApp().Settings().Theme().(*Theme); ok {
		return t
	}
	return fallback
}
