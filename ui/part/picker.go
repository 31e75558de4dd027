package part

import (
	"fyne.io/fyne/v2"
	"github.com/sahilm/fuzzy"

	"relais/ui/part/flow"
	"relais/ui/theme"
)

// PickerItem is one thing that can be picked.
type PickerItem struct {
	ID     string
	Title  string
	Detail string
}

// Picker finds one of many by a few of its letters: a person, a queue, a ticket. Up and Down go through what fits,
// Enter picks.
type Picker struct {
	box
	items   []PickerItem
	folded  []string
	found   []int
	at      int
	results *fyne.Container
	rows    []*pickerRow
	empty   *Text
	// OnPicked is called with the ID of what is picked.
	OnPicked func(id string)
}

const pickerRows = 7

type pickerRow struct {
	control
	owner  *Picker
	at     int
	ground *surface
	title  *Text
	detail *Text
}

// NewPicker returns a picker without items; none is what it says when nothing fits.
func NewPicker(placeholder, none string) *Picker {
	p := &Picker{results: flow.Stack(2), empty: NewSmall(none)}
	e := newEntry(plainField(), 1, 1)
	e.SetPlaceHolder(placeholder)
	p.connect(e)
	e.changed = func(text string) {
		p.filter(text)
		if p.OnChanged != nil {
			p.OnChanged(text)
		}
	}
	e.submit = func(string) { p.pick(p.at) }
	e.keyPress = p.key
	for i := range pickerRows {
		p.rows = append(p.rows, newPickerRow(p, i))
		p.results.Add(p.rows[i])
	}
	p.root = flow.Stack(8, dress(e), p.results, p.empty)
	p.ExtendBaseWidget(p)
	p.SetItems(nil)
	return p
}

// SetItems gives what can be picked, best first; what is written stays.
func (p *Picker) SetItems(items []PickerItem) {
	p.items = items
	p.folded = make([]string, len(items))
	for i, it := range items {
		p.folded[i] = fold(it.Title + " " + it.Detail)
	}
	p.filter(p.Text())
}

// SetText shows text and what fits it; it does not call OnChanged.
func (p *Picker) SetText(text string) {
	p.box.SetText(text)
	p.filter(text)
}

// Row returns the i-th line in view, to be named.
func (p *Picker) Row(i int) fyne.CanvasObject { return p.rows[i] }

func (p *Picker) filter(text string) {
	p.found, p.at = p.found[:0], 0
	if key := fold(text); key == "" {
		for i := range min(len(p.items), pickerRows) {
			p.found = append(p.found, i)
		}
	} else {
		for _, m := range fuzzy.Find(key, p.folded) {
			if p.found = append(p.found, m.Index); len(p.found) == pickerRows {
				break
			}
		}
	}
	p.show()
}

func (p *Picker) show() {
	for i, r := range p.rows {
		ShowIf(r, i < len(p.found))
		if i >= len(p.found) {
			continue
		}
		it := p.items[p.found[i]]
		r.label = it.Title
		r.title.Set(it.Title)
		r.detail.Set(it.Detail)
		r.style()
	}
	ShowIf(p.empty, len(p.found) == 0 && p.Text() != "")
	Relay(p)
}

func (p *Picker) key(k *fyne.KeyEvent) bool {
	switch k.Name {
	case fyne.KeyDown:
		p.at = min(p.at+1, max(len(p.found)-1, 0))
	case fyne.KeyUp:
		p.at = max(p.at-1, 0)
	default:
		return p.OnKey != nil && p.OnKey(k)
	}
	p.show()
	return true
}

func (p *Picker) pick(i int) {
	if i < len(p.found) && p.OnPicked != nil {
		p.OnPicked(p.items[p.found[i]].ID)
	}
}

func newPickerRow(owner *Picker, at int) *pickerRow {
	r := &pickerRow{
		owner: owner, at: at, ground: newSurface(theme.ColorClear, 8),
		title: NewBody("").Lines(1), detail: NewSmall("").Lines(1),
	}
	r.act = func() { owner.pick(at) }
	content := flow.Inset(12, 5, flow.Split(12, r.title, r.detail))
	r.setUp(r, flow.Layer(r.ground, flow.Raise(navHeight, content)), 8, 0)
	r.restyle = r.style
	return r
}

func (r *pickerRow) style() {
	fill := theme.ColorClear
	switch {
	case r.at == r.owner.at:
		fill = theme.ColorPrimarySoft
	case r.hovered:
		fill = theme.ColorHover
	}
	r.ground.paint(fill, theme.ColorClear, 0)
}
