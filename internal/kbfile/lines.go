// Package kbfile reads and writes collections of articles: Markdown with front
// matter, CSV, JSON Lines and HTML. What can't be read is told with its place,
// and the rest is taken.
package kbfile

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"unicode/utf8"
)

// Line is one line of a file, without its end.
type Line struct {
	Number int
	Text   []byte // until the next one is read
	Err    error  // why there is no text: ErrLong, or what stopped reading
}

// The ways in which a line can't be read.
var (
	ErrLong     = errors.New("the line is too long")
	ErrEncoding = errors.New("not UTF-8")
	ErrMore     = errors.New("more than one value")
)

// Lines yields the lines of r that hold something, one after the other however
// many there are. One that is longer than longest bytes is skipped and told.
func Lines(r io.Reader, longest int) iter.Seq[Line] {
	return func(yield func(Line) bool) {
		in := bufio.NewReaderSize(r, 1<<16)
		var text []byte
		for n := 1; ; n++ {
			var err error
			text, err = line(in, text[:0], longest)
			l := Line{Number: n, Text: trim(text, n)}
			if err != nil && !errors.Is(err, io.EOF) {
				l.Text, l.Err = nil, err
			}
			if (l.Err != nil || len(l.Text) > 0) && !yield(l) {
				return
			}
			if err != nil && !errors.Is(err, ErrLong) {
				return
			}
		}
	}
}

// line reads up to the end of a line, or beyond it without keeping it.
func line(in *bufio.Reader, text []byte, longest int) ([]byte, error) {
	long := false
	for {
		part, err := in.ReadSlice('\n')
		if long = long || len(text)+len(part) > longest; !long {
			text = append(text, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case long && (err == nil || errors.Is(err, io.EOF)):
			return nil, ErrLong
		}
		return text, err
	}
}

func trim(text []byte, n int) []byte {
	if n == 1 {
		text = bytes.TrimPrefix(text, []byte("\ufeff"))
	}
	return bytes.TrimSpace(text)
}

// Decode reads the one JSON value of a line into v.
func Decode(text []byte, v any) error {
	if !utf8.Valid(text) {
		return ErrEncoding
	}
	d := json.NewDecoder(bytes.NewReader(text))
	if err := d.Decode(v); err != nil {
		return plainly(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return ErrMore
	}
	return nil
}

// plainly says without the names of types what a value can't be.
func plainly(err error) error {
	var other *json.UnmarshalTypeError
	switch {
	case !errors.As(err, &other):
		return err
	case other.Field == "":
		return fmt.Errorf("%s is no object", other.Value)
	}
	return fmt.Errorf("the field %q can’t be %s", other.Field, other.Value)
}

// ID names an article. Files may write it as text or as a number.
type ID string

// UnmarshalJSON reads both ways to write it.
func (id *ID) UnmarshalJSON(raw []byte) error {
	var n json.Number
	if err := json.Unmarshal(raw, &n); err == nil {
		*id = ID(n)
		return nil
	}
	return json.Unmarshal(raw, (*string)(id))
}
