package postings_test

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"relais/internal/suggest/postings"
)

// drawCounts draws counts of which at least one is not 0.
func drawCounts(t *rapid.T) postings.Counts {
	few := rapid.OneOf(rapid.Uint8Max(2), rapid.Uint8())
	c := postings.Counts{few.Draw(t, "title"), few.Draw(t, "keys"), few.Draw(t, "body"), few.Draw(t, "learned")}
	if c == (postings.Counts{}) {
		c[2] = 1
	}
	return c
}

func contents(l *postings.List) []postings.Posting {
	var out []postings.Posting
	var room postings.Block
	if l.Len() == 0 {
		return nil
	}
	for i := range l.Blocks() {
		out = append(out, l.Postings(i, &room)...)
	}
	return out
}

func TestAListHoldsWhatWasPutInAndNotRemoved(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var l postings.List
		kept := map[uint32]postings.Counts{}
		most := rapid.SampledFrom([]uint32{9, 700, 1 << 31}).Draw(t, "most")
		step := rapid.Uint32Range(1, 3).Draw(t, "step")
		for i := range rapid.Uint32Range(0, 1200).Draw(t, "at first") {
			p := postings.Posting{Doc: i * step, Counts: postings.Counts{2: uint8(1 + i%20)}}
			kept[p.Doc] = p.Counts
			l.Insert(p)
		}
		for range rapid.IntRange(0, 300).Draw(t, "changes") {
			doc := rapid.Uint32Max(most).Draw(t, "doc")
			if _, there := kept[doc]; there || rapid.IntRange(0, 3).Draw(t, "kind") == 0 {
				l.Remove(doc)
				delete(kept, doc)
				continue
			}
			kept[doc] = drawCounts(t)
			l.Insert(postings.Posting{Doc: doc, Counts: kept[doc]})
		}
		check(t, &l, kept)
	})
}

func check(t *rapid.T, l *postings.List, kept map[uint32]postings.Counts) {
	var want []postings.Posting
	for _, doc := range slices.Sorted(maps.Keys(kept)) {
		want = append(want, postings.Posting{Doc: doc, Counts: kept[doc]})
	}
	if got := contents(l); !slices.Equal(got, want) {
		t.Fatalf("holds %v, want %v", got, want)
	}
	if l.Len() != len(want) {
		t.Fatalf("length %d, want %d", l.Len(), len(want))
	}
	var room postings.Block
	checkAmong(t, l, want)
	for i := range l.Blocks() {
		if all := l.Postings(i, &room); len(all) > 0 && all[len(all)-1].Doc != l.Last(i) || len(all) == 0 && l.Len() > 0 {
			t.Fatalf("block %d ends at %d, not with %v", i, l.Last(i), all)
		}
	}
}

func checkAmong(t *rapid.T, l *postings.List, all []postings.Posting) {
	wanted := make(postings.Set, 1)
	if len(all) > 0 && all[len(all)-1].Doc < 1<<20 {
		wanted = make(postings.Set, all[len(all)-1].Doc/64+1)
	} else if len(all) > 0 {
		return
	}
	var want, got []postings.Posting
	every := rapid.IntRange(1, 300).Draw(t, "every")
	for i, p := range all {
		if i%every == 0 {
			wanted.Add(p.Doc)
			want = append(want, p)
		}
	}
	var room postings.Block
	for i := range l.Blocks() {
		got = append(got, l.Among(i, wanted, &room)...)
	}
	if !slices.Equal(got, want) {
		t.Fatalf("has %v among them, want %v", got, want)
	}
}

func TestEveryDocumentCanGo(t *testing.T) {
	t.Parallel()
	var l postings.List
	for doc := range uint32(2000) {
		l.Insert(postings.Posting{Doc: doc, Counts: postings.Counts{1}})
	}
	for doc := range uint32(2000) {
		l.Remove((doc * 7) % 2000)
		l.Remove(5000)
	}
	if l.Len() != 0 || l.Blocks() != 1 {
		t.Fatalf("%d left in %d blocks", l.Len(), l.Blocks())
	}
	l.Insert(postings.Posting{Doc: 3, Counts: postings.Counts{2: 255}})
	if got := contents(&l); len(got) != 1 || got[0].Doc != 3 || got[0].Counts[2] != 255 {
		t.Fatalf("holds %v", got)
	}
}
