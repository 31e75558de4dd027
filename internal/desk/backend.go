package desk

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Backend is a helpdesk as one signed-in person sees it.
//
// All methods may be called from several goroutines. All honour the context: a
// call whose context was done before it began writes nothing. All errors are
// *Error; besides the codes that a method names, any of them may answer
// CodeUnreachable, CodeInterrupted, CodeUnauthorized, CodeForbidden,
// CodeThrottled (with RetryAfter), CodeUnavailable, CodeWrongServer,
// CodeUntrusted and CodeCanceled. No method tries again by itself, sleeps or
// asks a person: that is the caller's. The one thing that a method may do twice
// is what was refused because a session had run out, after one new sign-in, and
// only where the helpdesk looks at the session before anything else.
//
// Writes carry the Key of the operation. Where Capabilities promise Keyed,
// calling a write again with the same Key and content answers what the first
// call did and changes nothing; the same Key with another content is
// CodeKeyReused. Where they promise Findable, the caller asks Find before it
// sends again. A write whose context ends under way answers CodeInterrupted,
// because its outcome is unknown.
//
// Where a write takes several requests, calling it again with the same Key does
// what is missing and nothing twice. Find answers CodeNotFound until all of it is
// done.
type Backend interface {
	// Capabilities tell what this helpdesk can do: before the first Welcome at
	// best, afterwards as found. It asks nobody.
	Capabilities() Capabilities

	// Welcome signs in, or checks that the sign-in still holds, and tells who this
	// person is. It may be called at any time, any number of times.
	Welcome(ctx context.Context) (Welcome, error)

	// Pull answers what changed since the cursor. The empty cursor starts with the
	// newest tickets and goes on to older ones; articles and queues come early. A
	// page may repeat what an earlier page said, and never skips anything that
	// this person may see. Following Next until More is false ends with all that
	// was visible when the last page was asked for. When nothing changed the page
	// is empty, Next equals the cursor, and it costs one small request for tickets.
	// What a helpdesk does not tell with its changes (what is gone, articles,
	// queues, people) is looked for now and then, and may come minutes late; a
	// method that is asked for a ticket that is gone says so at once. A picture without
	// content is one that an earlier page told whole, of an article in which only what was
	// learned is new.
	// CodeCursorTooOld: start again with the empty cursor and drop, at the end,
	// what did not come.
	Pull(ctx context.Context, since Cursor) (Page, error)

	// Conversation reads one ticket whole. A merged ticket answers with the one
	// that goes on. CodeNotFound: it is not there, or no longer for this person.
	Conversation(ctx context.Context, ticketID string) (Conversation, error)

	// Create makes a ticket with its first message and attachments.
	// CodeInvalid, CodeTooLarge, CodeRefused, CodeKeyReused, CodeVanished.
	Create(ctx context.Context, key Key, t NewTicket) (Written, error)

	// Update changes fields, adds a message, or both as one action. When ifVersion
	// is not empty and no longer the newest, and the change sets fields, nothing
	// is done and the answer is CodeConflict; a message alone never conflicts.
	// CodeNotFound, CodeInvalid, CodeTooLarge, CodeRefused, CodeUnsupported,
	// CodeKeyReused, CodeVanished.
	Update(ctx context.Context, key Key, ticketID, ifVersion string, c Change) (Written, error)

	// Find looks for what an operation with this Key made. CodeNotFound is final
	// only when Capabilities.Grace has passed since the write was sent.
	Find(ctx context.Context, key Key) (Written, error)

	// SaveArticle makes an article (empty ID) or changes it (ID and Version set).
	// The answer may tell the names of its pictures only. CodeConflict, also for a new one whose pair has one in its
	// language, CodeInvalid, CodeTooLarge, CodeUnsupported, CodeKeyReused.
	SaveArticle(ctx context.Context, key Key, a Article) (Article, error)

	// RecordOutcome counts what an article did for somebody, one person once a day,
	// and learns the words that led to it: see Learn. CodeNotFound, CodeUnsupported.
	RecordOutcome(ctx context.Context, key Key, o ArticleOutcome) error

	// ForgetLesson drops what was learned about an article, for good; for staff. One
	// that is not there is forgotten, too. CodeNotFound, CodeUnsupported.
	ForgetLesson(ctx context.Context, key Key, article, lesson string) error

	// People searches for persons whose name, login or address starts with the
	// letters; an empty query lists those that tickets can be given to, as far as
	// the helpdesk tells. At most 50, best first. CodeForbidden: not for this person.
	People(ctx context.Context, query string) ([]Person, error)

	// Download streams an attachment from an offset in bytes; what a helpdesk can't
	// leave out before it is read and dropped. The caller closes it. CodeNotFound.
	Download(ctx context.Context, attachmentID string, offset int64) (io.ReadCloser, error)

	// Close lets go of connections. No other method is called afterwards.
	Close() error
}

// Resumer is implemented by a Backend that can go on without a Welcome where an
// earlier one is remembered.
type Resumer interface {
	// Resume takes for true what an earlier Welcome found. It asks nobody; whether
	// the sign-in still holds shows with the next call.
	Resume(Capabilities)
}

// Cursor marks a place in a helpdesk's changes. Only the back end that made it
// understands it.
type Cursor string

// Promise says how sure "exactly once" is for one sort of write.
type Promise string

// The promises, from the strongest to the weakest.
const (
	Keyed      Promise = "keyed"       // the helpdesk knows the Key and answers the same again
	Findable   Promise = "findable"    // Find tells whether it was done, once Grace has passed
	BestEffort Promise = "best-effort" // an unknown outcome stays unknown: a person looks
)

// Guard says how sure "no silent overwrite" is.
type Guard string

// The guards, from the strongest to the weakest.
const (
	GuardVersion Guard = "version" // the helpdesk compares versions and writes in one step
	GuardRead    Guard = "read"    // read before and after; two writes within a second may cross
	GuardNone    Guard = "none"
)

// Capabilities say what a helpdesk can do, so that screens leave out what it
// can't and the engine knows what it may rely on.
type Capabilities struct {
	Kind    string        `json:"kind"`
	Create  Promise       `json:"create"`
	Message Promise       `json:"message"`
	Change  Promise       `json:"change"` // of fields, articles and outcomes
	Guard   Guard         `json:"guard"`
	Grace   time.Duration `json:"grace"` // how long a Findable write may stay hidden

	Articles      bool     `json:"articles"`      // they can be read
	WriteArticles bool     `json:"writeArticles"` // by this person
	Drafts        bool     `json:"drafts"`        // it keeps articles that are not for everybody, or not yet; and Products and Until of all
	Pictures      bool     `json:"pictures"`      // articles have pictures; else they are left out
	Outcomes      bool     `json:"outcomes"`      // RecordOutcome and ForgetLesson work
	Notes         bool     `json:"notes"`         // internal notes, for staff
	Merge         bool     `json:"merge"`
	Events        bool     `json:"events"`        // Conversation has a history
	Answers       bool     `json:"answers"`       // guided answers come back as keys
	Reopens       bool     `json:"reopens"`       // any public reply opens a ticket that was done
	KeepsPending  bool     `json:"keepsPending"`  // a requester's reply leaves a pending ticket pending
	Statuses      []Status `json:"statuses"`      // those that a ticket can have there, or be given
	Fields        []Field  `json:"fields"`        // those that can be set
	MaxAttachment int64    `json:"maxAttachment"` // bytes; 0 for no known limit
}

// Settable tells whether this person may set a field there. Before the first
// sign-in nobody knows, and everything is.
func (c Capabilities) Settable(f Field) bool { return c.Kind == "" || slices.Contains(c.Fields, f) }

// Welcome is what a helpdesk says at sign-in.
type Welcome struct {
	Me      Person    `json:"me"`
	Server  string    `json:"server"`  // its name for people
	Version string    `json:"version"` // of its software
	Time    time.Time `json:"time"`    // its clock
	Matrix  Matrix    `json:"matrix"`  // its own, or DefaultMatrix
	Missing []Missing `json:"missing,omitempty"`
}

// Missing is something that an administrator could add to the helpdesk, and
// which promise is weaker without it.
type Missing struct {
	Code string            `json:"code"` // the screen's sentence is kept under it
	Args map[string]string `json:"args,omitempty"`
}

// Extent says how much of a conversation a pulled ticket carries.
type Extent string

// The extents.
const (
	ExtentWhole Extent = "whole" // all of it: replaces what is known
	ExtentNew   Extent = "new"   // what came since the cursor: adds to it
	ExtentNone  Extent = "none"  // nothing: ask Conversation
)

// Pulled is a ticket that changed.
type Pulled struct {
	Conversation
	Extent Extent `json:"extent"`
}

// Page is one answer of Pull. Within a list the order means nothing.
type Page struct {
	Tickets      []Pulled      `json:"tickets,omitempty"`
	Gone         []string      `json:"gone,omitempty"` // ids of tickets no longer there for this person
	Articles     []Article     `json:"articles,omitempty"`
	GoneArticles []string      `json:"goneArticles,omitempty"`
	Queues       []Queue       `json:"queues,omitempty"` // when not empty: all of them
	People       []Person      `json:"people,omitempty"` // that changed; for staff
	Next         Cursor        `json:"next"`
	More         bool          `json:"more"` // there is more to pull right now
	Poll         time.Duration `json:"poll"` // the helpdesk's wish until the next pull; 0 for none
}

// Empty tells whether a page says nothing new.
func (p Page) Empty() bool {
	return len(p.Tickets)+len(p.Gone)+len(p.Articles)+len(p.GoneArticles)+len(p.Queues)+len(p.People) == 0
}

// NewTicket is a ticket on its way to the helpdesk.
type NewTicket struct {
	Title     string     `json:"title"`
	Kind      Kind       `json:"kind"`
	Category  string     `json:"category,omitempty"`
	Channel   Channel    `json:"channel,omitempty"`
	Lang      string     `json:"lang,omitempty"`
	Site      string     `json:"site,omitempty"`
	Impact    Level      `json:"impact,omitempty"`
	Urgency   Level      `json:"urgency,omitempty"`
	Priority  Priority   `json:"priority,omitempty"` // 0: by the helpdesk's matrix
	Queue     string     `json:"queue,omitempty"`    // "": the lowest level that takes it
	Requester PersonRef  `json:"requester,omitzero"` // empty: this person
	Answers   *Answers   `json:"answers,omitempty"`
	Message   NewMessage `json:"message"`
}

// NewMessage is a message on its way to the helpdesk.
type NewMessage struct {
	Internal    bool      `json:"internal,omitempty"`
	Body        string    `json:"body"`
	Attachments []Blob    `json:"attachments,omitempty"`
	HandOver    *HandOver `json:"handOver,omitempty"`
	Sheet       *Sheet    `json:"sheet,omitempty"`
	Tried       []Tried   `json:"tried,omitempty"`
}

// Blob is the content of an attachment that the helpdesk does not have yet.
type Blob struct {
	Attachment
	// Open may be called more than once; each reader is closed by who opened it.
	Open func() (io.ReadCloser, error) `json:"-"`
}

// Change is what an Update does.
type Change struct {
	Set     Patch       `json:"set,omitempty"`
	Reason  string      `json:"reason,omitempty"` // kept in the history where there is one
	Message *NewMessage `json:"message,omitempty"`
}

// Written is what a write left behind.
type Written struct {
	Ticket   Ticket    `json:"ticket"`
	Messages []Message `json:"messages,omitempty"` // those that this write made
}

// Lacks tells which field of a new ticket a helpdesk dropped that says to have
// made it; "" for what is no field, such as its message. What the helpdesk is
// free to fill in, and how it cleans texts, does not count.
func (n NewTicket) Lacks(w Written) (f Field, lacks bool) {
	t := w.Ticket
	for _, c := range []struct {
		field Field
		kept  bool
	}{
		{FieldTitle, alike(t.Title, n.Title)},
		{FieldKind, n.Kind == "" || t.Kind == n.Kind},
		{FieldCategory, alike(t.Category, n.Category)},
		{FieldImpact, t.Impact == n.Impact},
		{FieldUrgency, t.Urgency == n.Urgency},
		{FieldPriority, n.Priority == 0 || t.Priority == n.Priority},
		{FieldQueue, n.Queue == "" || t.Queue == n.Queue},
		{"", n.Requester.Empty() || t.Requester.ID == n.Requester.ID},
		{"", n.Answers == nil || t.Answers != nil},
		{"", n.Message.keptBy(w)},
	} {
		if !c.kept {
			return c.field, true
		}
	}
	return "", false
}

// Lacks tells which field of a change a helpdesk dropped that says to have made
// it; "" for its message. What other values bring with them does not count: the
// end of a ticket closes it, and nothing waits for what does not wait.
func (c Change) Lacks(w Written) (f Field, lacks bool) {
	for _, f := range c.Set.Fields() {
		if !c.kept(f, w.Ticket) {
			return f, true
		}
	}
	return "", c.Message != nil && !c.Message.keptBy(w)
}

func (c Change) kept(f Field, t Ticket) bool {
	want, have := canonical(f, c.Set[f]), t.Get(f)
	_, moved := c.Set[FieldStatus]
	switch f {
	case FieldTitle, FieldCategory:
		return alike(have, want)
	case FieldStatus:
		return have == want || t.MergedInto != ""
	case FieldMergedInto:
		return have != "" || t.ID == want
	case FieldOutcome:
		return have == want || want == "" || !t.Status.Done()
	case FieldPendingFor, FieldPendingUntil:
		return have == want || t.Status != StatusPending
	case FieldPlannedAt:
		return have == want || t.Status != StatusPlanned
	case FieldDue:
		return have == want || moved
	case FieldPriority:
		return have == want || want == ""
	}
	return have == want
}

// Lacks tells whether a helpdesk that says to have saved an article dropped
// something of it.
func (a Article) Lacks(saved Article) bool {
	return !alike(saved.Title, a.Title) || !alike(saved.Body, a.Body) || saved.Lang != a.Lang || a.State != "" && saved.State != a.State ||
		a.Audience != "" && saved.Audience != a.Audience || !alike(saved.Category, a.Category) || len(saved.Keywords) != len(a.Keywords) ||
		len(saved.Products) != len(a.Products) || saved.Until.IsZero() != a.Until.IsZero() || len(saved.Pictures) != len(a.Pictures)
}

// keptBy tells whether a message is among those that a write made.
func (m NewMessage) keptBy(w Written) bool {
	if len(w.Messages) != 1 {
		return false
	}
	kept := w.Messages[0]
	if len(kept.Attachments) != len(m.Attachments) {
		return false
	}
	for i, a := range m.Attachments {
		if a.Size > 0 && kept.Attachments[i].Size != a.Size {
			return false
		}
	}
	return alike(kept.Body, m.Body) && kept.Internal == m.Internal && len(kept.Tried) == len(m.Tried) &&
		(m.HandOver == nil || kept.HandOver != nil) && (m.Sheet == nil || kept.Sheet != nil)
}

// alike tells whether two texts have the same letters. Spaces and what can't be
// seen are for the helpdesk to clean.
func alike(a, b string) bool {
	letters := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == unicode.ReplacementChar {
				return -1
			}
			return r
		}, s)
	}
	return a == b || letters(a) == letters(b)
}
