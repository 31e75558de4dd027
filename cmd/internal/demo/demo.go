// Package demo runs the small helpdesk inside a program, with sample people,
// tickets and articles, so that a first look needs no server, account or network.
package demo

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"relais/assets"
	"relais/internal/desk"
	"relais/internal/server"
	"relais/internal/sqlite"
)

// First is who sits at the computer in a first look: an employee.
const First = "amelie"

// Helpdesk is a helpdesk that runs in this program, on loopback.
type Helpdesk struct {
	server *server.Server
	http   *http.Server
	url    string
	done   sync.WaitGroup
	stop   context.CancelFunc
}

const (
	maintainEvery = time.Hour
	headerTimeout = 10 * time.Second
	closeTimeout  = 2 * time.Second
)

// Start opens the helpdesk whose data is in the folder; a new one gets the sample
// content. It listens on a free port of the loopback address. CodeNewer,
// CodeDamaged, CodeDiskFull, CodeReadOnly: its data can't be used.
func Start(ctx context.Context, folder, version string, now func() time.Time, log *slog.Logger) (*Helpdesk, error) {
	h, err := start(ctx, folder, version, now, log)
	return h, coded(err)
}

// coded gives an error of the data its code.
func coded(err error) error {
	const op = "start the embedded helpdesk"
	if desk.CodeOf(err) != desk.CodeInternal {
		return err
	}
	for cause, code := range map[error]desk.Code{
		sqlite.ErrNewer: desk.CodeNewer, sqlite.ErrDamaged: desk.CodeDamaged, sqlite.ErrDiskFull: desk.CodeDiskFull, sqlite.ErrReadOnly: desk.CodeReadOnly, sqlite.ErrFailing: desk.CodeDiskFailing,
	} {
		if errors.Is(err, cause) {
			return &desk.Error{Code: code, Op: op, Err: err}
		}
	}
	return desk.StorageError(op, "", err)
}

func start(ctx context.Context, folder, version string, now func() time.Time, log *slog.Logger) (*Helpdesk, error) {
	s, err := server.Open(ctx, server.Options{Data: folder, Now: now, Logger: log, Version: version})
	if err != nil {
		return nil, err
	}
	if err := s.Seed(ctx, assets.Sample, now()); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	h := &Helpdesk{
		server: s, url: "http://" + listener.Addr().String(),
		http: &http.Server{Handler: s.Handler(), ReadHeaderTimeout: headerTimeout, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)},
	}
	ctx, h.stop = context.WithCancel(context.WithoutCancel(ctx))
	h.done.Go(func() { _ = h.http.Serve(listener) })
	h.done.Go(func() { h.maintain(ctx, log) })
	return h, nil
}

func (h *Helpdesk) maintain(ctx context.Context, log *slog.Logger) {
	tick := time.NewTicker(maintainEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := h.server.Maintain(ctx); err != nil {
				log.Warn("maintaining the embedded helpdesk", "code", desk.CodeOf(err))
			}
		}
	}
}

// URL is where it listens this time.
func (h *Helpdesk) URL() string { return h.url }

// Token makes a token for a person; it is for this run of the program only.
func (h *Helpdesk) Token(ctx context.Context, login string) (desk.Secret, error) {
	token, _, err := h.server.TokenFor(ctx, login, "embedded")
	return token, err
}

// People are those one can be, as they are at the beginning.
func People() ([]desk.Person, error) {
	data, err := assets.Demo.ReadFile("demo/people.json")
	if err != nil {
		return nil, err
	}
	var list []desk.Person
	err = json.Unmarshal(data, &list)
	return list, err
}

// Close lets running requests end, for a moment, and closes the data.
func (h *Helpdesk) Close() error {
	h.stop()
	ctx, cancel := context.WithTimeout(context.Background(), closeTimeout)
	defer cancel()
	err := h.http.Shutdown(ctx)
	h.done.Wait()
	return errors.Join(err, h.server.Close())
}
