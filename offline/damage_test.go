package offline_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"relais/internal/desk"
	"relais/offline"
)

func TestFlippedBytesAreRepairedOrSaidButNeverFatal(t *testing.T) {
	t.Parallel()
	w, o, home := withRequests(t)
	for seed := range uint64(40) {
		random := rand.New(rand.NewPCG(seed, 0))
		copied := o
		copied.Home = t.TempDir()
		folder, err := offline.Folder(copied.Home, copied.Account)
		must(t, err)
		must(t, os.CopyFS(folder, os.DirFS(home)))
		name := []string{"precious.db", "cache.db"}[seed%2]
		path := filepath.Join(folder, name)
		raw, err := os.ReadFile(path)
		must(t, err)
		for range 1 + random.IntN(50) {
			raw[random.IntN(len(raw))] ^= byte(1 + random.IntN(255))
		}
		must(t, os.WriteFile(path, raw, 0o600))
		must(t, os.WriteFile(path+"-wal", []byte("left by a crash"), 0o600))
		d, err := offline.Open(t.Context(), copied)
		if err != nil {
			if code := desk.CodeOf(err); code != desk.CodeDamaged && code != desk.CodeNewer {
				t.Errorf("seed %d, %s: %v", seed, name, err)
			}
			continue
		}
		use(t, w, d, seed)
		must(t, d.Close())
	}
	if n := len(w.hub.Conversations()); n > 2 {
		t.Errorf("%d tickets", n)
	}
}

// use does a bit of everything; damage may show, nothing else.
func use(t *testing.T, w *world, d *offline.Desk, seed uint64) {
	t.Helper()
	_, listErr := d.Tickets(t.Context(), desk.Filter{})
	_, outboxErr := d.Outbox(t.Context())
	_, draftErr := d.Drafts(t.Context())
	_, syncErr := d.Sync(t.Context())
	_, viewErr := d.Ticket(t.Context(), "1")
	for what, err := range map[string]error{"list": listErr, "outbox": outboxErr, "drafts": draftErr, "sync": syncErr, "view": viewErr} {
		if code := desk.CodeOf(err); code != "" && code != desk.CodeDamaged && code != desk.CodeNotFound {
			t.Errorf("seed %d: %s: %v", seed, what, err)
		}
	}
}
