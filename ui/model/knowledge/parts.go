package knowledge

import "strings"

// setBody takes the whole text, and goes on with the part of it that was edited. It
// needs the lock.
func (e *Editor) setBody(s *EditorState, body string) {
	e.parts = pieces(body, piece)
	s.Fields = with(s.Fields, FieldBody, body)
	s.Parts = len(e.parts)
	e.turn(s, s.Part)
}

// setPart takes the part that is edited. One that grew out of its bounds is parted
// again. It needs the lock.
func (e *Editor) setPart(s *EditorState, text string) {
	e.parts[s.Part] = text
	body := strings.Join(e.parts, "")
	if len(text) > 2*piece {
		e.setBody(s, body)
		return
	}
	s.Text, s.Fields = text, with(s.Fields, FieldBody, body)
}

// turn shows a part. It needs the lock.
func (e *Editor) turn(s *EditorState, to int) {
	s.Part = min(max(to, 0), len(e.parts)-1)
	s.Text = e.parts[s.Part]
}

// Turn goes to a part of a long text, counted from 0.
func (e *Editor) Turn(to int) {
	e.change(func(s *EditorState) { e.turn(s, to) })
}
