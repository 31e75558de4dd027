// Package stream moves files without holding them: multipart forms that are put
// together while they are sent, and base64 in JSON that is unwrapped while it comes.
package stream

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"mime/multipart"
	"net/textproto"
	"path"
	"strings"

	"relais/internal/desk"
)

// Octets is the media type of files whose bytes nobody may touch.
const Octets = "application/octet-stream"

// Checked are attachments that were read once: they are there, as big as they
// should be, and have the content that they should have.
func Checked(op string, blobs []desk.Blob) ([]desk.Blob, error) {
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

// Form is a multipart body that is put together while it is sent, so that files
// are never held in memory.
type Form struct {
	writer  *multipart.Writer
	head    bytes.Buffer // what the writer wrote and no piece holds yet
	pieces  []io.Reader
	closers []io.Closer
	size    int64
}

// NewForm begins a form.
func NewForm() *Form {
	f := &Form{}
	f.writer = multipart.NewWriter(&f.head)
	return f
}

var quoted = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\r", " ", "\n", " ")

// part begins a part; a file name makes it an attachment.
func (f *Form) part(name, file, mediaType string) error {
	h := textproto.MIMEHeader{}
	h.Set("Content-Disposition", `form-data; name="`+name+`"`)
	if file != "" {
		h.Set("Content-Disposition", `form-data; name="`+name+`"; filename="`+quoted.Replace(file)+`"`)
	}
	h.Set("Content-Type", mediaType)
	_, err := f.writer.CreatePart(h)
	return err
}

func (f *Form) flush() {
	head := bytes.Clone(f.head.Bytes())
	f.head.Reset()
	f.pieces = append(f.pieces, bytes.NewReader(head))
	f.size += int64(len(head))
}

// Bytes adds a part from memory; a file name makes it an attachment.
func (f *Form) Bytes(name, file, mediaType string, content []byte) error {
	if err := f.part(name, file, mediaType); err != nil {
		return err
	}
	_, err := f.head.Write(content)
	return err
}

// Blob adds a file. Texts go as bytes, because Request Tracker would rewrite
// their letters.
func (f *Form) Blob(field string, b desk.Blob) error {
	kind := b.MediaType
	if kind == "" || strings.HasPrefix(kind, "text/") {
		kind = Octets
	}
	if err := f.part(field, path.Base(b.Name), kind); err != nil {
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

// End is the body of the whole form, with its size and media type. Nothing is added
// afterwards.
func (f *Form) End() (body io.Reader, size int64, mediaType string, err error) {
	if err := f.writer.Close(); err != nil {
		return nil, 0, "", err
	}
	f.flush()
	return io.MultiReader(f.pieces...), f.size, f.writer.FormDataContentType(), nil
}

// Kept tells whether a server that takes quoted names as they are keeps a name.
func Kept(name string) bool { return quoted.Replace(path.Base(name)) == name }

// Close closes the files.
func (f *Form) Close() error {
	var errs []error
	for _, c := range f.closers {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}
