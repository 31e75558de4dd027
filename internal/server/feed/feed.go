// Package feed tells clients what changed since a cursor, at a cost that depends
// on the change and not on the account.
//
// Every change has a place (seq) in one order. The empty cursor starts a backfill
// at the present place: tickets by falling number, so that none moves while it
// runs, with articles and people beside them. Then changes follow by their place.
// A ticket that changes during the backfill may come twice, and is never skipped.
package feed

import (
	"context"
	"slices"
	"time"

	"relais/internal/desk"
	"relais/internal/server/store"
)

const (
	// DefaultLimit is how many things of a sort a page has when nobody says.
	DefaultLimit = 100
	// MaxLimit is how many it has at most.
	MaxLimit = 500
	// DefaultPoll is the wish until the next pull when there is no more.
	DefaultPoll = 20 * time.Second
	// pageBytes is about how many bytes of conversation a page has at most, once it
	// has one ticket, and of pictures, once it has one article.
	pageBytes = 4 << 20
)

// Pull answers what changed for a person since a cursor, and wishes to be asked again
// after poll. CodeCursorTooOld when the cursor is of another epoch or person, or of a
// time of which too little is known.
func Pull(ctx context.Context, s *store.Store, who desk.Person, since desk.Cursor, limit int, poll time.Duration) (page desk.Page, err error) {
	if limit <= 0 {
		limit = DefaultLimit
	}
	err = s.Read(ctx, func(tx *store.Tx) error {
		p := puller{tx: tx, who: who, staff: who.Role.Staff(), limit: min(limit, MaxLimit)}
		page, err = p.pull(since)
		return err
	})
	if !page.More {
		page.Poll = poll
	}
	return page, err
}

// puller makes one page.
type puller struct {
	tx    *store.Tx
	who   desk.Person
	staff bool
	limit int
	page  desk.Page
}

func (p *puller) pull(since desk.Cursor) (desk.Page, error) {
	at, err := p.start(since)
	if err != nil {
		return desk.Page{}, err
	}
	if at.Back != nil {
		err = p.backfill(&at)
	} else {
		err = p.forward(&at)
	}
	if err != nil {
		return desk.Page{}, err
	}
	p.page.Next, err = at.text()
	return p.page, err
}

// start checks the cursor, or makes the one that everything begins with.
func (p *puller) start(since desk.Cursor) (cursor, error) {
	epoch, head, err := p.tx.State()
	if err != nil {
		return cursor{}, err
	}
	if since == "" {
		return cursor{Epoch: epoch, Person: p.who.ID, Seq: head, Back: &back{Done: done{People: !p.staff}}}, nil
	}
	scope, err := p.tx.Scope(p.who.ID)
	if err != nil {
		return cursor{}, err
	}
	c, ok := parse(since)
	if !ok || c.Epoch != epoch || c.Person != p.who.ID || c.Seq > head || c.Seq < scope {
		return c, &desk.Error{Code: desk.CodeCursorTooOld, Op: "pull"}
	}
	return c, nil
}

// backfill makes the next page of what was there when the backfill began.
func (p *puller) backfill(at *cursor) (err error) {
	b := at.Back
	if *b == (back{Done: done{People: !p.staff}}) {
		if p.page.Queues, err = p.tx.Queues(); err != nil {
			return err
		}
	}
	if err := p.olderTickets(b); err != nil {
		return err
	}
	if err := p.someArticles(b); err != nil {
		return err
	}
	if err := p.somePeople(b); err != nil {
		return err
	}
	p.page.More = true // what changed meanwhile comes next
	if b.Done.all() {
		at.Back = nil
		_, head, err := p.tx.State()
		p.page.More = head > at.Seq
		return err
	}
	return nil
}

func (p *puller) olderTickets(b *back) error {
	if b.Done.Tickets {
		return nil
	}
	found, err := p.tx.Older(p.who, b.Ticket, p.limit)
	if err != nil {
		return err
	}
	whole := make([]store.Seen, len(found))
	since := make(store.Since, len(found))
	for i, t := range found {
		whole[i] = store.Seen{Ticket: t}
		since[t.ID] = 0
	}
	taken, err := p.take(whole, since)
	b.Done.Tickets = taken == len(found) && len(found) < p.limit
	if taken > 0 {
		b.Ticket = found[taken-1].ID
	}
	return err
}

func (p *puller) someArticles(b *back) error {
	if b.Done.Articles {
		return nil
	}
	found, err := p.tx.Articles(p.staff, b.Article, p.limit)
	if err != nil {
		return err
	}
	fit, err := p.illustrate(found, 0)
	for _, a := range found[:fit] {
		p.page.Articles = append(p.page.Articles, a.Article)
		b.Article = a.ID
	}
	b.Done.Articles = fit == len(found) && len(found) < p.limit
	return err
}

// illustrate gives the articles that were saved after a place their pictures, and
// tells how many of the articles fit on a page.
func (p *puller) illustrate(articles []store.Article, since int64) (fit int, err error) {
	bytes := 0
	for i := range articles {
		a := &articles[i]
		if len(a.Pictures) == 0 || a.SavedSeq <= since || !p.staff && !store.Public(a.Article) {
			continue
		}
		if bytes > pageBytes {
			return i, nil
		}
		if a.Pictures, err = p.tx.Pictures(a.ID); err != nil {
			return i, err
		}
		for _, one := range a.Pictures {
			bytes += len(one.Content)
		}
	}
	return len(articles), nil
}

func (p *puller) somePeople(b *back) (err error) {
	if b.Done.People {
		return nil
	}
	p.page.People, err = p.tx.PeopleAfter(b.Person, p.limit)
	if n := len(p.page.People); n > 0 {
		b.Person = p.page.People[n-1].ID
	}
	b.Done.People = len(p.page.People) < p.limit
	return err
}

// take puts tickets with their conversations on the page, as many as fit, and
// tells how many.
func (p *puller) take(seen []store.Seen, since store.Since) (int, error) {
	all, err := p.tx.Conversations(since, p.staff)
	if err != nil {
		return 0, err
	}
	bytes := 0
	for i, t := range seen {
		if t.Gone {
			p.page.Gone = append(p.page.Gone, t.ID)
			continue
		}
		c := *all[t.ID]
		if bytes += weight(c); i > 0 && bytes > pageBytes {
			return i, nil
		}
		c.Ticket = t.For(p.staff)
		extent := desk.ExtentWhole
		if since[t.ID] > 0 {
			extent = desk.ExtentNew
		}
		p.page.Tickets = append(p.page.Tickets, desk.Pulled{Conversation: c, Extent: extent})
	}
	return len(seen), nil
}

func weight(c desk.Conversation) (bytes int) {
	for _, m := range c.Messages {
		bytes += len(m.Body)
	}
	return bytes
}

// forward makes a page of what changed after the cursor, in the order of change.
func (p *puller) forward(at *cursor) error {
	_, head, err := p.tx.State()
	if err != nil || head == at.Seq {
		return err
	}
	tickets, err := p.tx.Changed(p.who, at.Seq, p.limit)
	if err != nil {
		return err
	}
	articles, err := p.tx.ChangedArticles(p.staff, at.Seq, p.limit)
	if err != nil {
		return err
	}
	people, err := p.changedPeople(at.Seq)
	if err != nil {
		return err
	}
	fit, err := p.illustrate(articles, at.from())
	if err != nil {
		return err
	}
	until := p.until(tickets, articles, people)
	if fit < len(articles) {
		until = min(until, p.place(articles[fit-1]))
	}
	if until, err = p.changedTickets(tickets, at.from(), until); err != nil {
		return err
	}
	p.addArticles(articles, until)
	for _, one := range people {
		if one.Seq <= until {
			p.page.People = append(p.page.People, one.Person)
		}
	}
	if err := p.addQueues(at.Seq, until); err != nil {
		return err
	}
	p.page.More = until < head && until != unlimited
	if p.page.Empty() {
		return nil
	}
	from := at.from()
	at.Seq, at.From = min(until, head), 0
	if p.page.More {
		at.From = from
	}
	return nil
}

// unlimited is the place after all changes.
const unlimited = 1<<63 - 1

// until finds the place up to which every list is known: a list that is full may
// have more after its last one.
func (p *puller) until(tickets []store.Seen, articles []store.Article, people []store.ChangedPerson) int64 {
	until := int64(unlimited)
	if len(tickets) == p.limit {
		until = min(until, tickets[p.limit-1].At)
	}
	if len(articles) == p.limit {
		until = min(until, p.place(articles[p.limit-1]))
	}
	if len(people) == p.limit {
		until = min(until, people[p.limit-1].Seq)
	}
	return until
}

// place is where the last change of an article is in this person's order.
func (p *puller) place(a store.Article) int64 {
	if p.staff {
		return a.Seq
	}
	return a.PublicSeq
}

// changedTickets puts tickets on the page that changed up to a place, with what was
// said since the run of pages began, and tells the place up to which they fitted.
func (p *puller) changedTickets(seen []store.Seen, from, until int64) (int64, error) {
	n, _ := slices.BinarySearchFunc(seen, until, func(t store.Seen, at int64) int {
		if t.At <= at {
			return -1
		}
		return 1
	})
	seen = seen[:n]
	since := make(store.Since, len(seen))
	for _, t := range seen {
		if t.Gone {
			continue
		}
		since[t.ID] = from
		if t.From > from || t.MergedInto != "" { // the messages of a merged ticket are in the other one
			since[t.ID] = 0
		}
	}
	taken, err := p.take(seen, since)
	if taken < len(seen) {
		until = seen[taken-1].At
	}
	return until, err
}

func (p *puller) addArticles(articles []store.Article, until int64) {
	for _, a := range articles {
		switch {
		case p.place(a) > until:
		case p.staff || store.Public(a.Article):
			p.page.Articles = append(p.page.Articles, a.Article)
		default:
			p.page.GoneArticles = append(p.page.GoneArticles, a.ID)
		}
	}
}

func (p *puller) changedPeople(since int64) ([]store.ChangedPerson, error) {
	if !p.staff {
		return nil, nil
	}
	return p.tx.ChangedPeople(since, p.limit)
}

func (p *puller) addQueues(since, until int64) error {
	changed, err := p.tx.QueuesSeq()
	if err != nil || changed <= since || changed > until {
		return err
	}
	p.page.Queues, err = p.tx.Queues()
	return err
}
