package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"relais/internal/desk"
)

// Save writes content to a new file. Nothing is written over, and nothing is left
// of what could not be written whole: that is a Problem with the given sentence, whose
// File is the name.
func Save(to string, content io.Reader, unwritten string, args ...any) error {
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
		code := desk.CodeOf(desk.StorageError("save", to, err))
		if !code.Storage() {
			code = desk.CodeInvalid // there is no such folder
		}
		return &Problem{Code: code, Key: unwritten, Args: append([]any{"File", to}, args...), Cause: err}
	}
	return nil
}
