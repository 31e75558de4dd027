package ask

import (
	"relais/internal/desk"
	"relais/internal/form"
)

// Topic is what a request may be about.
type Topic struct {
	ID    string
	Icon  string // name of an icon
	Title string
	Home  bool // it has its place on the first page
}

// Question is one thing to ask, in the person's language.
type Question struct {
	ID      string // "" is no question
	Type    Type
	Text    string
	Help    string // may be empty
	Options []Option
}

// Type says how a question is answered.
type Type string

// The types of questions.
const (
	One   = Type(form.TypeOne)  // by exactly one option
	Many  = Type(form.TypeMany) // by one option or more
	Words = Type(form.TypeText) // in one's own words; may be left empty
)

// Option is one answer to pick.
type Option struct {
	ID      string
	Text    string
	Unknown bool // "I don't know"
}

// Line is a question with its answer, as people read them.
type Line struct {
	Question string
	Answer   string // "" when it was passed over
}

// Topics are all topics, in the order of their tiles.
func (f *Flow) Topics() []Topic {
	list := make([]Topic, 0, len(f.forms.Forms()))
	for _, fm := range f.forms.Forms() {
		list = append(list, topic(fm, f.lang()))
	}
	return list
}

func topic(fm *form.Form, lang string) Topic {
	if fm == nil {
		return Topic{}
	}
	return Topic{ID: fm.ID, Icon: fm.Icon, Title: fm.Tile.In(lang), Home: fm.Home}
}

// in readies what came from the form for a reader of the language.
func (s State) in(lang string) State {
	s.Lang, s.Topic, s.Question, s.Lines = lang, topic(s.form, lang), question(s.question, lang), nil
	if s.form == nil {
		return s
	}
	for i := range s.Given {
		s.Lines = append(s.Lines, s.line(i))
	}
	return s
}

func question(q *form.Question, lang string) Question {
	if q == nil {
		return Question{}
	}
	asked := Question{ID: q.ID, Type: Type(q.Type), Text: q.Text.In(lang), Help: q.Help.In(lang)}
	for _, o := range q.Options {
		asked.Options = append(asked.Options, Option{ID: o.ID, Text: o.Text.In(lang), Unknown: o.Way == form.WayUnknown})
	}
	return asked
}

// line reads one answer.
func (s State) line(i int) Line {
	one := desk.Answers{Form: s.form.ID, Version: s.form.Version, Given: s.Given[i : i+1]}
	if lines := s.form.Lines(one, s.Lang); len(lines) == 1 {
		return Line(lines[0])
	}
	for _, q := range s.form.Questions {
		if q.ID == s.Given[i].Question {
			return Line{Question: q.Text.In(s.Lang)}
		}
	}
	return Line{Question: s.Given[i].Question}
}
