package stream

import (
	"bufio"
	"encoding/base64"
	"errors"
	"io"

	"relais/internal/desk"
)

// Unwrap reads the file that is the value of the key Content of a JSON object, in
// base64. What is no end of it becomes an error by wrong, unless it is a
// *desk.Error already. Closing it closes the body.
func Unwrap(body io.ReadCloser, wrong func(error) error) io.ReadCloser {
	r := &unwrapping{wire: bufio.NewReaderSize(body, 64<<10)}
	return &unwrapped{content: base64.NewDecoder(base64.StdEncoding, r), body: body, wrong: wrong}
}

// unwrapped is the content of a file.
type unwrapped struct {
	content io.Reader
	body    io.Closer
	wrong   func(error) error
}

func (u *unwrapped) Read(p []byte) (int, error) {
	n, err := u.content.Read(p)
	var known *desk.Error
	switch {
	case err == nil || errors.Is(err, io.EOF):
		return n, err
	case errors.As(err, &known):
		return n, known
	}
	return n, u.wrong(err)
}

// Close ends the reading.
func (u *unwrapped) Close() error { return u.body.Close() }

// unwrapping reads the value of the key Content of a JSON object.
type unwrapping struct {
	wire  *bufio.Reader
	found bool // the value began
	done  bool // and ended
}

// find goes to the beginning of the value.
func (u *unwrapping) find() error {
	depth, last := 0, ""
	for {
		c, err := u.wire.ReadByte()
		if err != nil {
			return ended(err)
		}
		switch c {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case ',':
			last = ""
		case '"':
			if depth == 1 && last == "Content:" {
				return nil
			}
			if last, err = u.word(); err != nil {
				return err
			}
		case ':':
			last += ":"
		}
	}
}

// word reads a text to its end, and keeps the beginning of it.
func (u *unwrapping) word() (string, error) {
	var word []byte
	for {
		c, err := u.wire.ReadByte()
		if err != nil {
			return "", ended(err)
		}
		switch c {
		case '"':
			return string(word), nil
		case '\\':
			if _, err := u.wire.ReadByte(); err != nil {
				return "", ended(err)
			}
		}
		if len(word) < 16 {
			word = append(word, c)
		}
	}
}

// Read gives the letters of the base64, without line breaks.
func (u *unwrapping) Read(p []byte) (int, error) {
	if !u.found {
		if err := u.find(); err != nil {
			return 0, err
		}
		u.found = true
	}
	n := 0
	for n < len(p) && !u.done {
		c, err := u.wire.ReadByte()
		if err != nil {
			return n, ended(err)
		}
		switch c {
		case '"':
			u.done = true
		case '\\':
			if c, err = u.wire.ReadByte(); err != nil {
				return n, ended(err)
			}
			if c == '/' {
				p[n] = c
				n++
			}
		default:
			p[n] = c
			n++
		}
	}
	if n == 0 && u.done {
		return 0, io.EOF
	}
	return n, nil
}

// ended makes the end of the stream an error: the value goes on.
func ended(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
