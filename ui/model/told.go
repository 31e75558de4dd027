package model

import (
	"slices"
	"strings"

	"relais/internal/desk"
	"relais/internal/form"
)

// Line is a question of a guided form with its answer, in the reader's language.
type Line struct{ Question, Answer string }

// Told reads the answers of a guided form to somebody, in the order given; nil has
// none. Those of a form that is not known here are in the words of who gave them,
// or, where there are none, stay keys.
func Told(forms *form.Set, a *desk.Answers, lang string) []Line {
	if a == nil {
		return nil
	}
	lines := make([]Line, 0, len(a.Given))
	if f, ok := forms.Form(a.Form); ok {
		for _, l := range f.Lines(*a, lang) {
			lines = append(lines, Line(l))
		}
		return lines
	}
	for _, told := range a.Told {
		lines = append(lines, Line(told))
	}
	if len(lines) > 0 {
		return lines
	}
	for _, given := range a.Given {
		lines = append(lines, Line{Question: given.Question, Answer: strings.TrimSpace(strings.Join(append(slices.Clone(given.Values), given.Text), " "))})
	}
	return lines
}
