package cli

import (
	"io/fs"
	"slices"
	"strings"

	"relais/internal/text"
)

// basics are the areas that nearly every answer needs.
var basics = []string{"ctl", "desk", "error", "time"}

// Language is that of the person: what --lang says, else the settings, else the
// surroundings.
func (p *Program) Language() string {
	if p.lang != "" {
		return p.lang
	}
	if p.session != nil {
		if lang := p.session.Config().Settings().Lang; lang != "" {
			return lang
		}
	}
	return text.Detect(p.Env)
}

// Words are those of the person's language. More areas than the basic ones are
// named; reading few files keeps the program quick to start.
func (p *Program) Words(more ...string) (*text.Words, error) {
	return p.WordsIn(p.Language(), more...)
}

// WordsIn are those of a language.
func (p *Program) WordsIn(lang string, more ...string) (*text.Words, error) {
	id := strings.Join(more, " ")
	if _, ok := p.catalogue[id]; !ok {
		c, err := text.Load(areas{p.World.Words, append(slices.Clone(basics), more...)})
		if err != nil {
			return nil, err
		}
		p.catalogue[id] = c
	}
	return p.catalogue[id].In(lang), nil
}

// areas shows only the files of some areas.
type areas struct {
	fs.FS
	names []string
}

// ReadDir lists the files of the areas.
func (a areas) ReadDir(name string) ([]fs.DirEntry, error) {
	all, err := fs.ReadDir(a.FS, name)
	return slices.DeleteFunc(all, func(e fs.DirEntry) bool {
		area, _, _ := strings.Cut(e.Name(), ".")
		return !slices.Contains(a.names, area)
	}), err
}
