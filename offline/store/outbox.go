package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"mime"
	"os"
	"path/filepath"
	"time"

	"relais/internal/desk"
	"relais/offline/change"
	"relais/offline/store/row"
)

const outboxFolder = "outbox"

// Attach copies a file into the outbox, under the hash of its content; it is on
// disk when Attach returns. limit is in bytes, 0 for none. CodeInvalid for an
// empty file, CodeTooLarge, CodeVanished when it can't be read to its end.
func (s *Store) Attach(name string, r io.Reader, limit int64) (desk.Attachment, error) {
	const op = "attach"
	a := desk.Attachment{Name: CleanName(name)}
	a.MediaType = mime.TypeByExtension(filepath.Ext(a.Name))
	temp, err := os.CreateTemp(s.path(outboxFolder), ".part-*")
	if err != nil {
		return a, row.Fail(op, err)
	}
	defer func() { _ = os.Remove(temp.Name()) }()
	if err := errors.Join(s.copy(temp, r, limit, &a), temp.Close()); err != nil {
		return a, row.Fail(op, err)
	}
	final := s.outbox(a)
	if err := errors.Join(os.Rename(temp.Name(), final), syncFolder(filepath.Dir(final))); err != nil {
		return a, row.Fail(op, err)
	}
	return a, nil
}

// copy copies to the disk, counts and hashes.
func (s *Store) copy(to *os.File, r io.Reader, limit int64, a *desk.Attachment) (err error) {
	if limit > 0 {
		r = io.LimitReader(r, limit+1)
	}
	hash := sha256.New()
	source := &tellFault{r: r}
	a.Size, err = io.Copy(io.MultiWriter(to, hash), source)
	switch {
	case desk.CodeOf(source.err) == desk.CodeCanceled:
		return source.err
	case source.err != nil:
		return &desk.Error{Code: desk.CodeVanished, Op: "attach", Subject: a.Name, Err: source.err}
	case err != nil:
		return err
	case a.Size == 0:
		return &desk.Error{Code: desk.CodeInvalid, Op: "attach", Subject: a.Name, Err: errors.New("an empty file")}
	case limit > 0 && a.Size > limit:
		return &desk.Error{Code: desk.CodeTooLarge, Op: "attach", Subject: a.Name}
	}
	a.SHA256 = hex.EncodeToString(hash.Sum(nil))
	return to.Sync()
}

// tellFault remembers why reading failed, to tell it from a disk that is full.
type tellFault struct {
	r   io.Reader
	err error
}

func (t *tellFault) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	if err != nil && err != io.EOF {
		t.err = err
	}
	return n, err
}

func (s *Store) outbox(a desk.Attachment) string {
	return filepath.Join(s.path(outboxFolder), filepath.Base(a.SHA256))
}

// Attached tells whether the outbox has the content of an attachment, and where.
func (s *Store) Attached(a desk.Attachment) (path string, ok bool) {
	if a.SHA256 == "" {
		return "", false
	}
	info, err := os.Stat(s.outbox(a))
	return s.outbox(a), err == nil && info.Size() == a.Size
}

// OpenAttached reads an attachment from the outbox. CodeVanished.
func (s *Store) OpenAttached(a desk.Attachment) (io.ReadCloser, error) {
	f, err := os.Open(s.outbox(a))
	if err != nil {
		return nil, &desk.Error{Code: desk.CodeVanished, Op: "read attachment", Subject: a.Name, Err: err}
	}
	return f, nil
}

// SweepOutbox removes files that no draft and no operation needs any more, when
// they are older than a day: a younger one may be on its way into a draft.
func (s *Store) SweepOutbox(ctx context.Context) error {
	needed, err := s.needed(ctx)
	if err != nil {
		return err
	}
	files, err := os.ReadDir(s.path(outboxFolder))
	if err != nil {
		return row.Fail("sweep outbox", err)
	}
	for _, f := range files {
		info, err := f.Info()
		if errors.Is(err, fs.ErrNotExist) || needed[f.Name()] || err == nil && s.o.Now().Sub(info.ModTime()) < 24*time.Hour {
			continue
		}
		if err := errors.Join(err, os.Remove(filepath.Join(s.path(outboxFolder), f.Name()))); err != nil {
			return row.Fail("sweep outbox", err)
		}
	}
	return nil
}

// Release removes the files of an operation that the helpdesk has, unless something
// else needs them, or they were attached once more since: that may be on its way
// into a draft.
func (s *Store) Release(ctx context.Context, e *Entry) error {
	w, ok := e.Op.(change.Written)
	if !ok || len(w.Files()) == 0 {
		return nil
	}
	needed, err := s.needed(ctx)
	if err != nil {
		return err
	}
	for _, a := range w.Files() {
		info, err := os.Stat(s.outbox(a))
		if errors.Is(err, fs.ErrNotExist) || needed[a.SHA256] || err == nil && info.ModTime().After(e.Kept) {
			continue
		}
		if err := errors.Join(err, os.Remove(s.outbox(a))); err != nil {
			return row.Fail("release attachments", err)
		}
	}
	return nil
}

// needed are the hashes that drafts, waiting operations and the copies of
// discarded ones name.
func (s *Store) needed(ctx context.Context) (map[string]bool, error) {
	needed := map[string]bool{}
	drafts, err := s.Drafts(ctx)
	if err != nil {
		return nil, err
	}
	for _, d := range drafts {
		for _, a := range d.Attachments {
			needed[a.SHA256] = true
		}
	}
	entries, err := s.Undelivered(ctx)
	for _, e := range entries {
		if w, ok := e.Op.(change.Written); ok {
			for _, a := range w.Files() {
				needed[a.SHA256] = true
			}
		}
	}
	return needed, err
}

// CopyOutbox copies the attachments that another store still needs, and that can be
// read: of the others the operation will say so.
func (s *Store) CopyOutbox(ctx context.Context, from *Store) error {
	needed, err := from.needed(ctx)
	if err != nil {
		return err
	}
	for sum := range needed {
		f, err := os.Open(from.outbox(desk.Attachment{SHA256: sum}))
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
			continue
		}
		if err != nil {
			return row.Fail("copy attachment", err)
		}
		_, err = s.Attach(sum, f, 0)
		_ = f.Close() // it was only read
		if code := desk.CodeOf(err); code != "" && code != desk.CodeInvalid && code != desk.CodeVanished {
			return err
		}
	}
	return nil
}
