package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// The colours of Relais. Screens and parts name a colour and never hold one, so that a change of theme reaches
// everything. Each tone comes as a strong colour, for words and icons, and as a soft one, for the ground below them.
const (
	ColorBackground  fyne.ThemeColorName = fynetheme.ColorNameBackground // the paper that everything lies on
	ColorSurface     fyne.ThemeColorName = "relaisSurface"               // cards, header, panes
	ColorLine        fyne.ThemeColorName = "relaisLine"                  // hairlines
	ColorFieldLine   fyne.ThemeColorName = "relaisFieldLine"             // the edge of what is written in or ticked
	ColorText        fyne.ThemeColorName = fynetheme.ColorNameForeground
	ColorMuted       fyne.ThemeColorName = "relaisMuted"
	ColorPrimary     fyne.ThemeColorName = fynetheme.ColorNamePrimary // the one main action, selection, focus
	ColorPrimarySoft fyne.ThemeColorName = "relaisPrimarySoft"
	ColorPrimaryDeep fyne.ThemeColorName = "relaisPrimaryDeep" // the main action below the pointer
	ColorOnPrimary   fyne.ThemeColorName = fynetheme.ColorNameForegroundOnPrimary
	ColorCoral       fyne.ThemeColorName = "relaisCoral" // your turn, late, outage
	ColorCoralSoft   fyne.ThemeColorName = "relaisCoralSoft"
	ColorAmber       fyne.ThemeColorName = "relaisAmber" // offline, unusual, internal note
	ColorAmberSoft   fyne.ThemeColorName = "relaisAmberSoft"
	ColorGreen       fyne.ThemeColorName = "relaisGreen" // solved, received, helped
	ColorGreenSoft   fyne.ThemeColorName = "relaisGreenSoft"
	ColorBlue        fyne.ThemeColorName = "relaisBlue" // in progress
	ColorBlueSoft    fyne.ThemeColorName = "relaisBlueSoft"
	ColorViolet      fyne.ThemeColorName = "relaisViolet" // request
	ColorVioletSoft  fyne.ThemeColorName = "relaisVioletSoft"
	ColorNeutralSoft fyne.ThemeColorName = "relaisNeutralSoft" // chips without a tone, empty progress
	ColorHover       fyne.ThemeColorName = "relaisHover"       // what is clickable, below the pointer
	ColorScroll      fyne.ThemeColorName = fynetheme.ColorNameScrollBar
	ColorShadow      fyne.ThemeColorName = fynetheme.ColorNameShadow
	ColorClear       fyne.ThemeColorName = "relaisClear" // nothing at all
)

type palette map[fyne.ThemeColorName]color.NRGBA

var lightPalette = palette{
	ColorBackground:  rgb(0xF6F4F0),
	ColorSurface:     rgb(0xFFFFFF),
	ColorLine:        rgb(0xE3DED6),
	ColorFieldLine:   rgb(0x858B8C),
	ColorText:        rgb(0x1E2A30),
	ColorMuted:       rgb(0x57666E),
	ColorPrimary:     rgb(0x0B6B6B),
	ColorPrimarySoft: rgb(0xE1F0EE),
	ColorPrimaryDeep: rgb(0x085656),
	ColorOnPrimary:   rgb(0xFFFFFF),
	ColorCoral:       rgb(0xBC3D26),
	ColorCoralSoft:   rgb(0xFBE9E4),
	ColorAmber:       rgb(0x8A5A00),
	ColorAmberSoft:   rgb(0xFBF1DC),
	ColorGreen:       rgb(0x226B43),
	ColorGreenSoft:   rgb(0xE2F2E8),
	ColorBlue:        rgb(0x1F5FA8),
	ColorBlueSoft:    rgb(0xE4EEF9),
	ColorViolet:      rgb(0x6A4A9C),
	ColorVioletSoft:  rgb(0xEEE8F7),
	ColorNeutralSoft: rgb(0xE9E5DE),
	ColorHover:       rgb(0xF3F6F4),
	ColorScroll:      {R: 0x57, G: 0x66, B: 0x6E, A: 0x66},
	ColorShadow:      {A: 0x1A},
}

var darkPalette = palette{
	ColorBackground:  rgb(0x11171A),
	ColorSurface:     rgb(0x1A2328),
	ColorLine:        rgb(0x2C383F),
	ColorFieldLine:   rgb(0x66777F),
	ColorText:        rgb(0xE9EFF1),
	ColorMuted:       rgb(0x9DB0B9),
	ColorPrimary:     rgb(0x54C6BA),
	ColorPrimarySoft: rgb(0x143634),
	ColorPrimaryDeep: rgb(0x74D4CA),
	ColorOnPrimary:   rgb(0x08211F),
	ColorCoral:       rgb(0xFF8F73),
	ColorCoralSoft:   rgb(0x3A211B),
	ColorAmber:       rgb(0xF0C36A),
	ColorAmberSoft:   rgb(0x33290F),
	ColorGreen:       rgb(0x7BD3A0),
	ColorGreenSoft:   rgb(0x163124),
	ColorBlue:        rgb(0x86B8F0),
	ColorBlueSoft:    rgb(0x17293D),
	ColorViolet:      rgb(0xC4A8EE),
	ColorVioletSoft:  rgb(0x2A213A),
	ColorNeutralSoft: rgb(0x2C383F),
	ColorHover:       rgb(0x212C32),
	ColorScroll:      {R: 0x9D, G: 0xB0, B: 0xB9, A: 0x66},
	ColorShadow:      {A: 0x66},
}

var lightContrastPalette = palette{
	ColorBackground:  rgb(0xFFFFFF),
	ColorSurface:     rgb(0xFFFFFF),
	ColorLine:        rgb(0x6B6B6B),
	ColorFieldLine:   rgb(0x33393D),
	ColorText:        rgb(0x000000),
	ColorMuted:       rgb(0x33393D),
	ColorPrimary:     rgb(0x004848),
	ColorPrimarySoft: rgb(0xDDF1EE),
	ColorPrimaryDeep: rgb(0x002F2F),
	ColorOnPrimary:   rgb(0xFFFFFF),
	ColorCoral:       rgb(0x861F0C),
	ColorCoralSoft:   rgb(0xFCEDE8),
	ColorAmber:       rgb(0x593800),
	ColorAmberSoft:   rgb(0xFDF4DF),
	ColorGreen:       rgb(0x0C4526),
	ColorGreenSoft:   rgb(0xE4F4EA),
	ColorBlue:        rgb(0x0C3C75),
	ColorBlueSoft:    rgb(0xE7F0FA),
	ColorViolet:      rgb(0x46277A),
	ColorVioletSoft:  rgb(0xF0EAF9),
	ColorNeutralSoft: rgb(0xECE9E3),
	ColorHover:       rgb(0xEEF2F0),
	ColorScroll:      rgb(0x33393D),
	ColorShadow:      {A: 0x00},
}

var darkContrastPalette = palette{
	ColorBackground:  rgb(0x000000),
	ColorSurface:     rgb(0x0A0E10),
	ColorLine:        rgb(0x8FA3AD),
	ColorFieldLine:   rgb(0xD5E0E5),
	ColorText:        rgb(0xFFFFFF),
	ColorMuted:       rgb(0xD5E0E5),
	ColorPrimary:     rgb(0x7FE3D8),
	ColorPrimarySoft: rgb(0x0C2B29),
	ColorPrimaryDeep: rgb(0xA8F0E8),
	ColorOnPrimary:   rgb(0x00100F),
	ColorCoral:       rgb(0xFFB5A2),
	ColorCoralSoft:   rgb(0x2E1711),
	ColorAmber:       rgb(0xFFD98F),
	ColorAmberSoft:   rgb(0x2A2008),
	ColorGreen:       rgb(0xA3E8C0),
	ColorGreenSoft:   rgb(0x0E2418),
	ColorBlue:        rgb(0xB4D5FA),
	ColorBlueSoft:    rgb(0x0F1F30),
	ColorViolet:      rgb(0xDCC9FA),
	ColorVioletSoft:  rgb(0x20182E),
	ColorNeutralSoft: rgb(0x1B2328),
	ColorHover:       rgb(0x151D21),
	ColorScroll:      rgb(0xD5E0E5),
	ColorShadow:      {A: 0x00},
}

// toolkitColors says which of our colours stands for each colour that the toolkit's own widgets ask for.
var toolkitColors = map[fyne.ThemeColorName]fyne.ThemeColorName{
	fynetheme.ColorNameButton:                    ColorSurface,
	fynetheme.ColorNameDisabled:                  ColorMuted,
	fynetheme.ColorNameDisabledButton:            ColorNeutralSoft,
	fynetheme.ColorNameError:                     ColorCoral,
	fynetheme.ColorNameFocus:                     ColorPrimarySoft,
	fynetheme.ColorNameForegroundOnError:         ColorSurface,
	fynetheme.ColorNameForegroundOnSuccess:       ColorSurface,
	fynetheme.ColorNameForegroundOnWarning:       ColorSurface,
	fynetheme.ColorNameHeaderBackground:          ColorSurface,
	fynetheme.ColorNameHover:                     ColorHover,
	fynetheme.ColorNameHyperlink:                 ColorPrimary,
	fynetheme.ColorNameInnerWindowBorder:         ColorLine,
	fynetheme.ColorNameInnerWindowBorderInactive: ColorLine,
	fynetheme.ColorNameInputBackground:           ColorSurface,
	fynetheme.ColorNameInputBorder:               ColorFieldLine,
	fynetheme.ColorNameMenuBackground:            ColorSurface,
	fynetheme.ColorNameOverlayBackground:         ColorSurface,
	fynetheme.ColorNamePlaceHolder:               ColorMuted,
	fynetheme.ColorNamePressed:                   ColorPrimarySoft,
	fynetheme.ColorNameScrollBarBackground:       ColorHover,
	fynetheme.ColorNameSelection:                 ColorPrimarySoft,
	fynetheme.ColorNameSeparator:                 ColorLine,
	fynetheme.ColorNameSuccess:                   ColorGreen,
	fynetheme.ColorNameWarning:                   ColorAmber,
}

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xFF}
}
