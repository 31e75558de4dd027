package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"relais/internal/desk"
)

// bigUpload is the size from which the server is asked first whether it will
// take the body.
const bigUpload = 1 << 20

// contentError says that a body was not what was announced.
type contentError struct{ err error }

func (e *contentError) Error() string { return e.err.Error() }
func (e *contentError) Unwrap() error { return e.err }

// Upload sends size bytes of body as they are read, without keeping them. The
// body is read once and not closed. An error of body, too few or too many bytes
// are CodeVanished: the file is not what it was. k.Body and k.Into are not used.
func (c *Client) Upload(ctx context.Context, k Call, body io.Reader, size int64) (Answer, error) {
	address, err := c.address(k)
	if err != nil {
		return Answer{}, err
	}
	if err := ctx.Err(); err != nil {
		return Answer{}, k.err(desk.CodeCanceled, err)
	}
	ctx, watchdog := c.watch(ctx)
	defer watchdog.stop()
	exact := &exactReader{r: body, left: size, moved: func(sent int64) {
		watchdog.reset(c.o.Idle)
		if sent == size {
			watchdog.reset(c.o.Idle + c.o.Response)
		}
		if k.Progress != nil {
			k.Progress(sent)
		}
	}}
	began := c.o.Now()
	a, err := c.upload(ctx, k, address, exact, size)
	done, _ := exact.finish()
	c.log(ctx, k, began, a.Status, done, err)
	return a, err
}

func (c *Client) upload(ctx context.Context, k Call, address string, body *exactReader, size int64) (Answer, error) {
	var s sent
	req, err := http.NewRequestWithContext(s.watch(ctx), k.Method, address, io.NopCloser(body))
	if err != nil {
		return Answer{}, k.err(desk.CodeInvalid, c.redacted(err))
	}
	req.ContentLength = size
	req.Header = c.header(k, "application/json")
	if req.Header.Get("Content-Type") == "" {
		req.Header.Set("Content-Type", "application/octet-stream")
	}
	if size >= bigUpload {
		req.Header.Set("Expect", "100-continue")
	}
	res, err := c.http.Do(req)
	if err != nil {
		if _, wrong := body.finish(); wrong != nil {
			err = wrong
		}
		return Answer{}, c.failure(ctx, k, &s, err)
	}
	defer res.Body.Close()
	a := Answer{Status: res.StatusCode, Header: res.Header}
	switch {
	case !k.accepts(a.Status):
		return a, c.refusal(k, c.readRefusal(res))
	case webPage(a.Header):
		return a, k.err(desk.CodeWrongServer, errHTML)
	}
	return a, nil
}

// Download opens the answer's body from an offset in bytes. The reader's errors
// are *desk.Error: CodeInterrupted when less comes than was announced or
// nothing moves for too long. The caller closes it. CodeInvalid: the offset is
// behind the end.
func (c *Client) Download(ctx context.Context, k Call, offset int64) (io.ReadCloser, error) {
	address, err := c.address(k)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, k.err(desk.CodeCanceled, err)
	}
	var s sent
	ctx, watchdog := c.watch(ctx)
	req, err := http.NewRequestWithContext(s.watch(ctx), k.Method, address, nil)
	if err != nil {
		watchdog.stop()
		return nil, k.err(desk.CodeInvalid, c.redacted(err))
	}
	req.Header = c.header(k, "*/*")
	req.Header.Set("Accept-Encoding", "identity") // sizes are those of the file
	if offset > 0 {
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", offset))
	}
	began := c.o.Now()
	res, err := c.http.Do(req) //nolint:bodyclose // the reader that is answered closes it
	if err != nil {
		err = c.failure(ctx, k, &s, err)
		watchdog.stop()
		c.log(ctx, k, began, 0, 0, err)
		return nil, err
	}
	body := &download{c: c, k: k, ctx: ctx, s: &s, body: res.Body, watchdog: watchdog}
	err = body.from(res, offset)
	c.log(ctx, k, began, res.StatusCode, max(res.ContentLength, 0), err)
	if err != nil {
		body.Close()
		return nil, err
	}
	return body, nil
}

// exactReader hands out exactly as many bytes as were announced, or fails. The
// connection may go on reading on a goroutine of its own after an early answer,
// until finish.
type exactReader struct {
	mu         sync.Mutex
	r          io.Reader
	left, done int64
	moved      func(done int64)
	finished   bool
	err        error // what was wrong with the content
}

func (e *exactReader) Read(p []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.finished || e.err != nil {
		return 0, io.ErrClosedPipe
	}
	n, err := e.r.Read(p)
	e.left -= int64(n)
	if e.left == 0 && err == nil {
		err = e.end() // before the last bytes go, because they complete the request
	}
	switch {
	case e.left < 0:
		e.err = errors.New("the file grew")
	case errors.Is(err, io.EOF) && e.left > 0:
		e.err = errors.New("the file shrank")
	case err != nil && !errors.Is(err, io.EOF):
		e.err = err
	}
	if e.err != nil {
		e.err = &contentError{e.err}
		return 0, e.err
	}
	e.done += int64(n)
	e.moved(e.done)
	return n, err
}

// end looks for what comes after the last announced byte.
func (e *exactReader) end() error {
	var more [1]byte
	for {
		n, err := e.r.Read(more[:])
		e.left -= int64(n)
		if n > 0 || err != nil {
			return err
		}
	}
}

// finish ends all reading, and tells how much was read and what was wrong with
// it.
func (e *exactReader) finish() (int64, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.finished = true
	return e.done, e.err
}

// download is an answer's body with a deadline between bytes.
type download struct {
	c        *Client
	k        Call
	ctx      context.Context // the stream lives as long as it
	s        *sent
	body     io.ReadCloser
	watchdog *watchdog
}

// from makes the body begin at the offset, whatever the server chose to send.
func (d *download) from(res *http.Response, offset int64) error {
	switch {
	case res.StatusCode == http.StatusRequestedRangeNotSatisfiable:
		var size int64
		if _, err := fmt.Sscanf(res.Header.Get("Content-Range"), "bytes */%d", &size); err == nil && size == offset {
			d.body = struct {
				io.Reader
				io.Closer
			}{http.NoBody, res.Body}
			return nil
		}
		return d.k.err(desk.CodeInvalid, errors.New("there is nothing behind the end"))
	case !d.k.accepts(res.StatusCode):
		return d.c.refusal(d.k, d.c.readRefusal(res))
	case webPage(res.Header):
		return d.k.err(desk.CodeWrongServer, errHTML)
	case res.StatusCode == http.StatusPartialContent || offset == 0:
		return nil
	}
	_, err := io.CopyN(io.Discard, d, offset) // the server sent all of it
	if errors.Is(err, io.EOF) {
		return d.k.err(desk.CodeInvalid, errors.New("there is nothing behind the end"))
	}
	return err
}

func (d *download) Read(p []byte) (int, error) {
	n, err := d.body.Read(p)
	d.watchdog.reset(d.c.o.Idle)
	if err != nil && !errors.Is(err, io.EOF) {
		err = d.c.failure(d.ctx, d.k, d.s, err)
	}
	return n, err
}

func (d *download) Close() error {
	d.watchdog.stop()
	return d.body.Close()
}

// Peek reads the beginning of whatever is at a path, a web page too, without
// credentials: to find out what sort of server this is.
func (c *Client) Peek(ctx context.Context, path string) ([]byte, error) {
	ctx, cancel := c.bounded(ctx)
	defer cancel()
	var s sent
	k := Call{Op: "look at server", Method: http.MethodGet, Path: path}
	req, err := http.NewRequestWithContext(s.watch(ctx), k.Method, c.base+path, nil)
	if err != nil {
		return nil, k.err(desk.CodeInvalid, c.redacted(err))
	}
	req.Header.Set("User-Agent", c.o.UserAgent)
	res, err := c.http.Do(req)
	if err != nil {
		return nil, c.failure(ctx, k, &s, err)
	}
	defer res.Body.Close()
	return c.readRefusal(res).Body, nil
}

// readRefusal reads the beginning of a refusal's body.
func (c *Client) readRefusal(res *http.Response) Refusal {
	body, _ := io.ReadAll(io.LimitReader(res.Body, 64<<10)) // the status says enough
	return Refusal{Status: res.StatusCode, Header: res.Header, Body: body}
}

// watchdog ends a stream in which nothing moves.
type watchdog struct {
	timer  *time.Timer
	cancel context.CancelCauseFunc
}

func (c *Client) watch(ctx context.Context) (context.Context, *watchdog) {
	ctx, cancel := context.WithCancelCause(ctx)
	// Until the first byte of the answer, Options.Response is the limit.
	w := &watchdog{cancel: cancel}
	w.timer = time.AfterFunc(c.o.Connect+c.o.Response+c.o.Idle, func() { cancel(errIdle) })
	return ctx, w
}

func (w *watchdog) reset(wait time.Duration) { w.timer.Reset(wait) }

func (w *watchdog) stop() {
	w.timer.Stop()
	w.cancel(nil)
}
