package rt

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"path"
	"strings"

	"relais/client/rt/record"
	"relais/client/transport"
	"relais/internal/desk"
)

const octets = "application/octet-stream"

// checked are attachments that were read once: they are there, as big as they
// should be, and have the content that they should have.
func checked(op string, blobs []desk.Blob) ([]desk.Blob, error) {
	list := make([]desk.Blob, len(blobs))
	for i, blob := range blobs {
		size, sum, err := measure(blob)
		switch {
		case err == nil && size == 0:
			return nil, &desk.Error{Code: desk.CodeInvalid, Op: op, Subject: blob.Name, Err: errors.New("an empty file")}
		case err == nil && (blob.Size > 0 && blob.Size != size || blob.SHA256 != "" && blob.SHA256 != sum):
			err = errors.New("its content changed")
		}
		if err != nil {
			return nil, &desk.Error{Code: desk.CodeVanished, Op: op, Subject: blob.Name, Err: err}
		}
		blob.Size, blob.SHA256 = size, sum
		list[i] = blob
	}
	return list, nil
}

func measure(blob desk.Blob) (int64, string, error) {
	if blob.Open == nil {
		return 0, "", errors.New("nothing to open")
	}
	r, err := blob.Open()
	if err != nil {
		return 0, "", err
	}
	sum := sha256.New()
	size, err := io.Copy(sum, r)
	return size, hex.EncodeToString(sum.Sum(nil)), errors.Join(err, r.Close())
}

// form is a multipart body that is put together while it is sent, so that files
// are never held in memory.
type form struct {
	writer  *multipart.Writer
	head    bytes.Buffer // what the writer wrote and no piece holds yet
	pieces  []io.Reader
	closers []io.Closer
	size    int64
}

func newForm() *form {
	f := &form{}
	f.writer = multipart.NewWriter(&f.head)
	return f
}

var quoted = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\r", " ", "\n", " ")

// part begins a part; a file name makes it an attachment.
func (f *form) part(name, file, mediaType string) error {
	h := textproto.MIMEHeader{}
	h.Set("Content-Disposition", `form-data; name="`+name+`"`)
	if file != "" {
		h.Set("Content-Disposition", `form-data; name="`+name+`"; filename="`+quoted.Replace(file)+`"`)
	}
	h.Set("Content-Type", mediaType)
	_, err := f.writer.CreatePart(h)
	return err
}

func (f *form) flush() {
	head := bytes.Clone(f.head.Bytes())
	f.head.Reset()
	f.pieces = append(f.pieces, bytes.NewReader(head))
	f.size += int64(len(head))
}

func (f *form) bytes(name, file, mediaType string, content []byte) error {
	if err := f.part(name, file, mediaType); err != nil {
		return err
	}
	_, err := f.head.Write(content)
	return err
}

// blob adds a file. Texts go as bytes, because Request Tracker would rewrite
// their letters.
func (f *form) blob(b desk.Blob) error {
	kind := b.MediaType
	if kind == "" || strings.HasPrefix(kind, "text/") {
		kind = octets
	}
	if err := f.part("Attachments", path.Base(b.Name), kind); err != nil {
		return err
	}
	f.flush()
	r, err := b.Open()
	if err != nil {
		return err
	}
	f.closers = append(f.closers, r)
	f.pieces = append(f.pieces, r)
	f.size += b.Size
	return nil
}

func (f *form) close() error {
	var errs []error
	for _, c := range f.closers {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}

// letter is what a POST carries besides its fields.
type letter struct {
	fields map[string]any
	record record.Record
	mark   bool // the record goes along, whatever it holds
	blobs  []desk.Blob
}

// send posts a letter, and answers where the thing that it made is.
func (b *Backend) send(ctx context.Context, k transport.Call, l letter) (made string, err error) {
	k.Method = http.MethodPost
	l.record.Names = oddNames(l.blobs)
	var a transport.Answer
	if len(l.blobs) == 0 && !l.mark && l.record.Plain() {
		k.Body = l.fields
		a, err = b.http.Do(ctx, k)
	} else {
		a, err = b.sendForm(ctx, k, l)
	}
	if err != nil {
		return "", err
	}
	made = path.Base(a.Header.Get("Location"))
	if a.Status != http.StatusCreated || number(k.Op, made) != nil {
		return "", &desk.Error{Code: desk.CodeInterrupted, Op: k.Op, Subject: k.Subject, Err: errShape}
	}
	return made, nil
}

// oddNames are the names of files when one of them has a sign that Request Tracker
// keeps in its quoted form; else nil.
func oddNames(blobs []desk.Blob) []string {
	var names []string
	odd := false
	for _, b := range blobs {
		names = append(names, b.Name)
		odd = odd || quoted.Replace(path.Base(b.Name)) != b.Name
	}
	if !odd {
		return nil
	}
	return names
}

func (b *Backend) sendForm(ctx context.Context, k transport.Call, l letter) (transport.Answer, error) {
	f := newForm()
	if err := f.fill(l); err != nil {
		_ = f.close() // the first error tells more
		return transport.Answer{}, &desk.Error{Code: desk.CodeVanished, Op: k.Op, Subject: k.Subject, Err: err}
	}
	k.Header = http.Header{"Content-Type": {f.writer.FormDataContentType()}}
	a, err := b.http.Upload(ctx, k, io.MultiReader(f.pieces...), f.size)
	_ = f.close() // the letter went, or not; files that were only read lose nothing
	return a, err
}

func (f *form) fill(l letter) error {
	fields, err := json.Marshal(l.fields)
	if err != nil {
		return err
	}
	if err := f.bytes("JSON", "", "application/json", fields); err != nil {
		return err
	}
	for _, blob := range l.blobs {
		if err := f.blob(blob); err != nil {
			return err
		}
	}
	if l.mark || !l.record.Plain() {
		l.record.Files = len(l.blobs)
		raw, err := l.record.Encode()
		if err != nil {
			return err
		}
		if err := f.bytes("Attachments", record.Name(l.record.Key), "application/json", raw); err != nil {
			return err
		}
	}
	if err := f.writer.Close(); err != nil {
		return err
	}
	f.flush()
	return nil
}
