package theme_test

import (
	"bytes"
	"image"
	"image/color"
	"io/fs"
	"math"
	"os"
	"regexp"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"relais/assets"
	"relais/ui/theme"
)

// looks are all palettes, each with the contrast that words must have in it.
var looks = []struct {
	name    string
	options theme.Options
	least   float64
}{
	{"light", theme.Options{Mode: theme.Light}, 4.5},
	{"dark", theme.Options{Mode: theme.Dark}, 4.5},
	{"light, high contrast", theme.Options{Mode: theme.Light, HighContrast: true}, 7},
	{"dark, high contrast", theme.Options{Mode: theme.Dark, HighContrast: true}, 7},
}

// grounds are the colours that words of a colour stand on.
var grounds = map[fyne.ThemeColorName][]fyne.ThemeColorName{
	theme.ColorText: {
		theme.ColorBackground, theme.ColorSurface, theme.ColorHover, theme.ColorNeutralSoft, theme.ColorPrimarySoft,
		theme.ColorCoralSoft, theme.ColorAmberSoft, theme.ColorGreenSoft, theme.ColorBlueSoft, theme.ColorVioletSoft,
	},
	theme.ColorMuted: {
		theme.ColorBackground, theme.ColorSurface, theme.ColorHover, theme.ColorNeutralSoft, theme.ColorPrimarySoft, theme.ColorAmberSoft,
	},
	theme.ColorPrimary:   {theme.ColorBackground, theme.ColorSurface, theme.ColorHover, theme.ColorPrimarySoft},
	theme.ColorOnPrimary: {theme.ColorPrimary, theme.ColorPrimaryDeep},
	theme.ColorCoral:     {theme.ColorBackground, theme.ColorSurface, theme.ColorHover, theme.ColorCoralSoft, theme.ColorPrimarySoft},
	theme.ColorAmber:     {theme.ColorBackground, theme.ColorSurface, theme.ColorHover, theme.ColorAmberSoft, theme.ColorPrimarySoft},
	theme.ColorGreen:     {theme.ColorBackground, theme.ColorSurface, theme.ColorHover, theme.ColorGreenSoft, theme.ColorPrimarySoft},
	theme.ColorBlue:      {theme.ColorBackground, theme.ColorSurface, theme.ColorHover, theme.ColorBlueSoft},
	theme.ColorViolet:    {theme.ColorBackground, theme.ColorSurface, theme.ColorHover, theme.ColorVioletSoft},
}

func TestWordsStandOutFromTheirGround(t *testing.T) {
	for _, look := range looks {
		th := theme.New(look.options)
		for ink, on := range grounds {
			for _, ground := range on {
				if c := contrast(th.Color(ink, 0), th.Color(ground, 0)); c < look.least {
					t.Errorf("%s: %s on %s is %.2f:1, want %.1f:1", look.name, ink, ground, c, look.least)
				}
			}
		}
	}
}

func TestEdgesOfFieldsAndFocusAreSeen(t *testing.T) {
	for _, look := range looks {
		th := theme.New(look.options)
		for _, edge := range []fyne.ThemeColorName{theme.ColorFieldLine, theme.ColorPrimary} {
			for _, ground := range []fyne.ThemeColorName{theme.ColorBackground, theme.ColorSurface} {
				if c := contrast(th.Color(edge, 0), th.Color(ground, 0)); c < 3 {
					t.Errorf("%s: %s on %s is %.2f:1, want 3:1", look.name, edge, ground, c)
				}
			}
		}
	}
}

// contrast is the ratio that WCAG 2 defines.
func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(c color.Color) float64 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	linear := func(v uint8) float64 {
		f := float64(v) / 255
		if f <= 0.03928 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(n.R) + 0.7152*linear(n.G) + 0.0722*linear(n.B)
}

func TestTheToolkitFindsAllItsColours(t *testing.T) {
	test.NewTempApp(t)
	for _, look := range looks {
		test.AssertAllColorNamesDefined(t, theme.New(look.options), look.name)
	}
}

func TestAutoFollowsTheDesktopAndTheOthersDoNot(t *testing.T) {
	t.Parallel()
	auto, light, dark := theme.New(theme.Options{}), theme.New(theme.Options{Mode: theme.Light}), theme.New(theme.Options{Mode: theme.Dark})
	for _, variant := range []fyne.ThemeVariant{fynetheme.VariantLight, fynetheme.VariantDark} {
		want := light
		if variant == fynetheme.VariantDark {
			want = dark
		}
		if got := auto.Color(theme.ColorSurface, variant); got != want.Color(theme.ColorSurface, variant) {
			t.Errorf("variant %d gives %v", variant, got)
		}
	}
	if light.Color(theme.ColorSurface, fynetheme.VariantDark) != light.Color(theme.ColorSurface, fynetheme.VariantLight) {
		t.Error("light follows the desktop")
	}
}

func TestTextScaleGrowsTextAndIconsAndStaysInItsRange(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		scale, want float32
	}{{0, 1}, {0.5, 1}, {1, 1}, {1.5, 1.5}, {2, 2}, {9, 2}} {
		th := theme.New(theme.Options{TextScale: tc.scale})
		if got := th.Options().TextScale; got != tc.want {
			t.Errorf("scale %v became %v", tc.scale, got)
		}
		for name, size := range map[fyne.ThemeSizeName]float32{
			theme.SizeTitle: 28, theme.SizeSection: 18, theme.SizeBody: 15, theme.SizeSmall: 13, theme.SizeIcon: 20,
		} {
			if got := th.Size(name); got != size*tc.want {
				t.Errorf("at %v %s is %v, want %v", tc.scale, name, got, size*tc.want)
			}
		}
		if got := th.Size(theme.SizeCardPad); got != 18 {
			t.Errorf("at %v the margin of cards is %v", tc.scale, got)
		}
	}
}

func TestTargetsAreHighEnoughUnlessDense(t *testing.T) {
	t.Parallel()
	if got := theme.New(theme.Options{}).Size(theme.SizeTarget); got < 44 {
		t.Errorf("targets are %v high", got)
	}
	dense := theme.New(theme.Options{Dense: true})
	if got := dense.Size(theme.SizeRowTitle); got != 13 {
		t.Errorf("dense rows have text of %v", got)
	}
}

func TestFrenchHasItsLetters(t *testing.T) {
	test.NewTempApp(t)
	missing := pictureOf(t, "\U000E0001")
	for _, letter := range "éèêëàâîïôûùüÿçœæÉÈÊÀÇŒÆ’‘“”«»…–—›‹✓°€×−·²ᵉ\u00a0\u202f" {
		if letter == '\u00a0' || letter == '\u202f' {
			continue
		}
		if got := pictureOf(t, string(letter)); bytes.Equal(got.Pix, missing.Pix) || blank(got) {
			t.Errorf("%q is not drawn", letter)
		}
	}
}

func pictureOf(t *testing.T, text string) *image.NRGBA {
	t.Helper()
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Options{Mode: theme.Light}))
	c := software.NewCanvas()
	c.SetContent(&canvas.Text{Text: text, TextSize: 15, Color: color.Black})
	c.Resize(fyne.NewSize(40, 40))
	return c.Capture().(*image.NRGBA)
}

// blank reports whether a picture has one colour only.
func blank(img *image.NRGBA) bool {
	first := img.NRGBAAt(0, 0)
	for i := 0; i < len(img.Pix); i += 4 {
		if img.Pix[i] != first.R || img.Pix[i+1] != first.G || img.Pix[i+2] != first.B {
			return false
		}
	}
	return true
}

func TestIconsAreDrawnInTheColourOfTheTheme(t *testing.T) {
	test.NewTempApp(t)
	for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
		fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Options{Mode: mode}))
		for _, name := range iconNames(t) {
			want := color.NRGBAModel.Convert(theme.Color(theme.ColorCoral)).(color.NRGBA)
			c := software.NewTransparentCanvas()
			c.SetPadded(false)
			c.SetContent(canvas.NewImageFromResource(theme.Icon(name, theme.ColorCoral)))
			c.Resize(fyne.NewSize(48, 48))
			img := c.Capture().(*image.NRGBA)
			inked := 0
			for i := 0; i < len(img.Pix); i += 4 {
				p := color.NRGBA{R: img.Pix[i], G: img.Pix[i+1], B: img.Pix[i+2], A: img.Pix[i+3]}
				if p.A > 0xC0 && near(p, want) {
					inked++
				} else if p.A > 0xC0 {
					t.Fatalf("%s has a spot of %v in %v", name, p, want)
				}
			}
			if inked < 8 {
				t.Errorf("%s has only %d spots of its colour", name, inked)
			}
		}
	}
}

func TestStrokesGrowWithTheText(t *testing.T) {
	test.NewTempApp(t)
	widths := map[float32]int{}
	for _, scale := range []float32{1, 2} {
		fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Options{Mode: theme.Light, TextScale: scale}))
		c := software.NewTransparentCanvas()
		c.SetPadded(false)
		c.SetContent(canvas.NewImageFromResource(theme.Icon(theme.IconPlus, theme.ColorText)))
		c.Resize(fyne.NewSize(100, 100))
		img := c.Capture().(*image.NRGBA)
		for x := range 100 {
			if img.NRGBAAt(x, 25).A > 0x80 {
				widths[scale]++
			}
		}
	}
	if widths[1] < 1 || widths[1] > 3 || widths[2] < 2*widths[1]-1 {
		t.Errorf("strokes are %d wide, at twice the text size %d", widths[1], widths[2])
	}
}

func near(a, b color.NRGBA) bool {
	d := func(x, y uint8) int { return max(int(x)-int(y), int(y)-int(x)) }
	return d(a.R, b.R)+d(a.G, b.G)+d(a.B, b.B) < 12
}

func iconNames(t *testing.T) []theme.IconName {
	t.Helper()
	files, err := fs.Glob(assets.Icons, "icons/*.svg")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d icons, %v", len(files), err)
	}
	var names []theme.IconName
	for _, f := range files {
		names = append(names, theme.IconName(strings.TrimSuffix(strings.TrimPrefix(f, "icons/"), ".svg")))
	}
	return names
}

func TestIconsShareOneGridAndOneStroke(t *testing.T) {
	t.Parallel()
	for _, name := range iconNames(t) {
		drawing, err := fs.ReadFile(assets.Icons, "icons/"+string(name)+".svg")
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{`viewBox="0 0 24 24"`, `stroke="currentColor"`, `stroke-width="1.75"`} {
			if n := strings.Count(string(drawing), want); n != 1 {
				t.Errorf("%s has %s %d times", name, want, n)
			}
		}
	}
}

func TestEveryNamedIconHasADrawingAndEveryDrawingAName(t *testing.T) {
	source, err := os.ReadFile("icon.go")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`IconName = "([^"]+)"`).FindAllSubmatch(source, -1)
	for _, n := range named {
		if !theme.HasIcon(theme.IconName(n[1])) {
			t.Errorf("there is no drawing of %s", n[1])
		}
	}
	if drawn := len(iconNames(t)); len(named) != drawn {
		t.Errorf("%d names for %d drawings", len(named), drawn)
	}
}

func TestAnUnknownIconIsAnEmptyPicture(t *testing.T) {
	test.NewTempApp(t)
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Options{Mode: theme.Light}))
	if theme.HasIcon("no-such-icon") || theme.HasIcon(theme.NoIcon) {
		t.Error("it is said to exist")
	}
	c := software.NewCanvas()
	c.SetContent(canvas.NewImageFromResource(theme.Icon("no-such-icon", theme.ColorText)))
	c.Resize(fyne.NewSize(48, 48))
	if !blank(c.Capture().(*image.NRGBA)) {
		t.Error("something is drawn")
	}
}

func TestTheThemeInUseAnswersAndAnotherOneIsNoHarm(t *testing.T) {
	app := test.NewTempApp(t)
	if theme.Color(theme.ColorCoral) == nil || theme.Size(theme.SizeCardPad) != 18 || theme.Dense() {
		t.Error("without our theme there are no colours or sizes")
	}
	app.Settings().SetTheme(theme.New(theme.Options{Mode: theme.Dark, Dense: true, TextScale: 2}))
	if !theme.Dense() || theme.Scaled(10)() != 20 || theme.Size(theme.SizeBody) != 30 {
		t.Error("the theme in use does not answer")
	}
}
