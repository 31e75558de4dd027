package desk_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
	"testing"

	"relais/internal/desk"
)

func TestErrorsOfTheDiskHaveTheirCodes(t *testing.T) {
	t.Parallel()
	if err := desk.StorageError("write", "x", nil); err != nil {
		t.Errorf("no error became %v", err)
	}
	for want, causes := range map[desk.Code][]error{
		desk.CodeDiskFull:    {syscall.ENOSPC, &os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}, syscall.EDQUOT, syscall.EFBIG},
		desk.CodeReadOnly:    {fs.ErrPermission, &os.PathError{Err: syscall.EACCES}, syscall.EROFS, syscall.EPERM},
		desk.CodeDiskFailing: {syscall.EIO},
		desk.CodeInternal:    {io.ErrUnexpectedEOF},
	} {
		for _, cause := range causes {
			err := desk.StorageError("write", "settings.toml", cause)
			if desk.CodeOf(err) != want || !errors.Is(err, cause) {
				t.Errorf("%v became %v, want %s", cause, err, want)
			}
		}
	}
}
