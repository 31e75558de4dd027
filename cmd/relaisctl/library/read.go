package library

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model"
)

// maxFile is how big a file of articles may be, in bytes.
const maxFile = 32 << 20

// remark is something that was not understood. Where it names only a field, the
// rest was taken.
type remark struct {
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`
	Reason  string `json:"reason"` // a key of the words: "field", "twice", …
	Detail  string `json:"detail,omitempty"`
	Refused bool   `json:"refused"` // the article was left out
}

// source is an article as it was read.
type source struct {
	file    string
	line    int
	article desk.Article // the ID is that of the source; a language has its own
}

// intake collects what a folder or a file gives.
type intake struct {
	lang    string
	sources []source
	remarks []remark
}

func (t *intake) refuse(file string, line int, reason string, cause any) {
	t.remarks = append(t.remarks, remark{File: file, Line: line, Reason: reason, Detail: fmt.Sprint(cause), Refused: true})
}

// read takes a folder with all below it, or one file.
func (t *intake) read(path string) error {
	return filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		ext := strings.ToLower(filepath.Ext(name))
		read := map[string]func(string, []byte){".md": t.markdown, ".markdown": t.markdown, ".jsonl": t.lines, ".ndjson": t.lines}[ext]
		if read == nil {
			t.remarks = append(t.remarks, remark{File: name, Reason: "other"})
			return nil
		}
		raw, err := contents(name)
		if err != nil {
			t.refuse(name, 0, "unread", err)
			return nil
		}
		read(name, raw)
		return nil
	})
}

func contents(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(raw) > maxFile {
		err = fmt.Errorf("more than %d bytes", maxFile)
	}
	return bytes.ReplaceAll(bytes.TrimPrefix(raw, []byte("\ufeff")), []byte("\r\n"), []byte("\n")), err
}

// add keeps an article that has all it needs.
func (t *intake) add(file string, line int, a desk.Article) {
	a.Title, a.Body = strings.TrimSpace(a.Title), strings.TrimSpace(a.Body)
	if a.Lang == "" {
		a.Lang = t.lang
	}
	for _, missing := range []struct {
		is   bool
		what string
	}{{a.ID == "", "id"}, {a.Title == "", "title"}, {a.Body == "", "body"}} {
		if missing.is {
			t.refuse(file, line, "missing", missing.what)
			return
		}
	}
	switch {
	case utf8.RuneCountInString(a.Title) > model.MaxTitle:
		t.refuse(file, line, "value", "title")
		return
	case !slices.Contains(text.Languages(), a.Lang):
		t.refuse(file, line, "lang", a.Lang)
		return
	case a.Audience != "" && a.Audience != desk.AudienceEveryone && a.Audience != desk.AudienceTechnicians:
		t.refuse(file, line, "audience", a.Audience)
		return
	}
	for _, s := range t.sources {
		if s.article.ID == a.ID && s.article.Lang == a.Lang {
			t.refuse(file, line, "twice", s.file)
			return
		}
	}
	t.sources = append(t.sources, source{file, line, a})
}

// markdown reads one page with its front matter.
func (t *intake) markdown(file string, raw []byte) {
	head, body, ok := front(raw)
	if !ok {
		t.refuse(file, 1, "front", "---")
		return
	}
	var fields map[string]yaml.Node
	if err := yaml.Unmarshal(head, &fields); err != nil {
		t.refuse(file, 1, "front", err)
		return
	}
	a := desk.Article{ID: strings.TrimSuffix(filepath.Base(file), filepath.Ext(file)), Body: string(body)}
	for _, name := range sorted(fields) {
		node := fields[name]
		into, known := target(&a, name)
		switch {
		case !known:
			t.remarks = append(t.remarks, remark{File: file, Line: node.Line + 1, Reason: "field", Detail: name})
		case into != nil && node.Decode(into) != nil:
			t.refuse(file, node.Line+1, "value", name)
			return
		}
	}
	if folder := filepath.Base(filepath.Dir(file)); a.Lang == "" && slices.Contains(text.Languages(), folder) {
		a.Lang = folder
	}
	t.add(file, 0, a)
}

// front parts the front matter from the text.
func front(raw []byte) (head, body []byte, ok bool) {
	rest, ok := bytes.CutPrefix(raw, []byte("---\n"))
	if !ok {
		return nil, nil, false
	}
	head, body, ok = bytes.Cut(rest, []byte("\n---\n"))
	return head, body, ok
}

func sorted(fields map[string]yaml.Node) []string {
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return fields[a].Line - fields[b].Line })
	return names
}

// target is where a field of the front matter goes; nil for one that says nothing
// to Relais, such as the date.
func target(a *desk.Article, name string) (into any, known bool) {
	switch name {
	case "id":
		return &a.ID, true
	case "lang":
		return &a.Lang, true
	case "title":
		return &a.Title, true
	case "category":
		return &a.Category, true
	case "keywords":
		return (*keywords)(&a.Keywords), true
	case "audience":
		return &a.Audience, true
	case "updated":
		return nil, true
	}
	return nil, false
}

// keywords are a list, or words parted by commas.
type keywords []string

// UnmarshalYAML reads both ways to write them.
func (k *keywords) UnmarshalYAML(n *yaml.Node) error {
	var one string
	if n.Decode(&one) == nil {
		*k = split(one)
		return nil
	}
	return n.Decode((*[]string)(k))
}

// UnmarshalJSON reads both ways to write them.
func (k *keywords) UnmarshalJSON(raw []byte) error {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		*k = split(one)
		return nil
	}
	return json.Unmarshal(raw, (*[]string)(k))
}

func split(s string) (list []string) {
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

// lines reads one article a line.
func (t *intake) lines(file string, raw []byte) {
	scanner := bufio.NewScanner(bytes.NewReader(raw))
	scanner.Buffer(nil, maxFile)
	for n := 1; scanner.Scan(); n++ {
		line := bytes.TrimSpace(scanner.Bytes())
		if len(line) == 0 {
			continue
		}
		var one struct {
			ID       string        `json:"id"`
			Title    string        `json:"title"`
			Body     string        `json:"body"`
			Lang     string        `json:"lang"`
			Keywords keywords      `json:"keywords"`
			Category string        `json:"category"`
			Audience desk.Audience `json:"audience"`
		}
		d := json.NewDecoder(bytes.NewReader(line))
		if err := d.Decode(&one); err != nil {
			t.refuse(file, n, "json", err)
			continue
		}
		if _, err := d.Token(); !errors.Is(err, io.EOF) {
			t.refuse(file, n, "json", "more than one value")
			continue
		}
		t.strange(file, n, line)
		t.add(file, n, desk.Article{
			ID: one.ID, Title: one.Title, Body: one.Body, Lang: one.Lang, Keywords: one.Keywords, Category: one.Category, Audience: one.Audience,
		})
	}
	if err := scanner.Err(); err != nil {
		t.refuse(file, 0, "unread", err)
	}
}

// strange notes the fields that are not known.
func (t *intake) strange(file string, n int, line []byte) {
	var all map[string]json.RawMessage
	if json.Unmarshal(line, &all) != nil {
		return
	}
	var names []string
	for name := range all {
		if _, known := target(&desk.Article{}, name); !known && name != "body" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		t.remarks = append(t.remarks, remark{File: file, Line: n, Reason: "field", Detail: name})
	}
}
