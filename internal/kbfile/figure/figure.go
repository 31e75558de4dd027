// Package figure takes the pictures of a page along from the files beside it, and puts
// them back there.
package figure

import (
	"bytes"
	"errors"
	"html"
	"io"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"relais/internal/desk"
)

// File tells by its name whether a file is a picture as articles may have them.
func File(name string) bool {
	return slices.Contains([]string{".png", ".jpg", ".jpeg", ".gif"}, strings.ToLower(filepath.Ext(name)))
}

// The ways in which Markdown refers to a picture: at the place itself, or by a name
// that a line of its own explains. The second part is where it leads.
var (
	inline  = regexp.MustCompile(`(!\[(?:[^\]\\]|\\.)*\]\(\s*)(<[^<>\n]*>|[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*)`)
	defined = regexp.MustCompile(`(?m)(^ {0,3}\[[^\]\n]+\]:[ \t]*)(<[^<>\n]*>|[^\s<>]+)`)
)

// redirect gives the references of a text another destination; "" leaves one as it is.
func redirect(text string, to func(dest string) string) string {
	for _, way := range []*regexp.Regexp{inline, defined} {
		text = way.ReplaceAllStringFunc(text, func(whole string) string {
			m := way.FindStringSubmatch(whole)
			dest, angled := strings.CutPrefix(m[2], "<")
			dest = strings.TrimSuffix(dest, ">")
			next := dest
			if way == inline || File(plain(dest)) {
				next = to(dest)
			}
			switch {
			case next == "" || next == dest:
				return whole
			case angled:
				return m[1] + "<" + next + ">"
			}
			return m[1] + next
		})
	}
	return text
}

// plain is a path as the disk has it; "" for what leads elsewhere.
func plain(dest string) string {
	u, err := url.Parse(html.UnescapeString(strings.ReplaceAll(dest, `\`, "")))
	if err != nil || u.Scheme != "" || u.Host != "" {
		return ""
	}
	return u.Path
}

// written is a name as Markdown takes it for a destination.
func written(name string) string {
	return strings.NewReplacer("(", "%28", ")", "%29").Replace(url.PathEscape(name))
}

// ErrOutside is of a picture that is not in the folder that is read.
var ErrOutside = errors.New("outside of the folder")

// Left is a picture that was not taken along.
type Left struct {
	Path string // as the text has it
	Err  error  // ErrOutside, or what else is the matter
}

// Take reads the pictures that the text of a page refers to by paths relative to it,
// from files in root, and tells which could not be taken. The text that it returns
// refers to them by their names.
func Take(root, page, text string) (string, []desk.Picture, []Left) {
	t := taking{page: page, root: root, names: map[string]string{}}
	text = redirect(text, t.reference)
	return text, t.pictures, t.left
}

// taking is what was taken of one page.
type taking struct {
	root, page string
	pictures   []desk.Picture
	names      map[string]string // by path; "" for what was left
	left       []Left
}

func (t *taking) reference(dest string) string {
	from := plain(dest)
	if from == "" {
		return ""
	}
	name, known := t.names[from]
	if !known {
		var err error
		if name, err = t.take(from); err != nil {
			t.left = append(t.left, Left{from, err})
		}
		t.names[from] = name
	}
	short := dest[strings.LastIndex(dest, "/")+1:]
	switch {
	case name == "":
		return ""
	case plain(short) == name && !strings.ContainsAny(short, "?#"):
		return short
	}
	return written(name)
}

// take reads one file, and answers the name that its picture has.
func (t *taking) take(from string) (string, error) {
	content, err := t.read(from)
	if err != nil {
		return "", err
	}
	p := desk.Picture{Name: path.Base(from), Content: content}
	for n := 2; ; n++ {
		i := slices.IndexFunc(t.pictures, func(other desk.Picture) bool { return strings.EqualFold(other.Name, p.Name) })
		if i < 0 {
			break
		}
		if bytes.Equal(t.pictures[i].Content, content) {
			return t.pictures[i].Name, nil
		}
		base := path.Base(from)
		p.Name = strings.TrimSuffix(base, path.Ext(base)) + "-" + strconv.Itoa(n) + path.Ext(base)
	}
	all := append(slices.Clone(t.pictures), p)
	if err := desk.CheckPictures(all); err != nil {
		return "", err
	}
	t.pictures = all
	return p.Name, nil
}

// read reads a file that is in the root, wherever links on the disk lead.
func (t *taking) read(from string) ([]byte, error) {
	rel, err := filepath.Rel(t.root, filepath.Join(filepath.Dir(t.page), filepath.FromSlash(from)))
	if err != nil || path.IsAbs(from) || !filepath.IsLocal(rel) {
		return nil, ErrOutside
	}
	root, err := os.OpenRoot(t.root)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	if about, err := root.Stat(rel); err != nil {
		return nil, err
	} else if !about.Mode().IsRegular() {
		return nil, errors.New("not an ordinary file")
	}
	f, err := root.Open(rel)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, desk.MaxPicture+1))
}

// Folder is the name of the folder beside a page that Put wants its pictures in.
func Folder(page string) string { return strings.TrimSuffix(page, filepath.Ext(page)) + folderEnd }

const folderEnd = ".pictures"

// Put is the text of an article that refers to its pictures as files in the folder that
// stands beside its page.
func Put(a desk.Article, page string) string {
	return redirect(a.Body, func(dest string) string {
		p, there := a.Picture(url.PathEscape(plain(dest)))
		switch {
		case !there || len(p.Content) == 0:
			return ""
		case p.Name == plain(dest):
			return written(filepath.Base(Folder(page))) + "/" + dest
		}
		return written(filepath.Base(Folder(page))) + "/" + written(p.Name)
	})
}
