package text

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"text/template/parse"

	"github.com/nicksnyder/go-i18n/v2/i18n"

	"relais/internal/desk"
)

// entry is one sentence and where it was found.
type entry struct {
	file    string
	line    int
	plural  bool
	message *i18n.Message
	values  []string // names of what is filled in, sorted; Count left out
}

func (e entry) where() string { return fmt.Sprintf("%s:%d", e.file, e.line) }

// plain tells whether there is nothing to fill in and nothing to choose.
func (e entry) plain() bool { return !e.plural && !strings.Contains(e.message.Other, "{{") }

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
	line := func() int { return 1 + bytes.Count(raw[:d.InputOffset()], []byte("\n")) }
	fail := func(err error) error {
		var syntax *json.SyntaxError
		at := line()
		if errors.As(err, &syntax) && syntax.Offset > 0 {
			at = 1 + bytes.Count(raw[:min(int(syntax.Offset), len(raw))], []byte("\n"))
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = errors.New("the file ends too early")
		}
		return damaged(fmt.Sprintf("%s:%d", name, at), err)
	}
	if start, err := d.Token(); err != nil || start != json.Delim('{') {
		return fail(errors.Join(err, errors.New("want an object of keys and sentences")))
	}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return fail(err)
		}
		key, at := fmt.Sprint(token), line()
		var value any
		if err := d.Decode(&value); err != nil {
			return fail(err)
		}
		if err := all.add(key, value, name, at); err != nil {
			return damaged(fmt.Sprintf("%s:%d", name, at), fmt.Errorf("%s: %w", key, err))
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

func (all entries) add(key string, value any, file string, line int) error {
	if other, ok := all[key]; ok {
		return fmt.Errorf("already in %s", other.where())
	}
	e := entry{file: file, line: line, message: &i18n.Message{ID: key}}
	switch value := value.(type) {
	case string:
		e.message.One, e.message.Many, e.message.Other = value, value, value
	case map[string]any:
		e.plural = true
		if err := forms(e.message, value); err != nil {
			return err
		}
	default:
		return errors.New("want a sentence, or an object with its plural forms")
	}
	names := map[string]bool{}
	for _, s := range []string{e.message.One, e.message.Many, e.message.Other} {
		if err := placeholders(s, names); err != nil {
			return err
		}
	}
	delete(names, "Count")
	e.values = slices.Sorted(maps.Keys(names))
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

var placeholder = regexp.MustCompile(`{{\s*\.(\w+)\s*}}`)

// placeholders notes the names of what is to be filled into a sentence.
func placeholders(s string, names map[string]bool) error {
	if strings.TrimSpace(s) == "" {
		return errors.New("the sentence is empty")
	}
	if !strings.Contains(s, "{{") {
		return nil
	}
	if _, err := parse.Parse("sentence", s, "", "", nil); err != nil {
		return fmt.Errorf("can't be filled in: %w", err)
	}
	for _, found := range placeholder.FindAllStringSubmatch(s, -1) {
		names[found[1]] = true
	}
	return nil
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
		return a.line - b.line
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
	case e.plural != t.plural:
		return fmt.Errorf("%s: only one of this and %s has plural forms", key, t.where())
	case !slices.Equal(e.values, t.values):
		return fmt.Errorf("%s: fills in %v, but %v in %s", key, e.values, t.values, t.where())
	}
	return nil
}
