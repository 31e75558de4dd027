// Package wire writes and reads the parts of an index in a file: numbers in as
// few bytes as they need, and texts.
package wire

import (
	"bufio"
	"encoding/binary"
	"errors"
	"hash"
	"hash/crc64"
	"io"
)

var table = crc64.MakeTable(crc64.ECMA)

// ErrDamaged says that a file is not what was written.
var ErrDamaged = errors.New("damaged")

// Writer writes a file. Its methods keep the first error for Close.
type Writer struct {
	out *bufio.Writer
	sum hash.Hash64
	err error
}

// NewWriter returns a writer to w.
func NewWriter(w io.Writer) *Writer {
	sum := crc64.New(table)
	return &Writer{out: bufio.NewWriterSize(io.MultiWriter(w, sum), 1<<16), sum: sum}
}

// Close writes what shows damage; it does not close the file.
func (w *Writer) Close() error {
	if err := errors.Join(w.err, w.out.Flush()); err != nil {
		return err
	}
	w.write(w.sum.Sum(nil))
	return errors.Join(w.err, w.out.Flush())
}

func (w *Writer) write(data []byte) {
	if w.err == nil {
		_, w.err = w.out.Write(data)
	}
}

// Number writes a number.
func (w *Writer) Number(n uint64) {
	var data [binary.MaxVarintLen64]byte
	w.write(data[:binary.PutUvarint(data[:], n)])
}

// Bytes writes bytes and how many there are.
func (w *Writer) Bytes(data []byte) {
	w.Number(uint64(len(data)))
	w.write(data)
}

// Raw writes bytes whose number the reader knows.
func (w *Writer) Raw(data []byte) { w.write(data) }

// Text writes a text.
func (w *Writer) Text(text string) {
	w.Number(uint64(len(text)))
	if w.err == nil {
		_, w.err = w.out.WriteString(text)
	}
}

// Reader reads what a Writer wrote.
type Reader struct {
	data    []byte
	damaged bool
}

// NewReader returns a reader of a whole file. ErrDamaged: not everything in it is
// as it was written.
func NewReader(file []byte) (*Reader, error) {
	end := len(file) - crc64.Size
	if end < 0 || crc64.Checksum(file[:end], table) != binary.BigEndian.Uint64(file[end:]) {
		return nil, ErrDamaged
	}
	return &Reader{data: file[:end]}, nil
}

// Err returns ErrDamaged when something was not there to be read.
func (r *Reader) Err() error {
	if r.damaged {
		return ErrDamaged
	}
	return nil
}

// Done tells whether everything was read.
func (r *Reader) Done() bool { return len(r.data) == 0 && !r.damaged }

// Number reads a number.
func (r *Reader) Number() uint64 {
	n, size := binary.Uvarint(r.data)
	if size <= 0 {
		r.data, r.damaged = nil, true
		return 0
	}
	r.data = r.data[size:]
	return n
}

// Count reads how many of something follow, of which each takes a byte at least.
func (r *Reader) Count() int {
	n := r.Number()
	if n > uint64(len(r.data)) {
		r.data, r.damaged = nil, true
		return 0
	}
	return int(n)
}

// Raw reads so many bytes of the file; they are not to be changed.
func (r *Reader) Raw(n int) []byte {
	if n < 0 || n > len(r.data) {
		r.data, r.damaged = nil, true
		return nil
	}
	data := r.data[:n:n]
	r.data = r.data[n:]
	return data
}

// Bytes reads what Bytes wrote; it is not to be changed.
func (r *Reader) Bytes() []byte { return r.Raw(r.Count()) }

// Text reads a text.
func (r *Reader) Text() string { return string(r.Bytes()) }
