package part

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"relais/ui/part/flow"
)

// Page is a scrolling area whose content is as wide as the page and as high as it needs. A control that gets the focus
// by keyboard is scrolled into view; PageUp, PageDown, Home and End scroll while a control in the page has the focus.
type Page struct {
	widget.BaseWidget
	scroll *container.Scroll
	sheet  *sheet
}

// NewPage returns an employee's page: one centred column, with a quiet side note that may be nil.
func NewPage(main, side fyne.CanvasObject) *Page {
	return NewScroll(flow.InsetSides(0, 34, 0, 40, flow.Column(main, side)))
}

// NewScroll returns a page of any content, without margins.
func NewScroll(content fyne.CanvasObject) *Page {
	p := &Page{sheet: &sheet{}}
	p.sheet.root = content
	p.sheet.ExtendBaseWidget(p.sheet)
	p.scroll = container.NewVScroll(p.sheet)
	p.ExtendBaseWidget(p)
	return p
}

// sheet is the content of a page: it knows the page's width before it is laid out.
type sheet struct {
	frame
	width float32
}

// MinSize is the height of the content at the page's width.
func (s *sheet) MinSize() fyne.Size {
	if s.width <= 0 {
		return fyne.NewSize(1, flow.HeightFor(s.root, flow.NaturalWidth(s.root)))
	}
	return fyne.NewSize(1, flow.HeightFor(s.root, s.width))
}

// Resize is part of fyne.CanvasObject.
func (p *Page) Resize(size fyne.Size) {
	p.sheet.width = size.Width
	p.BaseWidget.Resize(size)
}

// MinSize is small: a page scrolls.
func (p *Page) MinSize() fyne.Size { return fyne.NewSize(120, 80) }

// ScrollToTop shows the beginning.
func (p *Page) ScrollToTop() { p.scroll.ScrollToTop() }

// ScrollToBottom shows the end.
func (p *Page) ScrollToBottom() { p.scroll.ScrollToBottom() }

// Scroll moves by a part of the page's height, downwards when positive.
func (p *Page) Scroll(pages float32) {
	p.scrollTo(p.scroll.Offset.Y + pages*p.Size().Height)
}

func (p *Page) scrollTo(y float32) {
	most := max(p.sheet.Size().Height-p.scroll.Size().Height, 0)
	p.scroll.ScrollToOffset(fyne.NewPos(0, min(max(y, 0), most)))
}

// CreateRenderer is part of fyne.Widget.
func (p *Page) CreateRenderer() fyne.WidgetRenderer {
	pages = append(pages, p)
	return &pageRenderer{p}
}

type pageRenderer struct{ p *Page }

func (r *pageRenderer) Layout(size fyne.Size)        { r.p.scroll.Resize(size) }
func (r *pageRenderer) MinSize() fyne.Size           { return r.p.MinSize() }
func (r *pageRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.p.scroll} }
func (r *pageRenderer) Refresh()                     { r.p.scroll.Refresh() }
func (r *pageRenderer) Destroy() {
	pages = slices.DeleteFunc(pages, func(p *Page) bool { return p == r.p })
}

// pages are those that are drawn: objects do not know what they stand in, so a control that gets the focus looks for
// its page here. UI goroutine only.
var pages []*Page

// pageOf returns the drawn page that o stands in, with o's place in the page's content.
func pageOf(o fyne.CanvasObject) (page *Page, y float32) {
	driver := fyne.CurrentApp().Driver()
	canvas := driver.CanvasForObject(o)
	if canvas == nil {
		return nil, 0
	}
	at := driver.AbsolutePositionForObject(o)
	for _, p := range pages {
		if driver.CanvasForObject(p) != canvas {
			continue
		}
		origin := driver.AbsolutePositionForObject(p.sheet)
		end := origin.AddXY(p.sheet.Size().Width, p.sheet.Size().Height)
		if at.X >= origin.X && at.X < end.X && at.Y >= origin.Y && at.Y < end.Y {
			page, y = p, at.Y-origin.Y
		}
	}
	return page, y
}

// reveal scrolls o into view in the page that it stands in.
func reveal(o fyne.CanvasObject) {
	page, y := pageOf(o)
	if page == nil {
		return
	}
	page.show(y, o.Size().Height)
}

// show scrolls as little as needed to show what is high from y on; of what is too high, the beginning.
func (p *Page) show(y, high float32) {
	const air = 16
	top, bottom := y-air, y+high+air
	switch offset, seen := p.scroll.Offset.Y, p.scroll.Size().Height; {
	case top < offset:
		p.scrollTo(top)
	case bottom > offset+seen:
		p.scrollTo(min(bottom-seen, top))
	}
}

// RevealLast scrolls the last object of list, which stands in the page, into view. Unlike anything else, the object may
// have been added just now; it must have been arranged: see Relay.
func (p *Page) RevealLast(list *fyne.Container) {
	if len(list.Objects) == 0 {
		return
	}
	driver := fyne.CurrentApp().Driver()
	last := list.Objects[len(list.Objects)-1]
	y := driver.AbsolutePositionForObject(list).Y - driver.AbsolutePositionForObject(p.sheet).Y
	p.show(y+last.Position().Y, last.Size().Height)
}

// scrollKey scrolls the page that o stands in when e is a key for that.
func scrollKey(o fyne.CanvasObject, e *fyne.KeyEvent) {
	page, _ := pageOf(o)
	if page == nil {
		return
	}
	switch e.Name {
	case fyne.KeyPageDown:
		page.Scroll(0.9)
	case fyne.KeyPageUp:
		page.Scroll(-0.9)
	case fyne.KeyHome:
		page.ScrollToTop()
	case fyne.KeyEnd:
		page.ScrollToBottom()
	}
}
