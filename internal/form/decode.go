package form

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"relais/internal/desk"
)

// languages are those that every text of a form has, in the order in which Guess
// tries them.
var languages = []string{"fr", "en"}

// decoder turns nodes into forms. It keeps the first thing that is wrong and
// then does nothing more.
type decoder struct {
	file string
	err  error
}

// fields says what becomes of each field of an object. Nothing else may be in it.
type fields map[string]func(*node)

func (d *decoder) fail(line int, format string, args ...any) {
	if d.err == nil {
		d.err = &Error{File: d.file, Line: line, Reason: fmt.Sprintf(format, args...)}
	}
}

// object reads the members of an object; those in need have to be there.
func (d *decoder) object(n *node, what string, f fields, need ...string) {
	if n.value != json.Delim('{') {
		d.fail(n.line, "%s: want an object", what)
		return
	}
	for _, m := range n.members {
		set, ok := f[m.name]
		if !ok {
			d.fail(m.line, "%s: unknown field %q", what, m.name)
			return
		}
		need = slices.DeleteFunc(slices.Clone(need), func(s string) bool { return s == m.name })
		set(m.node)
	}
	if len(need) > 0 {
		d.fail(n.line, "%s: field %q is missing", what, need[0])
	}
}

func (d *decoder) list(n *node, what string, each func(*node)) {
	if n.value != json.Delim('[') {
		d.fail(n.line, "%s: want a list", what)
		return
	}
	for _, item := range n.items {
		each(item)
	}
}

// word reads a text that is not blank, into any type made of one.
func word[T ~string](d *decoder, to *T) func(*node) {
	return func(n *node) {
		s, ok := n.value.(string)
		if !ok || strings.TrimSpace(s) == "" {
			d.fail(n.line, "want a text that is not empty")
			return
		}
		*to = T(s)
	}
}

// number reads a whole number within bounds.
func number[T ~int](d *decoder, to *T, low, high int) func(*node) {
	return func(n *node) {
		num, _ := n.value.(json.Number)
		i, err := num.Int64()
		if err != nil || i < int64(low) || i > int64(high) {
			d.fail(n.line, "want a whole number from %d to %d", low, high)
			return
		}
		*to = T(i)
	}
}

func (d *decoder) yes(to *bool) func(*node) {
	return func(n *node) {
		b, ok := n.value.(bool)
		if !ok {
			d.fail(n.line, "want true or false")
			return
		}
		*to = b
	}
}

// text reads a text in every language.
func (d *decoder) text(what string, to *Text) func(*node) {
	return func(n *node) {
		t := make(Text, len(languages))
		f := fields{}
		for _, l := range languages {
			f[l] = func(n *node) {
				var s string
				word(d, &s)(n)
				t[l] = s
			}
		}
		d.object(n, what, f, languages...)
		*to = t
	}
}

func (d *decoder) rule(what string, to *rule) func(*node) {
	return func(n *node) {
		d.object(n, what, fields{
			"kind":     word(d, &to.kind),
			"category": word(d, &to.category),
			"impact":   number(d, &to.impact, int(desk.LevelMin), int(desk.LevelMax)),
			"urgency":  number(d, &to.urgency, int(desk.LevelMin), int(desk.LevelMax)),
		})
		if to.kind != "" && !to.kind.Valid() {
			d.fail(n.line, "%s: %q is no kind", what, to.kind)
		}
	}
}

// clues reads the words of one language.
func (d *decoder) clues(to *[]clue) func(*node) {
	return func(n *node) {
		if n.value != json.Delim('{') {
			d.fail(n.line, "words: want an object of words and weights")
			return
		}
		for _, m := range n.members {
			c := clue{words: fold(m.name)}
			number(d, &c.weight, 1, 5)(m.node)
			if strings.Trim(strings.Join(c.words, ""), "*") == "" {
				d.fail(m.line, "words: %q has no letter", m.name)
			}
			*to = append(*to, c)
		}
	}
}

func (d *decoder) words(to map[string][]clue) func(*node) {
	return func(n *node) {
		f := fields{}
		for _, l := range languages {
			f[l] = func(n *node) {
				var list []clue
				d.clues(&list)(n)
				to[l] = list
			}
		}
		d.object(n, "words", f, languages...)
	}
}

// form reads a form; shared holds the questions that it may include.
func (d *decoder) form(n *node, shared []Question) *Form {
	f := &Form{file: d.file, words: map[string][]clue{}}
	d.object(n, "form", fields{
		"id":      word(d, &f.ID),
		"version": number(d, &f.Version, 1, 1_000_000),
		"order":   number(d, &f.order, 0, 1_000_000),
		"home":    d.yes(&f.Home),
		"icon":    word(d, &f.Icon),
		"tile":    d.text("tile", &f.Tile),
		"title":   d.text("title", &f.Title),
		"default": d.rule("default", &f.defaults),
		"words":   d.words(f.words),
		"questions": func(n *node) {
			d.list(n, "questions", func(n *node) { f.Questions = append(f.Questions, d.use(n, shared)) })
		},
	}, "id", "version", "order", "home", "icon", "tile", "title", "default", "words", "questions")
	d.defaults(n, f)
	return f
}

// defaults checks what the form gives by itself: everything, and its own id where
// it names no category.
func (d *decoder) defaults(n *node, f *Form) {
	if f.defaults.kind == "" || f.defaults.impact == 0 || f.defaults.urgency == 0 {
		d.fail(n.line, "default: kind, impact and urgency are needed")
	}
	if f.defaults.category == "" {
		f.defaults.category = f.ID
	}
}

// use reads a question of a form: its own, or one that is included by its id.
func (d *decoder) use(n *node, shared []Question) Question {
	if !slices.ContainsFunc(n.members, func(m member) bool { return m.name == "use" }) {
		return d.question(n, true)
	}
	var id string
	var when []condition
	d.object(n, "question", fields{"use": word(d, &id), "if": d.conditions(&when)})
	i := slices.IndexFunc(shared, func(q Question) bool { return q.ID == id })
	if i < 0 {
		d.fail(n.line, "question %s: no shared question has this id", id)
		return Question{}
	}
	q := shared[i]
	q.when, q.line = when, n.line
	return q
}

// question reads a question; a shared one has no conditions of its own.
func (d *decoder) question(n *node, conditional bool) Question {
	q := Question{line: n.line}
	f := fields{
		"id":   word(d, &q.ID),
		"type": word(d, &q.Type),
		"text": d.text("text", &q.Text),
		"help": d.text("help", &q.Help),
		"options": func(n *node) {
			d.list(n, "options", func(n *node) { q.Options = append(q.Options, d.option(n)) })
		},
	}
	if conditional {
		f["if"] = d.conditions(&q.when)
	}
	d.object(n, "question", f, "id", "type", "text")
	return q
}

func (d *decoder) option(n *node) Option {
	o := Option{line: n.line}
	d.object(n, "option", fields{
		"id":     word(d, &o.ID),
		"text":   d.text("text", &o.Text),
		"is":     word(d, &o.Way),
		"derive": d.rule("derive", &o.derive),
	}, "id", "text")
	return o
}

func (d *decoder) conditions(to *[]condition) func(*node) {
	return func(n *node) {
		if n.value != json.Delim('{') || len(n.members) == 0 {
			d.fail(n.line, "if: want an object of questions and lists of options")
			return
		}
		for _, m := range n.members {
			c := condition{question: m.name, line: m.line}
			d.list(m.node, "if", func(n *node) {
				var s string
				word(d, &s)(n)
				c.options = append(c.options, s)
			})
			*to = append(*to, c)
		}
	}
}
