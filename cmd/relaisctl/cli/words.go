package cli

import (
	"io/fs"
	"slices"
	"strings"

	"relais/internal/text"
)

// The areas of the words. Each answer reads only the files that it needs, of one
// language: that keeps the program quick to start.
var (
	brief    = []string{"ctl", "desk", "time"} // receipts
	full     = append([]string{"ctlpage", "error"}, brief...)
	problems = []string{"ctl", "ctlproblem", "error"}
	helps    = []string{"ctl", "ctlhelp"}
)

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

// Words are those of the person's language, with more areas than answers have.
func (p *Program) Words(more ...string) (*text.Words, error) {
	return p.WordsIn(p.Language(), more...)
}

// WordsIn are those of a language.
func (p *Program) WordsIn(lang string, more ...string) (*text.Words, error) {
	return p.words(lang, append(slices.Clone(full), more...))
}

func (p *Program) words(lang string, of []string) (*text.Words, error) {
	id := lang + " " + strings.Join(of, " ")
	if _, ok := p.catalogue[id]; !ok {
		c, err := text.Load(areas{p.World.Words, of}, lang)
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
