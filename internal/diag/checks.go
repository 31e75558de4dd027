package diag

import (
	"context"
	"errors"
	"os"
	"time"

	"relais/internal/desk"
)

const (
	lowRoom  Bytes = 500_000_000
	noRoom   Bytes = 20_000_000
	maxSkew        = 2 * time.Minute // signatures and sign-ins start to fail beyond
	oldAfter       = 24 * time.Hour
)

// home writes a small file where everything is kept, all the way to the disk.
func home(_ context.Context, s Surroundings) []Finding {
	if err := tryWriting(s.Home); err != nil {
		return []Finding{byCode("home", err, "Path", s.Home)}
	}
	return []Finding{finding("home.ok", nil, "Path", s.Home)}
}

func tryWriting(folder string) error {
	fail := func(err error) error { return desk.StorageError("write", "home folder", err) }
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fail(err)
	}
	f, err := os.CreateTemp(folder, ".doctor-*")
	if err != nil {
		return fail(err)
	}
	_, err = f.Write(make([]byte, 64<<10))
	return fail(errors.Join(err, f.Sync(), f.Close(), os.Remove(f.Name())))
}

func room(_ context.Context, s Surroundings) []Finding {
	free, err := s.Room(s.Home)
	switch {
	case err != nil:
		return []Finding{finding("room.unknown", err)}
	case free < noRoom:
		return []Finding{finding("room.none", nil, "Free", free)}
	case free < lowRoom:
		return []Finding{finding("room.low", nil, "Free", free)}
	}
	return []Finding{finding("room.ok", nil, "Free", free)}
}

func settings(_ context.Context, s Surroundings) (list []Finding) {
	if s.Settings == nil {
		return nil
	}
	for _, err := range s.Settings() {
		subject := ""
		var e *desk.Error
		if errors.As(err, &e) {
			subject = e.Subject
		}
		list = append(list, byCode("settings", err, "Subject", subject))
	}
	if len(list) == 0 {
		return []Finding{finding("settings.ok", nil)}
	}
	return list
}

func outbox(ctx context.Context, s Surroundings) []Finding { return store(ctx, "outbox", s.Outbox) }

func cache(ctx context.Context, s Surroundings) []Finding { return store(ctx, "cache", s.Cache) }

func store(ctx context.Context, name string, check func(context.Context) error) []Finding {
	if check == nil {
		return nil
	}
	if err := check(ctx); err != nil {
		return []Finding{byCode(name, err)}
	}
	return []Finding{finding(name+".ok", nil)}
}

func keyring(ctx context.Context, s Surroundings) []Finding {
	if s.Sealed {
		return []Finding{finding("keyring.sealed", nil)}
	}
	return store(ctx, "keyring", s.Keyring)
}

// helpdesk signs in, and compares the clocks.
func helpdesk(ctx context.Context, s Surroundings) []Finding {
	if s.Helpdesk == nil {
		return []Finding{finding("helpdesk.none", nil)}
	}
	before := s.Now()
	w, err := s.Helpdesk(ctx)
	if err != nil {
		return []Finding{byCode("helpdesk", err)}
	}
	list := []Finding{finding("helpdesk.ok", nil, "Server", w.Server, "Version", w.Version)}
	for _, m := range w.Missing {
		list = append(list, finding("helpdesk.weaker", nil, "What", m))
	}
	if w.Time.IsZero() {
		return list
	}
	after := s.Now()
	middle := before.Add(after.Sub(before) / 2)
	if skew := middle.Sub(w.Time).Abs(); skew > maxSkew+after.Sub(before)/2 {
		return append(list, finding("clock.wrong", nil, "Skew", skew))
	}
	return append(list, finding("clock.ok", nil))
}

// work tells what waits, and how old what is shown is.
func work(ctx context.Context, s Surroundings) []Finding {
	if s.Work == nil {
		return nil
	}
	status, waiting, err := s.Work(ctx)
	if err != nil {
		return []Finding{byCode("work", err)}
	}
	now := s.Now()
	list := []Finding{fresh(status, now)}
	if status.Attention > 0 {
		list = append(list, finding("work.attention", nil, "Count", status.Attention))
	}
	if s.Earlier != nil {
		n, err := s.Earlier(ctx)
		if err != nil {
			return append(list, byCode("work", err))
		}
		if n > 0 {
			list = append(list, finding("work.unadopted", nil, "Count", n))
		}
	}
	if len(waiting) == 0 {
		return append(list, finding("work.none", nil))
	}
	oldest := now
	for _, p := range waiting {
		if p.Kept.Before(oldest) {
			oldest = p.Kept
		}
	}
	return append(list, finding("work.waiting", nil, "Count", len(waiting), "Oldest", now.Sub(oldest)))
}

func fresh(status desk.SyncStatus, now time.Time) Finding {
	age := now.Sub(status.Pulled)
	switch {
	case status.Pulled.IsZero():
		return finding("work.never", nil)
	case age > oldAfter:
		return finding("work.old", nil, "Age", age)
	}
	return finding("work.fresh", nil, "Age", max(age, 0))
}

// tray asks whether the desktop has a place for tray icons; without one a window
// that hides there would be lost.
func tray(ctx context.Context, s Surroundings) []Finding {
	shown, err := s.Tray(ctx)
	switch {
	case err != nil:
		return []Finding{finding("tray.unknown", err)}
	case !shown:
		return []Finding{finding("tray.none", nil)}
	}
	return []Finding{finding("tray.ok", nil)}
}
