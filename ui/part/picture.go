package part

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"relais/ui/part/flow"
	"relais/ui/theme"
)

// The measures of a picture in a text.
const (
	pictureMost   = 480 // high: a higher one would push away the words that it belongs to
	pictureAir    = 4   // above and below
	pictureRadius = 8   // at most: a small one is not to lose its corners
)

var _ flow.Flowing = (*picture)(nil)

// picture is one in a text: as wide as the text at most, and never larger than it is.
type picture struct {
	frame
	ref, alt string
	size     fyne.Size // a point for each pixel
	seen     image.Image
	image    *canvas.Image
}

// newPicture shows seen, or a ground of its size while it is an image.Rectangle; words in the text say what alt says.
func newPicture(ref, alt string, seen image.Image) *picture {
	at := seen.Bounds().Size()
	radius := float32(min(pictureRadius, at.X/8, at.Y/8))
	p := &picture{ref: ref, alt: alt, size: fyne.NewSize(float32(at.X), float32(at.Y)), image: &canvas.Image{
		ScaleMode: canvas.ImageScaleFastest, CornerRadius: radius, // the screen scales: it costs nothing while a window gets another size
	}}
	p.root = &fyne.Container{Layout: atLeft{p}, Objects: []fyne.CanvasObject{
		newSurface(theme.ColorNeutralSoft, radius), p.image, newEdged(theme.ColorClear, theme.ColorLine, 1, radius),
	}}
	p.show(seen)
	p.ExtendBaseWidget(p)
	return p
}

// show puts another picture of the same size in place.
func (p *picture) show(seen image.Image) {
	if p.seen == seen {
		return
	}
	p.seen = seen
	_, waits := seen.(image.Rectangle)
	p.image.Hidden = waits
	if !waits {
		p.image.Image = seen
		p.image.Refresh()
	}
}

// at is the size in a text of that width.
func (p *picture) at(width float32) fyne.Size {
	by := min(1, width/p.size.Width, pictureMost/p.size.Height)
	return fyne.NewSize(ceil(p.size.Width*by), ceil(p.size.Height*by))
}

// HeightFor is part of flow.Flowing.
func (p *picture) HeightFor(width float32) float32 { return p.at(width).Height }

// NaturalWidth is part of flow.Flowing.
func (p *picture) NaturalWidth() float32 { return p.at(p.size.Width).Width }

// MinSize is the height at the width it has: it can be as narrow as there is room.
func (p *picture) MinSize() fyne.Size {
	width := p.Size().Width
	if width <= 0 {
		width = p.NaturalWidth()
	}
	return fyne.NewSize(1, p.HeightFor(width))
}

// AccessibilityLabel is what the text says of the picture.
func (p *picture) AccessibilityLabel() string { return p.alt }

// AccessibilityRole is part of fyne.Accessible.
func (p *picture) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// atLeft puts the layers of a picture at the left.
type atLeft struct{ p *picture }

func (l atLeft) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.Position{})
		o.Resize(l.p.at(size.Width))
	}
}

func (atLeft) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
