package model

import (
	"context"
	"maps"
	"sync"

	"relais/internal/desk"
)

// Fetcher brings files to this computer, and tells how many of their bytes are here.
type Fetcher interface {
	Fetch(ctx context.Context, a desk.Attachment, progress func(bytes int64)) (path string, err error)
}

// Coming is how far a file is that is being fetched.
type Coming struct {
	Bytes int64 // that are here
	Waits bool  // the connection broke off; it goes on when that is back
}

// Downloads are the files of a page that are being fetched. One that breaks off
// goes on by itself: at once while each try brings something, else with Resume.
type Downloads struct {
	from    Fetcher
	tasks   *Tasks
	open    func(path string)
	changed func(desk.Code)

	mu   sync.Mutex
	list map[string]*download
}

type download struct {
	Coming
	file   desk.Attachment
	ctx    context.Context
	cancel context.CancelFunc
	told   int64 // the bytes that were told last
}

// NewDownloads has nothing to fetch yet. What is here is handed to open. Changed is
// called after every change, with the code of what failed for good, if anything did.
// Both are called on any goroutine.
func NewDownloads(from Fetcher, tasks *Tasks, open func(path string), changed func(desk.Code)) *Downloads {
	return &Downloads{from: from, tasks: tasks, open: open, changed: changed, list: map[string]*download{}}
}

// FileKey tells the files of a page apart.
func FileKey(a desk.Attachment) string {
	if a.ID != "" {
		return a.ID
	}
	return a.SHA256 + "/" + a.Name
}

// Coming lists how far each file is, by its FileKey.
func (d *Downloads) Coming() map[string]Coming {
	d.mu.Lock()
	defer d.mu.Unlock()
	list := make(map[string]Coming, len(d.list))
	for key, one := range d.list {
		list[key] = one.Coming
	}
	return list
}

// Open fetches a file and hands it over, unless it is on its way.
func (d *Downloads) Open(a desk.Attachment) {
	d.mu.Lock()
	one := d.list[FileKey(a)]
	if one != nil && !one.Waits {
		d.mu.Unlock()
		return
	}
	if one == nil {
		one = &download{file: a}
		one.ctx, one.cancel = context.WithCancel(context.Background())
		d.list[FileKey(a)] = one
	}
	one.Waits = false
	d.mu.Unlock()
	d.changed("")
	d.tasks.Go(func(ctx context.Context) { d.fetch(ctx, one) })
}

// Stop gives up fetching a file. What is here of it stays for the next time.
func (d *Downloads) Stop(a desk.Attachment) {
	d.mu.Lock()
	one := d.list[FileKey(a)]
	d.mu.Unlock()
	if one != nil {
		d.end(one, "")
	}
}

// Resume goes on with what broke off.
func (d *Downloads) Resume() {
	d.mu.Lock()
	list := maps.Clone(d.list)
	maps.DeleteFunc(list, func(_ string, one *download) bool { return !one.Waits })
	d.mu.Unlock()
	for _, one := range list {
		d.Open(one.file)
	}
}

func (d *Downloads) fetch(ctx context.Context, one *download) {
	defer context.AfterFunc(ctx, one.cancel)() // leaving the page stops it as well
	for {
		before := d.bytes(one)
		path, err := d.from.Fetch(one.ctx, one.file, func(bytes int64) { d.came(one, bytes) })
		now := d.bytes(one)
		switch {
		case one.ctx.Err() != nil:
			d.end(one, "")
		case err == nil:
			d.end(one, "")
			d.open(path)
		case !brokeOff(err) || one.file.Size > 0 && now >= one.file.Size: // all came, and is not what it should be
			d.end(one, desk.CodeOf(err))
		case now > before:
			continue
		default:
			d.wait(one)
		}
		return
	}
}

// brokeOff tells whether a later try may bring the rest.
func brokeOff(err error) bool {
	switch desk.CodeOf(err) {
	case desk.CodeUnreachable, desk.CodeInterrupted, desk.CodeUnavailable, desk.CodeThrottled:
		return true
	}
	return false
}

func (d *Downloads) bytes(one *download) int64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return one.Bytes
}

// steps is in how many steps it is told how far a file is.
const steps = 50

func (d *Downloads) came(one *download, bytes int64) {
	d.mu.Lock()
	one.Bytes = bytes
	tell := bytes-one.told >= max(one.file.Size/steps, 1) || one.told == 0
	if tell {
		one.told = bytes
	}
	d.mu.Unlock()
	if tell {
		d.changed("")
	}
}

func (d *Downloads) wait(one *download) {
	d.mu.Lock()
	one.Waits = true
	d.mu.Unlock()
	d.changed("")
}

// end forgets a download, which may have been stopped and begun anew meanwhile.
func (d *Downloads) end(one *download, failed desk.Code) {
	one.cancel()
	d.mu.Lock()
	key := FileKey(one.file)
	mine := d.list[key] == one
	if mine {
		delete(d.list, key)
	}
	d.mu.Unlock()
	if mine {
		d.changed(failed)
	}
}
