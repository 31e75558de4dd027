package part

import (
	"relais/ui/part/flow"
	"relais/ui/theme"

	"fyne.io/fyne/v2"
)

// RowState is what a Row shows.
type RowState struct {
	Chip      string // priority or status, before the title; "" is none
	ChipTone  Tone
	ChipIcon  theme.IconName
	Title     string
	Detail    string // second line
	Unsent    bool   // something about it has not left yet: a small cloud before the detail
	Written   bool   // something to it is begun and not sent: a small pencil, where there is no cloud
	Time      string // at the right: what is left, or when
	TimeTone  Tone
	Badge     string // at the right, such as "demande"; "" is none
	BadgeTone Tone
	Selected  bool
	Unread    bool // bold detail
}

// Row is one line of a list of tickets, uniform in height, whatever is in it: two lines of text or, with letters so large
// that a title beside anything else would be cut to its first syllable, up to two lines for the title alone.
type Row struct {
	frame
	ground *surface
	accent *surface
	chip   *Chip
	title  *Text
	detail *Text
	unsent *Icon
	time   *Text
	badge  *Chip
	shown  RowState
	filled bool
}

// NewRow returns an empty row.
func NewRow() *Row {
	r := &Row{
		ground: newSurface(theme.ColorClear, 0),
		accent: newSurface(theme.ColorPrimary, 0),
		chip:   NewChip(Neutral, theme.NoIcon, "M"),
		title:  newText("", theme.SizeRowTitle, theme.ColorText, true).Lines(1),
		detail: newText("", theme.SizeRowDetail, theme.ColorMuted, false).Lines(1),
		unsent: NewIcon(theme.IconCloud, theme.ColorAmber, theme.SizeIconSmall),
		time:   newText("", theme.SizeRowDetail, theme.ColorMuted, false).Lines(1),
		badge:  NewChip(Violet, theme.NoIcon, ""),
	}
	rail := &fyne.Container{Layout: railLayout{0, 3}, Objects: []fyne.CanvasObject{r.accent}}
	r.root = flow.Layer(r.ground, rail, flow.InsetBy(rowRoom, r.lines()))
	r.ExtendBaseWidget(r)
	r.Set(RowState{})
	return r
}

// largeLetters is the text scale from which on a title stands alone.
const largeLetters = 1.4

// lines arranges what is in the row for the size of the letters.
func (r *Row) lines() fyne.CanvasObject {
	detail := flow.Line(5, r.unsent, flow.Grow(r.detail))
	if theme.Scaled(1)() < largeLetters {
		return flow.Stack(2, flow.Raise(chipHeight, flow.Line(10, r.chip, flow.Grow(r.title), r.time, r.badge)), detail)
	}
	// Rows with short titles are equally high.
	most := newText("M\nM", theme.SizeRowTitle, theme.ColorText, true)
	titleHeight := func() float32 { return flow.HeightFor(most, flow.NaturalWidth(most)) }
	state := flow.Raise(chipHeight, flow.Line(10, r.chip, flow.Space(), r.time))
	return flow.Stack(4, flow.Raise(titleHeight, r.title.Lines(2)), state,
		flow.Raise(chipHeight, flow.Line(5, r.badge, flow.Grow(detail))))
}

// chipHeight is what a chip needs, so that rows with and without one are equally high.
func chipHeight() float32 {
	height, _ := extent(ink{size: theme.Size(theme.SizeSmall), style: fyne.TextStyle{Bold: true}})
	return height + 6
}

// rowRoom is the room around a row that the density of the theme asks for.
func rowRoom() (side, above float32) { return 14, theme.Size(theme.SizeRowPad) }

// Set shows s.
func (r *Row) Set(s RowState) {
	if r.filled && s == r.shown {
		return
	}
	r.shown, r.filled = s, true
	fill := theme.ColorClear
	if s.Selected {
		fill = theme.ColorPrimarySoft
	}
	r.ground.paint(fill, theme.ColorClear, 0)
	ShowIf(r.accent, s.Selected)
	ShowIf(r.chip, s.Chip != "")
	r.chip.Set(s.ChipTone, s.ChipIcon, s.Chip)
	r.title.Set(s.Title)
	ink := theme.ColorMuted
	if s.Unread {
		ink = theme.ColorText
	}
	r.detail.SetSpans(Span{Text: s.Detail, Bold: s.Unread, Color: ink})
	mark := theme.IconCloud
	if !s.Unsent {
		mark = theme.IconPencil
	}
	r.unsent.Set(mark, theme.ColorAmber)
	ShowIf(r.unsent, s.Unsent || s.Written)
	ShowIf(r.time, s.Time != "")
	r.time.Color(s.TimeTone.Ink()).Set(s.Time)
	ShowIf(r.badge, s.Badge != "")
	r.badge.Set(s.BadgeTone, theme.NoIcon, s.Badge)
	Relay(r)
}
