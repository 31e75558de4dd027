// Package disk is a model of a disk that loses its power: of what was written, only what was synced is sure to be there
// afterwards. The content of a file is sure after a sync of the file, its name after a sync of the folder. Of everything
// else any part may be there: writes none, all or some, in any order, whole or torn. Names come and go in the order in which
// they did in their folder, as the journals of file systems have it; a rename happens or does not.
package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"relais/internal/torture/trace"
)

// Disk is what a folder would be after the power was lost.
type Disk struct {
	root string
	top  *node
}

// node is a file or a folder.
type node struct {
	folder bool

	content []byte   // of a file: synced
	changes []change // since then
	mapped  bool     // what is in it is written through memory, and nobody knows when

	names  map[string]*node // of a folder: synced
	moves  []move           // since then
	newest map[string]*node // with all that happened
}

// change is a write, or a truncation when data is nil.
type change struct {
	offset int64
	data   []byte
}

// move gives a name to something (or to nothing), and takes another name away when there is one.
type move struct {
	name string
	is   *node
	gone string
}

// Open takes a folder as it is for durable.
func Open(root string) (*Disk, error) {
	d := &Disk{root: root, top: newFolder()}
	return d, filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || path == root || e.Type()&^fs.ModeDir != 0 { // a socket holds nothing
			return err
		}
		n := newFolder()
		if !e.IsDir() {
			n = &node{}
			if n.content, err = os.ReadFile(path); err != nil {
				return err
			}
		}
		parent, name := d.parent(path)
		parent.names[name], parent.newest[name] = n, n
		return nil
	})
}

func newFolder() *node {
	return &node{folder: true, names: map[string]*node{}, newest: map[string]*node{}}
}

// find is what a path stands for now; nil when there is nothing.
func (d *Disk) find(path string) *node {
	n := d.top
	rest, err := filepath.Rel(d.root, path)
	if err != nil || rest == "." {
		return n
	}
	for name := range strings.SplitSeq(rest, "/") {
		if n == nil || !n.folder {
			return nil
		}
		n = n.newest[name]
	}
	return n
}

func (d *Disk) parent(path string) (*node, string) {
	return d.find(filepath.Dir(path)), filepath.Base(path)
}

// ErrUnknown says that something happened which the model does not know.
var ErrUnknown = errors.New("the model of the disk does not know this")

// Do notes a call that was made.
func (d *Disk) Do(c trace.Call) error {
	switch c.Op {
	case trace.Say:
		return nil
	case trace.Create, trace.MakeFolder, trace.Remove, trace.Rename:
		return d.name(c)
	}
	n := d.find(c.Path)
	switch {
	case n == nil, c.Op == trace.Unknown:
		return fmt.Errorf("%w: %s %s (call %d)", ErrUnknown, c.Op, c.Path, c.Number)
	case c.Op == trace.Sync:
		n.sync()
	case c.Op == trace.Map:
		n.mapped = true
	case c.Op == trace.Truncate:
		n.changes = append(n.changes, change{offset: c.Size})
	case len(c.Data) > 0:
		n.changes = append(n.changes, change{offset: c.Offset, data: c.Data})
	}
	return nil
}

// name notes a change of names.
func (d *Disk) name(c trace.Call) error {
	parent, name := d.parent(c.Path)
	if parent == nil {
		return fmt.Errorf("%w: %s %s has no folder", ErrUnknown, c.Op, c.Path)
	}
	m := move{name: name}
	switch c.Op {
	case trace.Create:
		m.is = &node{}
	case trace.MakeFolder:
		m.is = newFolder()
	case trace.Rename:
		to, toName := d.parent(c.To)
		if to != parent {
			return fmt.Errorf("%w: rename from one folder to another: %s, %s", ErrUnknown, c.Path, c.To)
		}
		m = move{name: toName, is: parent.newest[name], gone: name}
	}
	parent.moves = append(parent.moves, m)
	m.apply(parent.newest)
	return nil
}

func (m move) apply(names map[string]*node) {
	if m.gone != "" {
		delete(names, m.gone)
	}
	if m.is == nil {
		delete(names, m.name)
	} else {
		names[m.name] = m.is
	}
}

// sync makes all that happened to a file or folder durable.
func (n *node) sync() {
	for _, c := range n.changes {
		n.content = c.apply(n.content)
	}
	for _, m := range n.moves {
		m.apply(n.names)
	}
	n.changes, n.moves = nil, nil
}

func (c change) apply(content []byte) []byte {
	if c.data == nil {
		return resize(content, c.offset)
	}
	if end := c.offset + int64(len(c.data)); end > int64(len(content)) {
		content = resize(content, end)
	}
	copy(content[c.offset:], c.data)
	return content
}

func resize(content []byte, size int64) []byte {
	if size <= int64(len(content)) {
		return content[:size]
	}
	return append(content, make([]byte, size-int64(len(content)))...)
}
