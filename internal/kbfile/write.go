package kbfile

import (
	"bufio"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"relais/internal/desk"
	"relais/internal/kbfile/figure"
)

// The reasons to write nothing.
var (
	ErrExists = errors.New("there is something already")
	ErrEnding = errors.New("not a format that is written")
)

// Write writes articles so that a Reader gives the same back: to a file of JSON
// Lines or CSV by the ending of path, else to a folder of Markdown with one
// folder for each language, and the pictures of each page beside it: files of lines
// hold none. Of a path that a Reader takes for another file it is
// ErrEnding. Unless over is set, it refuses with ErrExists to write over a file,
// or into a folder that is not empty; if it is, the pages of languages that were
// in the folder before and name their id are gone afterwards, unless there is no
// article to write. A file is written whole or not at all.
func Write(path string, articles []desk.Article, over bool) error {
	articles = slices.Clone(articles)
	slices.SortFunc(articles, func(a, b desk.Article) int { return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Lang, b.Lang)) })
	if !over && taken(path) {
		return ErrExists
	}
	switch ext := strings.ToLower(filepath.Ext(path)); {
	case ext == ".jsonl" || ext == ".ndjson":
		return whole(path, func(w io.Writer) error { return writeLines(w, articles) })
	case ext == ".csv":
		return whole(path, func(w io.Writer) error { return writeTable(w, articles) })
	case slices.Contains(unwritten, ext):
		return ErrEnding
	}
	return writeFolder(path, articles)
}

// Folder tells whether Write takes a path for that of a folder.
func Folder(path string) bool {
	ext := strings.ToLower(filepath.Ext(path))
	return !slices.Contains(unwritten, ext) && !slices.Contains([]string{".jsonl", ".ndjson", ".csv"}, ext)
}

// unwritten are the endings of files that nobody means a folder by.
var unwritten = []string{".tsv", ".json", ".md", ".markdown", ".html", ".htm", ".xhtml", ".txt", ".xlsx", ".zip"}

// taken tells whether there is a file, or a folder with something in it.
func taken(path string) bool {
	list, err := os.ReadDir(path)
	if err != nil {
		return !errors.Is(err, fs.ErrNotExist)
	}
	return len(list) > 0
}

func writeFolder(path string, articles []desk.Article) error {
	used := map[string]bool{}
	for _, a := range articles {
		folder := filepath.Join(path, fileName(a.Lang))
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
		name := free(used, folder, fileName(a.ID))
		if err := writePictures(used, name, a); err != nil {
			return err
		}
		a.Body = figure.Put(a, name)
		if err := whole(name, func(w io.Writer) error { return writeMarkdown(w, a) }); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(path, 0o755); err != nil { // also where there was no article
		return err
	}
	if len(articles) == 0 { // nothing takes the place of what is there
		return nil
	}
	for _, lang := range Languages {
		if err := sweep(filepath.Join(path, lang), used); err != nil {
			return err
		}
	}
	return nil
}

// writePictures writes the pictures of a page, but for those that are only named: of
// these, what is there stays.
func writePictures(used map[string]bool, page string, a desk.Article) error {
	for _, p := range a.Pictures {
		name := filepath.Join(figure.Folder(page), p.Name)
		if used[strings.ToLower(name)] = true; len(p.Content) == 0 {
			continue
		}
		if !filepath.IsLocal(p.Name) {
			return &fs.PathError{Op: "write", Path: name, Err: fs.ErrInvalid}
		}
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		write := func(w io.Writer) error {
			_, err := w.Write(p.Content)
			return err
		}
		if err := whole(name, write); err != nil {
			return err
		}
	}
	return nil
}

// sweep removes the pages of a folder that were not written now, and pictures of theirs:
// they are of articles that are gone, or not among those. What names no id in its
// front matter was not written by an export, and stays with its pictures.
func sweep(folder string, written map[string]bool) error {
	list, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, f := range list {
		name := filepath.Join(folder, f.Name())
		if !strings.EqualFold(filepath.Ext(name), ".md") || !f.Type().IsRegular() {
			continue
		}
		ours, failed := true, error(nil)
		if !written[strings.ToLower(name)] {
			if ours, failed = exported(name); ours {
				failed = os.Remove(name)
			}
		}
		if ours && failed == nil {
			failed = sweepPictures(figure.Folder(name), written)
		}
		err = errors.Join(err, failed)
	}
	return err
}

// sweepPictures removes the pictures of a page that were not written now.
func sweepPictures(folder string, written map[string]bool) error {
	if at, err := os.Lstat(folder); errors.Is(err, fs.ErrNotExist) || err == nil && !at.IsDir() {
		return nil
	}
	list, err := os.ReadDir(folder)
	left := len(list)
	for _, f := range list {
		name := filepath.Join(folder, f.Name())
		if figure.File(name) && f.Type().IsRegular() && !written[strings.ToLower(name)] {
			err = errors.Join(err, os.Remove(name))
			left--
		}
	}
	if left == 0 {
		err = errors.Join(err, os.Remove(folder))
	}
	return err
}

// exported tells whether a page says which article it is of, as those that are
// written do.
func exported(page string) (bool, error) {
	f, err := os.Open(page)
	if err != nil {
		return false, err
	}
	raw, err := io.ReadAll(io.LimitReader(f, MaxFile))
	if err := errors.Join(err, f.Close()); err != nil {
		return false, err
	}
	head, _, ok := front(plain(raw))
	var says struct {
		ID ID `yaml:"id"`
	}
	return ok && yaml.Unmarshal(head, &says) == nil && says.ID != "", nil
}

// free finds a name that no other article has, on disks that take capitals for
// small letters too.
func free(used map[string]bool, folder, name string) string {
	path := filepath.Join(folder, name+".md")
	for n := 2; used[strings.ToLower(path)]; n++ {
		path = filepath.Join(folder, name+"-"+strconv.Itoa(n)+".md")
	}
	used[strings.ToLower(path)] = true
	return path
}

// longestName is how long a name of a file is, in bytes; a number and an ending
// follow.
const longestName = 100

// fileName is an id as every system takes it for a name.
func fileName(id string) string {
	name := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F || strings.ContainsRune(`<>:"/\|?*`, r) {
			return '-'
		}
		return r
	}, id)
	if len(name) > longestName {
		name = strings.ToValidUTF8(name[:longestName], "")
	}
	name = strings.Trim(name, ". ")
	base, _, _ := strings.Cut(strings.ToLower(name), ".")
	if name == "" || reserved[base] || len(base) == 4 && reserved[base[:3]+"1"] && base[3] >= '0' && base[3] <= '9' {
		name = "_" + name
	}
	return name
}

// reserved are names that Windows keeps for devices.
var reserved = map[string]bool{"con": true, "prn": true, "aux": true, "nul": true, "com1": true, "lpt1": true}

// whole writes a file beside its place and moves it there.
func whole(path string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".relais-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	out := bufio.NewWriter(f)
	if err := errors.Join(write(out), out.Flush(), f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
