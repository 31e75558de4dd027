package kbfile

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"relais/internal/desk"
	"relais/internal/kbfile/figure"
)

// Reader reads articles one by one, however many there are.
type Reader struct {
	Lang string            // of articles that don't say theirs
	Take func(Found) error // gets each article; its error ends reading
	Tell func(Remark)      // gets what was not understood
	root string            // the folder that pictures are read from
	seen map[string]string // where an id and language were first
	stop error             // what Take answered
	ctx  context.Context   //
}

// Read reads a folder with all below it, in the order of names, or one file:
// Markdown with front matter (.md), JSON Lines (.jsonl), CSV (.csv), HTML (.html).
// Pages bring the pictures that they refer to by paths within the folder.
// Its error is that of Take, of the context, or of opening the path itself.
func (r *Reader) Read(ctx context.Context, path string) error {
	r.ctx, r.seen, r.stop, r.root = ctx, map[string]string{}, nil, path
	if about, err := os.Stat(path); err == nil && !about.IsDir() {
		r.root = filepath.Dir(path)
	}
	err := filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && name == path:
			return err
		case err != nil:
			r.Tell(remark(name, 0, Unread, err))
			return nil
		case d.IsDir() && name != path && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir // such as .git
		case d.IsDir(), name != path && (strings.HasPrefix(d.Name(), ".") || figure.File(name)):
			return nil
		}
		r.file(name)
		return r.ended()
	})
	return err
}

// ended tells why reading has to end.
func (r *Reader) ended() error {
	if r.stop != nil {
		return r.stop
	}
	return r.ctx.Err()
}

// file reads one file by its ending.
func (r *Reader) file(name string) {
	ext := strings.ToLower(filepath.Ext(name))
	read := map[string]func(name string, f io.Reader) error{
		".md": page(r.markdown), ".markdown": page(r.markdown), ".html": page(r.html), ".htm": page(r.html), ".xhtml": page(r.html),
		".jsonl": r.lines, ".ndjson": r.lines, ".csv": r.table, ".tsv": r.table,
	}[ext]
	if read == nil {
		r.Tell(Remark{File: name, Reason: Other, Detail: ext})
		return
	}
	if err := opened(name, func(f io.Reader) error { return read(name, f) }); err != nil {
		r.Tell(remark(name, 0, Unread, err))
	}
}

// opened reads a file. Pipes and devices are none: they may never end, or begin.
func opened(name string, read func(io.Reader) error) error {
	switch about, err := os.Stat(name); {
	case err != nil:
		return err
	case !about.Mode().IsRegular():
		return errIrregular
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return read(f)
}

var errIrregular = errors.New("not an ordinary file")

// page reads a file that is one article.
func page(read func(name string, raw []byte)) func(string, io.Reader) error {
	return func(name string, f io.Reader) error {
		raw, err := io.ReadAll(io.LimitReader(f, MaxFile+1))
		if err == nil && len(raw) > MaxFile {
			return refuse(Large, len(raw))
		}
		if err == nil {
			read(name, raw)
		}
		return err
	}
}

// plain is a text without the mark of the byte order, its lines ended by a line
// feed.
func plain(raw []byte) []byte {
	return bytes.ReplaceAll(bytes.TrimPrefix(raw, []byte("\ufeff")), []byte("\r\n"), []byte("\n"))
}

// add hands on an article that has all it needs, unless it was there before; given
// are the names of its fields.
func (r *Reader) add(file string, line int, f fields, given []string) {
	if r.ended() != nil {
		return
	}
	if strings.TrimSpace(f.Lang) == "" {
		f.Lang = r.Lang
	}
	a, err := f.article()
	if err != nil {
		r.Tell(remark(file, line, Value, err))
		return
	}
	id := a.Lang + " " + a.ID
	if before, ok := r.seen[id]; ok {
		r.Tell(remark(file, line, Twice, refuse(Twice, before)))
		return
	}
	r.seen[id] = file
	if line == 0 {
		a = r.illustrate(file, a)
	}
	r.stop = r.Take(Found{File: file, Line: line, Article: a, given: given})
}

// illustrate gives the article of a page its pictures.
func (r *Reader) illustrate(file string, a desk.Article) desk.Article {
	var left []figure.Left
	a.Body, a.Pictures, left = figure.Take(r.root, file, a.Body)
	for _, one := range left {
		m := Remark{File: file, Reason: Picture, Detail: one.Path + ": " + one.Err.Error()}
		if errors.Is(one.Err, figure.ErrOutside) {
			m.Reason, m.Detail = Outside, one.Path
		}
		r.Tell(m)
	}
	return a
}

// strange tells of fields that are not known, in their order.
func (r *Reader) strange(file string, line int, given []string) {
	for _, name := range given {
		if !known(name) {
			r.Tell(Remark{File: file, Line: line, Reason: Field, Detail: name})
		}
	}
}

// named is the id that the name of a file gives, and the language that its folder
// does.
func named(file string) (id, lang string) {
	folder := filepath.Base(filepath.Dir(file))
	id = strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	if strings.EqualFold(id, "index") {
		id = folder
	}
	if slices.Contains(Languages, folder) {
		lang = folder
	}
	return id, lang
}
