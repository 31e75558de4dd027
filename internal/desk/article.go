package desk

import "time"

// Audience says who may read an article.
type Audience string

// The audiences.
const (
	AudienceEveryone    Audience = "everyone"
	AudienceTechnicians Audience = "technicians"
)

// ArticleState is where an article stands in its life.
type ArticleState string

// The states of an article.
const (
	ArticleDraft     ArticleState = "draft"
	ArticleReview    ArticleState = "review"
	ArticlePublished ArticleState = "published"
	ArticleOutdated  ArticleState = "outdated"
)

// Article is a page of the knowledge base in one language. The same page in
// another language has the same Pair.
type Article struct {
	ID       string       `json:"id"`
	Key      Key          `json:"key,omitempty"`
	Version  string       `json:"version,omitempty"`
	Pair     string       `json:"pair,omitempty"`
	Lang     string       `json:"lang"`
	Title    string       `json:"title"`
	Body     string       `json:"body"` // Markdown; an ordered list is its steps
	Keywords []string     `json:"keywords,omitempty"`
	Category string       `json:"category,omitempty"`
	Audience Audience     `json:"audience"`
	State    ArticleState `json:"state"`
	Ticket   string       `json:"ticket,omitempty"`  // id of the ticket that it came from
	Helped   int          `json:"helped"`            // people who said that it solved it
	Learned  []Lesson     `json:"learned,omitempty"` // the helpdesk's own, MaxLessons at most
	Updated  time.Time    `json:"updated"`
}

// Hidden tells whether not everybody is to read an article, or not yet.
func (a Article) Hidden() bool {
	return a.Audience == AudienceTechnicians || a.State == ArticleDraft || a.State == ArticleReview
}

// ArticleOutcome is what an article did for somebody: it is shared with the
// helpdesk without a name.
type ArticleOutcome struct {
	Article string    `json:"article"` // id
	Solved  bool      `json:"solved"`
	Query   string    `json:"query,omitempty"` // the words that found it
	At      time.Time `json:"at"`
}
