package desk

import (
	"errors"
	"io/fs"
	"runtime"
	"syscall"
)

// StorageError wraps an error of writing below the home folder: CodeDiskFull
// when there is no room, CodeReadOnly when it is not allowed, CodeDiskFailing when
// the disk reports an error, else CodeInternal. It is nil for nil. The subject is the name of the file.
func StorageError(op, subject string, err error) error {
	if err == nil {
		return nil
	}
	code := CodeInternal
	switch {
	case full(err):
		code = CodeDiskFull
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS), errors.Is(err, syscall.ENOTDIR):
		code = CodeReadOnly
	case errors.Is(err, syscall.EIO):
		code = CodeDiskFailing
	}
	return &Error{Code: code, Op: op, Subject: subject, Err: err}
}

func full(err error) bool {
	var no syscall.Errno
	if runtime.GOOS == "windows" && errors.As(err, &no) {
		const handleDiskFull, diskFull = 39, 112
		return no == handleDiskFull || no == diskFull
	}
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}
