package knowledge

import (
	"bytes"
	"context"
	"errors"
	"image"
	"maps"

	"golang.org/x/image/draw"

	"relais/internal/desk"
)

// A picture is kept as large as pages show it on a screen with two dots for each of
// theirs, in pixels.
const (
	pictureWidth  = 1560
	pictureHeight = 960
)

// Picture returns the picture that the article's text means by a reference, or nil
// when there is none. While it is read it is an image.Rectangle of its size.
func (s PageState) Picture(ref string) image.Image {
	if p, ok := s.Article.Picture(ref); ok {
		return s.Pictures[p.Name]
	}
	return nil
}

// known are the pictures of an article: those of before, and the sizes of others. Those
// that can't be read are not among them.
func (s PageState) known(list []desk.Picture) map[string]image.Image {
	all := make(map[string]image.Image, len(list))
	for _, p := range list {
		if size, ok := sizeOf(p.Content); ok {
			all[p.Name] = image.Rectangle{Max: size}
		}
	}
	for _, p := range s.Article.Pictures {
		if before := s.Pictures[p.Name]; before != nil && all[p.Name] != nil && same(list, p) {
			all[p.Name] = before
		}
	}
	return all
}

func same(list []desk.Picture, p desk.Picture) bool {
	for _, other := range list {
		if other.Name == p.Name {
			return bytes.Equal(other.Content, p.Content)
		}
	}
	return false
}

// look reads the pictures of the article that shows, one after the other: the text is
// there before them.
func (p *Page) look(ctx context.Context) {
	s := p.State()
	for _, one := range s.Article.Pictures {
		if _, waits := s.Pictures[one.Name].(image.Rectangle); !waits || ctx.Err() != nil {
			continue
		}
		seen, err := readPicture(one.Content)
		p.change(func(s *PageState) {
			s.Pictures = maps.Clone(s.Pictures)
			s.Pictures[one.Name] = seen
			if err != nil {
				delete(s.Pictures, one.Name)
			}
		})
	}
}

// sizeOf returns how large a picture is kept.
func sizeOf(content []byte) (image.Point, bool) {
	c, _, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil || c.Width < 1 || c.Height < 1 || max(c.Width, c.Height) > desk.MaxPictureSide {
		return image.Point{}, false
	}
	by := min(1, float64(pictureWidth)/float64(c.Width), float64(pictureHeight)/float64(c.Height))
	return image.Pt(max(1, int(float64(c.Width)*by)), max(1, int(float64(c.Height)*by))), true
}

var errPicture = errors.New("knowledge: not a picture")

// readPicture returns a picture as it is kept, on white where one can see through it:
// what draws on nothing takes it for paper. It halves a large one first, because the
// scaler looks at four dots for each.
func readPicture(content []byte) (image.Image, error) {
	size, ok := sizeOf(content)
	if !ok {
		return nil, errPicture
	}
	whole, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	for at := whole.Bounds().Size(); at.X > 2*size.X; at = whole.Bounds().Size() {
		half := image.NewRGBA(image.Rect(0, 0, at.X/2, max(1, at.Y/2)))
		draw.ApproxBiLinear.Scale(half, half.Rect, whole, whole.Bounds(), draw.Src, nil)
		whole = half
	}
	kept := image.NewRGBA(image.Rectangle{Max: size})
	draw.Draw(kept, kept.Rect, image.White, image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(kept, kept.Rect, whole, whole.Bounds(), draw.Over, nil)
	return kept, nil
}
