package suggest

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestWhatIsLeftOutWouldNotBeAmongTheClosest compares with scoring every word for
// every document.
func TestWhatIsLeftOutWouldNotBeAmongTheClosest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		x := New(HouseWords{})
		x.Put(drawMany(t)...)
		q := Query{Text: drawWords(t, 1, 9), Lang: "fr", Staff: rapid.Bool().Draw(t, "staff"), Kind: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "kind")}
		p := x.plan(q)
		some, every := new(scratch), new(scratch)
		for _, s := range []*scratch{some, every} {
			s.score, s.sum = make([]float32, len(x.docs)), make([]float32, len(x.docs))
		}
		if err := x.gather(t.Context(), some, q, &p, 1); err != nil {
			t.Fatal(err)
		}
		x.norm(every)
		for _, i := range some.order {
			x.score(every, &p.groups[i], nil)
		}
		every.kept = every.touched
		if got, want := x.best(some, q, p.lang), x.best(every, q, p.lang); !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v finds %d\n%v, all words\n%v", q, len(got), got, want)
		}
	})
}

// drawMany draws more documents than are looked at, some words rare and some
// everywhere.
func drawMany(t *rapid.T) []Doc {
	words := strings.Fields("imprimante papier papier papier réseau réseau réseau réseau réseau réseau écran écran écran écran souris")
	random := rapid.Uint32().Draw(t, "seed")
	next := func(n int) int {
		random = random*1664525 + 1013904223
		return int(random>>8) % n
	}
	docs := make([]Doc, 3*closer)
	for i := range docs {
		var text []string
		for range 1 + next(9) {
			text = append(text, words[next(len(words))])
		}
		docs[i] = Doc{
			ID: fmt.Sprint(i), Lang: []string{"fr", "fr", "en"}[next(3)], Title: strings.Join(text[:1+next(len(text))], " "),
			Body: strings.Join(text, " "), Kind: []string{"a", "b"}[next(2)], Staff: next(5) == 0,
		}
	}
	return docs
}

func drawWords(t *rapid.T, least, most int) string {
	words := strings.Fields("imprimante papier réseau écran souris clavier")
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), least, most).Draw(t, "words"), " ")
}
