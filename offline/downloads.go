package offline

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"relais/offline/store/row"
)

// downloads is how many bytes of downloaded files are kept when nobody says.
const downloads = 500 * 1000 * 1000

// files is the folder of the files that were downloaded, each in a folder of its
// own. What waits to be sent is not in it.
func (d *Desk) files() string { return filepath.Join(d.store.Dir(), "files") }

// used notes that a file was used now, and makes room: the files that were not used
// for longest go, until the rest is as large as it may be. Where a file can't be
// removed, because a program shows it, the next time will do.
func (d *Desk) used(path string) error {
	now := d.o.Now()
	if err := os.Chtimes(path, now, now); err != nil {
		return row.Fail("fetch", err)
	}
	list, total, err := kept(d.files())
	if err != nil {
		return row.Fail("fetch", err)
	}
	for _, f := range list {
		if total <= d.o.Downloads {
			break
		}
		if f.path == path {
			continue
		}
		if os.Remove(f.path) == nil {
			total -= f.size
			_ = os.Remove(filepath.Dir(f.path)) // unless something else is in it
		}
	}
	return nil
}

// file is one that was downloaded, or a part of one.
type file struct {
	path string
	size int64
	used time.Time
}

// kept lists the files in a folder and below, the one that was used longest ago
// first, and tells how many bytes they have together.
func kept(folder string) (list []file, total int64, err error) {
	err = filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) { // another program made room
			return nil
		}
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err == nil {
			list = append(list, file{path, info.Size(), info.ModTime()})
			total += info.Size()
		}
		return err
	})
	slices.SortFunc(list, func(a, b file) int { return cmp.Or(a.used.Compare(b.used), cmp.Compare(a.path, b.path)) })
	return list, total, err
}

// teller tells how far a download has come.
type teller struct {
	r        io.Reader
	have     int64
	progress func(bytes int64)
}

func (t *teller) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	if n > 0 {
		t.have += int64(n)
		t.progress(t.have)
	}
	return n, err
}
