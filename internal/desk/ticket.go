package desk

import "time"

// Kind says what sort of matter a ticket is.
type Kind string

// The kinds.
const (
	KindIncident Kind = "incident"
	KindRequest  Kind = "request"
	KindProblem  Kind = "problem"
)

// Valid tells whether k is one of the kinds.
func (k Kind) Valid() bool { return k == KindIncident || k == KindRequest || k == KindProblem }

// Channel says by which way a ticket came.
type Channel string

// The channels.
const (
	ChannelApp        Channel = "app"
	ChannelPhone      Channel = "phone"
	ChannelEmail      Channel = "email"
	ChannelWalkIn     Channel = "walk-in"
	ChannelMonitoring Channel = "monitoring"
)

// PersonRef names a person where a screen only shows who it was.
type PersonRef struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
}

// Empty tells whether nobody is named.
func (p PersonRef) Empty() bool { return p.ID == "" }

// Person is somebody the helpdesk knows.
type Person struct {
	ID     string   `json:"id"`
	Login  string   `json:"login,omitempty"`
	Name   string   `json:"name"`
	Email  string   `json:"email,omitempty"`
	Phone  string   `json:"phone,omitempty"`
	Site   string   `json:"site,omitempty"`
	Lang   string   `json:"lang,omitempty"` // "fr" or "en", empty when unknown
	Role   Role     `json:"role"`
	Queues []string `json:"queues,omitempty"` // ids of the queues the person works in
}

// Ref is the short form.
func (p Person) Ref() PersonRef { return PersonRef{ID: p.ID, Name: p.Name} }

// Queue is where tickets wait for a team.
type Queue struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Level int    `json:"level"` // 1 to 4; 0 when the helpdesk does not say
}

// Ticket is what lists, filters and sorting need of one matter, and everything
// about it but its conversation.
type Ticket struct {
	ID      string `json:"id"`            // the helpdesk's own, opaque; empty until it has one
	Number  string `json:"number"`        // what people say aloud; often equals ID
	Key     Key    `json:"key,omitempty"` // of the operation that made it; empty when Relais did not
	Version string `json:"version"`       // opaque; differs after each change that this person can see

	Title    string  `json:"title"`
	Kind     Kind    `json:"kind"`
	Category string  `json:"category,omitempty"`
	Channel  Channel `json:"channel,omitempty"`
	Lang     string  `json:"lang,omitempty"` // of the requester's words
	Site     string  `json:"site,omitempty"`

	Status       Status     `json:"status"`
	Outcome      Outcome    `json:"outcome,omitempty"`
	PendingFor   PendingFor `json:"pendingFor,omitempty"`
	PendingUntil time.Time  `json:"pendingUntil,omitzero"`
	PlannedAt    time.Time  `json:"plannedAt,omitzero"`

	Impact   Level    `json:"impact"`
	Urgency  Level    `json:"urgency"`
	Priority Priority `json:"priority"`

	Queue     string      `json:"queue"` // id
	Requester PersonRef   `json:"requester"`
	Assignee  PersonRef   `json:"assignee,omitzero"`
	Watchers  []PersonRef `json:"watchers,omitempty"`

	Created  time.Time `json:"created"`
	Updated  time.Time `json:"updated"`
	Due      time.Time `json:"due,omitzero"`
	Resolved time.Time `json:"resolved,omitzero"`
	Closed   time.Time `json:"closed,omitzero"`

	MergedInto string   `json:"mergedInto,omitempty"` // id of the ticket that goes on
	Parent     string   `json:"parent,omitempty"`     // id of the problem or bigger ticket
	Bounces    int      `json:"bounces,omitempty"`    // times a higher level sent it back
	Answers    *Answers `json:"answers,omitempty"`    // of the guided form, nil when there was none

	// ReadOnly names fields whose value Relais does not understand, with the
	// helpdesk's own words for it: shown, never written back.
	ReadOnly map[string]string `json:"readOnly,omitempty"`
}

// Message is one entry of the conversation.
type Message struct {
	ID          string       `json:"id"`
	Key         Key          `json:"key,omitempty"`
	TicketID    string       `json:"ticketId"`
	Author      PersonRef    `json:"author"`
	Internal    bool         `json:"internal"` // never visible for a requester
	Body        string       `json:"body"`     // Markdown without raw HTML
	Created     time.Time    `json:"created"`
	Attachments []Attachment `json:"attachments,omitempty"`
	HandOver    *HandOver    `json:"handOver,omitempty"` // with an escalation; never visible for a requester
	Sheet       *Sheet       `json:"sheet,omitempty"`    // with a resolution; never visible for a requester
	Tried       []Tried      `json:"tried,omitempty"`    // what the requester did before asking
}

// Attachment is a file that belongs to a message.
type Attachment struct {
	ID        string `json:"id"` // opaque; empty until the helpdesk has it
	Name      string `json:"name"`
	Size      int64  `json:"size"`   // bytes
	SHA256    string `json:"sha256"` // lower-case hex; empty when the helpdesk does not say
	MediaType string `json:"mediaType,omitempty"`
}

// Event is one line of a ticket's history: a field that changed.
type Event struct {
	ID       string    `json:"id"`
	TicketID string    `json:"ticketId"`
	At       time.Time `json:"at"`
	By       PersonRef `json:"by"`
	Field    Field     `json:"field"`
	From     string    `json:"from,omitempty"` // the value before, as Field says
	To       string    `json:"to,omitempty"`
	Reason   string    `json:"reason,omitempty"` // in the words of who did it
}

// Conversation is a ticket with all that was said and done, oldest first.
type Conversation struct {
	Ticket   Ticket    `json:"ticket"`
	Messages []Message `json:"messages"`
	Events   []Event   `json:"events,omitempty"`
}

// HandOver is the card that goes with an escalation. It spares the next level
// from asking everything again.
type HandOver struct {
	Happening  string `json:"happening"`
	Tried      string `json:"tried"`
	Hypothesis string `json:"hypothesis"`
	Context    string `json:"context"`
	Check      string `json:"check"` // what to look at first
}

// Sheet documents a resolution; it can become an article.
type Sheet struct {
	Analysis   string       `json:"analysis,omitempty"`
	Hypotheses []Hypothesis `json:"hypotheses,omitempty"`
	Solution   string       `json:"solution"`
	Workaround bool         `json:"workaround,omitempty"` // false: the solution is permanent
	Tested     string       `json:"tested,omitempty"`
	Cause      string       `json:"cause,omitempty"`
}

// Hypothesis is one idea about the cause, and what became of it.
type Hypothesis struct {
	Text      string `json:"text"`
	Confirmed bool   `json:"confirmed"`
}

// Tried is a step of an article that the requester ticked before asking.
type Tried struct {
	Article string `json:"article"` // id
	Step    int    `json:"step"`    // counted from 1
	Text    string `json:"text"`    // as it read when it was ticked
}
