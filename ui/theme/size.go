package theme

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// The sizes of Relais, in the toolkit's device-independent pixels. Sizes of text and icons follow the text scale.
const (
	SizeTitle     fyne.ThemeSizeName = fynetheme.SizeNameHeadingText    // 28, one a page
	SizeSection   fyne.ThemeSizeName = fynetheme.SizeNameSubHeadingText // 18
	SizeBody      fyne.ThemeSizeName = fynetheme.SizeNameText           // 15
	SizeSmall     fyne.ThemeSizeName = fynetheme.SizeNameCaptionText    // 13
	SizeRowTitle  fyne.ThemeSizeName = "relaisRowTitle"                 // first line of a list row: 15, dense 13
	SizeRowDetail fyne.ThemeSizeName = "relaisRowDetail"                // second line of a list row: 13, dense 12
	SizeIcon      fyne.ThemeSizeName = fynetheme.SizeNameInlineIcon     // 20, beside body text
	SizeIconSmall fyne.ThemeSizeName = "relaisIconSmall"                // 14, beside small text and in chips
	SizeIconTile  fyne.ThemeSizeName = "relaisIconTile"                 // 26, in tiles
	SizeIconLarge fyne.ThemeSizeName = "relaisIconLarge"                // 40, in empty states
	SizeTarget    fyne.ThemeSizeName = "relaisTarget"                   // 44, least height of what is clicked
	SizeCardPad   fyne.ThemeSizeName = "relaisCardPad"                  // 18, inner margin of cards
	SizeRowPad    fyne.ThemeSizeName = "relaisRowPad"                   // 10, dense 3: above and below a list row
	SizeRadius    fyne.ThemeSizeName = fynetheme.SizeNameCardRadius     // 14, cards
	SizeChip      fyne.ThemeSizeName = "relaisChipRadius"               // 20, chips
	SizeControl   fyne.ThemeSizeName = fynetheme.SizeNameButtonRadius   // 10, buttons, choices and fields
)

// fixed sizes stay as they are whatever the text scale: space and corners.
var fixedSizes = map[fyne.ThemeSizeName]float32{
	SizeCardPad:                            18,
	SizeRadius:                             14,
	SizeChip:                               20,
	SizeControl:                            10,
	fynetheme.SizeNamePadding:              8,
	fynetheme.SizeNameInnerPadding:         8,
	fynetheme.SizeNameLineSpacing:          4,
	fynetheme.SizeNameScrollBar:            10,
	fynetheme.SizeNameScrollBarSmall:       4,
	fynetheme.SizeNameScrollBarRadius:      5,
	fynetheme.SizeNameSeparatorThickness:   1,
	fynetheme.SizeNameInputBorder:          2,
	fynetheme.SizeNameInputRadius:          10,
	fynetheme.SizeNameSelectionRadius:      6,
	fynetheme.SizeNameDialogRadius:         14,
	fynetheme.SizeNamePopupRadius:          10,
	fynetheme.SizeNameMenuRadius:           10,
	fynetheme.SizeNameInnerWindowRadius:    14,
	fynetheme.SizeNameWindowTitleBarHeight: 26,
	fynetheme.SizeNameWindowButtonHeight:   16,
	fynetheme.SizeNameWindowButtonIcon:     14,
}

// scaled sizes grow with the text scale.
var scaledSizes = map[fyne.ThemeSizeName]float32{
	SizeTitle:     28,
	SizeSection:   18,
	SizeBody:      15,
	SizeSmall:     13,
	SizeRowTitle:  15,
	SizeRowDetail: 13,
	SizeIcon:      20,
	SizeIconSmall: 14,
	SizeIconTile:  26,
	SizeIconLarge: 40,
}

// roomySizes and denseSizes are what density decides.
var (
	roomySizes = map[fyne.ThemeSizeName]float32{SizeTarget: 44, SizeRowPad: 10}
	denseSizes = map[fyne.ThemeSizeName]float32{SizeTarget: 36, SizeRowPad: 3, SizeRowTitle: 13, SizeRowDetail: 12}
)
