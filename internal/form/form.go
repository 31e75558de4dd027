// Package form asks people what only they know, in a few short questions, and
// derives from their answers what technicians need: kind, category, impact and
// urgency, each with the answer that gave it.
//
// Forms are data files (Load). A form is a list of questions; a question may
// depend on what was answered before. Answers are keys, so that a French answer
// reads in English. Nothing here keeps state: every method is a pure function of
// the form and of the answers given, and safe for concurrent use.
package form

import (
	"slices"

	"relais/internal/desk"
)

// MaxQuestions is how many questions a form asks at most on any path.
const MaxQuestions = 7

// Text is one text in every language, by "fr" and "en".
type Text map[string]string

// In gives the text in a language, or in English where that language is not there.
func (t Text) In(lang string) string {
	if s, ok := t[lang]; ok {
		return s
	}
	return t["en"]
}

// Type says how a question is answered.
type Type string

// The types of questions.
const (
	TypeOne  Type = "one"  // exactly one option
	TypeMany Type = "many" // one option or more
	TypeText Type = "text" // own words; may be left empty
)

// Way marks the options that are no real answer, so that nobody is pushed to say
// something untrue.
type Way string

// The ways out of a question.
const (
	WayNone    Way = "none"    // no, nothing, none of these
	WayUnknown Way = "unknown" // I don't know
)

// Form is a guided flow for one sort of matter.
type Form struct {
	ID        string
	Version   int
	Icon      string // name of an icon, without its ending
	Home      bool   // its tile is on the first page; the others come after "something else"
	Tile      Text   // short words for the tile
	Title     Text   // a title for a ticket whose writer gave none
	Questions []Question

	order    int
	defaults rule
	words    map[string][]clue
	file     string
}

// Question is one thing to ask. Help is nil where the question says it all.
type Question struct {
	ID      string
	Type    Type
	Text    Text
	Help    Text
	Options []Option // in the order to show; none for TypeText

	when []condition
	line int
}

// Option is one answer to pick. For TypeMany, an option with a Way stands alone:
// it can't be picked together with another one.
type Option struct {
	ID   string
	Text Text
	Way  Way // empty for a real answer

	derive rule
	line   int
}

// condition holds when a question was answered with one of the options.
type condition struct {
	question string
	options  []string
	line     int
}

// Set holds all forms.
type Set struct {
	forms []*Form
}

// Forms lists the forms in the order of their tiles. The caller changes neither
// the list nor the forms.
func (s *Set) Forms() []*Form { return s.forms }

// Form finds a form by its id.
func (s *Set) Form(id string) (*Form, bool) {
	for _, f := range s.forms {
		if f.ID == id {
			return f, true
		}
	}
	return nil, false
}

// Next gives the next question to ask, or false when there is none left. An
// answer that does not fit its question (no such option, two where one is asked)
// counts as not given; answers to questions of other forms are ignored.
func (f *Form) Next(given []desk.Answer) (*Question, bool) {
	_, next := f.walk(given)
	return next, next != nil
}

// Path tells how many questions were answered, and how many are left at most,
// the one on the screen included.
func (f *Form) Path(given []desk.Answer) (asked, left int) {
	live, _ := f.walk(given)
	f.explore(live, func(path []desk.Answer) bool {
		left = max(left, len(path)-len(live))
		return true
	})
	return len(live), left
}

// Prune keeps the answers that still count, in the order in which they are
// asked: it drops those to questions that a changed earlier answer made
// unreachable, and those that do not fit.
func (f *Form) Prune(given []desk.Answer) []desk.Answer {
	live, _ := f.walk(given)
	return live
}

// walk goes through the form as far as the answers reach: the answers that count,
// in order, and the first question without one.
func (f *Form) walk(given []desk.Answer) (live []desk.Answer, next *Question) {
	for i := range f.Questions {
		q := &f.Questions[i]
		if !q.reached(live) {
			continue
		}
		if a, ok := find(given, q.ID); ok && q.fits(a) {
			live = append(live, a)
		} else if next == nil {
			next = q
		}
	}
	return live, next
}

func find(given []desk.Answer, question string) (desk.Answer, bool) {
	i := slices.IndexFunc(given, func(a desk.Answer) bool { return a.Question == question })
	if i < 0 {
		return desk.Answer{}, false
	}
	return given[i], true
}

// reached tells whether the answers lead to the question.
func (q *Question) reached(live []desk.Answer) bool {
	for _, c := range q.when {
		a, ok := find(live, c.question)
		if !ok || !slices.ContainsFunc(a.Values, func(v string) bool { return slices.Contains(c.options, v) }) {
			return false
		}
	}
	return true
}

// fits tells whether the answer is one that the question allows.
func (q *Question) fits(a desk.Answer) bool {
	if q.Type == TypeText {
		return len(a.Values) == 0
	}
	if len(a.Values) == 0 || (q.Type == TypeOne && len(a.Values) > 1) {
		return false
	}
	for i, v := range a.Values {
		o, ok := q.option(v)
		if !ok || (o.Way != "" && len(a.Values) > 1) || slices.Contains(a.Values[:i], v) {
			return false
		}
	}
	return true
}

func (q *Question) option(id string) (Option, bool) {
	for _, o := range q.Options {
		if o.ID == id {
			return o, true
		}
	}
	return Option{}, false
}

func (f *Form) question(id string) (*Question, bool) {
	for i := range f.Questions {
		if f.Questions[i].ID == id {
			return &f.Questions[i], true
		}
	}
	return nil, false
}

// explore visits the answers that a person may go on to give, after each
// question, one for each way in which the form may branch. It goes no deeper
// once visit says false.
func (f *Form) explore(live []desk.Answer, visit func([]desk.Answer) bool) {
	if !visit(live) {
		return
	}
	q, ok := f.Next(live)
	if !ok {
		return
	}
	for _, a := range f.branches(q) {
		f.explore(append(slices.Clip(live), a), visit)
	}
}

// branches gives one answer to q for each option that a condition looks at, and
// one for all the others together.
func (f *Form) branches(q *Question) []desk.Answer {
	var list []desk.Answer
	rest := false
	for _, o := range q.Options {
		looked := f.looksAt(q.ID, o.ID)
		if looked || !rest {
			list = append(list, desk.Answer{Question: q.ID, Values: []string{o.ID}})
		}
		rest = rest || !looked
	}
	if q.Type == TypeText {
		list = append(list, desk.Answer{Question: q.ID})
	}
	return list
}

func (f *Form) looksAt(question, option string) bool {
	for _, q := range f.Questions {
		for _, c := range q.when {
			if c.question == question && slices.Contains(c.options, option) {
				return true
			}
		}
	}
	return false
}
