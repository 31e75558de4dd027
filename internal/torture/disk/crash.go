package disk

import (
	"bytes"
	"errors"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
)

// Loss says what becomes of what was not synced.
type Loss int

// What a loss of power may do.
const (
	Everything Loss = iota // nothing that was not synced is there
	Nothing                // all of it is, as if the program alone had been killed
	Contents               // names are there, what was written is not
	Names                  // what was written is there, names are not
	Any                    // some of it is, in no order, and torn
)

func (l Loss) String() string {
	return [...]string{"nothing", "everything", "names", "contents", "anything"}[l]
}

// Losses are all of them; Any comes more than once, since each time is another one.
var Losses = []Loss{Everything, Nothing, Contents, Names, Any, Any, Any}

// Crash replaces the folder by one that the loss of power may leave, which is durable from then on. Random draws where
// the loss leaves a choice.
func (d *Disk) Crash(loss Loss, random *rand.Rand) error {
	entries, err := os.ReadDir(d.root)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := os.RemoveAll(filepath.Join(d.root, e.Name())); err != nil {
			return err
		}
	}
	c := crash{loss: loss, random: random}
	if err := c.write(d.top, d.root); err != nil {
		return err
	}
	after, err := Open(d.root)
	if err == nil {
		*d = *after
	}
	return err
}

// crash is one loss of power.
type crash struct {
	loss   Loss
	random *rand.Rand
}

// write writes what is left of a folder.
func (c *crash) write(n *node, path string) error {
	names := maps.Clone(n.names)
	for _, m := range n.moves[:c.survive(len(n.moves))] {
		m.apply(names)
	}
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(names)) { // in order, so that a seed gives the same again
		at := filepath.Join(path, name)
		if one := names[name]; one.folder {
			errs = append(errs, os.MkdirAll(at, 0o700), c.write(one, at))
		} else {
			errs = append(errs, os.WriteFile(at, c.content(one), 0o600))
		}
	}
	return errors.Join(errs...)
}

// survive tells how many of the changes of names are there.
func (c *crash) survive(n int) int {
	switch c.loss {
	case Nothing, Contents:
		return n
	case Any:
		return c.random.IntN(n + 1)
	}
	return 0
}

// content is what is left of a file.
func (c *crash) content(n *node) []byte {
	content := bytes.Clone(n.content)
	if n.mapped { // anything may be in it
		content = make([]byte, c.random.IntN(3)*32<<10)
		for i := range content {
			content[i] = byte(c.random.Uint32())
		}
		return content
	}
	for _, one := range n.changes {
		switch c.loss {
		case Nothing, Names:
			content = one.apply(content)
		case Any:
			content = c.torn(one, content)
		}
	}
	return content
}

// The units in which disks and systems write, in bytes.
const (
	sector = 512
	page   = 4096
)

// torn does a part of a change.
func (c *crash) torn(one change, content []byte) []byte {
	if one.data == nil {
		if c.random.IntN(2) == 0 {
			content = one.apply(content)
		}
		return content
	}
	switch c.random.IntN(6) {
	case 0: // none of it
	case 1: // the room for it
		if end := one.offset + int64(len(one.data)); end > int64(len(content)) {
			content = resize(content, end)
		}
	case 2: // its beginning
		content = change{one.offset, one.data[:c.random.IntN(len(one.data)+1)]}.apply(content)
	case 3:
		content = c.some(one, content, sector)
	case 4:
		content = c.some(one, content, page)
	default:
		content = one.apply(content)
	}
	return content
}

// some does the change in some of the units that it touches.
func (c *crash) some(one change, content []byte, unit int64) []byte {
	for at := one.offset; at < one.offset+int64(len(one.data)); {
		end := min(at-at%unit+unit, one.offset+int64(len(one.data)))
		if c.random.IntN(2) == 0 {
			content = change{at, one.data[at-one.offset : end-one.offset]}.apply(content)
		}
		at = end
	}
	return content
}
