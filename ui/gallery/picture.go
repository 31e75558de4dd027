package gallery

import (
	"image"
	"image/color"
	"image/draw"

	"relais/internal/desk"
	"relais/ui/model/knowledge"
)

// pictured is an article with pictures: one beside a step, one in a sentence, and one
// that is somewhere else.
func (s sample) pictured() knowledge.PageState {
	st := s.article()
	st.Blocks = knowledge.Blocks(s.say(`Pour toute personne dont l’écran externe reste noir.

## À faire
1. Ouvrez **Paramètres**, puis Système, puis Affichage.
   ![La page Affichage des paramètres](panel.png)
2. Cliquez sur l’icône ![Détecter](icon.png) en bas de la page.
3. Choisissez «`+"\u00a0Étendre\u00a0"+`».

## Si ça ne suffit pas
![](https://exemple.fr/loin.png)
Dites-nous quel câble vous utilisez.
`, `For anyone whose external monitor stays black.

## Steps
1. Open **Settings**, then System, then Display.
   ![The Display page of the settings](panel.png)
2. Click on the icon ![Detect](icon.png) at the bottom of the page.
3. Choose “Extend”.

## If that is not enough
![](https://example.org/far.png)
Tell us which cable you use.
`))
	st.Article.Pictures = []desk.Picture{{Name: "icon.png"}, {Name: "panel.png"}}
	st.Pictures = map[string]image.Image{"icon.png": screenshot(32, 32), "panel.png": screenshot(640, 300)}
	return st
}

// screenshot draws a window that could be one of any program.
func screenshot(width, height int) image.Image {
	shot := image.NewRGBA(image.Rect(0, 0, width, height))
	fill := func(x0, y0, x1, y1 int, c color.Color) {
		draw.Draw(shot, image.Rect(x0, y0, x1, y1), image.NewUniform(c), image.Point{}, draw.Src)
	}
	bar, ink, line := color.NRGBA{0x2B, 0x57, 0x97, 0xFF}, color.NRGBA{0xC4, 0xCC, 0xD4, 0xFF}, max(4, height/30)
	fill(0, 0, width, height, color.White)
	fill(0, 0, width, 3*line, bar)
	for y := 5 * line; y+line < height; y += 3 * line {
		fill(width/16, y, width/16+width*(5+y%7)/16, y+line, ink)
	}
	fill(width*12/16, height-4*line, width*15/16, height-2*line, bar)
	return shot
}
