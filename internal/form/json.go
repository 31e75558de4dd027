package form

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Error says what is wrong in a form file, and where.
type Error struct {
	File   string
	Line   int // counted from 1
	Reason string
}

// Error gives "file:line: reason".
func (e *Error) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Reason) }

// node is a JSON value that remembers its line, so that whoever wrote the file
// can be told where to look.
type node struct {
	line    int
	value   any      // string, json.Number, bool, nil, or a json.Delim for the two below
	members []member // of an object, in the order of the file
	items   []*node  // of an array
}

type member struct {
	name string
	line int
	node *node
}

// reader reads a file token by token and counts the lines.
type reader struct {
	file string
	data []byte
	dec  *json.Decoder
	at   int // bytes counted so far
	line int
}

// read reads a whole file as one JSON value.
func read(file string, data []byte) (*node, error) {
	r := &reader{file: file, data: data, dec: json.NewDecoder(bytes.NewReader(data)), line: 1}
	r.dec.UseNumber()
	n, err := r.next()
	if err != nil {
		return nil, r.fail(err)
	}
	if _, err := r.dec.Token(); !errors.Is(err, io.EOF) {
		r.count()
		return nil, &Error{File: file, Line: r.line, Reason: "nothing may follow the closing bracket"}
	}
	return n, nil
}

func (r *reader) fail(err error) error {
	var known *Error
	if errors.As(err, &known) {
		return err
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return &Error{File: r.file, Line: r.lineAt(int(syntax.Offset)), Reason: syntax.Error()}
	}
	return &Error{File: r.file, Line: r.lineAt(len(r.data)), Reason: "the file ends too early"}
}

func (r *reader) lineAt(offset int) int {
	return 1 + bytes.Count(r.data[:min(offset, len(r.data))], []byte("\n"))
}

// count moves the line to the end of the last token.
func (r *reader) count() {
	to := int(r.dec.InputOffset())
	r.line += bytes.Count(r.data[r.at:to], []byte("\n"))
	r.at = to
}

func (r *reader) next() (*node, error) {
	t, err := r.dec.Token()
	if err != nil {
		return nil, err
	}
	r.count()
	n := &node{line: r.line, value: t}
	switch t {
	case json.Delim('{'):
		err = r.object(n)
	case json.Delim('['):
		err = r.array(n)
	}
	return n, err
}

func (r *reader) object(n *node) error {
	seen := map[string]bool{}
	for r.dec.More() {
		t, err := r.dec.Token()
		if err != nil {
			return err
		}
		r.count()
		m := member{name: fmt.Sprint(t), line: r.line}
		if seen[m.name] {
			return &Error{File: r.file, Line: m.line, Reason: fmt.Sprintf("field %q is there twice", m.name)}
		}
		seen[m.name] = true
		if m.node, err = r.next(); err != nil {
			return err
		}
		n.members = append(n.members, m)
	}
	return r.close()
}

func (r *reader) array(n *node) error {
	for r.dec.More() {
		item, err := r.next()
		if err != nil {
			return err
		}
		n.items = append(n.items, item)
	}
	return r.close()
}

func (r *reader) close() error {
	_, err := r.dec.Token()
	if err == nil {
		r.count()
	}
	return err
}
