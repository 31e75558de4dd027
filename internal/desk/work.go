package desk

import "time"

// OperationState says how far an operation got.
type OperationState string

// The states of an operation.
const (
	StateQueued    OperationState = "queued"    // kept on the device, waits for its turn
	StateSent      OperationState = "sent"      // under way, or its outcome is not known yet
	StateAccepted  OperationState = "accepted"  // the helpdesk has it
	StateAttention OperationState = "attention" // a person has to look
	StateDiscarded OperationState = "discarded" // a person decided against it
)

// Receipt proves that an operation was kept on the device, and later that the
// helpdesk has it.
type Receipt struct {
	Key      Key            `json:"key"`
	Verb     Verb           `json:"verb"`
	State    OperationState `json:"state"`
	Ticket   string         `json:"ticket,omitempty"` // id, once known
	Number   string         `json:"number,omitempty"` // once known
	Title    string         `json:"title,omitempty"`
	Digest   string         `json:"digest"` // SHA-256 of what was kept, lower-case hex
	Kept     time.Time      `json:"kept"`
	Sent     time.Time      `json:"sent,omitzero"`
	Accepted time.Time      `json:"accepted,omitzero"`
}

// Verb names what an operation does; one for each type of operation.
type Verb string

// The verbs.
const (
	VerbAsk         Verb = "ask"
	VerbReply       Verb = "reply"
	VerbNote        Verb = "note"
	VerbTake        Verb = "take"
	VerbAssign      Verb = "assign"
	VerbPend        Verb = "pend"
	VerbPlan        Verb = "plan"
	VerbEscalate    Verb = "escalate"
	VerbSendBack    Verb = "send-back"
	VerbResolve     Verb = "resolve"
	VerbClose       Verb = "close"
	VerbReopen      Verb = "reopen"
	VerbConfirm     Verb = "confirm" // the requester: it's solved
	VerbBack        Verb = "back"    // the requester: it's back
	VerbMerge       Verb = "merge"
	VerbCorrect     Verb = "correct" // fields that were derived
	VerbSaveArticle Verb = "save-article"
	VerbOutcome     Verb = "outcome" // what an article did
	VerbForget      Verb = "forget"  // what was learned about an article
)

// Pending is an operation that the helpdesk does not have yet, as screens show it.
type Pending struct {
	Receipt
	Code      Code       `json:"code,omitempty"`  // why it waits or needs attention
	Field     Field      `json:"field,omitempty"` // with Code, when known
	Attempts  int        `json:"attempts"`
	NextTry   time.Time  `json:"nextTry,omitzero"`
	Conflicts []Conflict `json:"conflicts,omitempty"` // to be settled by a person
	Text      string     `json:"text,omitempty"`      // the words in it, so that nothing typed is out of sight
	Blocked   bool       `json:"blocked,omitempty"`   // waits behind another one of its lane

	Told        []Told       `json:"told,omitempty"`        // the answers of a guided form, in words
	Attachments []Attachment `json:"attachments,omitempty"` // that go with it

	Texts map[string]string `json:"texts,omitempty"` // that may be changed, as named in a draft; none while nobody may
	Draft string            `json:"draft,omitempty"` // into which it was taken back: what is sent from there takes its place
}

// Settle is a person's answer to a pending operation that needs attention.
type Settle string

// The answers.
const (
	SettleRetry   Settle = "retry"   // as it is; also after looking at an unknown outcome
	SettleMine    Settle = "mine"    // set my values over theirs
	SettleTheirs  Settle = "theirs"  // drop my values, keep my message
	SettleDiscard Settle = "discard" // drop it; a copy stays on the device
)

// Row is a ticket in a list.
type Row struct {
	Ticket
	Waiting   int  `json:"waiting,omitempty"`   // operations not accepted yet
	Attention bool `json:"attention,omitempty"` // one of them needs a person
	Written   bool `json:"written,omitempty"`   // a reply or note to it was begun here and not sent
}

// View is a ticket page: what the helpdesk said with what waits here on top.
type View struct {
	Conversation
	Pending []Pending `json:"pending,omitempty"`
	AsOf    time.Time `json:"asOf,omitzero"`     // when the helpdesk was last heard
	Partial bool      `json:"partial,omitempty"` // the conversation has not come yet
	Earlier int       `json:"earlier,omitempty"` // messages and events after the first message that were not read
}

// Order sorts a list.
type Order string

// The orders.
const (
	OrderNewest Order = "newest" // last change first
	OrderDue    Order = "due"    // what is due next first; without a due date by priority, then age
)

// Filter picks tickets for a list. Its conditions all have to hold; the zero
// Filter picks everything, newest first.
type Filter struct {
	Requester  string     `json:"requester,omitempty"` // id of a person
	Following  bool       `json:"following,omitempty"` // also those that the requester watches
	Assignee   string     `json:"assignee,omitempty"`
	Unassigned bool       `json:"unassigned,omitempty"`
	Queues     []string   `json:"queues,omitempty"` // ids, any of them
	Level      int        `json:"level,omitempty"`  // of the queue; 0 for any
	Statuses   []Status   `json:"statuses,omitempty"`
	Open       bool       `json:"open,omitempty"` // neither resolved nor closed
	PendingFor PendingFor `json:"pendingFor,omitempty"`
	Kind       Kind       `json:"kind,omitempty"`
	Priority   Priority   `json:"priority,omitempty"` // at least
	LateAt     time.Time  `json:"lateAt,omitzero"`    // due before this time and not done
	Text       string     `json:"text,omitempty"`     // letters in the title or the number
	Order      Order      `json:"order,omitempty"`
	Limit      int        `json:"limit,omitempty"` // 0 for 200
	Offset     int        `json:"offset,omitempty"`
}

// SyncStatus is what the notices at the top of a window are made of.
type SyncStatus struct {
	SignedIn  bool      `json:"signedIn"`
	Online    bool      `json:"online"`          // the last attempt reached the helpdesk
	Since     time.Time `json:"since,omitzero"`  // when Online last changed
	Pulled    time.Time `json:"pulled,omitzero"` // when what is shown was last known to be true
	Syncing   bool      `json:"syncing"`
	Waiting   int       `json:"waiting"`        // operations on their way
	Attention int       `json:"attention"`      // operations that need a person
	Code      Code      `json:"code,omitempty"` // why the last attempt failed
	NextTry   time.Time `json:"nextTry,omitzero"`
	Backfill  bool      `json:"backfill,omitempty"` // older tickets are still on their way
	Kept      string    `json:"kept,omitempty"`     // after damage: what was saved, for a notice
}

// SyncResult is what one sync did.
type SyncResult struct {
	Pushed    int  `json:"pushed"`
	Pulled    int  `json:"pulled"`
	Waiting   int  `json:"waiting"`
	Attention int  `json:"attention"`
	Code      Code `json:"code,omitempty"` // why it ended early
}
