package rt

import (
	"context"
	"errors"
	"io"
	"net/http"

	"relais/client/rt/stream"
	"relais/client/transport"
	"relais/internal/desk"
)

// Download streams an attachment. Request Tracker wraps it in JSON as base64; it
// is unwrapped while it comes, so that a big file is never held in memory.
func (b *Backend) Download(ctx context.Context, attachmentID string, offset int64) (io.ReadCloser, error) {
	const op = "download"
	if err := number(op, attachmentID); err != nil {
		return nil, err
	}
	k := transport.Call{
		Op: op, Subject: attachmentID, Method: http.MethodGet, Path: "/attachment/{id}", Params: map[string]string{"id": attachmentID},
		Header: http.Header{"Accept": {"application/json"}},
	}
	body, err := b.http.Download(ctx, k, 0)
	if desk.CodeOf(err) == desk.CodeUnavailable {
		// A 500 is also how Request Tracker says that there is no such file.
		if _, alive := b.get(ctx, op, "/rt", nil, nil, nil); alive == nil {
			return nil, notFound(op, attachmentID)
		}
	}
	if err != nil {
		return nil, err
	}
	f := stream.Unwrap(body, func(err error) error {
		return &desk.Error{Code: desk.CodeInterrupted, Op: op, Subject: attachmentID, Err: err}
	})
	if _, err := io.CopyN(io.Discard, f, offset); err != nil {
		if errors.Is(err, io.EOF) {
			err = &desk.Error{Code: desk.CodeInvalid, Op: op, Subject: attachmentID, Err: errors.New("there is nothing behind the end")}
		}
		_ = body.Close() // the first error tells more
		return nil, err
	}
	return f, nil
}
