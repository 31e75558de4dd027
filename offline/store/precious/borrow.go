package precious

import (
	"context"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"

	"relais/offline/store/row"
)

// The header of an SQLite file, by offset: https://www.sqlite.org/fileformat2.html
const (
	pageSize    = 4096
	formats     = 18 // 1, 1: without a log
	changed     = 24
	pages       = 28
	freePages   = 32 // the first of them, and how many
	versionedAt = 92 // equal to changed: pages is to be believed
)

// borrowFirst makes a copy of a damaged file whose first page is that of a new one. That page says where the tables
// are: those of the first migration are in the same place in all files, since nothing moves them.
func borrowFirst(ctx context.Context, damaged string) (path string, err error) {
	raw, err := os.ReadFile(damaged)
	if err != nil || len(raw) < pageSize {
		return "", errors.Join(err, errors.New("nothing behind the first page"))
	}
	first, err := firstPage(ctx)
	if err != nil {
		return "", err
	}
	copy(raw, first)
	raw[formats], raw[formats+1] = 1, 1
	binary.BigEndian.PutUint32(raw[pages:], uint32(len(raw)/pageSize))
	binary.BigEndian.PutUint64(raw[freePages:], 0)
	copy(raw[versionedAt:versionedAt+4], raw[changed:])
	path = damaged + ".mended"
	return path, os.WriteFile(path, raw, 0o600)
}

// firstPage is that of a new file.
func firstPage(ctx context.Context) (raw []byte, err error) {
	folder, err := os.MkdirTemp("", "relais-first")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	path := filepath.Join(folder, "new.db")
	s, err := Open(ctx, path, row.How{Single: true})
	if err != nil {
		return nil, err
	}
	if err := s.Close(); err != nil {
		return nil, err
	}
	raw, err = os.ReadFile(path)
	if err == nil && len(raw) < pageSize {
		err = errors.New("a new file has no page")
	}
	return raw[:min(len(raw), pageSize)], err
}
