package model

import (
	"context"
	"io"

	"relais/internal/desk"
)

// Attacher copies files to where they are sent from.
type Attacher interface {
	Attach(ctx context.Context, name string, r io.Reader) (desk.Attachment, error)
}

// Refused is a file that could not be attached, and why. Nothing else changed.
type Refused struct {
	Name string // "" is no file
	Code desk.Code
}

// Attach copies a file and closes what open returns. A file that can't be opened
// has vanished since it was picked. It goes on when the page is left: the file may
// be a text that was pasted, and is nowhere else.
func Attach(ctx context.Context, to Attacher, name string, open func() (io.ReadCloser, error)) (desk.Attachment, error) {
	r, err := open()
	if err != nil {
		return desk.Attachment{}, &desk.Error{Code: desk.CodeVanished, Op: "attach", Err: err}
	}
	defer func() { _ = r.Close() }()
	return to.Attach(context.WithoutCancel(ctx), name, r)
}
