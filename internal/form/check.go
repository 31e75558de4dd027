package form

import (
	"fmt"
	"regexp"
	"slices"

	"relais/internal/desk"
)

var idPattern = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

func (d *decoder) id(line int, id, what string) {
	if !idPattern.MatchString(id) {
		d.fail(line, "%s %q: an id is small letters, digits and hyphens", what, id)
	}
}

// questions checks each question by itself and against those before it.
func (d *decoder) questions(list []Question) {
	for i, q := range list {
		d.id(q.line, q.ID, "question")
		if slices.ContainsFunc(list[:i], func(p Question) bool { return p.ID == q.ID }) {
			d.fail(q.line, "question %s: the id is there twice", q.ID)
		}
		switch q.Type {
		case TypeOne, TypeMany:
			d.options(q)
		case TypeText:
			if len(q.Options) > 0 {
				d.fail(q.line, "question %s: a text question has no options", q.ID)
			}
		default:
			d.fail(q.line, "question %s: %q is no type of question", q.ID, q.Type)
		}
		for _, c := range q.when {
			d.condition(q, c, list[:i])
		}
	}
}

func (d *decoder) options(q Question) {
	out := false
	for i, o := range q.Options {
		d.id(o.line, o.ID, "option")
		if slices.ContainsFunc(q.Options[:i], func(p Option) bool { return p.ID == o.ID }) {
			d.fail(o.line, "question %s: option %s is there twice", q.ID, o.ID)
		}
		if o.Way != "" && o.Way != WayNone && o.Way != WayUnknown {
			d.fail(o.line, "question %s: option %s: %q is neither none nor unknown", q.ID, o.ID, o.Way)
		}
		out = out || o.Way != ""
	}
	if len(q.Options) < 2 {
		d.fail(q.line, "question %s: at least two options are needed", q.ID)
	}
	if !out {
		d.fail(q.line, "question %s: no option is marked none or unknown, so nobody can pass", q.ID)
	}
}

func (d *decoder) condition(q Question, c condition, earlier []Question) {
	i := slices.IndexFunc(earlier, func(p Question) bool { return p.ID == c.question })
	switch {
	case i < 0:
		d.fail(c.line, "question %s: if: no earlier question has the id %s", q.ID, c.question)
	case earlier[i].Type != TypeOne:
		d.fail(c.line, "question %s: if: %s is not answered with one option", q.ID, c.question)
	case len(c.options) == 0:
		d.fail(c.line, "question %s: if: name at least one option of %s", q.ID, c.question)
	default:
		for _, id := range c.options {
			if _, ok := earlier[i].option(id); !ok {
				d.fail(c.line, "question %s: if: %s has no option %s", q.ID, c.question, id)
			}
		}
	}
}

// reach follows all paths through the form.
func (d *decoder) reach(f *Form) {
	if d.err != nil {
		return
	}
	reached := map[string]bool{}
	f.explore(nil, func(path []desk.Answer) bool {
		if len(path) > MaxQuestions {
			d.fail(1, "form %s: a path asks more than %d questions", f.ID, MaxQuestions)
			return false
		}
		if len(path) > 0 {
			reached[path[len(path)-1].Question] = true
		}
		return d.err == nil
	})
	for _, q := range f.Questions {
		if !reached[q.ID] {
			d.fail(q.line, "question %s: no answer leads to it", q.ID)
		}
	}
	if len(f.Questions) == 0 {
		d.fail(1, "form %s: no question", f.ID)
	}
}

// checkCategories makes sure that every category is the id of a form, which is
// where its words are.
func (s *Set) checkCategories() error {
	for _, f := range s.forms {
		if _, ok := s.Form(f.defaults.category); !ok {
			return &Error{File: f.file, Line: 1, Reason: fmt.Sprintf("default: category %s is no form", f.defaults.category)}
		}
		for _, q := range f.Questions {
			for _, o := range q.Options {
				if _, ok := s.Form(o.derive.category); !ok && o.derive.category != "" {
					return &Error{File: f.file, Line: q.line, Reason: fmt.Sprintf("question %s: category %s is no form", q.ID, o.derive.category)}
				}
			}
		}
	}
	return nil
}
