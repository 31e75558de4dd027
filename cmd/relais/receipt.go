package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/adrg/xdg"

	"relais/internal/desk"
	"relais/internal/receipt"
)

// SaveReceipt writes the receipt of an action where a person finds what they saved,
// and shows it. Nobody waits for it.
func (m *models) SaveReceipt(key desk.Key) {
	m.app.work.Go(func() {
		const what = "saving a receipt"
		kept, err := m.desk.Kept(m.app.ctx, key)
		if err != nil {
			m.app.note(what, err)
			m.app.tell(desk.CodeOf(err))
			return
		}
		w, folder := m.app.words(), folderOfSaved()
		path, err := newFile(folder, receipt.FileName(w, kept.Receipt), ".txt", []byte(receipt.Text(w, kept)))
		if err != nil {
			m.app.note(what, err)
			m.app.say(receipt.Unsaved(w, folder, desk.CodeOf(err)))
			return
		}
		m.app.openFile(path)
	})
}

// folderOfSaved is where programs put what a person saves.
func folderOfSaved() string {
	folder := cmp.Or(xdg.UserDirs.Download, xdg.Home)
	if _, err := os.Stat(folder); err != nil {
		return xdg.Home
	}
	return folder
}

// newFile writes a file beside those of the same name.
func newFile(folder, name, ending string, content []byte) (string, error) {
	const op = "save"
	for n := 1; ; n++ {
		path := filepath.Join(folder, name+ending)
		if n > 1 {
			path = filepath.Join(folder, fmt.Sprintf("%s (%d)%s", name, n, ending))
		}
		file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) && n < 1000 {
			continue
		}
		if err != nil {
			return "", desk.StorageError(op, path, err)
		}
		_, err = file.Write(content)
		if err = errors.Join(err, file.Close()); err != nil {
			return "", desk.StorageError(op, path, errors.Join(err, os.Remove(path)))
		}
		return path, nil
	}
}
