// Package session puts together what a program needs to work for one person on
// this device: the home folder with its settings, the account and where its
// secret lives, the helpdesk, and the desk that works without it.
package session

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"time"

	"relais/assets"
	"relais/client"
	"relais/client/rest"
	"relais/internal/agent"
	"relais/internal/config"
	"relais/internal/desk"
	"relais/internal/secret"
	"relais/internal/suggest"
	"relais/offline"
)

// Options say whose session it is. Env and Now are needed.
type Options struct {
	Home      string // as the flag gives it; "" for RELAIS_HOME or the user's folder
	Env       func(string) string
	Ask       secret.Ask // nil: nobody can be asked for a passphrase
	Now       func() time.Time
	Logger    *slog.Logger // nil: nothing is logged
	UserAgent string
	Cold      bool // for programs that end soon
	Told      bool // the program is the one that the others of the home tell what they wrote
}

// Session is one program at work in one home folder. Its methods may be called
// from any goroutine.
type Session struct {
	o      Options
	home   string
	config *config.Config
	memory secret.Store // of accounts whose secret is never written down
	places *secret.Places
}

// Open reads the home folder; nothing in it has to be there yet.
func Open(o Options) (*Session, error) {
	home, err := config.Home(o.Home, o.Env)
	if err != nil {
		return nil, err
	}
	c, err := config.Load(home, config.Options{Env: o.Env, Now: o.Now})
	if err != nil {
		return nil, err
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &Session{o: o, home: home, config: c, memory: secret.NewMemory(), places: secret.In(home, o.Ask, o.Env)}, nil
}

// Home is the folder.
func (s *Session) Home() string { return s.home }

// Config is what is set in it.
func (s *Session) Config() *config.Config { return s.config }

// Account is the current one; false before any sign-in.
func (s *Session) Account() (config.Account, bool) { return s.config.Current() }

// Desk opens the desk of the current account, or the one that is used before any
// sign-in. It needs no network and opens no secret; the caller closes it.
func (s *Session) Desk(ctx context.Context) (*offline.Desk, error) {
	return offline.Open(ctx, s.offline())
}

// Ask keeps a request of the current account, or of nobody yet, as offline.Ask
// does.
func (s *Session) Ask(ctx context.Context, t desk.NewTicket) (desk.Receipt, error) {
	return offline.Ask(ctx, s.offline(), t)
}

func (s *Session) offline() offline.Options {
	o := offline.Options{
		Home: s.home, HouseWords: s.houseWords, Downloads: int64(s.config.Settings().Downloads) * 1_000_000, Cold: s.o.Cold, Changed: s.tell, Logger: s.o.Logger, Now: s.o.Now, Network: addresses,
	}
	if a, ok := s.Account(); ok {
		o.Account, o.Queue = a.ID, a.Queue
		o.Connect = func(ctx context.Context) (desk.Backend, error) { return s.Connect(ctx, a) }
	}
	return o
}

// houseWords are those of the settings. What is wrong with them is no reason to have
// none: CheckHouseWords tells it.
func (s *Session) houseWords() suggest.HouseWords {
	words, err := HouseWords(s.config.Settings().HouseWords)
	if err != nil {
		s.o.Logger.Warn("house words are left out", "file", s.config.Settings().HouseWords, "reason", err)
	}
	return words
}

// CheckHouseWords tells what is wrong with the house words of the settings: CodeInvalid,
// with the file and the line.
func (s *Session) CheckHouseWords() error {
	path := s.config.Settings().HouseWords
	if _, err := HouseWords(path); err != nil {
		return &desk.Error{Code: desk.CodeInvalid, Op: "read", Subject: "house_words", Err: fmt.Errorf("%s: %w", path, err)}
	}
	return nil
}

// HouseWords are those that come with Relais, and those of a file, "" for none. With
// an error, which names the line, they are the first alone.
func HouseWords(path string) (suggest.HouseWords, error) {
	words, err := parsed(assets.KB.Open("kb/house-words.txt"))
	if err != nil || path == "" {
		return words, err
	}
	own, err := parsed(os.Open(path))
	if err != nil {
		return words, err
	}
	return words.And(own), nil
}

func parsed(f fs.File, err error) (suggest.HouseWords, error) {
	if err != nil {
		return suggest.HouseWords{}, err
	}
	defer f.Close()
	return suggest.ParseHouseWords(f)
}

// tell lets another program of the same home know that something was written.
func (s *Session) tell() {
	if s.o.Told {
		return
	}
	if c, err := agent.Dial(s.home); err == nil {
		_ = c.Changed()
	}
}

// Reread reads again who is signed in, and the settings, as another program left them.
func (s *Session) Reread() error { return s.config.Reload() }

// Connect opens the helpdesk of an account with its secret. CodeUnauthorized when
// there is none any more: the person has to sign in. CodeSealed when it takes a
// passphrase that was not said.
func (s *Session) Connect(ctx context.Context, a config.Account) (desk.Backend, error) {
	token, err := s.token(ctx, a)
	if err != nil {
		return nil, err
	}
	return client.Open(s.mapped(client.Account{Kind: a.Kind, URL: a.URL, Login: a.Login}), token, s.clientOptions())
}

// token is the secret of an account.
func (s *Session) token(ctx context.Context, a config.Account) (desk.Secret, error) {
	token, err := s.secretsAt(a.Secret).Get(ctx, a.ID)
	if desk.CodeOf(err) == desk.CodeNotFound {
		err = &desk.Error{Code: desk.CodeUnauthorized, Op: "connect", Err: err}
	}
	return token, err
}

// mapped adds how the words of the helpdesk are to be understood.
func (s *Session) mapped(a client.Account) client.Account {
	a.Settings = s.config.Settings().Mapping
	return a
}

func (s *Session) clientOptions() client.Options {
	return client.Options{UserAgent: s.o.UserAgent, CAFile: s.config.Settings().CAFile, Device: device(), Logger: s.o.Logger, Clock: s.o.Now}
}

// device names this computer in the helpdesk's list of sign-ins.
func device() string {
	name, err := os.Hostname()
	if err != nil {
		return ""
	}
	return name
}

// secretsAt gives the store of a place. "" is for a secret that has none yet.
func (s *Session) secretsAt(place config.Place) secret.Store {
	if place == config.PlaceMemory {
		return s.memory
	}
	return s.places.At(string(place))
}

// Unlock opens the secret of the current account, and asks for the passphrase if
// that takes one. CodeUnauthorized when there is no secret any more, as after a
// passphrase that was forgotten; CodeSealed when the person did not say it.
func (s *Session) Unlock(ctx context.Context) error {
	a, ok := s.Account()
	if !ok {
		return desk.Errorf(desk.CodeUnauthorized, "unlock", "nobody is signed in")
	}
	_, err := s.token(ctx, a)
	return err
}

// StartOver sets the sealed file aside whose passphrase is forgotten, with the
// secrets of all accounts in it. Nothing else is lost; the next sign-in chooses a
// new passphrase.
func (s *Session) StartOver(ctx context.Context) error { return s.places.SetAside(ctx) }

// KindAt tells which kind of helpdesk seems to be at an address. It tells nobody
// who asks.
func (s *Session) KindAt(ctx context.Context, url string) string {
	return client.KindAt(ctx, url, s.clientOptions())
}

// SignIn exchanges a password for what the helpdesk wants to be kept, keeps it,
// and makes the account the current one.
func (s *Session) SignIn(ctx context.Context, a client.Account, password desk.Secret) (desk.Welcome, error) {
	a, err := clean(a)
	if err != nil {
		return desk.Welcome{}, err
	}
	token, welcome, err := client.SignIn(ctx, s.mapped(a), password, s.clientOptions())
	if err != nil {
		return desk.Welcome{}, err
	}
	return welcome, s.keep(ctx, a, token, welcome)
}

// SignInWithToken checks a token that a person has, keeps it, and makes the
// account the current one.
func (s *Session) SignInWithToken(ctx context.Context, a client.Account, token desk.Secret) (welcome desk.Welcome, err error) {
	if a, err = clean(a); err != nil {
		return welcome, err
	}
	b, err := client.Open(s.mapped(a), token, s.clientOptions())
	if err != nil {
		return welcome, err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	if welcome, err = b.Welcome(ctx); err != nil {
		return welcome, err
	}
	return welcome, s.keep(ctx, a, token, welcome)
}

// clean makes an account of what a person typed.
func clean(a client.Account) (client.Account, error) {
	url, err := client.CleanURL(a.URL)
	a.URL, a.Login = url, strings.TrimSpace(a.Login)
	return a, err
}

// Embed makes a person of the embedded helpdesk the current account. The token is
// in memory only and made anew at each start; the account stays the same, at
// whatever address the helpdesk listens this time.
func (s *Session) Embed(ctx context.Context, url string, p desk.Person, token desk.Secret) error {
	record := config.Account{
		ID: "demo-" + p.Login, Kind: rest.Kind, URL: url, Login: p.Login, Name: p.Name, Secret: config.PlaceMemory, Role: p.Role,
	}
	if err := s.memory.Set(ctx, record.ID, token); err != nil {
		return err
	}
	return s.use(record)
}

// Embedded tells whether an account is one of the embedded helpdesk.
func Embedded(a config.Account) bool { return a.Secret == config.PlaceMemory }

// keep writes the secret first: an account without one is worse than a secret
// without an account.
func (s *Session) keep(ctx context.Context, a client.Account, token desk.Secret, w desk.Welcome) error {
	record := config.Account{
		ID: config.AccountID(a.Kind, a.URL, a.Login), Kind: a.Kind, URL: a.URL, Login: a.Login,
		Name: w.Me.Name, Role: w.Me.Role,
	}
	if known, ok := s.config.Account(record.ID); ok {
		record.Queue = known.Queue
	}
	store := s.secretsAt("")
	if err := store.Set(ctx, record.ID, token); err != nil {
		return err
	}
	record.Secret = config.Place(store.Where())
	if err := s.use(record); err != nil {
		return err
	}
	defer s.tell()
	return offline.SignedIn(ctx, s.home, record.ID, s.o.Now)
}

// use makes an account the current one.
func (s *Session) use(record config.Account) error {
	if err := s.config.PutAccount(record); err != nil {
		return err
	}
	return s.Use(record.ID)
}

// Use makes an account that is known the current one; "" is none.
func (s *Session) Use(id string) error {
	settings := s.config.Settings()
	settings.Account = id
	return s.config.SetSettings(settings)
}

// Unadopted counts what was asked for before any sign-in and belongs to nobody.
func (s *Session) Unadopted(ctx context.Context) (int, error) {
	return offline.Unadopted(ctx, s.home, s.o.Now)
}

// Adopt gives that to the current account and says how much it was.
func (s *Session) Adopt(ctx context.Context) (int, error) {
	a, ok := s.Account()
	if !ok {
		return 0, desk.Errorf(desk.CodeInvalid, "adopt", "nobody is signed in")
	}
	return offline.Adopt(ctx, s.home, a.ID, s.o.Now)
}

// Sync syncs a desk now, or asks the program that holds the engine to do so.
func (s *Session) Sync(ctx context.Context, d *offline.Desk) (desk.SyncResult, error) {
	result, err := d.Sync(ctx)
	if !errors.Is(err, offline.ErrHeld) {
		return result, err
	}
	c, err := agent.Dial(s.home)
	if err != nil {
		return result, err
	}
	return c.Sync(ctx)
}

// Folder gives one folder of the data that comes with the programs.
func Folder(files fs.FS, name string) fs.FS {
	sub, err := fs.Sub(files, name)
	if err != nil {
		panic(err) // the name is a constant of the program
	}
	return sub
}
