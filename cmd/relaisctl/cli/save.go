package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"relais/internal/desk"
)

// Save writes content to a new file. Nothing is written over, and nothing is left
// of what could not be written whole.
func Save(to string, content io.Reader) error {
	file, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return Fail(desk.CodeInvalid, "ctl.file.exists", "File", to)
	}
	if err == nil {
		_, err = io.Copy(file, content)
		if err = errors.Join(err, file.Close()); err != nil {
			err = errors.Join(err, os.Remove(to))
		}
	}
	if err != nil {
		return &Problem{Code: desk.CodeReadOnly, Key: "ctl.file.unwritten", Args: []any{"File", to}, Cause: err}
	}
	return nil
}
