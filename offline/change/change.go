// Package change holds what a person can do: one type, in one file, for each
// verb. An operation checks itself, shows its effect at once on top of what the
// helpdesk said last, and brings itself to the helpdesk when its turn comes.
//
// Operations are plain values that survive JSON; they are kept on the device
// until the helpdesk has them, and afterwards as the receipt of what was sent.
package change

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"relais/internal/desk"
)

// Operation is one action of a person.
type Operation interface {
	// Verb names the type.
	Verb() desk.Verb

	// Validate checks what can be known without asking anybody. Its errors are
	// *desk.Error with CodeInvalid or CodeTooLarge, and the field where there is one.
	Validate() error

	// Apply shows the effect on a conversation. It is a pure function of the scene
	// and the operation, and may meet a scene that has the effect already.
	Apply(s *Scene)

	// Push brings the operation to the helpdesk, once. Besides the errors of
	// desk.Backend it returns *Clash when a person has to choose between two
	// values, and ErrWaits when another operation has to be accepted before.
	Push(ctx context.Context, b desk.Backend, w *Way) (Result, error)
}

// Written is implemented by operations that hold words and files of a person.
type Written interface {
	Operation
	// Words are all that was typed, for the list of what waits.
	Words() string
	// Fields are the texts that can be typed otherwise, in place, by their names in a
	// draft.
	Fields() map[string]*string
	// Files are the attachments that have to be in the outbox.
	Files() []desk.Attachment
}

// Edit is implemented by operations on one ticket.
type Edit interface {
	Operation
	// Change is what the operation does, before it is merged.
	Change() desk.Change
}

// Teaching is implemented by operations that change what is known of an article.
type Teaching interface {
	Operation
	// Taught is the article as it will be, by the scene's At. It is a pure function.
	Taught(a desk.Article, s Scene) desk.Article
}

// Scene is what a person sees of a ticket while operations are applied to it.
type Scene struct {
	desk.Conversation
	Matrix desk.Matrix

	// Of the operation that is being applied.
	Key  desk.Key
	By   desk.PersonRef
	At   time.Time
	Drop bool // its values were given up, its message was not
}

// Way is what an operation needs on its way to the helpdesk.
type Way struct {
	Key      desk.Key
	TicketID string      // of the ticket that the operation is about
	Ticket   desk.Ticket // as the helpdesk said last, without what waits here
	Base     desk.Patch  // the values that the person saw
	Drop     bool        // send the message only
	Sent     *Sent       // what an earlier attempt sent, when its outcome is unknown and the Key makes it safe to repeat; else nil

	Queue   string // for a request that names none; "" leaves it to the helpdesk
	Article string // id of the article that the operation is about; "" makes one, or is said by the operation
	Version string // of that article, which the person edited

	// Resolve finds the helpdesk's id for a ticket that may have been made here; false
	// while it is on its way. One that was given up is known by its key only.
	Resolve func(ref string) (id string, ok bool)
	// Open reads an attachment from the outbox.
	Open func(desk.Attachment) (io.ReadCloser, error)
	// Keep makes durable what is about to be sent.
	Keep func(context.Context, Sent) error
	// Read asks the helpdesk for the ticket as it is now.
	Read func(context.Context) (desk.Ticket, error)
}

// Sent is what of an operation depends on the moment when it is sent. With it,
// the same request can be made again.
type Sent struct {
	Ticket  string     `json:"ticket,omitempty"`
	Version string     `json:"version,omitempty"`
	Queue   string     `json:"queue,omitempty"`
	Set     desk.Patch `json:"set,omitempty"`
}

// Result is what the helpdesk made of an operation.
type Result struct {
	Ticket   *desk.Ticket   `json:"ticket,omitempty"`
	Messages []desk.Message `json:"messages,omitempty"`
	Article  *desk.Article  `json:"article,omitempty"`
}

// Clash says that fields were changed on both sides, and how.
type Clash struct{ Conflicts []desk.Conflict }

// Error names the fields.
func (c *Clash) Error() string {
	var names []string
	for _, f := range c.Conflicts {
		names = append(names, string(f.Field))
	}
	return "changed on both sides: " + strings.Join(names, ", ")
}

// ErrWaits says that another operation has to be accepted before.
var ErrWaits = errors.New("waits for another operation")

// kinds makes an empty operation for each verb.
var kinds = map[desk.Verb]func() Operation{
	desk.VerbAsk:         func() Operation { return new(Ask) },
	desk.VerbReply:       func() Operation { return new(Reply) },
	desk.VerbNote:        func() Operation { return new(Note) },
	desk.VerbTake:        func() Operation { return new(Take) },
	desk.VerbAssign:      func() Operation { return new(Assign) },
	desk.VerbPend:        func() Operation { return new(Pend) },
	desk.VerbPlan:        func() Operation { return new(Plan) },
	desk.VerbEscalate:    func() Operation { return new(Escalate) },
	desk.VerbSendBack:    func() Operation { return new(SendBack) },
	desk.VerbResolve:     func() Operation { return new(Resolve) },
	desk.VerbClose:       func() Operation { return new(Close) },
	desk.VerbReopen:      func() Operation { return new(Reopen) },
	desk.VerbConfirm:     func() Operation { return new(Confirm) },
	desk.VerbBack:        func() Operation { return new(Back) },
	desk.VerbMerge:       func() Operation { return new(Merge) },
	desk.VerbCorrect:     func() Operation { return new(Correct) },
	desk.VerbSaveArticle: func() Operation { return new(SaveArticle) },
	desk.VerbOutcome:     func() Operation { return new(Outcome) },
	desk.VerbForget:      func() Operation { return new(Forget) },
}

// Decode reads an operation from its JSON form.
func Decode(verb desk.Verb, body []byte) (Operation, error) {
	make, ok := kinds[verb]
	if !ok {
		return nil, &desk.Error{Code: desk.CodeNewer, Op: "read operation", Subject: string(verb)}
	}
	o := make()
	if err := json.Unmarshal(body, o); err != nil {
		return nil, &desk.Error{Code: desk.CodeDamaged, Op: "read operation", Subject: string(verb), Err: err}
	}
	return o, nil
}

// invalid makes the error of a check.
func invalid(o Operation, f desk.Field, why string) error {
	return &desk.Error{Code: desk.CodeInvalid, Op: string(o.Verb()), Field: f, Err: errors.New(why)}
}

// maxText bounds one text. What is longer travels as an attachment.
const maxText = 1 << 20

func tooLong(o Operation, texts ...string) error {
	for _, t := range texts {
		if len(t) > maxText {
			return &desk.Error{Code: desk.CodeTooLarge, Op: string(o.Verb()), Err: fmt.Errorf("a text of %d bytes", len(t))}
		}
	}
	return nil
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// paragraphs joins texts that are there.
func paragraphs(texts ...string) string {
	var some []string
	for _, t := range texts {
		if !blank(t) {
			some = append(some, t)
		}
	}
	return strings.Join(some, "\n\n")
}
