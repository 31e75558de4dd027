package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// MaxLessons is how many lessons an article keeps.
const MaxLessons = 64

// Lesson is what outcomes taught about an article: with these words people came
// to it, and so many of them were helped. It names nobody.
type Lesson struct {
	ID     string    `json:"id"`     // see LessonID
	Words  string    `json:"words"`  // what is informative of a question, in its order
	Solved int       `json:"solved"` // how often it helped; one person counts once a day
	Missed int       `json:"missed"` // how often it did not, counted alike
	Last   time.Time `json:"last"`   // the day of the newest outcome
}

// LessonID returns the id of what is learned about an article from these words:
// the same on every device and helpdesk.
func LessonID(article, words string) string {
	sum := sha256.Sum256([]byte(article + "\x00" + words))
	return hex.EncodeToString(sum[:12])
}
