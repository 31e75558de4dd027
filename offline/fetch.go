package offline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"relais/internal/desk"
	"relais/offline/store"
	"relais/offline/store/row"
)

// Fetch gives the path of an attachment's content, under its own name: from the
// outbox, from an earlier download, or by downloading it. A download that was
// interrupted goes on where it stopped. CodeNotFound, CodeTooLarge,
// CodeInterrupted when what came is not what was announced, and the codes of a
// connection. While it downloads it tells progress, which may be nil, on the
// goroutine that calls it how many bytes are here so far: those of an earlier try
// first.
func (d *Desk) Fetch(ctx context.Context, a desk.Attachment, progress func(bytes int64)) (string, error) {
	if progress == nil {
		progress = func(int64) {}
	}
	final := d.filePath(a)
	one, _ := d.fetching.LoadOrStore(final, new(sync.Mutex))
	one.(*sync.Mutex).Lock()
	defer one.(*sync.Mutex).Unlock()
	if info, err := os.Stat(final); err == nil && (a.Size == 0 || info.Size() == a.Size) {
		return final, d.used(final)
	}
	if err := os.MkdirAll(filepath.Dir(final), 0o700); err != nil {
		return "", row.Fail("fetch", err)
	}
	if _, ok := d.store.Attached(a); ok {
		return final, errors.Join(d.fromOutbox(a, final), d.used(final))
	}
	if a.ID == "" {
		return "", &desk.Error{Code: desk.CodeNotFound, Op: "fetch", Subject: a.Name}
	}
	if err := d.download(ctx, a, final, progress); err != nil {
		return "", err
	}
	return final, d.used(final)
}

// filePath keeps attachments apart that have the same name.
func (d *Desk) filePath(a desk.Attachment) string {
	name := a.SHA256
	if name == "" {
		name = a.ID
	}
	sum := sha256.Sum256([]byte(name))
	return filepath.Join(d.files(), hex.EncodeToString(sum[:8]), store.CleanName(a.Name))
}

func (d *Desk) fromOutbox(a desk.Attachment, final string) error {
	r, err := d.store.OpenAttached(a)
	if err != nil {
		return err
	}
	part := final + ".part"
	return errors.Join(copyTo(part, 0, r), r.Close(), row.Fail("fetch", os.Rename(part, final)))
}

func (d *Desk) download(ctx context.Context, a desk.Attachment, final string, progress func(int64)) error {
	b, err := d.engine.Backend(ctx)
	if err != nil {
		return err
	}
	part := final + ".part"
	var have int64
	if info, err := os.Stat(part); err == nil && info.Size() <= a.Size {
		have = info.Size()
	}
	r, err := b.Download(ctx, a.ID, have)
	if err != nil {
		return err
	}
	progress(have)
	limited := io.LimitReader(r, max(a.Size, d.maxAttachment())+1)
	if err := errors.Join(copyTo(part, have, &teller{limited, have, progress}), r.Close()); err != nil {
		return err
	}
	if err := matches(part, a); err != nil {
		return errors.Join(err, os.Remove(part))
	}
	return row.Fail("fetch", os.Rename(part, final))
}

// copyTo writes to a file from an offset on.
func copyTo(path string, offset int64, r io.Reader) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return row.Fail("fetch", err)
	}
	_, err = f.Seek(offset, io.SeekStart)
	if err == nil {
		err = f.Truncate(offset)
	}
	if err == nil {
		_, err = io.Copy(f, r)
	}
	if err = errors.Join(err, f.Close()); errors.Is(err, io.ErrUnexpectedEOF) {
		return desk.Errorf(desk.CodeInterrupted, "fetch", "%w", err)
	}
	return row.Fail("fetch", err)
}

// matches checks that a file is what was announced.
func matches(path string, a desk.Attachment) error {
	f, err := os.Open(path)
	if err != nil {
		return row.Fail("fetch", err)
	}
	defer func() { _ = f.Close() }()
	hash := sha256.New()
	n, err := io.Copy(hash, f)
	if err != nil {
		return row.Fail("fetch", err)
	}
	if a.Size > 0 && n != a.Size || a.SHA256 != "" && hex.EncodeToString(hash.Sum(nil)) != a.SHA256 {
		return &desk.Error{Code: desk.CodeInterrupted, Op: "fetch", Subject: a.Name, Err: fs.ErrInvalid}
	}
	return nil
}
