package trace

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// read tells which change of the folder a system call is, if it is one.
func (t *tracer) read(id int, r *unix.PtraceRegs) (c Call, ours bool, err error) {
	c.Number = r.Orig_rax
	fd, size := int32(r.Rdi), int64(r.Rdx)
	switch r.Orig_rax {
	case unix.SYS_WRITE:
		return t.write(id, fd, uintptr(r.Rsi), size, -1)
	case unix.SYS_PWRITE64:
		return t.write(id, fd, uintptr(r.Rsi), size, int64(r.R10))
	case unix.SYS_FTRUNCATE:
		c.Op, c.Size = Truncate, int64(r.Rsi)
		return t.open(id, fd, c)
	case unix.SYS_FSYNC, unix.SYS_FDATASYNC:
		c.Op = Sync
		return t.open(id, fd, c)
	case unix.SYS_MMAP:
		if r.R10&unix.MAP_SHARED == 0 || r.Rdx&unix.PROT_WRITE == 0 || r.R10&unix.MAP_ANONYMOUS != 0 {
			return c, false, nil
		}
		c.Op = Map
		return t.open(id, int32(r.R8), c)
	case unix.SYS_OPEN:
		return t.create(id, unix.AT_FDCWD, uintptr(r.Rdi), r.Rsi)
	case unix.SYS_OPENAT:
		return t.create(id, fd, uintptr(r.Rsi), r.Rdx)
	}
	if c, ours, err := t.named(id, r, c); ours || err != nil {
		return c, ours, err
	}
	return t.foreign(id, r, c)
}

// named reads the calls that are about names.
func (t *tracer) named(id int, r *unix.PtraceRegs, c Call) (Call, bool, error) {
	type name struct {
		folder int32
		at     uint64
	}
	var from, to name
	switch r.Orig_rax {
	case unix.SYS_RENAME:
		c.Op, from, to = Rename, name{unix.AT_FDCWD, r.Rdi}, name{unix.AT_FDCWD, r.Rsi}
	case unix.SYS_RENAMEAT, unix.SYS_RENAMEAT2:
		c.Op, from, to = Rename, name{int32(r.Rdi), r.Rsi}, name{int32(r.Rdx), r.R10}
	case unix.SYS_UNLINK, unix.SYS_RMDIR:
		c.Op, from = Remove, name{unix.AT_FDCWD, r.Rdi}
	case unix.SYS_UNLINKAT:
		c.Op, from = Remove, name{int32(r.Rdi), r.Rsi}
	case unix.SYS_MKDIR:
		c.Op, from = MakeFolder, name{unix.AT_FDCWD, r.Rdi}
	case unix.SYS_MKDIRAT:
		c.Op, from = MakeFolder, name{int32(r.Rdi), r.Rsi}
	case unix.SYS_TRUNCATE:
		c.Op, c.Size, from = Truncate, int64(r.Rsi), name{unix.AT_FDCWD, r.Rdi}
	case unix.SYS_LINK, unix.SYS_SYMLINK:
		c.Op, from = Unknown, name{unix.AT_FDCWD, r.Rsi}
	case unix.SYS_LINKAT:
		c.Op, from = Unknown, name{int32(r.Rdx), r.R10}
	case unix.SYS_SYMLINKAT:
		c.Op, from = Unknown, name{int32(r.Rsi), r.Rdx}
	default:
		return c, false, nil
	}
	var err error
	if c.Path, err = path(id, from.folder, uintptr(from.at)); err == nil && c.Op == Rename {
		c.To, err = path(id, to.folder, uintptr(to.at))
	}
	return c, t.inside(c.Path) || t.inside(c.To), err
}

// foreign finds calls that would change a file of the folder in a way that nobody here follows.
func (t *tracer) foreign(id int, r *unix.PtraceRegs, c Call) (Call, bool, error) {
	fd := int32(r.Rdi)
	switch r.Orig_rax {
	case unix.SYS_WRITEV, unix.SYS_PWRITEV, unix.SYS_PWRITEV2, unix.SYS_SENDFILE, unix.SYS_FALLOCATE, unix.SYS_SYNC_FILE_RANGE:
	case unix.SYS_COPY_FILE_RANGE, unix.SYS_SPLICE:
		fd = int32(r.Rdx)
	default:
		return c, false, nil
	}
	c.Op = Unknown
	return t.open(id, fd, c)
}

// open reads a call on an open file or folder.
func (t *tracer) open(id int, fd int32, c Call) (Call, bool, error) {
	name, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", id, fd))
	if errors.Is(err, fs.ErrNotExist) {
		return c, false, nil // the call will fail
	}
	c.Path = name
	return c, t.inside(name) && !strings.HasSuffix(name, " (deleted)"), err
}

// write reads a write; at its place in the file when offset is less than zero.
func (t *tracer) write(id int, fd int32, from uintptr, size, offset int64) (Call, bool, error) {
	c, ours, err := t.open(id, fd, Call{Op: Write, Offset: offset})
	if err == nil && fd == 1 {
		c.Op, c.Offset, ours = Say, 0, true
	}
	if err != nil || !ours {
		return c, false, err
	}
	c.Data = make([]byte, size)
	if err := memory(id, from, c.Data); err != nil {
		return c, false, err
	}
	if c.Op == Write && offset < 0 {
		c.Offset, err = position(id, fd, c.Path)
	}
	return c, true, err
}

// position is where the next write goes.
func position(id int, fd int32, name string) (at int64, err error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/fdinfo/%d", id, fd))
	if err != nil {
		return 0, err
	}
	var flags int64
	if _, err := fmt.Sscanf(string(raw), "pos:\t%d\nflags:\t%o", &at, &flags); err != nil {
		return 0, err
	}
	if flags&unix.O_APPEND != 0 {
		info, err := os.Stat(name)
		if err != nil {
			return 0, err
		}
		return info.Size(), nil
	}
	return at, nil
}

// create reads the opening of a file, where that changes anything.
func (t *tracer) create(id int, folder int32, at uintptr, flags uint64) (c Call, ours bool, err error) {
	if flags&(unix.O_CREAT|unix.O_TRUNC) == 0 {
		return c, false, nil
	}
	c.Number = unix.SYS_OPENAT
	if c.Path, err = path(id, folder, at); err != nil || !t.inside(c.Path) {
		return c, false, err
	}
	_, err = os.Lstat(c.Path)
	switch {
	case flags&unix.O_SYNC != 0:
		c.Op = Unknown
	case errors.Is(err, fs.ErrNotExist) && flags&unix.O_CREAT != 0:
		c.Op = Create
	case err == nil && flags&unix.O_TRUNC != 0:
		c.Op = Truncate
	default:
		return c, false, nil
	}
	return c, true, nil
}

func (t *tracer) inside(path string) bool {
	return path == t.Folder || strings.HasPrefix(path, t.Folder+"/")
}

// path reads a name out of the program's memory, and makes it absolute.
func path(id int, folder int32, at uintptr) (string, error) {
	var name []byte
	for block := make([]byte, 64); ; at += uintptr(len(block)) {
		block = block[:64-at%64] // never reaches into a page that may not be there
		if err := memory(id, at, block); err != nil {
			return "", nil //nolint:nilerr // the call will fail too
		}
		if end := bytes.IndexByte(block, 0); end >= 0 {
			name = append(name, block[:end]...)
			break
		}
		name = append(name, block...)
	}
	if filepath.IsAbs(string(name)) {
		return filepath.Clean(string(name)), nil
	}
	link := fmt.Sprintf("/proc/%d/cwd", id)
	if folder != unix.AT_FDCWD {
		link = fmt.Sprintf("/proc/%d/fd/%d", id, folder)
	}
	base, err := os.Readlink(link)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return filepath.Join(base, string(name)), err
}

// memory reads the program's memory.
func memory(id int, at uintptr, into []byte) error {
	if len(into) == 0 {
		return nil
	}
	n, err := unix.ProcessVMReadv(id, []unix.Iovec{{Base: &into[0], Len: uint64(len(into))}}, []unix.RemoteIovec{{Base: at, Len: len(into)}}, 0)
	if err == nil && n < len(into) {
		err = unix.EFAULT
	}
	return err
}
