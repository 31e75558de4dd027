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

// ArticleKind is what an article is there for.
type ArticleKind string

// The kinds of articles.
const (
	ArticleFix     ArticleKind = "fix"     // something does not work
	ArticleHowTo   ArticleKind = "howto"   // how something is done
	ArticleRequest ArticleKind = "request" // how something is asked for
)

// ArticleKinds are all kinds of articles.
var ArticleKinds = []ArticleKind{ArticleFix, ArticleHowTo, ArticleRequest}

// Article is a page of the knowledge base in one language. The same page in
// another language has the same Pair.
type Article struct {
	ID       string       `json:"id"`
	Key      Key          `json:"key,omitempty"`
	Version  string       `json:"version,omitempty"` // while an edit waits on this device: its Key
	Pair     string       `json:"pair,omitempty"`
	Lang     string       `json:"lang"`
	Title    string       `json:"title"`
	Body     string       `json:"body"` // Markdown; an ordered list is its steps
	Keywords []string     `json:"keywords,omitempty"`
	Products []string     `json:"products,omitempty"` // that it is about, as people call them
	Category string       `json:"category,omitempty"`
	Audience Audience     `json:"audience"`
	State    ArticleState `json:"state"`
	Until    time.Time    `json:"until,omitzero"`    // from then on it may be out of date; zero: nobody knows
	Ticket   string       `json:"ticket,omitempty"`  // id of the ticket that it came from
	Helped   int          `json:"helped"`            // people who said that it solved it
	Learned  []Lesson     `json:"learned,omitempty"` // the helpdesk's own, MaxLessons at most
	Pictures []Picture    `json:"pictures,omitempty"`
	Updated  time.Time    `json:"updated"`
}

// Hidden tells whether not everybody is to read an article, or not yet.
func (a Article) Hidden() bool {
	return a.Audience == AudienceTechnicians || a.State == ArticleDraft || a.State == ArticleReview
}

// Kind tells what an article is there for, by its category.
func (a Article) Kind() ArticleKind {
	switch a.Category {
	case "howto":
		return ArticleHowTo
	case "request":
		return ArticleRequest
	}
	return ArticleFix
}

// OutOfDate tells whether an article may no longer be right, because it says so or
// its time is over, and since when; the time is zero where nobody knows.
func (a Article) OutOfDate(now time.Time) (since time.Time, stale bool) {
	if !a.Until.IsZero() && !a.Until.After(now) {
		return a.Until, true
	}
	return time.Time{}, a.State == ArticleOutdated
}

// ArticleOutcome is what an article did for somebody: it is shared with the
// helpdesk without a name.
type ArticleOutcome struct {
	Article string    `json:"article"` // id
	Solved  bool      `json:"solved"`
	Query   string    `json:"query,omitempty"` // the words that found it
	At      time.Time `json:"at"`
}
