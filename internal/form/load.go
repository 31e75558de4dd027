package form

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// commonFile holds the questions that several forms include by {"use": id}.
const commonFile = "common.json"

// Load reads all forms, the *.json files at the root of fsys. Reading is strict:
// it stops at the first thing that is wrong, with an *Error that says file, line
// and reason. Beyond the syntax it makes sure that every text is there in both
// languages, that conditions look back at options which exist, that every
// question can be reached and offers a way out, that no path asks more than
// MaxQuestions, and that nothing derived is off its scale.
func Load(fsys fs.FS) (*Set, error) {
	names, err := fs.Glob(fsys, "*.json")
	if err != nil {
		return nil, fmt.Errorf("list forms: %w", err)
	}
	shared, err := loadShared(fsys)
	if err != nil {
		return nil, err
	}
	s := &Set{}
	for _, name := range names {
		if name == commonFile {
			continue
		}
		f, err := loadForm(fsys, name, shared)
		if err != nil {
			return nil, err
		}
		s.forms = append(s.forms, f)
	}
	slices.SortFunc(s.forms, func(a, b *Form) int {
		return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.ID, b.ID))
	})
	if err := s.checkCategories(); err != nil {
		return nil, err
	}
	return s, nil
}

func loadShared(fsys fs.FS) ([]Question, error) {
	d, n, err := open(fsys, commonFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var shared []Question
	d.object(n, "common", fields{"questions": func(n *node) {
		d.list(n, "questions", func(n *node) { shared = append(shared, d.question(n, false)) })
	}}, "questions")
	d.questions(shared)
	return shared, d.err
}

func loadForm(fsys fs.FS, name string, shared []Question) (*Form, error) {
	d, n, err := open(fsys, name)
	if err != nil {
		return nil, err
	}
	f := d.form(n, shared)
	d.id(n.line, f.ID, "form")
	if want := strings.TrimSuffix(path.Base(name), ".json"); f.ID != want {
		d.fail(n.line, "form %s: the file's name says %s", f.ID, want)
	}
	d.questions(f.Questions)
	d.reach(f)
	return f, d.err
}

func open(fsys fs.FS, name string) (*decoder, *node, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, nil, fmt.Errorf("read form: %w", err)
	}
	n, err := read(name, data)
	return &decoder{file: name}, n, err
}
