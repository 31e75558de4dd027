package part

import "relais/ui/theme"

// Filter is a line that narrows the list below it down as letters are typed. Enter submits.
type Filter struct{ box }

// NewFilter returns the line with words to show while it is empty.
func NewFilter(placeholder string) *Filter {
	look := plainField()
	look.text = theme.SizeRowTitle
	e := newEntry(look, 1, 1)
	e.enterEnds = true
	e.SetPlaceHolder(placeholder)
	f := &Filter{}
	f.connect(e)
	f.root = dress(e)
	f.ExtendBaseWidget(f)
	return f
}
