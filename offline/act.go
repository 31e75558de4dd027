package offline

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"relais/internal/desk"
	"relais/offline/change"
	"relais/offline/store"
	"relais/offline/store/precious"
)

// All actions are durable when they return, and are sent as soon as may be. ref
// is the number or the id of a ticket, or the key of a receipt. draft is the id
// of the draft that the action sends; it is dropped in the same transaction. What
// the person saw of the ticket is said by desk.Seeing.
// Their errors leave everything as it was, the draft included: CodeInvalid,
// CodeTooLarge, CodeForbidden, CodeNotFound, CodeVanished for an attachment,
// CodeDiskFull, CodeReadOnly.

// Ask makes a ticket.
func (d *Desk) Ask(ctx context.Context, t desk.NewTicket, draft string) (desk.Receipt, error) {
	if t.Kind == "" {
		t.Kind = desk.KindIncident
	}
	if t.Channel == "" {
		t.Channel = desk.ChannelApp
	}
	key := d.o.NewKey()
	return d.keep(ctx, store.Entry{Key: key, Op: &change.Ask{Ticket: t}, Lane: precious.TicketLane(string(key))}, draft)
}

// Reply adds a public message.
func (d *Desk) Reply(ctx context.Context, ref string, m desk.NewMessage, draft string) (desk.Receipt, error) {
	m.Internal = false
	return d.edit(ctx, ref, &change.Reply{Message: m}, draft)
}

// Note adds an internal message.
func (d *Desk) Note(ctx context.Context, ref string, m desk.NewMessage, draft string) (desk.Receipt, error) {
	m.Internal = true
	return d.edit(ctx, ref, &change.Note{Message: m}, draft)
}

// Take gives the ticket to who is signed in.
func (d *Desk) Take(ctx context.Context, ref string) (desk.Receipt, error) {
	_, t, err := d.store.Ticket(ctx, ref)
	if err != nil {
		return desk.Receipt{}, err
	}
	return d.edit(ctx, ref, &change.Take{By: d.Me().Ref(), Open: t.Status == desk.StatusNew}, "")
}

// Assign gives the ticket to somebody; to nobody when p is empty.
func (d *Desk) Assign(ctx context.Context, ref string, p desk.PersonRef) (desk.Receipt, error) {
	return d.edit(ctx, ref, &change.Assign{To: p}, "")
}

// Pend makes the ticket wait, without end when until is zero; m may be nil.
func (d *Desk) Pend(ctx context.Context, ref string, p desk.PendingFor, until time.Time, m *desk.NewMessage, draft string) (desk.Receipt, error) {
	if m != nil {
		own := *m
		m = &own
	}
	return d.edit(ctx, ref, &change.Pend{For: p, Until: until.UTC(), Message: m}, draft)
}

// Plan sets a date for the work.
func (d *Desk) Plan(ctx context.Context, ref string, at time.Time) (desk.Receipt, error) {
	return d.edit(ctx, ref, &change.Plan{At: at.UTC()}, "")
}

// Escalate hands the ticket over to another queue, with a card.
func (d *Desk) Escalate(ctx context.Context, ref, queue string, card desk.HandOver, draft string) (desk.Receipt, error) {
	return d.edit(ctx, ref, &change.Escalate{Queue: queue, Card: card}, draft)
}

// SendBack returns the ticket to a queue; the reason is needed.
func (d *Desk) SendBack(ctx context.Context, ref, queue, reason, draft string) (desk.Receipt, error) {
	return d.edit(ctx, ref, &change.SendBack{Queue: queue, Reason: reason}, draft)
}

// Resolve says how the ticket was solved; reply is for the requester, and may be
// empty.
func (d *Desk) Resolve(ctx context.Context, ref string, sheet desk.Sheet, reply, draft string) (desk.Receipt, error) {
	return d.edit(ctx, ref, &change.Resolve{Sheet: sheet, Reply: reply}, draft)
}

// CloseUnsolved ends the ticket without a solution; the reason is needed.
func (d *Desk) CloseUnsolved(ctx context.Context, ref, reason, draft string) (desk.Receipt, error) {
	return d.edit(ctx, ref, &change.Close{Reason: reason}, draft)
}

// Reopen takes the work up again.
func (d *Desk) Reopen(ctx context.Context, ref, reason, draft string) (desk.Receipt, error) {
	return d.edit(ctx, ref, &change.Reopen{Reason: reason}, draft)
}

// Confirm is the requester's "it's solved". CodeUnsupported where the helpdesk lets
// no requester close a ticket: what is resolved there needs no confirmation.
func (d *Desk) Confirm(ctx context.Context, ref string) (desk.Receipt, error) {
	if !d.Capabilities().Settable(desk.FieldStatus) {
		return desk.Receipt{}, &desk.Error{Code: desk.CodeUnsupported, Op: string(desk.VerbConfirm), Subject: ref, Field: desk.FieldStatus}
	}
	return d.edit(ctx, ref, &change.Confirm{}, "")
}

// Back is the requester's "it's back". The reason is needed where the helpdesk
// opens a ticket again for nothing but a message.
func (d *Desk) Back(ctx context.Context, ref, reason, draft string) (desk.Receipt, error) {
	if strings.TrimSpace(reason) == "" && !d.Capabilities().Settable(desk.FieldStatus) {
		return desk.Receipt{}, invalid(string(desk.VerbBack), "no reason, and nothing else can be sent")
	}
	return d.edit(ctx, ref, &change.Back{Reason: reason}, draft)
}

// Merge declares the ticket to be the same matter as another one, which goes on.
func (d *Desk) Merge(ctx context.Context, ref, into string) (desk.Receipt, error) {
	from, err := d.store.Subject(ctx, ref)
	if err != nil {
		return desk.Receipt{}, err
	}
	to, err := d.store.Subject(ctx, into)
	if err != nil {
		return desk.Receipt{}, err
	}
	if from == to {
		return desk.Receipt{}, &desk.Error{Code: desk.CodeInvalid, Op: string(desk.VerbMerge), Subject: ref, Field: desk.FieldMergedInto}
	}
	return d.edit(ctx, from, &change.Merge{Into: to}, "")
}

// Correct sets fields that were derived, or found wrong.
func (d *Desk) Correct(ctx context.Context, ref string, set desk.Patch) (desk.Receipt, error) {
	return d.edit(ctx, ref, &change.Correct{Set: set}, "")
}

// SaveArticle makes an article (without an ID) or changes one (with the ID, and
// the Version that was edited, for which the key of the action that makes it may
// stand). Pictures that the text does not name are left out; of those that are here
// already, names will do. CodeUnsupported for one that is not for everybody yet, where the helpdesk
// keeps none such.
func (d *Desk) SaveArticle(ctx context.Context, a desk.Article, draft string) (desk.Receipt, error) {
	can := d.Capabilities()
	switch {
	case can.Kind == "": // the helpdesk will tell
	case !can.WriteArticles:
		return desk.Receipt{}, &desk.Error{Code: desk.CodeForbidden, Op: string(desk.VerbSaveArticle), Subject: a.ID}
	case !can.Drafts && a.Hidden():
		return desk.Receipt{}, &desk.Error{Code: desk.CodeUnsupported, Op: string(desk.VerbSaveArticle), Subject: a.ID}
	}
	a, err := d.illustrated(ctx, a)
	if err != nil {
		return desk.Receipt{}, err
	}
	if a, err = d.supersede(ctx, a); err != nil {
		return desk.Receipt{}, err
	}
	if desk.Key(a.ID).Valid() {
		a.Version = cmp.Or(a.Version, a.ID) // what was made here
	}
	a.Learned = nil // the helpdesk's own
	key := d.o.NewKey()
	lane := precious.ArticleLane(string(key))
	if a.ID != "" {
		lane = precious.ArticleLane(a.ID)
	}
	r, err := d.keep(ctx, store.Entry{Key: key, Op: &change.SaveArticle{Article: a}, Lane: lane}, draft)
	if err == nil {
		d.learnPublished(ctx, key, a)
	}
	return r, err
}

// illustrated is an article with the pictures that its text names. Those that are here
// need no content.
func (d *Desk) illustrated(ctx context.Context, a desk.Article) (desk.Article, error) {
	a.Pictures, _ = a.Referred()
	if a.ID == "" || !slices.ContainsFunc(a.Pictures, func(p desk.Picture) bool { return len(p.Content) == 0 }) {
		return a, nil
	}
	known, err := d.store.Article(ctx, a.ID)
	return a.Complete(known), err
}

// supersede takes a draft back that was made here and that the helpdesk does not
// keep, so that the article does not wait behind it: it is a new one.
func (d *Desk) supersede(ctx context.Context, a desk.Article) (desk.Article, error) {
	if a.Hidden() || !desk.Key(a.ID).Valid() {
		return a, nil
	}
	e, err := d.store.Entry(ctx, desk.Key(a.ID))
	can := d.Capabilities()
	refused := e.State == desk.StateAttention && e.Code == desk.CodeUnsupported
	willBe := e.State == desk.StateQueued && can.Kind != "" && !can.Drafts
	if err != nil || !refused && !willBe {
		return a, nil // its lane keeps the order
	}
	a.ID, a.Version = "", ""
	return a, d.store.Discard(ctx, &e)
}

// edit keeps an operation on a ticket, with the values that the person saw: those of
// desk.Seeing, else those of now.
func (d *Desk) edit(ctx context.Context, ref string, o change.Edit, draft string) (desk.Receipt, error) {
	subject, t, err := d.store.Ticket(ctx, ref)
	if err != nil {
		return desk.Receipt{}, err
	}
	c := o.Change()
	if err := d.mayDo(o, t, c); err != nil {
		return desk.Receipt{}, err
	}
	seen, ok := desk.Seen(ctx)
	if !ok {
		seen = t
	}
	return d.keep(ctx, store.Entry{
		Key: d.o.NewKey(), Op: o, Lane: precious.TicketLane(subject), Progress: precious.Progress{Title: t.Title, Base: c.Set.Base(seen)},
	}, draft)
}

// mayDo refuses at once what the helpdesk would refuse later.
func (d *Desk) mayDo(o change.Edit, t desk.Ticket, c desk.Change) error {
	me := d.Me()
	if me.ID == "" {
		return nil // the helpdesk will tell
	}
	forbidden := &desk.Error{Code: desk.CodeForbidden, Op: string(o.Verb()), Subject: t.Number}
	if c.Message != nil && c.Message.Internal && !me.Role.Staff() {
		return forbidden
	}
	for f := range c.Set {
		if !me.Role.Staff() && f != desk.FieldStatus && f != desk.FieldOutcome {
			forbidden.Field = f
			return forbidden
		}
	}
	to, moves := c.Set[desk.FieldStatus]
	if moves && !d.mayMove(t.Status, desk.Status(to)) {
		forbidden.Field = desk.FieldStatus
		return forbidden
	}
	return nil
}

// mayMove tells whether who is signed in may move a ticket. What is not known
// here, the helpdesk will tell.
func (d *Desk) mayMove(from, to desk.Status) bool {
	me := d.Me()
	return me.ID == "" || !from.Valid() || desk.MayMove(me.Role, from, to) || desk.MayMove(desk.RoleRequester, from, to)
}

// keep makes an operation durable.
func (d *Desk) keep(ctx context.Context, e store.Entry, draft string) (desk.Receipt, error) {
	if err := d.ready(&e); err != nil {
		return desk.Receipt{}, err
	}
	if err := d.store.Keep(ctx, &e, draft); err != nil {
		return desk.Receipt{}, err
	}
	if d.engine != nil {
		d.engine.Kept()
	}
	d.o.Changed()
	return e.Receipt(), nil
}

// ready checks an operation that is to be kept, with its files.
func (d *Desk) ready(e *store.Entry) error {
	switch o := e.Op.(type) {
	case *change.Ask:
		o.Ticket.Title = strings.Join(strings.Fields(o.Ticket.Title), " ")
		e.Title = o.Ticket.Title
	case *change.SaveArticle:
		e.Title = o.Article.Title
	}
	if err := d.shorten(e.Op); err != nil {
		return err
	}
	if err := e.Op.Validate(); err != nil {
		return err
	}
	if w, ok := e.Op.(change.Written); ok {
		for _, a := range w.Files() {
			if _, ok := d.store.Attached(a); !ok {
				return &desk.Error{Code: desk.CodeVanished, Op: string(e.Op.Verb()), Subject: a.Name}
			}
		}
	}
	e.By, e.Kept = d.Me().Ref(), d.o.Now()
	return nil
}

const (
	longText  = 100_000 // bytes; what is longer travels as a file
	textStart = 2_000   // bytes of it that stay in the message
)

// shorten moves a very long text of a message into an attachment. Its beginning stays.
func (d *Desk) shorten(o change.Operation) error {
	var m *desk.NewMessage
	switch o := o.(type) {
	case *change.Ask:
		m = &o.Ticket.Message
	case *change.Reply:
		m = &o.Message
	case *change.Note:
		m = &o.Message
	case *change.Pend:
		m = o.Message
	}
	if m == nil || len(m.Body) <= longText {
		return nil
	}
	a, err := d.store.Attach("message.txt", strings.NewReader(m.Body), d.maxAttachment())
	if err != nil {
		return err
	}
	m.Body = beginning(m.Body)
	m.Attachments = append(m.Attachments[:len(m.Attachments):len(m.Attachments)], desk.Blob{Attachment: a})
	return nil
}

// beginning is what stays of a text that became a file.
func beginning(text string) string {
	end := textStart
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}
