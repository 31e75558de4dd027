package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"relais/ui/part/flow"
	"relais/ui/theme"
)

// box is a frame around one entry.
type box struct {
	frame
	entry *entry
	// OnChanged is called with the text at each change that the person makes.
	OnChanged func(text string)
	// OnSubmitted is called with the text when the person ends writing: Enter, or Ctrl+Enter and Shift+Enter in areas.
	OnSubmitted func(text string)
	// OnKey is called before the entry sees a key; it returns true for one that it has used, such as Escape or Down.
	OnKey func(*fyne.KeyEvent) bool
}

func (b *box) connect(e *entry) {
	b.entry = e
	e.changed = func(text string) {
		if b.OnChanged != nil {
			b.OnChanged(text)
		}
	}
	e.submit = func(text string) {
		if b.OnSubmitted != nil {
			b.OnSubmitted(text)
		}
	}
	if !e.enterEnds { // the toolkit's entry would submit on Shift+Enter
		e.OnSubmitted = func(text string) { e.submit(text) }
	}
	e.keyPress = func(k *fyne.KeyEvent) bool { return b.OnKey != nil && b.OnKey(k) }
}

// Text returns what is written.
func (b *box) Text() string { return b.entry.Text }

// SetText shows text; it does not call OnChanged. Text equal to what is there leaves the cursor where it is, so that a
// screen may give back what the person just wrote.
func (b *box) SetText(text string) { b.entry.setText(text) }

// TakeLong has OnChanged called also with a text that is too long to be shown, after a paste. The text is not shown: who
// listens sets a shorter one. Otherwise a paste is cut.
func (b *box) TakeLong() { b.entry.takesLong = true }

// SetPlaceholder shows words while nothing is written.
func (b *box) SetPlaceholder(words string) { b.entry.SetPlaceHolder(words) }

// Focus puts the cursor here, once the part is in a window.
func (b *box) Focus() {
	Focus(b.entry)
}

// Control returns the object that has the focus, to be named or found.
func (b *box) Control() Control { return b.entry }

// Disable and Enable take the field out of use and back.
func (b *box) Disable() { b.entry.Disable() }

// Enable brings the field into use again.
func (b *box) Enable() { b.entry.Enable() }

// dressed is an entry in the look of its kind of field, as high as its text needs.
type dressed struct {
	frame
	entry *entry
}

func dress(e *entry) *dressed {
	d := &dressed{entry: e}
	look := e.look
	edge := newEdged(look.fill, look.edge, 1, look.Size(fynetheme.SizeNameInputRadius))
	e.focus = func(on bool) {
		if on {
			edge.paint(look.fill, look.focus, 2)
		} else {
			edge.paint(look.fill, look.edge, 1)
		}
	}
	d.root = flow.Layer(edge, container.NewThemeOverride(e, look), e.wheel)
	d.ExtendBaseWidget(d)
	return d
}

// HeightFor is part of flow.Flowing.
func (d *dressed) HeightFor(width float32) float32 { return d.entry.heightFor(width) }

// NaturalWidth is part of flow.Flowing.
func (d *dressed) NaturalWidth() float32 { return max(d.MinSize().Width, 320) }

// BigEntry is the one box of the first page: large, raised, made for a sentence. Enter submits.
type BigEntry struct {
	box
	ground *surface
}

// NewBigEntry returns the box with words to show while it is empty.
func NewBigEntry(placeholder string) *BigEntry {
	radius := theme.Size(theme.SizeRadius)
	e := newEntry(&fieldTheme{
		sizes: map[fyne.ThemeSizeName]float32{fynetheme.SizeNameInputRadius: radius, fynetheme.SizeNameInnerPadding: 17},
		text:  theme.SizeSection, edge: theme.ColorFieldLine, focus: theme.ColorPrimary, fill: theme.ColorSurface,
	}, 1, 6)
	e.enterEnds = true
	e.SetPlaceHolder(placeholder)
	b := &BigEntry{ground: newSurface(theme.ColorSurface, radius)}
	b.ground.raised = true
	b.connect(e)
	b.root = flow.Layer(b.ground, dress(e))
	b.ExtendBaseWidget(b)
	return b
}

// TextArea is where a message is written. Its two looks differ as much as what happens to the words: a plain card for
// what everybody reads, amber with a broken edge and a lock for what only the team reads.
type TextArea struct {
	box
	caption *Text
}

// NewTextArea returns a box of at least rows lines for a public text.
func NewTextArea(placeholder string, rows int) *TextArea {
	t := &TextArea{}
	e := newEntry(plainField(), rows, max(rows, 12))
	e.SetPlaceHolder(placeholder)
	t.connect(e)
	t.root = dress(e)
	t.ExtendBaseWidget(t)
	return t
}

// NewNoteArea returns a box of at least rows lines for an internal text; caption says who can't read it.
func NewNoteArea(caption, placeholder string, rows int) *TextArea {
	t := &TextArea{caption: newText(caption, theme.SizeSmall, theme.ColorAmber, true)}
	e := newEntry(&fieldTheme{
		text: theme.SizeBody, edge: theme.ColorClear, focus: theme.ColorAmber, fill: theme.ColorClear,
		sizes: map[fyne.ThemeSizeName]float32{fynetheme.SizeNameInnerPadding: 10},
	}, rows, max(rows, 12))
	e.SetPlaceHolder(placeholder)
	t.connect(e)
	head := flow.Line(6, NewIcon(theme.IconLock, theme.ColorAmber, theme.SizeIconSmall), t.caption)
	t.root = flow.Layer(
		newDashed(theme.ColorAmberSoft, theme.ColorAmber, theme.Size(theme.SizeRadius)),
		flow.InsetSides(5, 10, 5, 5, flow.Stack(0, flow.Inset(9, 0, head), dress(e))),
	)
	t.ExtendBaseWidget(t)
	return t
}

// SetCaption changes who can't read the note; a public box has no caption.
func (t *TextArea) SetCaption(words string) {
	if t.caption != nil {
		t.caption.Set(words)
	}
}

func plainField() *fieldTheme {
	return &fieldTheme{
		text: theme.SizeBody, edge: theme.ColorFieldLine, focus: theme.ColorPrimary, fill: theme.ColorSurface,
		sizes: map[fyne.ThemeSizeName]float32{fynetheme.SizeNameInnerPadding: 12, fynetheme.SizeNameInputBorder: 2},
	}
}

// Field is a line to fill in, with its label above and help or what is wrong below.
type Field struct {
	box
	label *Text
	help  *Text
	words string
}

// NewField returns a labelled line; help may be empty.
func NewField(label, placeholder, help string) *Field {
	return newField(label, placeholder, help, false)
}

// NewSecretField returns a labelled line that hides what is written.
func NewSecretField(label, placeholder, help string) *Field {
	return newField(label, placeholder, help, true)
}

func newField(label, placeholder, help string, secret bool) *Field {
	f := &Field{label: NewStrong(label), help: NewSmall(help), words: help}
	e := newEntry(plainField(), 1, 1)
	e.Password = secret
	e.SetPlaceHolder(placeholder)
	f.connect(e)
	ShowIf(f.help, help != "")
	f.root = flow.Stack(5, f.label, dress(e), f.help)
	f.ExtendBaseWidget(f)
	return f
}

// SetWrong shows in coral what is wrong with the text, instead of the help; "" brings the help back.
func (f *Field) SetWrong(words string) {
	if words != "" {
		f.help.Color(theme.ColorCoral).Set(words)
		f.help.Show()
		return
	}
	f.help.Color(theme.ColorMuted).Set(f.words)
	ShowIf(f.help, f.words != "")
}

// SetHelp changes the help; what is wrong stays before it.
func (f *Field) SetHelp(words string) {
	before := f.words
	f.words = words
	if f.help.String() == before {
		f.help.Set(words)
		ShowIf(f.help, words != "")
	}
}
