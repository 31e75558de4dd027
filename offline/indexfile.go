package offline

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"relais/internal/desk"
	"relais/internal/suggest"
	"relais/offline/store/cache"
)

// The search index is kept in a file beside the cache, so that a start needs not
// read everything again. It is of one cache at one revision; what came since is
// followed as ever. Lessons are not in it: they are taught at each start.
const (
	indexFile = "search.index"
	indexPart = "search.index.part" // while it is written
)

const (
	worthSaving = 50              // changed documents: fewer are followed sooner than a file is written
	quiet       = 3 * time.Second // without a change before it is saved
)

// made is raised when documents are made of articles or tickets in another way than
// before: see articleDoc and ticketDoc.
const made = 1

// stamp says what a saved index is of.
type stamp struct {
	Made  int
	Cache string
	At    cache.Moment
	Staff bool
}

// open takes up the saved index where it is of this cache, or starts an empty one.
func (l *library) open(ctx context.Context) error {
	words := l.d.o.HouseWords()
	l.index = suggest.New(words)
	name, rev, err := l.d.store.Edition(ctx)
	if err != nil {
		return err
	}
	l.cache = name
	file, err := os.ReadFile(l.path(indexFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var x *suggest.Index
	var text string
	if err == nil {
		x, text, err = suggest.Load(file, words)
	}
	if err != nil {
		l.d.o.Logger.Warn("making the search index anew", "reason", err)
		return nil
	}
	var s stamp
	if err := json.Unmarshal([]byte(text), &s); err != nil || s.Made != made || s.Cache != name || s.At.Rev > rev {
		l.d.o.Logger.Info("making the search index anew", "reason", "of another cache or version")
		return nil
	}
	if x.Worn() {
		l.d.o.Logger.Info("making the search index anew", "reason", "mostly of what is gone")
		return nil
	}
	l.index, l.at, l.staff, l.saved = x, s.At, s.Staff, true
	for _, id := range x.IDs() {
		l.known[id] = true
	}
	return nil
}

func (l *library) path(name string) string { return filepath.Join(l.d.store.Dir(), name) }

// worth tells whether enough changed to save the index, and it is known of what.
func (l *library) worth() bool {
	return l.cache != "" && l.changes >= worthSaving && l.d.ctx.Err() == nil
}

// save writes the index in place of the file of before. Two processes that write
// at once make a file that shows damage, and is made anew.
func (l *library) save() {
	text, err := json.Marshal(stamp{made, l.cache, l.at, l.staff})
	if err == nil {
		err = l.write(string(text))
	}
	if err != nil {
		l.d.o.Logger.Warn("saving the search index", "reason", err)
	}
	l.changes, l.saved = 0, true
}

func (l *library) write(text string) error {
	f, err := os.OpenFile(l.path(indexPart), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(l.index.Save(f, text), f.Close()); err != nil {
		return errors.Join(err, os.Remove(l.path(indexPart)))
	}
	return os.Rename(l.path(indexPart), l.path(indexFile))
}

// run builds the index and follows the cache until the desk is closed.
func (l *library) run() {
	if err := l.open(l.d.ctx); err != nil && l.d.ctx.Err() == nil {
		l.d.o.Logger.Warn("indexing", "code", desk.CodeOf(err))
	}
	l.update()
	l.built.Do(func() { close(l.ready) })
	close(l.complete)
	if !l.saved && l.worth() {
		l.save()
	}
	idle := time.NewTimer(quiet)
	defer idle.Stop()
	for {
		select {
		case <-l.d.ctx.Done():
			return
		case <-l.dirty:
			l.update()
			idle.Reset(quiet)
		case <-idle.C:
			if l.worth() {
				l.save()
			}
		}
	}
}
