package theme_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"relais/assets"
	"relais/ui/theme"
)

// badges are the pictures of the program: its window, and its place in the tray in each state. The agent has no toolkit
// to draw with, so they are files; this test draws them from the logo and compares.
var badges = []struct {
	file   string
	size   float32
	ground fyne.ThemeColorName
	mark   fyne.ThemeColorName // of the dot in the corner; ColorClear is no dot
}{
	{"app.png", 256, theme.ColorPrimary, theme.ColorClear},
	{"tray-ok.png", 64, theme.ColorPrimary, theme.ColorClear},
	{"tray-offline.png", 64, theme.ColorMuted, theme.ColorAmber},
	{"tray-attention.png", 64, theme.ColorPrimary, theme.ColorCoral},
}

func TestTrayPicturesAreDrawnFromTheLogo(t *testing.T) {
	for _, b := range badges {
		t.Run(b.file, func(t *testing.T) {
			test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Options{Mode: theme.Light}))
			drawn := badge(b.size, b.ground, b.mark)
			stored, err := assets.Icons.ReadFile("icons/" + b.file)
			if err != nil {
				t.Errorf("%v; what it should be is in %s", err, keep(t, b.file, drawn))
				return
			}
			picture, err := png.Decode(bytes.NewReader(stored))
			if err != nil {
				t.Fatal(err)
			}
			if far := difference(picture, drawn); far > 2 {
				t.Errorf("differs by %.1f on average; what it should be is in %s", far, keep(t, b.file, drawn))
			}
		})
	}
}

// badge draws the logo on a rounded ground, with a dot in the corner for a state.
func badge(size float32, ground, mark fyne.ThemeColorName) image.Image {
	at := func(o fyne.CanvasObject, from, to float32) {
		o.Move(fyne.NewSquareOffsetPos(size * from))
		o.Resize(fyne.NewSquareSize(size * (to - from)))
	}
	sheet := &canvas.Rectangle{FillColor: theme.Color(ground), CornerRadius: size * 0.24}
	at(sheet, 0.02, 0.98)
	logo := canvas.NewImageFromResource(strong(theme.Icon(theme.IconLogo, theme.ColorOnPrimary), size))
	at(logo, 0.1, 0.9)
	rim := &canvas.Circle{FillColor: theme.Color(theme.ColorSurface)}
	at(rim, 0.56, 1)
	dot := &canvas.Circle{FillColor: theme.Color(mark)}
	at(dot, 0.61, 0.95)
	objects := []fyne.CanvasObject{sheet, logo}
	if mark != theme.ColorClear {
		objects = append(objects, rim, dot)
	}
	c := software.NewTransparentCanvas()
	c.SetPadded(false)
	c.SetContent(container.NewWithoutLayout(objects...))
	c.Resize(fyne.NewSquareSize(size))
	return c.Capture()
}

// strong gives the logo a stroke that fits its size: one that is seen in the tray.
func strong(logo fyne.Resource, size float32) fyne.Resource {
	stroke := regexp.MustCompile(`stroke-width="[^"]+"`)
	content := stroke.ReplaceAll(logo.Content(), fmt.Appendf(nil, `stroke-width="%g"`, size*0.075))
	return fyne.NewStaticResource(fmt.Sprintf("logo-%g.svg", size), content)
}

// difference is the average difference of two pictures, each channel of each spot from 0 to 255.
func difference(a, b image.Image) float64 {
	if a.Bounds() != b.Bounds() {
		return 255
	}
	sum, n := 0, 0
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			p, q := color.NRGBAModel.Convert(a.At(x, y)).(color.NRGBA), color.NRGBAModel.Convert(b.At(x, y)).(color.NRGBA)
			for _, d := range []int{int(p.R) - int(q.R), int(p.G) - int(q.G), int(p.B) - int(q.B), int(p.A) - int(q.A)} {
				sum += max(d, -d)
				n++
			}
		}
	}
	return float64(sum) / float64(n)
}

// keep writes a picture to where the next run's masters are taken from, and says where.
func keep(t *testing.T, file string, picture image.Image) string {
	t.Helper()
	path := filepath.Join("testdata", "failed", file)
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("ui/theme/%s", path)
}
