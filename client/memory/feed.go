package memory

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"relais/internal/desk"
)

// A cursor is "back:FROM:BELOW" while the tickets that were there at change FROM
// are told, newest first, and "from:N" afterwards: told up to change N.

// Pull answers what changed since the cursor.
func (b *Backend) Pull(ctx context.Context, since desk.Cursor) (desk.Page, error) {
	page, err := b.pull(ctx, since)
	page.Poll = b.d.o.Poll
	return page, err
}

func (b *Backend) pull(ctx context.Context, since desk.Cursor) (desk.Page, error) {
	me, err := b.begin(ctx, "pull")
	if err != nil {
		return desk.Page{}, err
	}
	defer b.d.mu.Unlock()
	if since == "" {
		page := b.d.backfill(me, b.d.seq, b.d.seq+1)
		b.d.introduce(me, &page)
		return page, nil
	}
	var from, below uint64
	if n, _ := fmt.Sscanf(string(since), "from:%d", &from); n == 1 && from >= b.d.forgotten {
		return b.d.changes(me, from), nil
	}
	if n, _ := fmt.Sscanf(string(since), "back:%d:%d", &from, &below); n == 2 && from >= b.d.forgotten {
		return b.d.backfill(me, from, below), nil
	}
	return desk.Page{}, &desk.Error{Code: desk.CodeCursorTooOld, Op: "pull"}
}

// introduce adds what comes early: queues, articles, and people for staff.
func (d *Desk) introduce(me desk.Person, page *desk.Page) {
	page.Queues = slices.Clone(d.o.Queues)
	if me.Role.Staff() {
		page.People = clone(d.o.People)
	}
	for _, id := range slices.Sorted(maps.Keys(d.articles)) {
		if a := d.articles[id]; a.visible(me) {
			page.Articles = append(page.Articles, clone(a.Article))
		}
	}
}

// backfill tells tickets whose last change is before below, newest first.
func (d *Desk) backfill(me desk.Person, from, below uint64) desk.Page {
	var list []*ticket
	for _, t := range d.tickets {
		if !t.gone && t.visible(me) && t.changed(me) < below {
			list = append(list, t)
		}
	}
	slices.SortFunc(list, func(a, b *ticket) int { return cmp.Compare(b.changed(me), a.changed(me)) })
	page := desk.Page{More: len(list) > d.o.PageSize}
	for _, t := range list[:min(len(list), d.o.PageSize)] {
		page.Tickets = append(page.Tickets, desk.Pulled{Conversation: t.seenBy(me), Extent: desk.ExtentWhole})
		below = t.changed(me)
	}
	if page.More {
		page.Next = desk.Cursor(fmt.Sprintf("back:%d:%d", from, below))
		return page
	}
	page.Next = since(from)
	page.More = !d.changes(me, from).Empty()
	return page
}

// changes tells what happened after change n, oldest first.
func (d *Desk) changes(me desk.Person, n uint64) desk.Page {
	tell := map[uint64]func(*desk.Page){}
	for _, t := range d.tickets {
		if !t.visible(me) {
			if at, ok := t.left[me.ID]; ok {
				tell[at] = func(p *desk.Page) { p.Gone = append(p.Gone, t.Ticket.ID) }
			}
			continue
		}
		tell[t.changed(me)] = func(p *desk.Page) {
			if t.gone {
				p.Gone = append(p.Gone, t.Ticket.ID)
				return
			}
			p.Tickets = append(p.Tickets, desk.Pulled{Conversation: t.seenBy(me), Extent: desk.ExtentWhole})
		}
	}
	for _, a := range d.articles {
		switch {
		case a.visible(me):
			tell[a.seq] = func(p *desk.Page) { p.Articles = append(p.Articles, clone(a.Article)) }
		case a.public:
			tell[a.seq] = func(p *desk.Page) { p.GoneArticles = append(p.GoneArticles, a.ID) }
		}
	}
	maps.DeleteFunc(tell, func(seq uint64, _ func(*desk.Page)) bool { return seq <= n })
	numbers := slices.Sorted(maps.Keys(tell))
	page := desk.Page{More: len(numbers) > d.o.PageSize}
	for _, seq := range numbers[:min(len(numbers), d.o.PageSize)] {
		tell[seq](&page)
		n = seq
	}
	page.Next = since(n)
	return page
}

func since(n uint64) desk.Cursor { return desk.Cursor(fmt.Sprintf("from:%d", n)) }

func version(n uint64) string { return strconv.FormatUint(n, 10) }
