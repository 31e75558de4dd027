package rt

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"time"

	"relais/client/rt/cursor"
	"relais/client/rt/thread"
	"relais/client/rt/wire"
	"relais/internal/desk"
)

const (
	poll   = time.Minute // each answer costs the server a check of a password
	atMost = 20          // tickets that a page tells whole
)

// pulling is one call of Pull.
type pulling struct {
	*Backend
	s    *site
	c    cursor.Cursor
	page desk.Page
	now  time.Time     // the server's clock
	skew time.Duration // what it was taken to be ahead for that
}

// Pull answers what changed since the cursor.
func (b *Backend) Pull(ctx context.Context, since desk.Cursor) (desk.Page, error) {
	s, err := b.ready(ctx)
	if err != nil {
		return desk.Page{}, err
	}
	p := &pulling{Backend: b, s: s, page: desk.Page{Poll: poll}}
	p.look()
	if since == "" {
		p.c = cursor.New(p.now)
		p.page.Queues = slices.Clone(s.queues)
		err = p.articles(ctx)
	} else {
		p.c, err = cursor.Decode(since)
	}
	if err != nil {
		return desk.Page{}, err
	}
	switch {
	case p.c.Below > 0:
		err = p.rows(ctx)
	case len(p.c.Owed) > 0:
		err = p.details(ctx)
	default:
		err = p.changes(ctx)
	}
	if err != nil {
		return desk.Page{}, err
	}
	if since != "" && p.page.Empty() && !p.page.More {
		p.page.Next = since
		return p.page, nil
	}
	p.page.Next, err = p.c.Encode()
	return p.page, err
}

const rowFields = "Subject,Status,Priority,Owner,Queue,Created,LastUpdated,Due,Requestor,Resolved,Starts"

// rows tells a hundred tickets as lists show them, newest first.
func (p *pulling) rows(ctx context.Context) error {
	list, err := p.tickets(ctx, "id < "+strconv.Itoa(p.c.Below), pageSize, url.Values{
		"orderby": {"id"}, "order": {"DESC"}, "fields": {rowFields}, "fields[Requestor]": {"RealName"}, "fields[Owner]": {"RealName"},
	})
	if err != nil {
		return err
	}
	for _, row := range list.Items {
		p.meetRow(row)
		t := p.frame(p.s).Ticket(row)
		if t.Status != desk.StatusPlanned {
			t.PlannedAt = time.Time{}
		}
		p.page.Tickets = append(p.page.Tickets, desk.Pulled{Conversation: desk.Conversation{Ticket: t}, Extent: desk.ExtentNone})
		p.c.Known.Add(row.ID.Int())
		p.c.Below = row.ID.Int()
	}
	p.page.More = true
	if len(list.Items) == pageSize {
		return nil
	}
	p.c.Below = 0
	newest, err := p.tickets(ctx, "id > 0", p.settings.Detail, url.Values{"orderby": {"LastUpdated"}, "order": {"DESC"}})
	for _, row := range newest.Items {
		p.c.Owed = append(p.c.Owed, row.ID.Int())
	}
	return err
}

// meetRow learns the names that a row tells.
func (p *pulling) meetRow(row wire.Ticket) {
	for _, r := range append(slices.Clone(row.Requestor), row.Owner) {
		if _, ok := p.known(string(r.ID)); !ok && r.RealName != "" && r.ID != thread.Nobody {
			p.know(wire.User{Name: string(r.ID), RealName: r.RealName})
		}
	}
}

// details tells some tickets whole.
func (p *pulling) details(ctx context.Context) error {
	n := min(len(p.c.Owed), atMost/2)
	for _, id := range p.c.Owed[:n] {
		if err := p.try(ctx, id); err != nil {
			return err
		}
	}
	p.c.Owed = p.c.Owed[n:]
	p.page.More = true
	return nil
}

// try tells a ticket whole. One that the server stumbles over holds up no other: as
// long as the server answers a question beside it, the ticket is put off.
func (p *pulling) try(ctx context.Context, id int) error {
	err := p.tell(ctx, id)
	var told *desk.Error
	switch code := desk.CodeOf(err); {
	case err == nil:
		p.c.Sick.Remove(id)
		return nil
	case code != desk.CodeUnavailable && code != desk.CodeWrongServer:
		return err
	case errors.As(err, &told) && told.RetryAfter > 0:
		return err
	}
	if _, down := p.tickets(ctx, "id > 0", 1, nil); down != nil {
		return err
	}
	p.c.Sick.Add(id)
	p.c.Known.Add(id) // it is there
	return nil
}

// tell reads a ticket whole, or finds out that it is gone.
func (p *pulling) tell(ctx context.Context, id int) error {
	c, r, err := p.conversation(ctx, "pull", strconv.Itoa(id))
	switch code := desk.CodeOf(err); {
	case code == desk.CodeNotFound || code == desk.CodeForbidden:
		p.gone(id)
		return nil
	case err != nil:
		return err
	}
	if got := wire.ID(c.Ticket.ID).Int(); got != id { // it was merged, the other one goes on
		p.gone(id)
		id = got
	}
	for _, other := range r.Merged() {
		p.gone(other)
	}
	if other, twice := p.twin(r, c.Ticket.Key); twice {
		joined, err := p.join(ctx, max(other, id), min(other, id))
		if err != nil {
			return err
		}
		if joined {
			p.gone(max(other, id))
			return p.tell(ctx, min(other, id))
		}
	}
	told := func(t desk.Pulled) bool { return t.Ticket.ID == c.Ticket.ID }
	p.page.Tickets = append(slices.DeleteFunc(p.page.Tickets, told), desk.Pulled{Conversation: c, Extent: desk.ExtentWhole})
	p.c.Known.Add(id)
	p.c.Seen[id] = cursor.NewMark(c.Ticket.Updated, c.Ticket.Version, p.now)
	return nil
}

// twin is what two tickets that one operation made have in common. A copy that
// somebody made in Request Tracker has the Key too.
type twin struct {
	key            desk.Key
	creator, title string
}

// twin finds another ticket that the same operation made: the answer of a server
// was lost for so long that the operation was sent again.
func (p *pulling) twin(r thread.Reading, key desk.Key) (other int, twice bool) {
	if key == "" || !p.s.change {
		return 0, false
	}
	id, same := r.Ticket.ID.Int(), twin{key, string(r.Ticket.Creator.ID), r.Ticket.Subject}
	p.mu.Lock()
	defer p.mu.Unlock()
	other = p.twins[same]
	if other == 0 || id < other {
		p.twins[same] = id
	}
	return other, other != 0 && other != id
}

// join merges a ticket into its twin, and tells whether that was done. Where one of
// them is gone, or this person may not merge them, nothing is joined.
func (p *pulling) join(ctx context.Context, id, into int) (bool, error) {
	u := &update{Backend: p.Backend, id: strconv.Itoa(id)}
	var first, now wire.Ticket
	err := p.ticket(ctx, into, &first)
	if err == nil && (first.ID.Int() != into || first.Status == "deleted") {
		return false, nil
	}
	if err == nil {
		err = u.putTicket(ctx, map[string]any{"MergeInto": into}, "")
	}
	if err == nil {
		err = p.ticket(ctx, id, &now)
	}
	switch desk.CodeOf(err) {
	case desk.CodeForbidden, desk.CodeNotFound, desk.CodeInvalid:
		return false, nil
	}
	return err == nil && now.ID.Int() == into, err
}

func (p *pulling) ticket(ctx context.Context, id int, into *wire.Ticket) error {
	_, err := p.get(ctx, "pull", "/ticket/{id}", map[string]string{"id": strconv.Itoa(id)}, nil, into)
	return err
}

func (p *pulling) gone(id int) {
	delete(p.c.Seen, id)
	if p.c.Known.Remove(id) {
		p.page.Gone = append(p.page.Gone, strconv.Itoa(id))
	}
}

// changes makes a pass, or a part of one, over what was changed since the last.
// Rows come by rising id from where the pass stands, so that what changes
// meanwhile moves no row to where it was looked at already.
func (p *pulling) changes(ctx context.Context) error {
	for {
		list, err := p.changed(ctx)
		if err != nil {
			return err
		}
		for _, row := range list.Items {
			if err := p.row(ctx, row); err != nil {
				return err
			}
			p.c.After = row.ID.Int()
			if len(p.page.Tickets) >= atMost {
				p.page.More = true
				return nil
			}
		}
		if len(list.Items) < pageSize {
			break
		}
	}
	p.c.End()
	return p.seldom(ctx)
}

// changed asks for the next rows of a pass. When the clock of this computer was set
// since the server last told the time, the question was a wrong one, and is asked
// again.
func (p *pulling) changed(ctx context.Context) (wire.List[wire.Ticket], error) {
	for {
		c := p.c
		began := c.Begin(p.now)
		list, err := p.tickets(ctx, c.Question(p.now), pageSize, url.Values{
			"orderby": {"id"}, "order": {"ASC"}, "fields": {"LastUpdated,Requestor,Owner"},
			"fields[Requestor]": {"RealName"}, "fields[Owner]": {"RealName"},
		})
		if err != nil {
			return list, err
		}
		if (p.ahead() - p.skew).Abs() < cursor.Overlap/2 {
			p.c = c
			return list, began
		}
		p.look()
	}
}

// look looks at the server's clock.
func (p *pulling) look() {
	p.skew = p.ahead()
	p.now = p.Backend.now().Add(p.skew).UTC()
}

// row tells a ticket if it was changed since it was told.
func (p *pulling) row(ctx context.Context, row wire.Ticket) error {
	told, version := p.c.Told(row.ID.Int(), row.LastUpdated.Time)
	if p.c.Sick.Has(row.ID.Int()) { // it is asked for again now and then
		return nil
	}
	var err error
	if version != "" {
		told, err = p.unchanged(ctx, row, version)
	}
	if told || err != nil {
		return err
	}
	p.meetRow(row)
	return p.try(ctx, row.ID.Int())
}

// unchanged looks at the version of a ticket that was told within the second of
// its last change. What it finds later than that second holds for good.
func (p *pulling) unchanged(ctx context.Context, row wire.Ticket, version string) (bool, error) {
	id := string(row.ID)
	settled := version + "/" + strconv.FormatInt(row.LastUpdated.Unix(), 10)
	p.mu.Lock()
	known := p.settled[id] == settled
	p.mu.Unlock()
	if known {
		return true, nil
	}
	same, err := p.same(ctx, id, version)
	if err == nil && same && p.now.Sub(row.LastUpdated.Time) >= cursor.Fresh {
		p.mu.Lock()
		p.settled[id] = settled
		p.mu.Unlock()
	}
	return same, err
}

// seldom looks from time to time at what no question about changes shows: tickets
// that were deleted, merged or moved out of sight, queues, and articles.
func (p *pulling) seldom(ctx context.Context) error {
	p.mu.Lock()
	last := p.checked
	p.mu.Unlock()
	if asked := time.Unix(p.c.Checked, 0); asked.After(last) {
		last = asked
	}
	if age := p.now.Sub(last); age >= 0 && age < p.settings.Every {
		return nil
	}
	if err := p.reconcile(ctx); err != nil {
		return err
	}
	if err := p.articles(ctx); err != nil {
		return err
	}
	if len(p.c.Sick) > 0 {
		p.c.Owed = append(p.c.Owed, p.c.Sick...)
		p.c.Sick, p.page.More = nil, true
	}
	p.c.Checked = p.now.Unix()
	p.mu.Lock()
	p.checked = p.now
	p.mu.Unlock()
	return nil
}

// reconcile counts the tickets, and compares all ids when the number is another.
func (p *pulling) reconcile(ctx context.Context) error {
	count, err := p.tickets(ctx, "id > 0", 1, nil)
	if err != nil {
		return err
	}
	if count.Total != nil && *count.Total == len(p.c.Known) {
		return nil
	}
	var there cursor.IDs
	for last := 0; ; {
		list, err := p.tickets(ctx, "id > "+strconv.Itoa(last), pageSize, url.Values{"orderby": {"id"}, "order": {"ASC"}})
		if err != nil {
			return err
		}
		for _, row := range list.Items {
			last = row.ID.Int()
			there = append(there, last)
		}
		if len(list.Items) < pageSize {
			break
		}
	}
	for _, id := range slices.Clone(p.c.Known) {
		if !there.Has(id) {
			p.gone(id)
		}
	}
	for _, id := range there {
		if !p.c.Known.Has(id) {
			p.c.Owed = append(p.c.Owed, id)
			p.page.More = true
		}
	}
	slices.SortFunc(p.c.Owed, func(a, b int) int { return cmp.Compare(b, a) })
	return nil
}
