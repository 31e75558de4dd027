package kbfile

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"relais/internal/desk"
)

const (
	// MaxFile is how big one page, line or row may be, in bytes.
	MaxFile = 32 << 20
	// MaxBody is how long the text of an article may be, in bytes: what a person
	// can read and a device can show.
	MaxBody = 1 << 20
	// MaxTitle is how long a title may be, in characters.
	MaxTitle = 200
	// MaxShort is how long a name may be, in bytes: an id, a category, a keyword.
	MaxShort    = 200
	maxKeywords = 100
	maxProducts = 20
)

// Languages are those that articles may have.
var Languages = []string{"en", "fr"}

// Found is an article as it was read. Its ID is that of the source; each language
// has its own article.
type Found struct {
	File    string
	Line    int // 0 where the file is one page
	Article desk.Article
	given   []string // the fields that the source names, also those without a value
}

// Onto is an article with what the source says of it. What the source does not name
// stays; the id, too.
func (f Found) Onto(a desk.Article) desk.Article {
	from, says := f.Article, func(name string) bool { return slices.Contains(f.given, name) }
	a.Lang, a.Title, a.Body = from.Lang, from.Title, from.Body
	if says("category") {
		a.Category = from.Category
	}
	if says("keywords") {
		a.Keywords = from.Keywords
	}
	if says("products") {
		a.Products = from.Products
	}
	if says("until") {
		a.Until = from.Until
	}
	if f.Line == 0 { // a page has its pictures beside it
		a.Pictures = from.Pictures
	}
	a.Audience, a.State = cmp.Or(from.Audience, a.Audience), cmp.Or(from.State, a.State)
	return a
}

// Reason says why something was not understood.
type Reason string

// The reasons.
const (
	Other    Reason = "other"    // a file of another kind; Detail is its ending
	Unread   Reason = "unread"   // Detail says why
	Front    Reason = "front"    // no front matter, or one that can't be read
	JSON     Reason = "json"     // no JSON object
	Row      Reason = "row"      // no row of CSV
	Header   Reason = "header"   // the first row does not name id, title and body
	Field    Reason = "field"    // a field that is not known; the rest was taken
	Value    Reason = "value"    // the field in Detail can't have this value
	Missing  Reason = "missing"  // the field in Detail
	Lang     Reason = "lang"     // no language of Languages
	Audience Reason = "audience" // not known
	State    Reason = "state"    // not known
	Twice    Reason = "twice"    // Detail says where it was before
	Large    Reason = "large"    // longer than MaxBody
	Pictures Reason = "pictures" // left out; Detail is how many, or which
	Picture  Reason = "picture"  // one was left out; Detail says why
	Outside  Reason = "outside"  // the picture in Detail is not in the folder
)

// Remark is something that was not understood. What is not refused was taken
// without it.
type Remark struct {
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`
	Reason  Reason `json:"reason"`
	Detail  string `json:"detail,omitempty"`
	Refused bool   `json:"refused"` // the article was left out
}

// fields are what files say of an article, by the same names in all formats. All
// are written, so that reading them gives the same article over any other.
type fields struct {
	ID       ID       `json:"id" yaml:"id"`
	Lang     string   `json:"lang" yaml:"lang"`
	Title    string   `json:"title" yaml:"title"`
	Category string   `json:"category" yaml:"category"`
	Keywords Keywords `json:"keywords" yaml:"keywords,flow"`
	Products Keywords `json:"products" yaml:"products,flow"`
	Audience string   `json:"audience" yaml:"audience"`
	State    string   `json:"state" yaml:"state"`
	Until    string   `json:"until" yaml:"until"`
	Body     string   `json:"body" yaml:"-"`
}

// names are the fields in the order in which they are written. "updated" is known
// and says nothing: the helpdesk keeps its own.
var names = []string{"id", "lang", "title", "category", "keywords", "products", "audience", "state", "until", "body"}

const nameUpdated = "updated"

func known(name string) bool { return name == nameUpdated || slices.Contains(names, name) }

// text is the field of a name that holds one text; nil for the others.
func (f *fields) text(name string) *string {
	return map[string]*string{
		"id": (*string)(&f.ID), "lang": &f.Lang, "title": &f.Title, "category": &f.Category, "audience": &f.Audience,
		"state": &f.State, "until": &f.Until, "body": &f.Body,
	}[name]
}

// list is the field of a name that holds several; nil for the others.
func (f *fields) list(name string) *Keywords {
	return map[string]*Keywords{"keywords": &f.Keywords, "products": &f.Products}[name]
}

// refusal is why an article can't be taken.
type refusal struct {
	reason Reason
	detail string
}

func (r *refusal) Error() string { return string(r.reason) + ": " + r.detail }

func refuse(reason Reason, detail any) error { return &refusal{reason, fmt.Sprint(detail)} }

// article checks what was read.
func (f *fields) article() (a desk.Article, err error) {
	a = Clean(desk.Article{
		ID: string(f.ID), Lang: f.Lang, Title: f.Title, Category: f.Category, Keywords: f.Keywords, Products: f.Products,
		Audience: desk.Audience(f.Audience), State: desk.ArticleState(f.State), Body: f.Body,
	})
	for _, need := range []struct{ name, value string }{{"id", a.ID}, {"title", a.Title}, {"body", a.Body}} {
		if need.value == "" {
			return a, refuse(Missing, need.name)
		}
	}
	for _, n := range []struct {
		name string
		list []string
		most int
	}{{"id", []string{a.ID}, 1}, {"category", []string{a.Category}, 1}, {"keywords", a.Keywords, maxKeywords}, {"products", a.Products, maxProducts}} {
		if len(n.list) > n.most || slices.ContainsFunc(n.list, func(s string) bool { return len(s) > MaxShort }) {
			return a, refuse(Value, n.name)
		}
	}
	switch {
	case utf8.RuneCountInString(a.Title) > MaxTitle:
		return a, refuse(Value, "title")
	case len(a.Body) > MaxBody:
		return a, refuse(Large, len(a.Body))
	case !slices.Contains(Languages, a.Lang):
		return a, refuse(Lang, a.Lang)
	case !slices.Contains([]desk.Audience{"", desk.AudienceEveryone, desk.AudienceTechnicians}, a.Audience):
		return a, refuse(Audience, a.Audience)
	case !slices.Contains([]desk.ArticleState{"", desk.ArticleDraft, desk.ArticleReview, desk.ArticlePublished, desk.ArticleOutdated}, a.State):
		return a, refuse(State, a.State)
	}
	if a.Until, err = day(f.Until); err != nil {
		return a, refuse(Value, "until")
	}
	return a, nil
}

// newFields are an article as files tell it.
func newFields(a desk.Article) fields {
	a = Clean(a)
	f := fields{
		ID: ID(a.ID), Lang: a.Lang, Title: a.Title, Category: a.Category, Body: a.Body,
		Keywords: append(Keywords{}, a.Keywords...), Products: append(Keywords{}, a.Products...), // a list also where it is empty
		Audience: string(cmp.Or(a.Audience, desk.AudienceEveryone)), State: string(cmp.Or(a.State, desk.ArticlePublished)),
	}
	if !a.Until.IsZero() {
		f.Until = a.Until.UTC().Format(time.RFC3339Nano)
		if t := a.Until.UTC(); t.Equal(t.Truncate(24 * time.Hour)) {
			f.Until = t.Format(time.DateOnly)
		}
	}
	return f
}

// day reads a date, or a moment.
func day(s string) (time.Time, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		t, err = time.Parse(time.RFC3339Nano, s)
	}
	return t.UTC(), err
}

// Clean is an article as all formats and helpdesks can hold it: lines end with a
// line feed, nothing stands around a text, a name is one line, and nothing has
// control characters.
func Clean(a desk.Article) desk.Article {
	a.ID, a.Lang, a.Category = oneLine(a.ID), oneLine(a.Lang), oneLine(a.Category)
	a.Audience, a.State = desk.Audience(oneLine(string(a.Audience))), desk.ArticleState(oneLine(string(a.State)))
	a.Title, a.Body = oneLine(a.Title), tidy(a.Body)
	a.Keywords, a.Products = tidied(a.Keywords), tidied(a.Products)
	return a
}

func tidy(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case unicode.IsControl(r) && r != '\n' && r != '\t':
			return -1
		}
		return r
	}, s))
}

// oneLine joins the words of a name. Spaces that don't break a line stay, as French
// has them; what turns the direction of writing parts words.
func oneLine(s string) string {
	return strings.TrimSpace(strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\uFFFD"), func(r rune) bool {
		return unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
	}), " "))
}

func tidied(list []string) []string {
	var out []string
	for _, s := range list {
		if s = oneLine(s); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// remark tells an error as people read it.
func remark(file string, line int, reason Reason, err error) Remark {
	m := Remark{File: file, Line: line, Reason: reason, Refused: true}
	var r *refusal
	if errors.As(err, &r) {
		m.Reason, m.Detail = r.reason, r.detail
	} else if err != nil {
		m.Detail = err.Error()
	}
	return m
}
