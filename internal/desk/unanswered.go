package desk

import "time"

// Unanswered is what people looked for and no article answered: one of the
// articles to write. It names nobody.
type Unanswered struct {
	Words string    `json:"words"` // as they were typed last
	Lang  string    `json:"lang"`
	Count int       `json:"count"` // on how many days
	Last  time.Time `json:"last"`
}
