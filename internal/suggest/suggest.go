// Package suggest finds the articles and solved tickets that fit everyday
// words, on the device, in French and English.
//
// An Index holds documents in memory. Each is read in its own language (stems,
// elisions, accents folded, product names kept whole) and ranked by BM25F over
// title, keywords and body; the best are then looked at more closely: how much
// of the question stands in the title and the other way round, letters shared
// with the title, words that stand together. Unknown words are corrected
// against the words of the collection, everyday words (HouseWords) and the short
// forms that texts explain find what says the same otherwise, questions that a document answered before
// lift it (package past), and a hit that covers too little of the
// question is not shown at all: no answer is better than a tangential one.
package suggest

import (
	"context"
	"io"

	"relais/internal/suggest/house"
	"relais/internal/suggest/past"
)

// Doc is an article or a solved ticket as the index sees it.
type Doc struct {
	ID       string // unique in the index
	Lang     string // "fr" or "en"; anything else is guessed from the words
	Title    string
	Body     string // Markdown or plain text
	Category string // carried for the caller, not searched
	Keywords []string
	Kind     string // "article" or "ticket"
	Staff    bool   // for technicians only
	Helped   int    // people who said that it solved their problem
	Learned  []Link // questions that it answered before
}

// Link is a past question and how well the document answered it.
type Link = past.Link

// HouseWords say what people of a company mean by their own words.
type HouseWords = house.Words

// ParseHouseWords reads house words: see house.Parse.
func ParseHouseWords(r io.Reader) (HouseWords, error) { return house.Parse(r) }

// MaxHits is how many hits a search has at most.
const MaxHits = closer

// Query is what somebody asks.
type Query struct {
	Text   string
	Lang   string // the reader's language; documents in another one come later
	Kind   string // only documents of this kind; "" any
	Staff  bool   // also documents for technicians
	Limit  int    // most hits to return; 0 means 5, at most MaxHits
	Typing bool   // the last word may be unfinished
	Always bool   // also hits that fit badly
}

// Span is a part of a text, in bytes from its start, on rune boundaries.
type Span struct{ Start, End int }

// Hit is a document that fits a query.
type Hit struct {
	ID, Kind, Lang, Title string
	Passage               string  // the part of the body that fits best, as it stands there, about 160 characters at most
	Score                 float64 // higher fits better; compares within one answer only
	Fit                   float64 // how surely it answers, 0 to 1; compares between questions, and below 0.5 it is not shown
	InTitle               []Span  // matched words, in order, not overlapping
	InPassage             []Span  // the same within Passage
	Helped                int
	Learned               []string // what people had asked whom it helped, where that made it a hit; at most 2, best first
}

// Fits tells whether the hit is found without Always, too.
func (h Hit) Fits() bool { return h.Fit >= silence }

// Searcher answers queries.
type Searcher interface {
	// Search returns the hits of q, best first, equal scores by ID. Text of any
	// kind is fine: one that says nothing has no hits. The only error is that of
	// a context that ended.
	Search(ctx context.Context, q Query) ([]Hit, error)
}

var _ Searcher = (*Index)(nil)

func (q Query) limit() int {
	if q.Limit <= 0 {
		return 5
	}
	return min(q.Limit, MaxHits)
}
