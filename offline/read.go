package offline

import (
	"context"
	"io"
	"slices"
	"strings"

	"relais/internal/desk"
	"relais/offline/store"
)

// Tickets lists the tickets that a filter picks: what the helpdesk said last,
// with what waits here on top, and whether something is written to them.
func (d *Desk) Tickets(ctx context.Context, f desk.Filter) ([]desk.Row, error) {
	rows, err := d.store.Tickets(ctx, f)
	if err != nil || len(rows) == 0 {
		return rows, err
	}
	drafts, err := d.store.Drafts(ctx)
	if err != nil {
		d.o.Logger.Debug("reading drafts for a list", "code", desk.CodeOf(err)) // the list is worth showing without
	}
	written := map[string]bool{}
	for _, draft := range drafts {
		if ref, ok := writing(draft.ID); ok {
			written[ref] = true
		}
	}
	for i := range rows {
		t := rows[i].Ticket
		rows[i].Written = written[t.ID] || written[t.Number] || written[string(t.Key)]
	}
	return rows, nil
}

// writing tells which ticket a draft is a reply or a note to.
func writing(draft string) (ref string, ok bool) {
	sort, ref, _ := strings.Cut(draft, "/")
	return ref, sort == "reply" || sort == "note"
}

// Counts counts what each filter picks.
func (d *Desk) Counts(ctx context.Context, filters []desk.Filter) ([]int, error) {
	return d.store.Counts(ctx, filters)
}

// Ticket is a ticket page. ref is a number, an id, or the key of a receipt. When
// the conversation has not come yet, the View is Partial and it is asked for.
// CodeNotFound.
func (d *Desk) Ticket(ctx context.Context, ref string) (desk.View, error) {
	return d.viewed(d.store.View(ctx, ref))
}

// Recent is Ticket for a first screen: of a long conversation it has the first
// message and what came last, and Earlier counts the rest.
func (d *Desk) Recent(ctx context.Context, ref string) (desk.View, error) {
	return d.viewed(d.store.Recent(ctx, ref))
}

func (d *Desk) viewed(v desk.View, err error) (desk.View, error) {
	if err != nil {
		return v, err
	}
	v.AsOf = d.engine.Status().Pulled
	if v.Partial && v.Ticket.ID != "" {
		d.engine.Want(v.Ticket.ID)
	}
	return v, nil
}

// Queues lists the queues by level; none before the first sync.
func (d *Desk) Queues(ctx context.Context) ([]desk.Queue, error) { return d.store.Queues(ctx) }

// People searches for persons whose name, login or address starts with the
// letters; an empty query lists those that tickets can be given to. It asks the
// helpdesk, and answers from the device when that can't be reached.
func (d *Desk) People(ctx context.Context, query string) ([]desk.Person, error) {
	list, err := d.peopleThere(ctx, query)
	if err != nil {
		d.o.Logger.Debug("searching people", "code", desk.CodeOf(err))
		return d.store.People(ctx, query)
	}
	if len(list) > 0 {
		err = d.store.SavePeople(ctx, list)
	}
	return list, err
}

func (d *Desk) peopleThere(ctx context.Context, query string) ([]desk.Person, error) {
	if !d.engine.Status().Online {
		return nil, desk.Errorf(desk.CodeUnreachable, "search people", "offline")
	}
	b, err := d.engine.Backend(ctx)
	if err != nil {
		return nil, err
	}
	return b.People(ctx, query)
}

// Ticks lists the ticked steps of an article, in order.
func (d *Desk) Ticks(ctx context.Context, article string) ([]int, error) {
	return d.store.Ticks(ctx, article)
}

// Tick ticks a step of an article, or takes the tick away.
func (d *Desk) Tick(ctx context.Context, article string, step int, done bool) error {
	if err := d.store.Tick(ctx, article, step, done); err != nil {
		return err
	}
	d.changed()
	return nil
}

// SaveDraft keeps a draft in the place of the earlier one with its ID; an empty
// one is dropped.
func (d *Desk) SaveDraft(ctx context.Context, draft desk.Draft) error {
	if draft.ID == "" {
		return invalid("save draft", "no id")
	}
	if _, ok := writing(draft.ID); !ok {
		return d.keepDraft(ctx, draft)
	}
	_, had, _ := d.store.Draft(ctx, draft.ID) // one that can't be read is written over
	if err := d.keepDraft(ctx, draft); err != nil {
		return err
	}
	if had == draft.Empty() { // lists mark what is written to
		d.tell()
	}
	return nil
}

func (d *Desk) keepDraft(ctx context.Context, draft desk.Draft) error {
	if draft.Empty() {
		return d.store.DropDraft(ctx, draft.ID)
	}
	if draft.Updated.IsZero() {
		draft.Updated = d.o.Now()
	}
	return d.store.SaveDraft(ctx, draft)
}

// Draft reads a draft; false when there is none.
func (d *Desk) Draft(ctx context.Context, id string) (desk.Draft, bool, error) {
	return d.store.Draft(ctx, id)
}

// Drafts lists all drafts, the one that was written last first.
func (d *Desk) Drafts(ctx context.Context) ([]desk.Draft, error) { return d.store.Drafts(ctx) }

// DropDraft forgets a draft, if there is one.
func (d *Desk) DropDraft(ctx context.Context, id string) error { return d.store.DropDraft(ctx, id) }

// largest is the limit for attachments where the helpdesk names none, in bytes.
const largest = 100 << 20

func (d *Desk) maxAttachment() int64 {
	if m := d.Capabilities().MaxAttachment; m > 0 {
		return m
	}
	return largest
}

// Attach copies a file into the outbox; it is on disk when Attach returns. Its
// name is made safe to show and to write. CodeInvalid for an empty file,
// CodeTooLarge, CodeVanished when r fails, CodeDiskFull.
func (d *Desk) Attach(ctx context.Context, name string, r io.Reader) (desk.Attachment, error) {
	return d.store.Attach(name, untilDone{ctx, r}, d.maxAttachment())
}

// untilDone stops reading when the context ends.
type untilDone struct {
	ctx context.Context
	r   io.Reader
}

func (u untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(p)
}

// Outbox lists what the helpdesk does not have yet, in the order of the actions.
func (d *Desk) Outbox(ctx context.Context) ([]desk.Pending, error) {
	live, err := d.store.Live(ctx)
	return store.Pendings(live), err
}

// manyDiscarded bounds the list of what was given up.
const manyDiscarded = 200

// Discarded lists what was given up, the newest first, with the words in it and why
// it was refused, if it was. What nobody typed is left out.
func (d *Desk) Discarded(ctx context.Context) ([]desk.Pending, error) {
	entries, err := d.store.Precious.Discarded(ctx, manyDiscarded)
	var list []desk.Pending
	for i := range entries {
		if p := entries[i].Pending(); p.Text != "" || len(p.Attachments) > 0 {
			list = append(list, p)
		}
	}
	return list, err
}

// Receipt reads the receipt of an action. CodeNotFound.
func (d *Desk) Receipt(ctx context.Context, key desk.Key) (desk.Receipt, error) {
	e, err := d.store.Entry(ctx, key)
	if err != nil {
		return desk.Receipt{}, err
	}
	return e.Receipt(), nil
}

// Kept reads what was kept under a key, whatever became of it: the receipt with the
// words, the answers and the files that it is for. CodeNotFound.
func (d *Desk) Kept(ctx context.Context, key desk.Key) (desk.Pending, error) {
	e, err := d.store.Entry(ctx, key)
	if err != nil {
		return desk.Pending{}, err
	}
	return e.Pending(), nil
}

const (
	fewLetters = 4 // fewer say nothing
	manyKeys   = 8
)

// Keys lists the keys of actions and of tickets that begin or end with letters, as
// people read them out: actions first, the newest first; at most eight. There are
// none for less than four letters.
func (d *Desk) Keys(ctx context.Context, letters string) ([]desk.Key, error) {
	if len(letters) < fewLetters {
		return nil, nil
	}
	keys, err := d.store.Precious.Like(ctx, letters, manyKeys)
	if err != nil {
		return nil, err
	}
	made, err := d.store.Cache.Like(ctx, letters, manyKeys)
	for _, k := range made {
		if !slices.Contains(keys, k) && len(keys) < manyKeys {
			keys = append(keys, k)
		}
	}
	return keys, err
}

// Receipts lists the newest receipts.
func (d *Desk) Receipts(ctx context.Context, limit int) ([]desk.Receipt, error) {
	list, err := d.store.Latest(ctx, limit)
	receipts := make([]desk.Receipt, len(list))
	for i := range list {
		receipts[i] = list[i].Receipt()
	}
	return receipts, err
}
