// Package server is the small helpdesk that comes with Relais. It can stand behind
// relaisd or inside another program: Open it, serve its Handler, call Maintain now
// and then, Close it.
package server

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"relais/internal/desk"
	"relais/internal/server/api"
	"relais/internal/server/auth"
	"relais/internal/server/blob"
	"relais/internal/server/feed"
	"relais/internal/server/helpdesk"
	"relais/internal/server/library"
	"relais/internal/server/seed"
	"relais/internal/server/store"
)

// What Options hold when a field is zero.
const (
	DefaultRate          = 600                  // requests a minute
	DefaultMaxAttachment = 100 << 20            // bytes
	DefaultPoll          = feed.DefaultPoll     // between two questions of a client
	DefaultTokenLife     = 180 * 24 * time.Hour // how long a token holds
)

// FileName is the name of the one file in the data folder.
const FileName = "relaisd.db"

// Options say how a server is opened. Only Data is needed.
type Options struct {
	Data          string           // the folder of the data; made when it is missing, for its owner only
	Now           func() time.Time // default time.Now
	Logger        *slog.Logger     // default: no log; it gets no personal data
	RateLimit     int              // requests a minute for each token
	MaxAttachment int64            // bytes
	Poll          time.Duration    // the wish how often a client asks what changed
	TokenLife     time.Duration
	KeyLife       time.Duration // for tests: how long it is known what a key did; 0: as long as that exists, below 0: not at all
	Version       string        // of the program
}

// Server is an open helpdesk. All methods may be called from several goroutines.
type Server struct {
	store   *store.Store
	desk    *helpdesk.Desk
	keeper  *auth.Keeper
	handler http.Handler
}

// Open opens the data, brings it up to date, and does what time asked for while
// the server was away. errors.Is tells sqlite.ErrNewer, ErrDamaged, ErrDiskFull
// and ErrReadOnly apart.
func Open(ctx context.Context, o Options) (*Server, error) {
	o = o.filled()
	if err := os.MkdirAll(o.Data, 0o700); err != nil {
		return nil, err
	}
	kept, err := store.Open(ctx, filepath.Join(o.Data, FileName), o.Now, o.KeyLife)
	if err != nil {
		return nil, err
	}
	blobs := blob.New(kept.DB(), o.Now)
	s := &Server{
		store:  kept,
		desk:   helpdesk.New(kept, blobs, o.Now, o.MaxAttachment, o.KeyLife != 0),
		keeper: auth.NewKeeper(kept, o.Now, o.TokenLife),
	}
	s.handler = api.New(api.Config{
		Store: kept, Blobs: blobs, Desk: s.desk, Library: library.New(kept), Keeper: s.keeper, Limit: auth.NewLimiter(o.RateLimit, o.RateLimit, o.Now),
		Log: o.Logger, Version: o.Version, MaxAttachment: o.MaxAttachment, Poll: o.Poll,
	})
	if err := s.desk.Maintain(ctx); err != nil {
		return nil, errors.Join(err, kept.Close())
	}
	return s, nil
}

func (o Options) filled() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.RateLimit <= 0 {
		o.RateLimit = DefaultRate
	}
	if o.MaxAttachment <= 0 {
		o.MaxAttachment = DefaultMaxAttachment
	}
	if o.Poll <= 0 {
		o.Poll = DefaultPoll
	}
	if o.TokenLife <= 0 {
		o.TokenLife = DefaultTokenLife
	}
	return o
}

// Handler answers everything below restapi.Base.
func (s *Server) Handler() http.Handler { return s.handler }

// Close closes the data. Requests must have ended.
func (s *Server) Close() error { return s.store.Close() }

// Maintain closes tickets that were resolved a week ago and forgets what nobody
// needs: expired tokens, old tombstones, files that belong to no message. Call it
// every hour or so; closing also happens before anything is read.
func (s *Server) Maintain(ctx context.Context) error { return s.desk.Maintain(ctx) }

// AddPerson adds somebody; an empty ID becomes the login in lower case, an empty
// password leaves tokens as the only way in. CodeInvalid, CodeConflict when the
// login is taken.
func (s *Server) AddPerson(ctx context.Context, p desk.Person, password desk.Secret) (desk.Person, error) {
	sealed, err := sealed(password)
	if err != nil {
		return p, err
	}
	return s.desk.PutPerson(ctx, p, sealed, false)
}

// ChangePerson changes what is known of somebody; an empty password keeps the old
// one. A new role or password ends their tokens. CodeNotFound, CodeInvalid.
func (s *Server) ChangePerson(ctx context.Context, p desk.Person, password desk.Secret) (desk.Person, error) {
	sealed, err := sealed(password)
	if err != nil {
		return p, err
	}
	return s.desk.PutPerson(ctx, p, sealed, true)
}

func sealed(password desk.Secret) (string, error) {
	if password.Empty() {
		return "", nil
	}
	text, err := auth.HashPassword(password)
	if err != nil {
		return "", desk.Errorf(desk.CodeInvalid, "set password", "%w", err)
	}
	return text, nil
}

// AddQueue adds a queue or changes the one with the same id. CodeInvalid.
func (s *Server) AddQueue(ctx context.Context, q desk.Queue) error { return s.desk.PutQueue(ctx, q) }

// Queues lists all queues, the lowest level first.
func (s *Server) Queues(ctx context.Context) ([]desk.Queue, error) { return s.desk.Queues(ctx) }

// TokenFor makes a token for the person with this login. The server keeps its hash
// only. CodeNotFound.
func (s *Server) TokenFor(ctx context.Context, login, label string) (desk.Secret, time.Time, error) {
	var who desk.Person
	err := s.store.Read(ctx, func(tx *store.Tx) (err error) {
		who, _, err = tx.PersonByLogin(login)
		return err
	})
	if err != nil {
		return desk.Secret{}, time.Time{}, err
	}
	return s.keeper.Issue(ctx, who.ID, label)
}

// RevokeTokens ends all tokens of the person with this login. CodeNotFound.
func (s *Server) RevokeTokens(ctx context.Context, login string) error {
	return s.store.Write(ctx, func(tx *store.Tx) error {
		who, _, err := tx.PersonByLogin(login)
		if err != nil {
			return err
		}
		return tx.DeleteTokens(who.ID)
	})
}

// Backup writes everything to a new file while the server goes on; the file must
// not exist. To restore, stop the server and put the file in place of FileName
// (and remove FileName-wal and FileName-shm): clients then start again by
// themselves.
func (s *Server) Backup(ctx context.Context, file string) error { return s.store.Backup(ctx, file) }

// Renew makes every cursor given so far too old, for use after data was put back
// by other means than a file of Backup.
func (s *Server) Renew(ctx context.Context) error { return s.store.Renew(ctx) }

// Seed adds the sample people, queues and tickets (demo/) and the articles (kb/) of
// a file system, as if the tickets had come in before now. What is there already
// stays as it is.
func (s *Server) Seed(ctx context.Context, content fs.FS, now time.Time) error {
	return seed.Run(ctx, s.store, content, now)
}
