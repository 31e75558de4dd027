package text

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"

	"relais/internal/desk"
)

// entry is one sentence and where it was found.
type entry struct {
	file   string
	before []byte // what comes before it in the file
	text   string
	plural *i18n.Message // in place of the text
	values []string      // names of what is filled in, sorted; Count left out
}

func (e entry) where() string { return fmt.Sprintf("%s:%d", e.file, e.line()) }

func (e entry) line() int { return 1 + bytes.Count(e.before, []byte("\n")) }

type entries map[string]entry

type languages map[string]entries

func damaged(where string, err error) error {
	return &desk.Error{Code: desk.CodeDamaged, Op: "load words", Subject: where, Err: err}
}

// read adds the sentences of one file.
func (l languages) read(fsys fs.FS, name string) error {
	parts := strings.Split(name, ".")
	if len(parts) != 3 {
		return damaged(name, errors.New("the name of a file of words reads area.language.json"))
	}
	all, ok := l[parts[1]]
	if !ok {
		return damaged(name, fmt.Errorf("language %q is not one of %s", parts[1], strings.Join(Languages(), ", ")))
	}
	raw, err := fs.ReadFile(fsys, name)
	if err != nil {
		return damaged(name, err)
	}
	return all.parse(name, raw)
}

// parse reads a file key by key, to know the line of each and to notice a key
// that comes twice.
func (all entries) parse(name string, raw []byte) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	here := func() entry { return entry{file: name, before: raw[:d.InputOffset()]} }
	fail := func(err error) error {
		var syntax *json.SyntaxError
		at := here()
		if errors.As(err, &syntax) && syntax.Offset > 0 {
			at.before = raw[:min(int(syntax.Offset), len(raw))]
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = errors.New("the file ends too early")
		}
		return damaged(at.where(), err)
	}
	if start, err := d.Token(); err != nil || start != json.Delim('{') {
		return fail(errors.Join(err, errors.New("want an object of keys and sentences")))
	}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return fail(err)
		}
		key, e := fmt.Sprint(token), here()
		value, err := next(d)
		if err != nil {
			return fail(err)
		}
		if err := all.add(key, e, value); err != nil {
			return damaged(e.where(), fmt.Errorf("%s: %w", key, err))
		}
	}
	if _, err := d.Token(); err != nil {
		return fail(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fail(errors.New("there is more after the end"))
	}
	return nil
}

// next reads a value. A sentence, which nearly all are, takes the short way.
func next(d *json.Decoder) (any, error) {
	value, err := d.Token()
	if err != nil || value != json.Delim('{') {
		return value, err
	}
	object := map[string]any{}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		if object[fmt.Sprint(key)], err = next(d); err != nil {
			return nil, err
		}
	}
	_, err = d.Token()
	return object, err
}

func (all entries) add(key string, e entry, value any) error {
	if other, ok := all[key]; ok {
		return fmt.Errorf("already in %s", other.where())
	}
	var sentences []string
	switch value := value.(type) {
	case string:
		e.text, sentences = value, []string{value}
	case map[string]any:
		e.plural = &i18n.Message{ID: key}
		if err := forms(e.plural, value); err != nil {
			return err
		}
		sentences = []string{e.plural.One, e.plural.Many, e.plural.Other}
	default:
		return errors.New("want a sentence, or an object with its plural forms")
	}
	for _, s := range sentences {
		names, err := placeholders(s)
		if err != nil {
			return err
		}
		e.values = append(e.values, names...)
	}
	slices.Sort(e.values)
	e.values = slices.Compact(e.values)
	all[key] = e
	return nil
}

// forms fills in the plural forms of a sentence. The form for millions, which
// French has, is like the others unless it is given.
func forms(m *i18n.Message, value map[string]any) error {
	for form, v := range value {
		s, ok := v.(string)
		if !ok {
			return fmt.Errorf("form %q is no sentence", form)
		}
		switch form {
		case "one":
			m.One = s
		case "many":
			m.Many = s
		case "other":
			m.Other = s
		case "description":
			m.Description = s
		default:
			return fmt.Errorf("unknown plural form %q", form)
		}
	}
	if m.Many == "" {
		m.Many = m.Other
	}
	if m.One == "" {
		return errors.New(`the form "one" is missing`)
	}
	return nil
}

// placeholders lists the names of what is to be filled into a sentence.
func placeholders(s string) (names []string, err error) {
	if strings.TrimSpace(s) == "" {
		return nil, errors.New("the sentence is empty")
	}
	_, err = fill(s, func(name string) any {
		if name != count {
			names = append(names, name)
		}
		return ""
	})
	return names, err
}

// compare looks for keys that are not the same in all languages, and names the
// first one in the order of files and lines.
func compare(found languages) error {
	var problems []problem
	for lang, all := range found {
		for other, theirs := range found {
			if lang == other {
				continue
			}
			for key, e := range all {
				if err := e.differs(theirs, key, other); err != nil {
					problems = append(problems, problem{e, err})
				}
			}
		}
	}
	if len(problems) == 0 {
		return nil
	}
	first := slices.MinFunc(problems, func(a, b problem) int {
		if c := strings.Compare(a.file, b.file); c != 0 {
			return c
		}
		return len(a.before) - len(b.before)
	})
	return damaged(first.where(), first.err)
}

type problem struct {
	entry
	err error
}

func (e entry) differs(theirs entries, key, lang string) error {
	t, ok := theirs[key]
	switch {
	case !ok:
		return fmt.Errorf("%s: missing in language %q", key, lang)
	case (e.plural == nil) != (t.plural == nil):
		return fmt.Errorf("%s: only one of this and %s has plural forms", key, t.where())
	case !slices.Equal(e.values, t.values):
		return fmt.Errorf("%s: fills in %v, but %v in %s", key, e.values, t.values, t.where())
	}
	return nil
}
