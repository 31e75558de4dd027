package offline_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"relais/client/memory"
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
			for _, file := range []string{"cache.db", "files"} {
				if _, err := os.Stat(filepath.Join(o.Home, "accounts", o.Account, file)); err == nil {
					t.Errorf("%s is still there", file)
				}
			}
			if _, err := os.Stat(filepath.Join(o.Home, "accounts", o.Account)); (err == nil) != waits {
				t.Errorf("the folder: %v", err)
			}
			left, _, err := offline.Unsent(t.Context(), o.Home, o.Account, o.Now)
			must(t, err)
			if waits != (len(left) == 1) {
				t.Errorf("left %+v", left)
			}
		})
	}
}
