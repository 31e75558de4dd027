package blob

import (
	"context"
	"database/sql"
	"io"

	"relais/internal/desk"
)

// Reader reads kept bytes, a piece at a time. It is used by one goroutine and
// needs no closing.
type Reader struct {
	s      *Store
	ctx    context.Context // of the request that reads
	id     int64
	size   int64
	offset int64
	n      int64 // the piece at hand, -1 for none
	piece  []byte
}

// Read implements io.Reader.
func (r *Reader) Read(p []byte) (int, error) {
	if r.offset >= r.size {
		return 0, io.EOF
	}
	if n := r.offset / pieceSize; n != r.n {
		err := r.s.db.Read(r.ctx, func(tx *sql.Tx) error {
			return tx.QueryRowContext(r.ctx, "SELECT bytes FROM pieces WHERE blob_id = ? AND n = ?", r.id, n).Scan(&r.piece)
		})
		if err != nil {
			return 0, missing(err)
		}
		r.n = n
	}
	count := copy(p, r.piece[r.offset%pieceSize:])
	r.offset += int64(count)
	return count, nil
}

// Seek implements io.Seeker.
func (r *Reader) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += r.offset
	case io.SeekEnd:
		offset += r.size
	}
	if offset < 0 {
		return 0, desk.Errorf(desk.CodeInvalid, "read file", "before its beginning")
	}
	r.offset = offset
	return offset, nil
}
