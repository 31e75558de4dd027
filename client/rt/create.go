package rt

import (
	"cmp"
	"context"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"relais/client/rt/mapping"
	"relais/client/rt/record"
	"relais/client/rt/stream"
	"relais/client/transport"
	"relais/internal/desk"
)

// longestTitle is where Request Tracker cuts a subject, in letters.
const longestTitle = 200

// Create makes a ticket with its first message and attachments in one request,
// and reads it back.
func (b *Backend) Create(ctx context.Context, key desk.Key, n desk.NewTicket) (desk.Written, error) {
	const op = "create ticket"
	if !key.Valid() {
		return desk.Written{}, &desk.Error{Code: desk.CodeInvalid, Op: op, Err: desk.ErrKey}
	}
	s, err := b.ready(ctx)
	if err != nil {
		return desk.Written{}, err
	}
	if n, err = s.completed(n); err != nil {
		return desk.Written{}, err
	}
	blobs, err := stream.Checked(op, n.Message.Attachments)
	if err != nil {
		return desk.Written{}, err
	}
	id, err := b.send(ctx, transport.Call{Op: op, Path: "/ticket"}, b.newLetter(s, key, n, blobs))
	if err != nil {
		return desk.Written{}, err
	}
	c, _, err := b.conversation(ctx, op, id)
	if err != nil {
		return desk.Written{}, afterWrite(op, id, err)
	}
	return b.compareNew(c, key, n, blobs)
}

// completed checks a new ticket, and fills in what was left open.
func (s *site) completed(n desk.NewTicket) (desk.NewTicket, error) {
	refuse := func(code desk.Code, f desk.Field, why string) (desk.NewTicket, error) {
		return n, &desk.Error{Code: code, Op: "create ticket", Field: f, Err: errors.New(why)}
	}
	if n.Requester.Empty() {
		n.Requester = s.me.Ref()
	}
	if n.Queue == "" {
		n.Queue = s.start
	}
	if n.Channel == "" {
		n.Channel = desk.ChannelApp
	}
	_, there := s.queue(n.Queue)
	switch {
	case strings.TrimSpace(n.Title) == "" || utf8.RuneCountInString(n.Title) > longestTitle:
		return refuse(desk.CodeInvalid, desk.FieldTitle, "no title, or a too long one")
	case !n.Kind.Valid():
		return refuse(desk.CodeInvalid, desk.FieldKind, "unknown kind")
	case n.Impact != 0 && !n.Impact.Valid():
		return refuse(desk.CodeInvalid, desk.FieldImpact, "off the scale")
	case n.Urgency != 0 && !n.Urgency.Valid():
		return refuse(desk.CodeInvalid, desk.FieldUrgency, "off the scale")
	case n.Priority != 0 && !n.Priority.Valid():
		return refuse(desk.CodeInvalid, desk.FieldPriority, "off the scale")
	case !there:
		return refuse(desk.CodeInvalid, desk.FieldQueue, "no such queue")
	case n.Message.Internal:
		return refuse(desk.CodeInvalid, "", "the first message is for everybody")
	case !s.staff() && (n.Requester.ID != s.me.ID || n.Priority != 0 || n.Kind == desk.KindProblem):
		return refuse(desk.CodeForbidden, "", "only staff asks for that")
	}
	if n.Priority == 0 {
		n.Priority = desk.DefaultMatrix.Priority(n.Impact, n.Urgency)
	}
	return n, s.checkMessage("create ticket", &n.Message)
}

// newLetter is the request that makes a ticket.
func (b *Backend) newLetter(s *site, key desk.Key, n desk.NewTicket, blobs []desk.Blob) letter {
	r := record.Record{
		Key: key, Channel: n.Channel, Lang: n.Lang, Site: n.Site, Answers: n.Answers, Tried: n.Message.Tried,
		Set: desk.Patch{desk.FieldKind: string(n.Kind)},
	}
	if n.Category != "" {
		r.Set[desk.FieldCategory] = n.Category
	}
	fields := map[string]string{}
	if s.reference != "" {
		fields[s.reference] = string(key)
	}
	for _, l := range []struct {
		field desk.Field
		scale mapping.Scale
		level desk.Level
	}{{desk.FieldImpact, s.impact, n.Impact}, {desk.FieldUrgency, s.urgency, n.Urgency}} {
		if l.level != 0 {
			r.Set[l.field] = strconv.Itoa(int(l.level))
			if l.scale.Field != "" {
				fields[l.scale.Field] = l.scale.Value(l.level)
			}
		}
	}
	text := r.Readable(n.Message.Body, cmp.Or(n.Lang, s.me.Lang))
	if strings.TrimSpace(text) == "" {
		text = n.Title // files alone: Request Tracker would make an empty file of the missing text
	}
	if text != n.Message.Body {
		r.Body = &n.Message.Body
	}
	return letter{record: r, blobs: blobs, fields: map[string]any{
		"Queue": n.Queue, "Subject": n.Title, "Requestor": n.Requester.ID, "Content": text, "ContentType": "text/plain",
		"Priority": b.settings.Number(n.Priority), "CustomFields": fields,
	}}
}

// compareNew tells what Request Tracker dropped of a ticket that it says to have
// made. The ticket is there: the caller has it in the answer of Find.
func (b *Backend) compareNew(c desk.Conversation, key desk.Key, n desk.NewTicket, blobs []desk.Blob) (desk.Written, error) {
	t := c.Ticket
	w := written(c, key)
	for _, f := range []struct {
		field desk.Field
		same  bool
	}{
		{desk.FieldTitle, t.Title == n.Title},
		{desk.FieldQueue, t.Queue == n.Queue},
		{desk.FieldKind, t.Kind == n.Kind && t.Category == n.Category},
		{desk.FieldImpact, t.Impact == n.Impact},
		{desk.FieldUrgency, t.Urgency == n.Urgency},
		{desk.FieldPriority, t.Priority == n.Priority},
		{"", t.Key == key && t.Requester.ID == n.Requester.ID},
		{"", len(blobs) == 0 || len(w.Messages) == 1 && sameFiles(w.Messages[0].Attachments, blobs)},
	} {
		if !f.same {
			return w, &desk.Error{Code: desk.CodeRefused, Op: "create ticket", Subject: t.Number, Field: f.field}
		}
	}
	return w, nil
}

func sameFiles(have []desk.Attachment, want []desk.Blob) bool {
	if len(have) != len(want) {
		return false
	}
	for i, a := range have {
		if a.Size != want[i].Size {
			return false
		}
	}
	return true
}

// afterWrite is the error of reading back: what was written may be there, so that
// the outcome counts as unknown unless the account itself is refused.
func afterWrite(op, id string, err error) error {
	switch desk.CodeOf(err) {
	case desk.CodeUnauthorized, desk.CodeInterrupted:
		return err
	}
	return &desk.Error{Code: desk.CodeInterrupted, Op: op, Subject: id, Err: err}
}
