package part

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// TypedShortcut is part of fyne.Shortcutable.
func (e *entry) TypedShortcut(s fyne.Shortcut) {
	switch c := s.(type) {
	case *fyne.ShortcutPaste:
		e.paste(c)
		return
	case *desktop.CustomShortcut:
		switch {
		case ends(c):
			e.submit(e.Text)
			return
		case c.KeyName >= fyne.Key1 && c.KeyName <= fyne.Key9: // the window's, and the toolkit gives it to nobody else
			if canvas, ok := fyne.CurrentApp().Driver().CanvasForObject(e).(fyne.Shortcutable); ok {
				canvas.TypedShortcut(s)
			}
			return
		}
	}
	e.input(anywhere, func() { e.Entry.TypedShortcut(s) })
}

// ends tells whether a shortcut ends writing: Ctrl+Enter, also in areas.
func ends(c *desktop.CustomShortcut) bool {
	return c.Modifier == fyne.KeyModifierShortcutDefault && (c.KeyName == fyne.KeyReturn || c.KeyName == fyne.KeyEnter)
}

// How much text, in bytes, is pasted into an area and into a line. The time in which the toolkit shows a text grows with
// the square of its length: a tenth of a second for what an area takes, hours for 20 MB.
const (
	mostPasted     = 20_000
	mostPastedLine = 4_000
)

// paste pastes what fits. The rest is left out, unless somebody takes texts that are too long to be shown.
func (e *entry) paste(p *fyne.ShortcutPaste) {
	text, most := p.Clipboard.Content(), mostPasted
	if !e.MultiLine {
		most = mostPastedLine
	}
	before, after := e.around()
	room := max(0, most-len(before)-len(after))
	switch {
	case len(text) <= room:
	case e.takesLong:
		e.changed(before + text + after)
		return
	default:
		for room > 0 && !utf8.RuneStart(text[room]) {
			room--
		}
		p = &fyne.ShortcutPaste{Clipboard: clip(text[:room]), Secondary: p.Secondary}
	}
	e.input(anywhere, func() { e.Entry.TypedShortcut(p) })
}

// around is the text before and after what a paste replaces.
func (e *entry) around() (before, after string) {
	runes := []rune(e.Text)
	at := min(e.CursorTextOffset(), len(runes))
	before, after = string(runes[:at]), string(runes[at:])
	marked := e.SelectedText()
	if rest, ok := strings.CutPrefix(after, marked); ok {
		return before, rest
	}
	return strings.TrimSuffix(before, marked), after
}

// clip is a clipboard with one text.
type clip string

// Content is part of fyne.Clipboard.
func (c clip) Content() string { return string(c) }

// SetContent is part of fyne.Clipboard.
func (clip) SetContent(string) {}
