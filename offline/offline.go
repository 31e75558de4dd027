// Package offline is the desk that screens and the terminal work with: it
// answers from the device, keeps what people do there until the helpdesk has it,
// and syncs with the helpdesk when it can.
package offline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"relais/internal/desk"
	"relais/internal/suggest"
	"relais/offline/engine"
	"relais/offline/store"
	"relais/offline/store/cache"
)

// Options say which desk to open. Home is needed; the zero value of everything
// else is fine.
type Options struct {
	Home    string // folder of all accounts
	Account string // id of the account; "" for what is used before any sign-in
	Queue   string // for requests that name none; "", or refused there: the lowest level, then the next

	// Connect gives the helpdesk; it may ask the keyring, and is called again after
	// a sign-in was refused. nil: nobody is signed in.
	Connect func(context.Context) (desk.Backend, error)

	HouseWords func() suggest.HouseWords // read when the search index is built
	Downloads  int64                     // bytes of downloaded files that are kept; 0: 500 MB
	Cold       bool                      // for short-lived programs: each file has one connection
	Changed    func()                    // told after each local write, so that other processes can be told

	// Network gives the addresses of this device; a new one means that the helpdesk
	// may be reached again. nil: nobody looks.
	Network func() []string

	Logger *slog.Logger     // default: nothing is logged
	Now    func() time.Time // default: time.Now

	// Elapsed is the time since any moment, by a clock that nobody sets; default: by
	// what Now has of one.
	Elapsed func() time.Duration

	Random func() float64  // default: math/rand
	NewKey func() desk.Key // default: UUIDs of version 7
}

// ErrHeld is the error of Sync when another process syncs the account.
var ErrHeld = engine.ErrHeld

// Desk is one account on this device. Its methods may be called from any
// goroutine; all but Status, Me, Capabilities, Matrix and Watch read files. All
// errors but ErrHeld are *desk.Error, or the error of the context.
type Desk struct {
	o       Options
	store   *store.Store
	engine  *engine.Engine // nil while something is only kept
	library *library

	ctx  context.Context // ends with Close
	stop context.CancelFunc
	work sync.WaitGroup

	fetching sync.Map // path → *sync.Mutex: one download of a file at a time

	mu       sync.Mutex // of what follows
	hello    cache.Hello
	watchers map[int]func()
	watcher  int
}

// Open opens the desk of an account, and makes it when it is new. No network is
// needed. CodeNewer, CodeReadOnly, CodeDiskFull, CodeInvalid for an account's id
// that is no file name; CodeDamaged only when another process has a damaged file
// open, otherwise damage is repaired and Status says what was kept.
func Open(ctx context.Context, o Options) (*Desk, error) {
	o = o.withDefaults()
	folder, err := Folder(o.Home, o.Account)
	if err != nil {
		return nil, err
	}
	now := o.Now // the engine needs the monotonic clock, everybody else wants UTC
	o.Now = func() time.Time { return now().UTC() }
	d, err := opened(ctx, folder, o, now)
	if desk.CodeOf(err) == desk.CodeDamaged { // found by the first who read: now it is known, and repaired
		d, err = opened(ctx, folder, o, now)
	}
	return d, err
}

func opened(ctx context.Context, folder string, o Options, now func() time.Time) (*Desk, error) {
	s, err := store.Open(ctx, folder, store.Options{Now: o.Now, Single: o.Cold})
	if err != nil {
		return nil, err
	}
	d := &Desk{o: o, store: s, watchers: map[int]func(){}}
	if d.hello, err = s.Hello(ctx); err == nil {
		d.engine, err = engine.New(ctx, engine.Options{
			Store: s, Connect: o.Connect, Queue: o.Queue, Now: now, Elapsed: o.Elapsed, Random: o.Random, Logger: o.Logger, Changed: d.changed, Greeted: d.greeted,
			Network: o.Network,
		})
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	d.ctx, d.stop = context.WithCancel(context.WithoutCancel(ctx))
	d.library = newLibrary(d)
	return d, nil
}

// Ask keeps a request without attachments as Desk.Ask does, for a program that
// ends with the receipt: it opens only what has to be durable, and leaves it open.
// Closing would fold the log into the file, which takes the disk four times as
// long as the request; who opens the file next does so.
func Ask(ctx context.Context, o Options, t desk.NewTicket) (desk.Receipt, error) {
	o = o.withDefaults()
	folder, err := Folder(o.Home, o.Account)
	if err != nil {
		return desk.Receipt{}, err
	}
	s, err := store.OpenPrecious(ctx, folder, store.Options{Now: o.Now, Single: true})
	if err != nil {
		return desk.Receipt{}, err
	}
	d := &Desk{o: o, store: s}
	d.o.Now = func() time.Time { return o.Now().UTC() }
	r, err := d.Ask(ctx, t, "")
	if err == nil {
		s.Leave()
	}
	return r, err
}

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Elapsed == nil {
		now, start := o.Now, o.Now()
		o.Elapsed = func() time.Duration { return now().Sub(start) }
	}
	if o.Random == nil {
		o.Random = rand.Float64
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Changed == nil {
		o.Changed = func() {}
	}
	if o.HouseWords == nil {
		o.HouseWords = func() suggest.HouseWords { return suggest.HouseWords{} }
	}
	if o.Downloads <= 0 {
		o.Downloads = downloads
	}
	if o.NewKey == nil {
		o.NewKey = func() desk.Key { return desk.Key(uuid.Must(uuid.NewV7()).String()) }
	}
	return o
}

// Folder is where the desk of an account lives. CodeInvalid.
func Folder(home, account string) (string, error) {
	if account == "" {
		account = unsigned
	} else if account == unsigned || strings.ContainsAny(account, `/\:`) || account[0] == '.' {
		return "", desk.Errorf(desk.CodeInvalid, "open desk", "account %q", account)
	}
	return filepath.Join(home, "accounts", account), nil
}

const unsigned = "unsigned"

// Close ends what runs in the background and closes the files. Run and Sync have
// to have returned.
func (d *Desk) Close() error {
	d.stop()
	d.work.Wait()
	return errors.Join(d.engine.Close(), d.store.Close())
}

// Me is who is signed in; the zero Person before the first sign-in.
func (d *Desk) Me() desk.Person { return d.known().Welcome.Me }

// Capabilities are what the helpdesk could do when it was last asked.
func (d *Desk) Capabilities() desk.Capabilities { return d.known().Capabilities }

// Matrix gives priorities: the helpdesk's, as far as it is known.
func (d *Desk) Matrix() desk.Matrix { return d.known().Matrix() }

// Missing is what the helpdesk lacked when it was last asked.
func (d *Desk) Missing() []desk.Missing { return d.known().Welcome.Missing }

func (d *Desk) known() cache.Hello {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.hello
}

func (d *Desk) greeted(h cache.Hello) {
	d.mu.Lock()
	d.hello = h
	d.mu.Unlock()
}

// Watch has f called after anything changed, until stop is called. f must return
// at once, and may be called once more while stop is being called.
func (d *Desk) Watch(f func()) (stop func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.watcher++
	id := d.watcher
	d.watchers[id] = f
	return func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		delete(d.watchers, id)
	}
}

// changed tells everybody, the search index first.
func (d *Desk) changed() {
	if d.library != nil {
		d.library.stale()
	}
	d.tell()
}

func (d *Desk) tell() {
	d.mu.Lock()
	list := make([]func(), 0, len(d.watchers))
	for _, f := range d.watchers {
		list = append(list, f)
	}
	d.mu.Unlock()
	for _, f := range list {
		f()
	}
}

// wrote tells everybody, and the engine first, that something was kept.
func (d *Desk) wrote(ctx context.Context) (err error) {
	if d.engine != nil {
		d.engine.Wrote()
		err = d.engine.Refresh(ctx)
	}
	d.o.Changed()
	return err
}

func invalid(op, format string, args ...any) error {
	return &desk.Error{Code: desk.CodeInvalid, Op: op, Err: fmt.Errorf(format, args...)}
}
