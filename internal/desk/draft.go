package desk

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
)

// Draft is what somebody has typed and not sent: of a request, a reply, a card,
// a sheet. It lives on the device only.
type Draft struct {
	ID          string            `json:"id"` // DraftAsk, or what it is with its subject, e.g. "reply/2041"
	Texts       map[string]string `json:"texts,omitempty"`
	Version     string            `json:"version,omitempty"` // of the article that the texts change
	Answers     *Answers          `json:"answers,omitempty"`
	Attachments []Attachment      `json:"attachments,omitempty"` // already copied into the outbox
	Tried       []Tried           `json:"tried,omitempty"`
	Updated     time.Time         `json:"updated"`
}

// DraftAsk is the draft of a new request, and DraftEditor begins those of articles.
// A draft on a ticket begins with the verb of what sends it.
const (
	DraftAsk    = "ask"
	DraftEditor = "editor/"
)

// What begins the subject of the draft of an article: one that is there, one that is
// made of a ticket, one that is written afresh.
const (
	EditorArticle = "article/"
	EditorTicket  = "ticket/"
	EditorNew     = "new/"
)

// The texts of drafts. What is picked is kept as a text as well.
const (
	TextWords      = "text" // of a request, a reply or a note
	TextTitle      = "title"
	TextTo         = "to" // id of a person, a queue or a ticket
	TextReason     = "reason"
	TextFor        = "for"   // PendingFor
	TextUntil      = "until" // RFC 3339; of an article a day as in 2026-11-20; "" for no date
	TextAt         = "at"    // RFC 3339
	TextMessage    = "message"
	TextHappening  = "happening"
	TextTried      = "tried"
	TextHypothesis = "hypothesis"
	TextContext    = "context"
	TextCheck      = "check"
	TextAnalysis   = "analysis"
	TextSolution   = "solution"
	TextWorkaround = "workaround" // "yes" or ""
	TextTested     = "tested"
	TextCause      = "cause"
	TextConfirmed  = "confirmed" // the hypothesis: "yes", "no" or ""
	TextBody       = "body"      // of an article
	TextKeywords   = "keywords"  // parted by commas
	TextProducts   = "products"  // the same
	TextCategory   = "category"
	TextLang       = "lang"
	TextAudience   = "audience"
)

// prose are the texts of which one can stand behind another.
var prose = []string{
	TextWords, TextReason, TextMessage, TextHappening, TextTried, TextHypothesis, TextContext, TextCheck, TextAnalysis, TextSolution, TextTested, TextCause, TextBody,
}

// Empty tells whether there is nothing in the draft that a person would miss.
func (d Draft) Empty() bool {
	for _, t := range d.Texts {
		if t != "" {
			return false
		}
	}
	return d.Answers == nil && len(d.Attachments) == 0 && len(d.Tried) == 0
}

// With is the draft with another one behind it. No words of either are lost; what is
// picked and not typed stays as it was picked first.
func (d Draft) With(more Draft) Draft {
	texts := maps.Clone(more.Texts)
	if texts == nil {
		texts = map[string]string{}
	}
	if d.Answers != nil && more.Answers != nil {
		texts[TextWords] = join(texts[TextWords], more.Answers.words())
	}
	if title := d.Texts[TextTitle]; title != "" && title != texts[TextTitle] && more.Texts[TextWords] != "" {
		texts[TextWords] = join(texts[TextTitle], texts[TextWords])
	}
	for name, have := range d.Texts {
		switch {
		case strings.TrimSpace(have) == "":
		case slices.Contains(prose, name):
			texts[name] = join(have, texts[name])
		default:
			texts[name] = have
		}
	}
	d.Texts = texts
	if d.Answers == nil {
		d.Answers = more.Answers
	}
	d.Version = cmp.Or(d.Version, more.Version)
	d.Attachments = union(d.Attachments, more.Attachments)
	d.Tried = union(d.Tried, more.Tried)
	return d
}

// join puts a text behind another, unless it is there already.
func join(first, second string) string {
	switch {
	case strings.TrimSpace(second) == "" || strings.Contains(first, second):
		return first
	case strings.TrimSpace(first) == "":
		return second
	}
	return first + "\n\n" + second
}

func union[T comparable](first, second []T) []T {
	all := slices.Clone(first)
	for _, each := range second {
		if !slices.Contains(all, each) {
			all = append(all, each)
		}
	}
	return all
}

// words are the answers as text.
func (a Answers) words() string {
	var lines []string
	for _, t := range a.Told {
		lines = append(lines, t.Question+" "+t.Answer)
	}
	return strings.Join(lines, "\n")
}

// Day is how a day is written in TextUntil of an article.
const Day = time.DateOnly

// Texts are what of an article is typed or picked, as in its draft.
func (a Article) Texts() map[string]string {
	until := ""
	if !a.Until.IsZero() {
		until = a.Until.Format(Day)
	}
	return map[string]string{
		TextTitle: a.Title, TextBody: a.Body, TextKeywords: strings.Join(a.Keywords, ", "), TextProducts: strings.Join(a.Products, ", "),
		TextUntil: until, TextCategory: a.Category, TextLang: a.Lang, TextAudience: string(a.Audience),
	}
}
