package library

import (
	"hash/maphash"
	"sync"
	"time"
)

// dailySaid is how much one person says in a day that counts.
const dailySaid = 50

// tally knows what was said today, so that nobody counts twice. It lives in
// memory only, as numbers that mean nothing outside of this process, and is
// dropped at midnight (UTC): who said what is written nowhere. After a restart
// somebody may count a second time that day.
type tally struct {
	mu   sync.Mutex
	day  time.Time
	seed maphash.Seed
	said map[uint64]bool
	by   map[uint64]int
}

// count tells whether what a person says of an article counts, and remembers it.
func (t *tally) count(now time.Time, who, article string, solved bool) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if day := now.UTC().Truncate(24 * time.Hour); !day.Equal(t.day) || t.said == nil {
		t.day, t.seed, t.said, t.by = day, maphash.MakeSeed(), make(map[uint64]bool), make(map[uint64]int)
	}
	said, by := t.hash(who, article, solved), t.hash(who, "", false)
	if t.said[said] || t.by[by] == dailySaid {
		return false
	}
	t.said[said] = true
	t.by[by]++
	return true
}

// undo forgets what was not written after all. What was counted before midnight is
// forgotten already.
func (t *tally) undo(who, article string, solved bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if said := t.hash(who, article, solved); t.said[said] {
		delete(t.said, said)
		t.by[t.hash(who, "", false)]--
	}
}

func (t *tally) hash(who, article string, solved bool) uint64 {
	type key struct {
		who, article string
		solved       bool
	}
	return maphash.Comparable(t.seed, key{who, article, solved})
}
