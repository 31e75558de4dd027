package desk

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

const (
	// MaxLessons is how many lessons an article keeps.
	MaxLessons = 64
	// MaxLessonWords is how long the words of a lesson are at most, in bytes.
	MaxLessonWords = 120

	newLessons = 8 // of them that are there for being new, so that they can gain weight
)

// Lesson is what outcomes taught about an article: with these words people came
// to it, and so many of them were helped. It names nobody. One without words was
// forgotten, and is not learned again.
type Lesson struct {
	ID     string    `json:"id"` // see LessonID
	Words  string    `json:"words,omitempty"`
	Solved int       `json:"solved,omitempty"` // how often it helped; a helpdesk counts one person once a day
	Missed int       `json:"missed,omitempty"` // how often it did not, counted alike
	Last   time.Time `json:"last"`             // the day of the newest outcome
}

// Weight is how many it helped less those whom it did not.
func (l Lesson) Weight() int { return l.Solved - l.Missed }

// LessonID returns the id of what is learned about an article from these words:
// the same on every device and helpdesk.
func LessonID(article, words string) string {
	sum := sha256.Sum256([]byte(article + "\x00" + words))
	return hex.EncodeToString(sum[:12])
}

// LessonWords returns what may be kept of a question: words without digits, but
// for error codes, and nothing that looks like an address or a path.
func LessonWords(query string) string {
	var kept []string
	room := MaxLessonWords
	for _, w := range strings.Fields(strings.ToValidUTF8(strings.ToLower(query), " ")) {
		code := strings.HasPrefix(w, "0x")
		if strings.ContainsAny(w, `@/\:<>`) || !code && strings.ContainsFunc(w, unicode.IsDigit) || !strings.ContainsFunc(w, unicode.IsLetter) ||
			utf8.RuneCountInString(w) > 40 {
			continue
		}
		if room -= len(w) + 1; room < 0 {
			break
		}
		kept = append(kept, strings.Map(func(r rune) rune {
			if unicode.IsControl(r) {
				return -1
			}
			return r
		}, w))
	}
	return strings.Join(kept, " ")
}

// Learn returns the lessons of an article after one more outcome: the weightiest
// first and some for being new, MaxLessons at most. An outcome without words teaches nothing, nor do
// words that were forgotten.
func Learn(lessons []Lesson, o ArticleOutcome) []Lesson {
	words := LessonWords(o.Query)
	if words == "" {
		return lessons
	}
	lessons = slices.Clone(lessons)
	id := LessonID(o.Article, words)
	i := slices.IndexFunc(lessons, func(l Lesson) bool { return l.ID == id })
	switch {
	case i < 0:
		i = len(lessons)
		lessons = append(lessons, Lesson{ID: id, Words: words})
	case lessons[i].Words == "":
		return lessons
	}
	l := &lessons[i]
	if o.Solved {
		l.Solved++
	} else {
		l.Missed++
	}
	if day := o.At.UTC().Truncate(24 * time.Hour); day.After(l.Last) {
		l.Last = day
	}
	return settle(lessons)
}

// Unlearn returns the lessons of an article without one, whose words are
// forgotten for good. An unknown one is remembered as forgotten, too.
func Unlearn(lessons []Lesson, id string, at time.Time) []Lesson {
	lessons = slices.DeleteFunc(slices.Clone(lessons), func(l Lesson) bool { return l.ID == id })
	return settle(append(lessons, Lesson{ID: id, Last: at.UTC().Truncate(24 * time.Hour)}))
}

// settle puts lessons in order and drops what is too many, of those with words
// and of those without.
func settle(lessons []Lesson) []Lesson {
	var known, forgotten []Lesson
	for _, l := range lessons {
		if l.Words == "" {
			forgotten = append(forgotten, l)
		} else {
			known = append(known, l)
		}
	}
	newest := func(a, b Lesson) int { return cmp.Or(b.Last.Compare(a.Last), strings.Compare(a.ID, b.ID)) }
	slices.SortFunc(known, func(a, b Lesson) int { return cmp.Or(cmp.Compare(b.Weight(), a.Weight()), newest(a, b)) })
	if len(known) > MaxLessons {
		slices.SortFunc(known[MaxLessons-newLessons:], newest)
		known = known[:MaxLessons]
	}
	slices.SortFunc(forgotten, newest)
	return append(known, forgotten[:min(len(forgotten), MaxLessons)]...)
}
