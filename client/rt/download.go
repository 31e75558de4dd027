package rt

import (
	"bufio"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net/http"

	"relais/client/transport"
	"relais/internal/desk"
)

// Download streams an attachment. Request Tracker wraps it in JSON as base64; it
// is unwrapped while it comes, so that a big file is never held in memory.
func (b *Backend) Download(ctx context.Context, attachmentID string, offset int64) (io.ReadCloser, error) {
	const op = "download"
	if err := number(op, attachmentID); err != nil {
		return nil, err
	}
	k := transport.Call{
		Op: op, Subject: attachmentID, Method: http.MethodGet, Path: "/attachment/{id}", Params: map[string]string{"id": attachmentID},
		Header: http.Header{"Accept": {"application/json"}},
	}
	body, err := b.http.Download(ctx, k, 0)
	if desk.CodeOf(err) == desk.CodeUnavailable {
		// A 500 is also how Request Tracker says that there is no such file.
		if _, alive := b.get(ctx, op, "/rt", nil, nil, nil); alive == nil {
			return nil, notFound(op, attachmentID)
		}
	}
	if err != nil {
		return nil, err
	}
	r := &unwrapping{wire: bufio.NewReaderSize(body, 64<<10)}
	f := &unwrapped{Reader: base64.NewDecoder(base64.StdEncoding, r), body: body, subject: attachmentID}
	if err := r.find(); err != nil {
		_ = body.Close() // the first error tells more
		return nil, f.wrong(err)
	}
	if _, err := io.CopyN(io.Discard, f, offset); err != nil {
		if errors.Is(err, io.EOF) {
			err = &desk.Error{Code: desk.CodeInvalid, Op: op, Subject: attachmentID, Err: errors.New("there is nothing behind the end")}
		}
		_ = body.Close() // the first error tells more
		return nil, err
	}
	return f, nil
}

// unwrapped is the content of a file.
type unwrapped struct {
	io.Reader
	body    io.Closer
	subject string
}

func (u *unwrapped) Read(p []byte) (int, error) {
	n, err := u.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = u.wrong(err)
	}
	return n, err
}

// wrong gives an error of the stream its code, unless it has one.
func (u *unwrapped) wrong(err error) error {
	var known *desk.Error
	if errors.As(err, &known) {
		return known
	}
	return &desk.Error{Code: desk.CodeInterrupted, Op: "download", Subject: u.subject, Err: err}
}

// Close ends the download.
func (u *unwrapped) Close() error { return u.body.Close() }

// unwrapping reads the value of the key Content of a JSON object.
type unwrapping struct {
	wire *bufio.Reader
	done bool
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
