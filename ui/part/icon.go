package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"relais/ui/theme"
)

// Icon is a line icon in a colour of the theme.
type Icon struct {
	widget.BaseWidget
	name    theme.IconName
	ink     fyne.ThemeColorName
	size    fyne.ThemeSizeName
	picture *canvas.Image
	drawn   string // what the picture shows
}

// NewIcon returns the icon called name; size is one of theme.SizeIcon….
func NewIcon(name theme.IconName, ink fyne.ThemeColorName, size fyne.ThemeSizeName) *Icon {
	i := &Icon{name: name, ink: ink, size: size, picture: &canvas.Image{FillMode: canvas.ImageFillContain}}
	i.Hidden = name == theme.NoIcon
	i.apply()
	i.ExtendBaseWidget(i)
	return i
}

// Set changes drawing and colour; theme.NoIcon hides it.
func (i *Icon) Set(name theme.IconName, ink fyne.ThemeColorName) {
	if i.name == name && i.ink == ink {
		return
	}
	i.name, i.ink = name, ink
	i.Hidden = name == theme.NoIcon
	i.apply()
	i.BaseWidget.Refresh()
}

// CreateRenderer is part of fyne.Widget.
func (i *Icon) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(i.picture) }

// MinSize is the square that the theme gives.
func (i *Icon) MinSize() fyne.Size { return fyne.NewSquareSize(theme.Size(i.size)) }

// Refresh takes the colour of the theme in use now. Pages refresh all that is in
// them, and drawing an icon anew takes long: the same one stays.
func (i *Icon) Refresh() {
	if i.apply() {
		i.BaseWidget.Refresh()
	}
}

// apply tells whether there is another picture to be drawn.
func (i *Icon) apply() bool {
	if i.name == theme.NoIcon {
		return false
	}
	resource := theme.Icon(i.name, i.ink)
	if resource.Name() == i.drawn {
		return false
	}
	i.drawn, i.picture.Resource, i.picture.Image = resource.Name(), resource, nil
	return true
}
