package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"io"
	"time"

	"relais/internal/desk"
)

// pieceSize is how many bytes one row holds. A piece is the most of a file that
// is ever in memory.
const pieceSize = 1 << 20

// PutBlob keeps bytes that a person brings, under their SHA-256 in lower-case hex.
// Every piece is its own transaction, so that a slow sender holds nobody up.
// CodeTooLarge, CodeInvalid when it is empty or the bytes have another hash. The
// errors of the reader come back as they are.
func (s *Store) PutBlob(ctx context.Context, person, sha string, r io.Reader, limit int64) error {
	id, size, sum, err := s.receive(ctx, r, limit)
	if err == nil && size == 0 {
		err = desk.Errorf(desk.CodeInvalid, "keep file", "there is nothing in it")
	}
	if err == nil && sum != sha {
		err = desk.Errorf(desk.CodeInvalid, "keep file", "its bytes have another SHA-256")
	}
	if err == nil {
		err = s.Write(ctx, func(tx *Tx) error { return tx.finish(id, person, sha, size) })
	}
	if err != nil && id != 0 {
		err = errors.Join(err, s.Write(context.WithoutCancel(ctx), func(tx *Tx) error { return tx.dropBlob(id) }))
	}
	return err
}

// receive keeps the pieces as they come; the id is that of the unfinished blob.
func (s *Store) receive(ctx context.Context, r io.Reader, limit int64) (id, size int64, sum string, err error) {
	hash := sha256.New()
	piece := make([]byte, pieceSize)
	for n := 0; ; n++ {
		count, err := io.ReadFull(r, piece)
		if size += int64(count); size > limit {
			return id, size, "", desk.Errorf(desk.CodeTooLarge, "keep file", "more than %d bytes", limit)
		}
		if count > 0 {
			hash.Write(piece[:count])
			if err := s.Write(ctx, func(tx *Tx) error { return tx.addPiece(&id, n, piece[:count]) }); err != nil {
				return id, size, "", err
			}
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return id, size, hex.EncodeToString(hash.Sum(nil)), nil
		}
		if err != nil {
			return id, size, "", err
		}
	}
}

func (tx *Tx) addPiece(id *int64, n int, bytes []byte) error {
	if *id == 0 {
		if err := tx.row("INSERT INTO blobs (sha256, size, created) VALUES ('', 0, ?) RETURNING id", millis(tx.Now)).Scan(id); err != nil {
			return err
		}
	}
	return tx.exec("INSERT INTO pieces (blob_id, n, bytes) VALUES (?, ?, ?)", *id, n, bytes)
}

func (tx *Tx) finish(id int64, person, sha string, size int64) error {
	var have int64
	err := tx.row("SELECT id FROM blobs WHERE sha256 = ?", sha).Scan(&have)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		err = tx.exec("UPDATE blobs SET sha256 = ?, size = ? WHERE id = ?", sha, size, id)
	case err == nil:
		err = tx.dropBlob(id)
	}
	if err != nil {
		return err
	}
	return tx.exec("INSERT INTO uploads (sha256, person_id, at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at", sha, person, millis(tx.Now))
}

func (tx *Tx) dropBlob(id int64) error { return tx.exec("DELETE FROM blobs WHERE id = ?", id) }

// Uploaded tells the size of bytes that this person brought. CodeNotFound.
func (tx *Tx) Uploaded(person, sha string) (size int64, err error) {
	err = tx.row("SELECT b.size FROM uploads u JOIN blobs b ON b.sha256 = u.sha256 WHERE u.sha256 = ? AND u.person_id = ? AND b.sha256 <> ''", sha, person).Scan(&size)
	return size, missing(err, "file", "")
}

// DropBlobs forgets bytes that came before a time and belong to no message.
func (tx *Tx) DropBlobs(before time.Time) error {
	if err := tx.exec("DELETE FROM uploads WHERE at < ?", millis(before)); err != nil {
		return err
	}
	return tx.exec(`DELETE FROM blobs WHERE created < ? AND (sha256 = '' OR
		NOT EXISTS (SELECT 1 FROM attachments a WHERE a.sha256 = blobs.sha256) AND
		NOT EXISTS (SELECT 1 FROM uploads u WHERE u.sha256 = blobs.sha256))`, millis(before))
}

// Blob reads kept bytes, a piece at a time. It is used by one goroutine.
type Blob struct {
	s      *Store
	ctx    context.Context // of the request that reads it
	id     int64
	size   int64
	offset int64
	n      int64 // the piece at hand, -1 for none
	piece  []byte
}

// OpenBlob finds bytes by their SHA-256. CodeNotFound.
func (s *Store) OpenBlob(ctx context.Context, sha string) (*Blob, error) {
	b := &Blob{s: s, ctx: ctx, n: -1}
	err := s.Read(ctx, func(tx *Tx) error {
		return missing(tx.row("SELECT id, size FROM blobs WHERE sha256 = ? AND sha256 <> ''", sha).Scan(&b.id, &b.size), "file", "")
	})
	return b, err
}

// Read implements io.Reader.
func (b *Blob) Read(p []byte) (int, error) {
	if b.offset >= b.size {
		return 0, io.EOF
	}
	if n := b.offset / pieceSize; n != b.n {
		err := b.s.Read(b.ctx, func(tx *Tx) error {
			return tx.row("SELECT bytes FROM pieces WHERE blob_id = ? AND n = ?", b.id, n).Scan(&b.piece)
		})
		if err != nil {
			return 0, missing(err, "file", "")
		}
		b.n = n
	}
	count := copy(p, b.piece[b.offset%pieceSize:])
	b.offset += int64(count)
	return count, nil
}

// Seek implements io.Seeker.
func (b *Blob) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += b.offset
	case io.SeekEnd:
		offset += b.size
	}
	if offset < 0 {
		return 0, desk.Errorf(desk.CodeInvalid, "read file", "before its beginning")
	}
	b.offset = offset
	return offset, nil
}
