package past_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"relais/internal/suggest/past"
)

// BenchmarkRecall asks among 20,000 past questions of 10,000 documents.
func BenchmarkRecall(b *testing.B) {
	x, random := new(past.Questions), rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(random, 1.2, 4, 20_000)
	question := func() string {
		var words []string
		for range 3 + random.IntN(6) {
			words = append(words, fmt.Sprintf("w%c%c%c", 'a'+zipf.Uint64()%26, 'a'+zipf.Uint64()/26%26, 'a'+zipf.Uint64()%26))
		}
		return strings.Join(words, " ")
	}
	for doc := range uint32(10_000) {
		x.Put(doc, link(question()), link(question()))
	}
	b.ReportAllocs()
	for b.Loop() {
		x.Recall(question(), true)
	}
}
