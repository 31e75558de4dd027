package agent

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"relais/internal/desk"
)

// Listener answers the other programs of a home. It is safe for concurrent use.
type Listener struct {
	handler Handler
	lock    *flock.Flock
	socket  net.Listener
	ctx     context.Context
	cancel  context.CancelFunc
	open    sync.WaitGroup

	mu    sync.Mutex
	extra map[string]Extra
}

// Extra answers a verb that is not one of the package's.
type Extra func(data json.RawMessage) (any, error)

// Listen takes a home for this program, and answers on its socket from then on.
// ErrRunning (CodeRefused): another program has it. CodeReadOnly, CodeDiskFull:
// the socket can't be made. What a program that was killed left behind does not
// stand in the way.
func Listen(home string, h Handler) (*Listener, error) {
	folder := runFolder(home)
	if err := privateFolder(folder); err != nil {
		return nil, err
	}
	lock := flock.New(filepath.Join(folder, lockName), flock.SetPermissions(0o600))
	held, err := lock.TryLock()
	if err != nil {
		return nil, desk.StorageError("lock", lockName, err)
	}
	if !held {
		return nil, &desk.Error{Code: desk.CodeRefused, Op: "listen", Err: ErrRunning}
	}
	socket, err := settle(home, place(home, os.Getenv))
	if err != nil {
		return nil, errors.Join(err, lock.Unlock())
	}
	l := &Listener{handler: h, lock: lock, socket: socket, extra: map[string]Extra{}}
	l.ctx, l.cancel = context.WithCancel(context.Background())
	l.open.Go(l.accept)
	return l, nil
}

// settle makes the socket of a home at its place, and leaves word of it.
func settle(home, path string) (net.Listener, error) {
	if err := privateFolder(filepath.Dir(path)); err != nil {
		return nil, err
	}
	socket, err := bind(path)
	if err != nil {
		return nil, desk.StorageError("listen", socketName, err)
	}
	if err := note(home, path); err != nil {
		return nil, errors.Join(desk.StorageError("listen", placeName, err), socket.Close())
	}
	return socket, nil
}

// bind makes the socket in the place of one that nobody listens on any more.
func bind(path string) (net.Listener, error) {
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	socket, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(err, socket.Close())
	}
	return socket, nil
}

// Handle adds a verb, or replaces one that was added.
func (l *Listener) Handle(verb string, f Extra) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.extra[verb] = f
}

// Close gives the home back: it ends a running Sync, waits for the answers
// under way and removes the socket.
func (l *Listener) Close() error {
	l.cancel()
	err := l.socket.Close()
	l.open.Wait()
	_ = os.Remove(filepath.Dir(l.socket.Addr().String())) // that of a home is not empty, and stays
	return errors.Join(err, l.lock.Unlock())
}

func (l *Listener) accept() {
	for {
		conn, err := l.socket.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil { // too many open files: it passes
			select {
			case <-l.ctx.Done():
				return
			case <-time.After(100 * time.Millisecond):
			}
			continue
		}
		l.open.Go(func() { l.serve(conn) })
	}
}

func (l *Listener) serve(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	var q question
	reply := answer{Version: version}
	if err := within(l.ctx, conn, func() error { return readLine(conn, &q) }); err != nil {
		reply.Error = newFailure(desk.Errorf(desk.CodeInvalid, "read question", "%w", err))
	} else if data, err := l.answer(q); err != nil {
		reply.Error = newFailure(err)
	} else {
		reply.Data = data
	}
	// Not of l.ctx: also whoever waits while the listener closes is told so. That
	// nobody waits any more is no news.
	_ = within(context.Background(), conn, func() error { return writeLine(conn, reply) })
}

// within gives one line the time that a line may take.
func within(ctx context.Context, conn net.Conn, pass func() error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return interruptible(ctx, conn, pass)
}

// interruptible ends reading and writing when the context is done.
func interruptible(ctx context.Context, conn net.Conn, pass func() error) error {
	past := time.Unix(1, 0)
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(past) })
	defer func() {
		if stop() {
			_ = conn.SetDeadline(time.Time{})
		}
	}()
	return pass()
}

func (l *Listener) answer(q question) (json.RawMessage, error) {
	if q.Version != version {
		return nil, desk.Errorf(desk.CodeUnsupported, q.Verb, "protocol %d, not %d", version, q.Version)
	}
	value, err := l.do(q)
	if err != nil {
		return nil, err
	}
	return json.Marshal(value)
}

func (l *Listener) do(q question) (any, error) {
	switch q.Verb {
	case verbPing:
		return nil, nil
	case verbShow:
		var s show
		if err := json.Unmarshal(q.Data, &s); err != nil {
			return nil, desk.Errorf(desk.CodeInvalid, verbShow, "%w", err)
		}
		l.handler.Show(s.Ticket)
		return nil, nil
	case verbChanged:
		l.handler.Changed()
		return nil, nil
	case verbSync:
		return l.handler.Sync(l.ctx)
	}
	l.mu.Lock()
	f, ok := l.extra[q.Verb]
	l.mu.Unlock()
	if !ok {
		return nil, desk.Errorf(desk.CodeUnsupported, "answer", "unknown verb %q", q.Verb)
	}
	return f(q.Data)
}

// readLine reads one line of JSON.
func readLine(r io.Reader, v any) error {
	line, err := bufio.NewReader(io.LimitReader(r, maxLine)).ReadBytes('\n')
	if err != nil {
		return err
	}
	return json.Unmarshal(line, v)
}

// writeLine writes one line of JSON.
func writeLine(w io.Writer, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = w.Write(append(bytes.TrimSpace(raw), '\n'))
	return err
}
