package offline_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"relais/client/memory"
	"relais/internal/desk"
	"relais/offline"
)

func TestWhatTheHelpdeskHasIsForgottenAndWhatItHasNotIsKept(t *testing.T) {
	t.Parallel()
	for name, waits := range map[string]bool{"nothing waits": false, "something waits": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, memory.Options{})
			o := w.options(t.TempDir(), memory.Requester)
			d := open(t, o)
			_, err := d.Ask(t.Context(), request("Sent"), "")
			must(t, err)
			_, err = d.Sync(t.Context())
			must(t, err)
			if waits {
				_, err = d.Ask(t.Context(), request("Waits"), "")
				must(t, err)
			}
			if err := offline.Forget(t.Context(), o.Home, o.Account, o.Now); !errors.Is(err, offline.ErrHeld) {
				t.Fatalf("forgot a desk that is open: %v", err)
			}
			must(t, d.Close())
			must(t, offline.Forget(t.Context(), o.Home, o.Account, o.Now))
			for file, stays := range map[string]bool{"cache.db": false, "files": false, "engine.lock": false, "precious.db": waits} {
				if _, err := os.Stat(filepath.Join(o.Home, "accounts", o.Account, file)); (err == nil) != stays {
					t.Errorf("%s: %v", file, err)
				}
			}
			left, _, err := offline.Unsent(t.Context(), o.Home, o.Account, o.Now)
			must(t, err)
			if waits != (len(left) == 1) {
				t.Errorf("left %+v", left)
			}
		})
	}
}

func TestTheWordsOfWhatWasGivenUpAreNotForgotten(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{})
	o := w.options(t.TempDir(), memory.Requester)
	d := open(t, o)
	attached := request("No sound")
	attached.Message = with(attached.Message, attach(t, d, "a picture"))
	r, err := d.Ask(t.Context(), attached, "")
	must(t, err)
	must(t, d.Settle(t.Context(), r.Key, desk.SettleDiscard))
	must(t, d.Close())
	must(t, offline.Forget(t.Context(), o.Home, o.Account, o.Now))
	d = open(t, o)
	list, err := d.Discarded(t.Context())
	if err != nil || len(list) != 1 || len(list[0].Attachments) != 1 {
		t.Fatalf("copies %+v, %v", list, err)
	}
	if _, err := os.Stat(filepath.Join(w.home(), "outbox", list[0].Attachments[0].SHA256)); err != nil {
		t.Errorf("its file: %v", err)
	}
}

func TestWhatIsKeptWhileAnAccountIsForgottenStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{})
	o := w.options(t.TempDir(), memory.Requester)
	var keys []desk.Key
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() {
		var err error
		for ctx.Err() == nil && (err == nil || errors.Is(err, offline.ErrHeld)) {
			err = offline.Forget(context.WithoutCancel(ctx), o.Home, o.Account, o.Now)
		}
		ended <- err
	}()
	for range 5 {
		d, err := offline.Open(t.Context(), o)
		must(t, err)
		r, err := d.Ask(t.Context(), request("No sound"), "")
		must(t, err)
		must(t, d.Close())
		keys = append(keys, r.Key)
	}
	stop()
	if err := <-ended; err != nil && !errors.Is(err, offline.ErrHeld) {
		t.Fatal(err)
	}
	d := open(t, o)
	for _, key := range keys {
		if _, err := d.Receipt(t.Context(), key); err != nil {
			t.Errorf("%s: %v", key, err)
		}
	}
}
