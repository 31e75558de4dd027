package offline_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"relais/client/memory"
	"relais/internal/desk"
	"relais/offline"
)

func TestAfterSigningInAgainWhatWaitsLeavesByItself(t *testing.T) {
	for name, restart := range map[string]bool{"in another desk": true, "in the one that is open": false} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, memory.Options{})
				o := w.options(t.TempDir(), memory.Requester)
				o.Now = time.Now
				refused, connect := true, o.Connect
				o.Connect = func(ctx context.Context) (desk.Backend, error) {
					if refused {
						return nil, &desk.Error{Code: desk.CodeUnauthorized, Op: "connect"}
					}
					return connect(ctx)
				}
				d, leave := running(t, o)
				_, err := d.Ask(t.Context(), request("No sound"), "")
				must(t, err)
				time.Sleep(time.Hour)
				if s := d.Status(); s.Code != desk.CodeUnauthorized || s.Waiting != 1 {
					t.Fatalf("status %+v", s)
				}
				refused = false
				if restart {
					leave()
				}
				must(t, offline.SignedIn(t.Context(), o.Home, o.Account, time.Now))
				if restart {
					d, leave = running(t, o)
				} else {
					d.Poke()
				}
				time.Sleep(time.Minute)
				if s := d.Status(); s.Code != "" || s.Waiting != 0 || len(w.hub.Conversations()) != 1 {
					t.Errorf("status %+v", s)
				}
				leave()
			})
		})
	}
}

// running opens a desk and syncs it until it is left.
func running(t *testing.T, o offline.Options) (d *offline.Desk, leave func()) {
	t.Helper()
	d, err := offline.Open(t.Context(), o)
	must(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = d.Run(ctx)
	}()
	return d, func() {
		cancel()
		<-ended
		must(t, d.Close())
	}
}

func TestSigningInForTheFirstTimeMakesNoDesk(t *testing.T) {
	t.Parallel()
	must(t, offline.SignedIn(t.Context(), t.TempDir(), "new", time.Now))
	if err := offline.SignedIn(t.Context(), t.TempDir(), "..", time.Now); desk.CodeOf(err) != desk.CodeInvalid {
		t.Errorf("got %v", err)
	}
}

func TestAPassphraseThatIsNotSaidStopsThisProgramOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, memory.Options{})
		o := w.options(t.TempDir(), memory.Requester)
		o.Now = time.Now
		first := open(t, o)
		_, err := first.Sync(t.Context())
		must(t, err)
		must(t, first.Close())
		said, connect := false, o.Connect
		o.Connect = func(ctx context.Context) (desk.Backend, error) {
			if !said {
				return nil, &desk.Error{Code: desk.CodeSealed, Op: "connect"}
			}
			return connect(ctx)
		}
		asked := open(t, o)
		_, err = asked.Sync(t.Context())
		must(t, err)
		must(t, asked.Close())
		d, leave := running(t, o)
		if s := d.Status(); s.Code != "" || !s.Online {
			t.Fatalf("another program was asked: %+v", s)
		}
		_, err = d.Ask(t.Context(), request("No sound"), "")
		must(t, err)
		time.Sleep(time.Hour)
		if s := d.Status(); s.Code != desk.CodeSealed || s.Waiting != 1 || !s.Online {
			t.Fatalf("status %+v", s)
		}
		d.Poke()
		said = true
		_, err = d.Sync(t.Context())
		must(t, err)
		if s := d.Status(); s.Code != "" || s.Waiting != 0 {
			t.Fatalf("status %+v", s)
		}
		leave()
	})
}
