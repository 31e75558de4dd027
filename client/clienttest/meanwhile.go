package clienttest

import (
	"testing"
	"time"

	"relais/internal/desk"
)

// pullAndCompare lets everybody of a story pull to the end, and checks that they
// then know of some tickets what they read of them.
func (s *story) pullAndCompare(t *testing.T, ids ...string) {
	t.Helper()
	for who, f := range s.folds {
		f.pullAll(t, s.b.as(who))
		for _, id := range ids {
			s.compare(t, who, id)
		}
	}
}

// followed are tickets of the first requester that the second one follows.
func (b *bench) followed(n int) []string {
	b.t.Helper()
	var ids []string
	for range n {
		id := b.ask().ID
		b.Follow(b.t, id, Requester2, true)
		ids = append(ids, id)
	}
	return ids
}

func testGoneBetweenPages(t *testing.T, b *bench) {
	if !b.needs(b.Follow != nil, "people who follow") {
		return
	}
	ids := b.followed(4)
	s := &story{b: b, folds: map[Who]*fold{Requester2: newFold()}}
	s.folds[Requester2].pull(t, t, b.as(Requester2))
	b.Follow(t, ids[0], Requester2, false)
	if b.caps(Technician1).Merge {
		b.set(Technician1, ids[1], desk.Patch{desk.FieldMergedInto: ids[2]})
	}
	if b.Vanish != nil {
		b.Vanish(t, ids[3])
	}
	s.pullAndCompare(t, ids...)
}

func testGoneMidway(t *testing.T, b *bench) {
	if !b.needs(b.Midway != nil, "a pull of several requests") {
		return
	}
	ids := b.followed(3)
	s := &story{b: b, folds: map[Who]*fold{Requester2: newFold()}}
	s.pullAndCompare(t, ids...)
	for _, id := range ids {
		b.say(Technician1, id, "On my way.")
	}
	b.Midway(func() {
		b.Vanish(t, ids[0])
		b.Follow(t, ids[1], Requester2, false)
	})
	s.pullAndCompare(t, ids...)
}

func testRewind(t *testing.T, b *bench) {
	if !b.needs(b.Rewind != nil, "a clock that goes back") {
		return
	}
	id := b.ask().ID
	s := &story{b: b, folds: map[Who]*fold{Requester: newFold(), Technician2: newFold()}}
	s.pullAndCompare(t, id)
	b.Rewind(time.Hour)
	for range 3 {
		b.say(Technician1, id, "On my way.")
		b.set(Technician1, id, desk.Patch{desk.FieldUrgency: "1"})
		other := b.ask("Something else").ID
		s.pullAndCompare(t, id, other)
		b.Advance(20 * time.Minute)
	}
	if !b.caps(Technician1).WriteArticles {
		return
	}
	b.Rewind(time.Hour)
	a, err := b.as(Technician1).SaveArticle(t.Context(), newKey(t), newArticle("Written in the past"))
	b.ok(err)
	s.pullAndCompare(t, id)
	if got := s.folds[Requester].articles[a.ID]; got.Title != a.Title {
		t.Errorf("pulled %+v", got)
	}
}

func testSkew(t *testing.T, b *bench) {
	if !b.needs(b.Skew != nil, "clocks of devices") {
		return
	}
	for _, ahead := range []time.Duration{time.Hour, -time.Hour} {
		b.Skew(ahead)
		b.open[Requester] = b.device(Requester)
		b.Skew(0)
		id := b.ask().ID
		s := &story{b: b, folds: map[Who]*fold{Requester: newFold()}}
		s.pullAndCompare(t, id)
		b.say(Technician1, id, "On my way.")
		s.pullAndCompare(t, id)
	}
}
