package form

import (
	"strconv"
	"strings"

	"relais/internal/desk"
)

// Derived is what the answers say about a ticket.
type Derived struct {
	Kind     desk.Kind
	Category string
	Impact   desk.Level
	Urgency  desk.Level
	Why      []desk.Derivation // one for each of the four fields, in this order
}

// rule is what an option, or the form itself, gives; zero fields give nothing.
type rule struct {
	kind     desk.Kind
	category string
	impact   desk.Level
	urgency  desk.Level
}

// Derive reads kind, category, impact and urgency from the answers that count.
//
// For kind and category the question asked last decides, because later questions
// are about details. For impact and urgency the highest value decides, the first
// of equal ones, because the worst that somebody told us is what hurts. A field
// that no answer gives comes from the form. So every field always has a value on
// its scale, and Why names the question and the option that gave it, or neither.
func (f *Form) Derive(given []desk.Answer) Derived {
	d := Derived{
		Kind: f.defaults.kind, Category: f.defaults.category,
		Impact: f.defaults.impact, Urgency: f.defaults.urgency,
	}
	var kind, category, impact, urgency desk.Derivation
	f.eachRule(given, func(r rule, from desk.Derivation) {
		if r.kind != "" {
			d.Kind, kind = r.kind, from
		}
		if r.category != "" {
			d.Category, category = r.category, from
		}
		if r.impact > 0 && (impact.Question == "" || r.impact > d.Impact) {
			d.Impact, impact = r.impact, from
		}
		if r.urgency > 0 && (urgency.Question == "" || r.urgency > d.Urgency) {
			d.Urgency, urgency = r.urgency, from
		}
	})
	d.Why = []desk.Derivation{
		because(kind, desk.FieldKind, string(d.Kind)),
		because(category, desk.FieldCategory, d.Category),
		because(impact, desk.FieldImpact, strconv.Itoa(int(d.Impact))),
		because(urgency, desk.FieldUrgency, strconv.Itoa(int(d.Urgency))),
	}
	return d
}

func because(from desk.Derivation, f desk.Field, value string) desk.Derivation {
	from.Field, from.Value = f, value
	return from
}

// eachRule visits the rules of the picked options, in the order of the questions.
func (f *Form) eachRule(given []desk.Answer, visit func(rule, desk.Derivation)) {
	live, _ := f.walk(given)
	for _, a := range live {
		q, _ := f.question(a.Question)
		for _, v := range a.Values {
			o, _ := q.option(v)
			visit(o.derive, desk.Derivation{Question: q.ID, Option: o.ID})
		}
	}
}

// Line is a question with its answer in a reader's language.
type Line struct {
	Question string
	Answer   string
}

// Answers are what was given, in keys and in the words of a language.
func (f *Form) Answers(given []desk.Answer, lang string) desk.Answers {
	a := desk.Answers{Form: f.ID, Version: f.Version, Given: given}
	for _, l := range f.Lines(a, lang) {
		a.Told = append(a.Told, desk.Told(l))
	}
	return a
}

// Lines reads the answers to people, in the order given. What this form does not
// know, because it was answered in another version of it, is shown as its key;
// questions left empty are left out.
func (f *Form) Lines(a desk.Answers, lang string) []Line {
	var lines []Line
	for _, g := range a.Given {
		words := make([]string, 0, len(g.Values)+1)
		for _, v := range g.Values {
			words = append(words, f.optionText(g.Question, v, lang))
		}
		if g.Text != "" {
			words = append(words, g.Text)
		}
		if len(words) > 0 {
			lines = append(lines, Line{Question: f.questionText(g.Question, lang), Answer: strings.Join(words, ", ")})
		}
	}
	return lines
}

// Why gives the words of the question and the answer behind a derivation; both
// are empty when the form itself gave the value. What is not known, form
// included, is shown as its key.
func (s *Set) Why(d desk.Derivation, formID, lang string) (question, answer string) {
	f, ok := s.Form(formID)
	if !ok {
		return d.Question, d.Option
	}
	return f.questionText(d.Question, lang), f.optionText(d.Question, d.Option, lang)
}

func (f *Form) questionText(id, lang string) string {
	if q, ok := f.question(id); ok {
		return q.Text.In(lang)
	}
	return id
}

func (f *Form) optionText(question, id, lang string) string {
	if q, ok := f.question(question); ok {
		if o, ok := q.option(id); ok {
			return o.Text.In(lang)
		}
	}
	return id
}
