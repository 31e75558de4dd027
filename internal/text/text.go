// Package text is the catalogue of what people read: every sentence, in French
// and in English, and the ways of the two languages with plurals, times and
// sizes.
//
// A language is always asked for by name, never taken from the surroundings, so
// that a person can switch it and a test knows it. The sentences live in files
// named <area>.<language>.json; each area belongs to one part of the program.
package text

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"relais/internal/desk"
)

// Languages lists the languages that every sentence exists in.
func Languages() []string { return []string{"en", "fr"} }

// Catalogue holds all sentences in all languages. It does not change once
// loaded, and is safe for concurrent use.
type Catalogue struct {
	words map[string]*Words
}

// Load reads every <area>.<language>.json at the root of fsys; when languages are
// named, only theirs, without comparing them with the others. It refuses, with an
// error of CodeDamaged whose subject names file and line as well as they are
// known: a file that is no JSON, a sentence that can't be filled in, a key that
// two files own, and a key that one of the languages lacks, or fills in with
// other values than the other.
func Load(fsys fs.FS, only ...string) (*Catalogue, error) {
	langs, patterns := Languages(), []string{"*.json"}
	if len(only) > 0 {
		langs, patterns = only, nil
		for _, lang := range only {
			patterns = append(patterns, "*."+lang+".json")
		}
	}
	found := languages{}
	for _, lang := range langs {
		found[lang] = entries{}
	}
	for _, pattern := range patterns {
		names, err := fs.Glob(fsys, pattern)
		if err != nil {
			return nil, &desk.Error{Code: desk.CodeInternal, Op: "load words", Err: err}
		}
		for _, name := range names {
			if err := found.read(fsys, name); err != nil {
				return nil, err
			}
		}
	}
	if err := compare(found); err != nil {
		return nil, err
	}
	c := &Catalogue{words: map[string]*Words{}}
	for lang, all := range found {
		tag := language.MustParse(lang)
		c.words[lang] = &Words{
			lang: lang, zone: time.Local, known: all, printer: message.NewPrinter(tag),
			plurals: sync.OnceValue(func() *i18n.Localizer { return plurals(tag, all) }),
		}
	}
	return c, nil
}

// plurals knows the sentences that have plural forms. Many programs end without
// saying one.
func plurals(tag language.Tag, all entries) *i18n.Localizer {
	bundle := i18n.NewBundle(tag)
	for _, e := range all {
		if e.plural != nil {
			bundle.MustAddMessages(tag, e.plural) // read has checked it
		}
	}
	return i18n.NewLocalizer(bundle, tag.String())
}

// In gives the words of a language, "fr" or "en"; English for any other, and
// nothing for what was not loaded.
func (c *Catalogue) In(lang string) *Words {
	if w, ok := c.words[lang]; ok {
		return w
	}
	return c.words["en"]
}

// Words speaks one language. It does not change, and is safe for concurrent use.
type Words struct {
	lang    string
	zone    *time.Location
	known   entries
	plurals func() *i18n.Localizer
	printer *message.Printer
}

// Lang is the language, "fr" or "en".
func (w *Words) Lang() string { return w.lang }

// InZone gives the same words with the clocks of another place; before, they
// are those of the computer.
func (w *Words) InZone(zone *time.Location) *Words {
	other := *w
	other.zone = zone
	return &other
}

// Has tells whether there is a sentence under the key.
func (w *Words) Has(key string) bool {
	_, ok := w.known[key]
	return ok
}

// T is the sentence under the key, filled in with args: names and values in
// turn, as in T("home.hello", "Name", name). A key that does not exist gives
// itself.
func (w *Words) T(key string, args ...any) string {
	return w.say(key, nil, args)
}

// N is the sentence under the key in the plural form of n; {{.Count}} in it is
// n as people write it. A key that does not exist gives itself.
func (w *Words) N(key string, n int, args ...any) string {
	return w.say(key, n, append(slices.Clip(args), count, w.Number(n)))
}

// Decimal writes a number with so many digits after the point.
func (w *Words) Decimal(x float64, digits int) string { return w.printer.Sprintf("%.*f", digits, x) }

// Number writes a whole number as the language does: 1 234 or 1,234.
func (w *Words) Number(n int) string { return w.printer.Sprint(n) }

// say fills in names and values that come in turn; n is nil where nothing is counted.
func (w *Words) say(key string, n any, args []any) string {
	e, ok := w.known[key]
	if !ok {
		return key
	}
	if e.plural == nil {
		return filled(e.text, args)
	}
	values := make(map[string]any, len(args)/2)
	for pair := range slices.Chunk(args, 2) {
		values[fmt.Sprint(pair[0])] = pair[len(pair)-1]
	}
	s, err := w.plurals().Localize(&i18n.LocalizeConfig{MessageID: key, PluralCount: n, TemplateData: values})
	if err != nil {
		return key
	}
	return s
}

// Detect finds the language of a person in the environment, as gettext does:
// the first of LANGUAGE, LC_ALL, LC_MESSAGES and LANG that names one; where
// none of them is set, what the system says. It is "fr" or "en".
func Detect(env func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		locale := env(name)
		if locale == "" {
			continue
		}
		if locale != "C" && locale != "POSIX" {
			locale = env("LANGUAGE") + ":" + locale
		}
		return firstOf(locale)
	}
	return firstOf(env("LANGUAGE") + ":" + system())
}

// firstOf picks the first language of a list like "de_CH:fr_CH.UTF-8" that
// there are words for.
func firstOf(list string) string {
	for locale := range strings.SplitSeq(list, ":") {
		lang, _, _ := strings.Cut(strings.ReplaceAll(locale, "-", "_"), "_")
		lang, _, _ = strings.Cut(strings.ToLower(lang), ".")
		if slices.Contains(Languages(), lang) {
			return lang
		}
	}
	return "en"
}
