package desk

import (
	"bytes"
	"cmp"
	"html"
	"image"
	_ "image/gif"  // the three formats
	_ "image/jpeg" // of pictures
	_ "image/png"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits on the pictures of an article.
const (
	MaxPictures    = 20        // in an article
	MaxPicture     = 512_000   // bytes of one
	MaxPicturesSum = 2_000_000 // bytes of all in an article
	MaxPictureSide = 4096      // pixels
	MaxPictureName = 100       // characters
)

// Picture is shown where the text of its article refers to its name:
// ![what is seen](name.png). In a list its Content is left out.
type Picture struct {
	Name    string `json:"name"`
	Content []byte `json:"content,omitempty"` // PNG, JPEG or GIF
}

// CheckPictures tells why pictures can't be those of one article: CodeInvalid or
// CodeTooLarge, with the name of the picture as Subject, "" where it is all of them.
func CheckPictures(list []Picture) error {
	if len(list) > MaxPictures {
		return Errorf(CodeTooLarge, "check", "%d pictures, at most %d", len(list), MaxPictures)
	}
	sum, seen := 0, make(map[string]bool, len(list))
	for _, p := range list {
		if err := p.check(); err != nil {
			return err
		}
		name := strings.ToLower(p.Name)
		if seen[name] {
			return p.fails(CodeInvalid, "two pictures have this name")
		}
		seen[name] = true
		sum += len(p.Content)
	}
	if sum > MaxPicturesSum {
		return Errorf(CodeTooLarge, "check", "pictures of %d bytes, at most %d", sum, MaxPicturesSum)
	}
	return nil
}

func (p Picture) check() error {
	if !pictureName(p.Name) {
		return p.fails(CodeInvalid, "not a plain name of a file")
	}
	if len(p.Content) > MaxPicture {
		return p.fails(CodeTooLarge, "%d bytes, at most %d", len(p.Content), MaxPicture)
	}
	size, format, err := image.DecodeConfig(bytes.NewReader(p.Content))
	switch {
	case err != nil || !slices.Contains([]string{"png", "jpeg", "gif"}, format) || size.Width < 1 || size.Height < 1:
		return p.fails(CodeInvalid, "not a PNG, JPEG or GIF picture")
	case size.Width > MaxPictureSide || size.Height > MaxPictureSide:
		return p.fails(CodeTooLarge, "%d × %d pixels, at most %d × %d", size.Width, size.Height, MaxPictureSide, MaxPictureSide)
	}
	return nil
}

func (p Picture) fails(code Code, format string, args ...any) error {
	e := Errorf(code, "check", format, args...)
	e.Subject = p.Name
	return e
}

// pictureName tells whether every system takes a name for that of one file, and
// nobody is misled by it.
func pictureName(name string) bool {
	return name != "" && utf8.ValidString(name) && utf8.RuneCountInString(name) <= MaxPictureName && name == strings.Trim(name, ". ") &&
		!strings.ContainsFunc(name, func(r rune) bool {
			return strings.ContainsRune(`<>:"/\|?*`, r) || !unicode.IsPrint(r) || unicode.Is(unicode.Bidi_Control, r)
		})
}

// Picture finds the picture that a reference of the text means, as Markdown has it:
// letters may be percent-encoded, capitals do not count.
func (a Article) Picture(ref string) (Picture, bool) {
	if plain, err := url.PathUnescape(ref); err == nil {
		ref = plain
	}
	i := slices.IndexFunc(a.Pictures, func(p Picture) bool { return strings.EqualFold(p.Name, ref) })
	if i < 0 {
		return Picture{}, false
	}
	return a.Pictures[i], true
}

// Referred splits the pictures of an article into those that its text names, by
// name, and the names of the others.
func (a Article) Referred() (kept []Picture, dropped []string) {
	body := strings.ToLower(a.Body)
	read := strings.ToLower(unescaped(a.Body))
	for _, p := range a.Pictures {
		if name := strings.ToLower(p.Name); strings.Contains(body, name) || strings.Contains(read, name) {
			kept = append(kept, p)
		} else {
			dropped = append(dropped, p.Name)
		}
	}
	slices.SortFunc(kept, func(p, q Picture) int { return cmp.Compare(p.Name, q.Name) })
	return kept, dropped
}

var encoded = regexp.MustCompile(`(%[0-9A-Fa-f]{2})+`)

// unescaped is a text without what Markdown and addresses write letters with.
func unescaped(text string) string {
	text = html.UnescapeString(strings.ReplaceAll(text, `\`, ""))
	return encoded.ReplaceAllStringFunc(text, func(s string) string {
		plain, err := url.PathUnescape(s)
		if err != nil {
			return s
		}
		return plain
	})
}

// Named is the article as lists have it: its pictures have names only.
func (a Article) Named() Article {
	if len(a.Pictures) == 0 {
		return a
	}
	named := make([]Picture, len(a.Pictures))
	for i, p := range a.Pictures {
		named[i].Name = p.Name
	}
	a.Pictures = named
	return a
}

// Complete is the article with the contents that another one has for the pictures
// that it only names. Those that the other has not are left as they are.
func (a Article) Complete(from Article) Article {
	a.Pictures = slices.Clone(a.Pictures)
	for i, p := range a.Pictures {
		if known, ok := from.Picture(url.PathEscape(p.Name)); ok && len(p.Content) == 0 {
			a.Pictures[i].Content = known.Content
		}
	}
	return a
}
