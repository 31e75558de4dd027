// Package threads makes collections of short threads, as a support forum has them, and questions about them. The same
// seed makes the same threads.
package threads

import (
	"math/rand/v2"
	"sort"
	"strconv"
	"strings"
)

// Thread is a question of a forum.
type Thread struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Body  string `json:"body"`
	Lang  string `json:"lang"`
}

// Maker makes threads. It is not safe for concurrent use.
type Maker struct {
	random *rand.Rand
	words  []string
	upTo   []float64 // how often words up to this one come, all together 1
	made   int
}

const (
	topics     = 500
	topicWords = 40
	invented   = 40_000 // words, when none are given
)

// New returns a maker whose words are those of texts, as often as they come there; without texts, invented ones, a few
// of them very often.
func New(seed uint64, texts []string) *Maker {
	m := &Maker{random: rand.New(rand.NewPCG(seed, 0))}
	counts := make(map[string]float64)
	for _, t := range texts {
		for w := range strings.FieldsSeq(t) {
			if w = strings.Trim(w, `.,;:!?()[]{}"'#*<>`); w != "" {
				counts[w]++
			}
		}
	}
	if len(counts) == 0 {
		for len(counts) < invented {
			counts[m.invent()] = 1e6 / float64(len(counts)+3)
		}
	}
	for w := range counts {
		m.words = append(m.words, w)
	}
	sort.Slice(m.words, func(i, j int) bool {
		a, b := m.words[i], m.words[j]
		return counts[a] > counts[b] || counts[a] == counts[b] && a < b
	})
	sum := 0.0
	for _, w := range m.words {
		sum += counts[w]
		m.upTo = append(m.upTo, sum)
	}
	for i := range m.upTo {
		m.upTo[i] /= sum
	}
	return m
}

func (m *Maker) invent() string {
	const starts, vowels, ends = "b bl c ch d dr f g h k l m n p pl r s st t tr v w", "a e i o u ea ou", " n r s t l m ck"
	var w strings.Builder
	for range 2 + m.random.IntN(2) {
		w.WriteString(m.one(strings.Fields(starts)))
		w.WriteString(m.one(strings.Fields(vowels)))
		w.WriteString(m.one(strings.Split(ends, " ")))
	}
	return w.String()
}

func (m *Maker) one(of []string) string { return of[m.random.IntN(len(of))] }

// word returns a word, one of the topic every third time.
func (m *Maker) word(topic int) string {
	if m.random.IntN(3) == 0 {
		rank := len(m.words) / 100
		own := rand.New(rand.NewPCG(uint64(topic), uint64(m.random.IntN(topicWords))))
		return m.words[rank+own.IntN(min(10_000, len(m.words)-rank))]
	}
	at := sort.SearchFloat64s(m.upTo, m.random.Float64())
	return m.words[min(at, len(m.words)-1)]
}

// write returns so many words on a topic.
func (m *Maker) write(topic, words int) string {
	var out strings.Builder
	for i := range words {
		if i > 0 {
			out.WriteString(" ")
		}
		out.WriteString(m.word(topic))
		if m.random.IntN(12) == 0 && i+1 < words {
			out.WriteString(".")
		}
	}
	return out.String()
}

// Thread returns the next thread.
func (m *Maker) Thread() Thread {
	topic := m.random.IntN(topics)
	m.made++
	return Thread{
		ID: "t" + strconv.Itoa(m.made), Lang: "en",
		Title: m.write(topic, 5+m.random.IntN(7)), Body: m.write(topic, 40+m.random.IntN(100)),
	}
}

// Title returns a question as long as a title.
func (m *Maker) Title() string { return m.write(m.random.IntN(topics), 5+m.random.IntN(7)) }

// Paragraph returns a question as long as a paragraph.
func (m *Maker) Paragraph() string { return m.write(m.random.IntN(topics), 60+m.random.IntN(60)) }
