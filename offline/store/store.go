// Package store is the folder of one account: the precious file with what only
// this device has, the cache with what the helpdesk can give again, and the
// outbox with the files that were attached. No transaction spans the two; an
// operation is live, which is to say applied on top of the cache, until its
// result is in the cache, so that every order of crashes comes out right.
//
// All methods may be called from several goroutines and processes. All errors
// are *desk.Error.
package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/gofrs/flock"

	"relais/internal/desk"
	"relais/offline/store/cache"
	"relais/offline/store/precious"
	"relais/offline/store/row"
)

// Store is one open folder.
type Store struct {
	*Precious
	*Cache
	dir  string
	o    Options
	use  *flock.Flock
	kept string
	tidy bool // the precious file was closed in order, or left so
}

// Precious is the file with what only this device has.
type Precious = precious.Store

// Cache is the file with what the helpdesk can give again.
type Cache = cache.Store

// Entry is an operation with all that is known about its way.
type Entry = precious.Entry

// Pendings shows operations that are not accepted, in their order.
func Pendings(list []Entry) []desk.Pending { return precious.Pendings(list) }

const (
	preciousFile = "precious.db"
	cacheFile    = "cache.db"
	useLock      = "use.lock"
)

// Options say how a folder is opened.
type Options struct {
	Now    func() time.Time
	Single bool // with one connection to each file, for programs that end soon
}

// Open opens a folder, and makes it when it is missing. Files that turn out
// damaged are set aside; what can be read of the precious one is carried over,
// and Kept says so. CodeNewer, CodeReadOnly, CodeDiskFull; CodeDamaged when a
// file is damaged while another process has it open.
func Open(ctx context.Context, dir string, o Options) (*Store, error) {
	for {
		s, err := prepare(dir, o)
		if err != nil {
			return nil, err
		}
		if err = s.open(ctx); err == nil {
			return s, nil
		}
		_ = s.Close()
		if !errors.Is(err, errGone) {
			return nil, row.Fail("open store", err)
		}
	}
}

// OpenPrecious opens the precious file of a folder alone, for a program that keeps
// one thing and ends; whatever needs the cache must not be called. CodeDamaged:
// Open repairs it.
func OpenPrecious(ctx context.Context, dir string, o Options) (*Store, error) {
	s, err := prepare(dir, o)
	if err != nil {
		return nil, err
	}
	if err = s.share(ctx); err == nil {
		s.tidy = s.inOrder(preciousFile)
		err = s.openPrecious(ctx, false, row.How{Single: o.Single})
	}
	if err != nil {
		_ = s.Close()
		return nil, row.Fail("open store", err)
	}
	return s, nil
}

func prepare(dir string, o Options) (*Store, error) {
	if err := makeFolder(dir); err != nil {
		return nil, row.Fail("open store", err)
	}
	return &Store{dir: dir, o: o, use: flock.New(filepath.Join(dir, useLock), flock.SetPermissions(0o600))}, nil
}

// open takes a shared lock for as long as the files are open. Who could have the
// lock alone knows that nobody else has them open, and may repair.
func (s *Store) open(ctx context.Context) error {
	alone, err := s.lock(ctx)
	if err != nil {
		return err
	}
	if err := s.openPrecious(ctx, alone, row.How{Single: s.o.Single, Check: alone && !s.inOrder(preciousFile)}); err != nil {
		return err
	}
	if err := s.enter(); err != nil {
		return err
	}
	if err := s.openCache(ctx, alone, row.How{Single: s.o.Single, Check: alone && !s.inOrder(cacheFile)}); err != nil || !alone {
		return err
	}
	return s.admit(ctx)
}

// lock takes the lock, alone where nobody else has it.
func (s *Store) lock(ctx context.Context) (alone bool, err error) {
	if alone, err = s.use.TryLock(); err != nil || alone {
		return alone, err
	}
	return false, s.share(ctx)
}

// shareEvery is how often to look whether who has the lock alone is done.
const shareEvery = 10 * time.Millisecond

// share takes the lock beside others.
func (s *Store) share(ctx context.Context) error {
	_, err := s.use.TryRLockContext(ctx, shareEvery)
	return err
}

// errGone says that the files that were opened are not those of the folder any more.
var errGone = errors.New("the files were taken away")

// admit lets others have the lock too. Nobody has it for a moment: who got it alone
// then may have taken the files away.
func (s *Store) admit(ctx context.Context) error {
	before, err := s.files()
	if err := errors.Join(err, s.use.Unlock()); err != nil {
		return err
	}
	if err := s.share(ctx); err != nil {
		return err
	}
	after, err := s.files()
	if errors.Is(err, fs.ErrNotExist) || err == nil && !slices.EqualFunc(before, after, os.SameFile) {
		return errGone
	}
	return err
}

// files tells which files the folder has.
func (s *Store) files() (list []fs.FileInfo, err error) {
	for _, name := range []string{preciousFile, cacheFile} {
		info, err := os.Stat(s.path(name))
		if err != nil {
			return nil, err
		}
		list = append(list, info)
	}
	return list, nil
}

// openPrecious opens the precious file. Only who is alone may set it aside:
// another process would go on writing to the file that was set aside.
func (s *Store) openPrecious(ctx context.Context, alone bool, how row.How) error {
	aside, err := s.aside()
	if err != nil {
		return err
	}
	if aside == "" {
		s.Precious, err = precious.Open(ctx, s.path(preciousFile), how)
		if err == nil && alone && s.doubted(preciousFile) {
			err = errors.Join(found, s.Precious.Close())
		}
		if desk.CodeOf(err) != desk.CodeDamaged || !alone {
			return err
		}
		aside = s.besides(preciousFile)
		if err := s.repairing(aside); err != nil {
			return err
		}
	}
	if !alone {
		return found
	}
	return s.repair(ctx, aside, row.How{Single: how.Single})
}

// repair carries over what can be read of the precious file, from where it is set aside. One that was cut short is
// repeated: what was carried over stays.
func (s *Store) repair(ctx context.Context, aside string, how row.How) error {
	if _, err := os.Lstat(aside); errors.Is(err, fs.ErrNotExist) {
		if err := s.setAside(preciousFile, aside); err != nil {
			return err
		}
	}
	operations, drafts, err := s.carryOver(ctx, aside, how)
	if desk.CodeOf(row.Fail("repair", err)) == desk.CodeDamaged { // the new file is, too: it has nothing yet that the other has not
		if err := s.setAside(preciousFile, s.besides(preciousFile)); err != nil {
			return err
		}
		operations, drafts, err = s.carryOver(ctx, aside, how)
	}
	if err != nil {
		return err
	}
	s.kept = fmt.Sprintf("precious %d %d", operations, drafts)
	return s.trust(preciousFile)
}

func (s *Store) openCache(ctx context.Context, alone bool, how row.How) (err error) {
	s.Cache, err = cache.Open(ctx, s.path(cacheFile), s.Precious, how)
	if err == nil && alone && s.doubted(cacheFile) {
		err = errors.Join(found, s.Cache.Close())
	}
	if err == nil && s.kept != "" {
		return s.ForgetOverlay(ctx) // it rests on operations that may be gone
	}
	if desk.CodeOf(err) != desk.CodeDamaged || !alone {
		return err
	}
	if err := s.setAside(cacheFile, s.besides(cacheFile)); err != nil {
		return err
	}
	if s.kept == "" {
		s.kept = "cache"
	}
	if s.Cache, err = cache.Open(ctx, s.path(cacheFile), s.Precious, row.How{Single: how.Single}); err != nil {
		return err
	}
	return s.trust(cacheFile)
}

// besides is where a damaged file is set aside: in the place of none that was before,
// whatever the clock says.
func (s *Store) besides(name string) string {
	for at := s.o.Now().UTC(); ; at = at.Add(time.Millisecond) {
		aside := s.path(name) + ".corrupt-" + at.Format("20060102T150405.000")
		if _, err := os.Lstat(aside); err != nil {
			return aside
		}
	}
}

// setAside renames a damaged file with its log, so that nothing is lost that
// somebody might still read out of it. The file comes last: where it has its new
// name, all of it has.
func (s *Store) setAside(name, aside string) error {
	for _, tail := range []string{"-wal", "-shm", ""} {
		if err := os.Rename(s.path(name+tail), aside+tail); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return syncFolder(s.dir)
}

func (s *Store) path(name string) string { return filepath.Join(s.dir, name) }

// Dir is the folder.
func (s *Store) Dir() string { return s.dir }

// Kept says what became of damaged files at Open: "" when there were none,
// "cache" when the cache was set aside, "precious OPERATIONS DRAFTS" when the
// precious file was, with how many of each were saved.
func (s *Store) Kept() string { return s.kept }

// Close closes both files. It may be called twice.
func (s *Store) Close() error {
	var errs []error
	if s.Cache != nil {
		errs = append(errs, s.doubt(cacheFile, s.Cache.Damaged()), s.Cache.Close())
	}
	if s.Precious != nil {
		errs = append(errs, s.doubt(preciousFile, s.Precious.Damaged()), s.Precious.Close())
	}
	return errors.Join(append(errs, s.use.Close())...)
}

// carryOver opens the precious file and takes over what can be read of the one that
// was set aside.
func (s *Store) carryOver(ctx context.Context, aside string, how row.How) (operations, drafts int, err error) {
	if s.Precious, err = precious.Open(ctx, s.path(preciousFile), how); err != nil {
		return 0, 0, err
	}
	if operations, drafts, err = s.Salvage(ctx, aside); err != nil {
		err = errors.Join(err, s.Precious.Close())
		s.Precious = nil
	}
	return operations, drafts, err
}
