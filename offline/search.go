package offline

import (
	"context"
	"slices"
	"strings"
	"sync"

	"relais/internal/desk"
	"relais/internal/suggest"
	"relais/offline/store/cache"
)

// library is the search index of a desk: articles and, for staff, solved
// tickets. It follows the cache in the background.
type library struct {
	d     *Desk
	once  sync.Once
	dirty chan struct{}
	ready chan struct{}  // closed when the articles were indexed for the first time
	index *suggest.Index // from then on
	built sync.Once

	complete chan struct{} // closed when the tickets were, too

	// Of the goroutine.
	at    cache.Moment // that it is up to date with
	staff bool
	known map[string]bool // ids in the index

	cache   string // name of the cache that the index is of
	saved   bool   // the index was saved before
	changes int    // documents that changed since then

	learned map[string][]desk.Lesson // by article, as the helpdesk knows them; nil before they were read
	said    said                     // what the index knows on top
}

// The kinds of documents.
const (
	kindArticle = "article"
	kindTicket  = "ticket"
)

const ticketPrefix = "ticket/" // tells ids of tickets from those of articles

// solvedTickets bounds how many solved tickets are indexed, newest first.
const solvedTickets = 5000

// ticketsAtOnce bounds how long the index is busy with tickets at a time.
const ticketsAtOnce = 100

func newLibrary(d *Desk) *library {
	return &library{
		d: d, dirty: make(chan struct{}, 1), ready: make(chan struct{}), complete: make(chan struct{}), known: map[string]bool{},
	}
}

func (l *library) start() { l.once.Do(func() { l.d.work.Go(l.run) }) }

// stale says that the cache may have changed.
func (l *library) stale() {
	select {
	case l.dirty <- struct{}{}:
	default:
	}
}

func (l *library) update() {
	if err := l.follow(l.d.ctx); err != nil && l.d.ctx.Err() == nil {
		l.d.o.Logger.Warn("indexing", "code", desk.CodeOf(err))
	}
}

// follow brings the index up to date.
func (l *library) follow(ctx context.Context) error {
	if staff := l.d.Me().Role.Staff(); staff != l.staff {
		l.staff, l.at = staff, cache.Moment{}
	}
	said, err := l.d.said(ctx)
	if err != nil {
		return err
	}
	news, err := l.d.store.News(ctx, l.at, solvedTickets)
	if err != nil || news.Now == l.at && l.learned != nil && said.all(l.said) {
		return err
	}
	other, err := l.relearn(ctx, news.Articles, said)
	if err != nil {
		return err
	}
	if err := l.articles(ctx, news, said, other); err != nil {
		l.learned = nil // to be taught again
		return err
	}
	l.teach(other, said)
	if err := l.forget(ctx); err != nil {
		return err
	}
	l.built.Do(func() { close(l.ready) }) // tickets may follow while people search
	if l.staff && len(news.Tickets) > 0 {
		same, err := l.duplicates(ctx)
		if err != nil {
			return err
		}
		for batch := range slices.Chunk(news.Tickets, ticketsAtOnce) {
			if err := l.tickets(ctx, batch, same); err != nil {
				return err
			}
		}
	}
	l.at = news.Now
	l.d.tell() // what people search for may have come
	return nil
}

func (l *library) put(docs []suggest.Doc) {
	l.index.Put(docs...)
	for _, doc := range docs {
		l.known[doc.ID] = true
	}
	l.changes += len(docs)
}

// articles puts the articles in that are new, with what was edited here on top. One that
// was only made here, and given up, is forgotten later. They come with their lessons, and
// are taken off those that have others.
func (l *library) articles(ctx context.Context, n cache.News, now said, other map[string]bool) error {
	edited := make(map[string]bool, len(n.Edited))
	docs := make([]suggest.Doc, 0, len(n.Articles)+len(n.Edited))
	for _, id := range n.Edited {
		a, err := l.d.store.Article(ctx, id)
		if desk.CodeOf(err) == desk.CodeNotFound {
			continue
		}
		if err != nil {
			return err
		}
		if !edited[a.ID] {
			edited[a.ID] = true
			docs = append(docs, articleDoc(a))
		}
	}
	for _, a := range n.Articles {
		if !edited[a.ID] {
			docs = append(docs, articleDoc(a))
		}
	}
	for i := range docs {
		docs[i].Learned = l.lessons(docs[i].ID, now)
		delete(other, docs[i].ID)
	}
	l.put(docs)
	return nil
}

func (l *library) tickets(ctx context.Context, ids []string, same duplicates) error {
	var docs []suggest.Doc
	for _, id := range ids {
		v, err := l.d.store.View(ctx, id)
		if desk.CodeOf(err) == desk.CodeNotFound {
			continue
		}
		if err != nil {
			return err
		}
		v.Ticket.ID = id // also of one that was only asked here
		docs = append(docs, ticketDoc(v.Conversation, same))
	}
	l.put(docs)
	return nil
}

// forget removes what is no longer there.
func (l *library) forget(ctx context.Context) error {
	articles, tickets, err := l.d.store.IDs(ctx, l.staff, solvedTickets)
	if err != nil {
		return err
	}
	there := make(map[string]bool, len(articles)+len(tickets))
	for _, id := range articles {
		there[id] = true
	}
	for _, id := range tickets {
		there[ticketPrefix+id] = true
	}
	for id := range l.known {
		if !there[id] {
			l.index.Remove(id)
			delete(l.known, id)
			l.changes++
		}
	}
	return nil
}

func articleDoc(a desk.Article) suggest.Doc {
	return suggest.Doc{
		ID: a.ID, Lang: a.Lang, Title: a.Title, Body: a.Body, Category: a.Category, Keywords: names(a), Kind: kindArticle, Helped: a.Helped,
		Staff: a.Hidden(),
	}
}

// names are the words by which an article is called: its keywords and products, each
// once.
func names(a desk.Article) []string {
	all := slices.Clone(a.Keywords)
	for _, p := range a.Products {
		if !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	return all
}

// ticketDoc is a solved ticket as the index sees it: what was said and how it
// was solved.
func ticketDoc(c desk.Conversation, same duplicates) suggest.Doc {
	var body []string
	for _, m := range c.Messages {
		body = append(body, m.Body)
		if s := m.Sheet; s != nil {
			body = append(body, s.Solution, s.Cause, s.Analysis)
		}
	}
	t := c.Ticket
	return suggest.Doc{
		ID: ticketPrefix + t.ID, Lang: t.Lang, Title: t.Title, Body: strings.Join(body, "\n\n"), Category: t.Category, Kind: kindTicket, Staff: true,
		Learned: same.asked(t),
	}
}

// Prepare builds the search index in the background, so that the first search
// needs not wait for it.
func (d *Desk) Prepare() { d.library.start() }

// Search finds articles and, for staff who ask for it, solved tickets; the ID of
// a hit is that of the article or ticket. The first search after Open may wait
// until the index is built, with the tickets when they are asked for: see Prepare.
func (d *Desk) Search(ctx context.Context, q suggest.Query) ([]suggest.Hit, error) {
	q, err := d.indexed(ctx, q)
	if err != nil {
		return nil, err
	}
	hits, err := d.library.index.Search(ctx, q)
	for i := range hits {
		hits[i].ID = strings.TrimPrefix(hits[i].ID, ticketPrefix)
	}
	return hits, err
}

// Meant is the text of q with the words that were meant in place of unknown ones; ""
// when there is nothing to correct. It waits like Search.
func (d *Desk) Meant(ctx context.Context, q suggest.Query) (string, error) {
	q, err := d.indexed(ctx, q)
	if err != nil {
		return "", err
	}
	return d.library.index.Meant(ctx, q)
}

// indexed waits for what q asks for, and leaves out what is not for this person.
func (d *Desk) indexed(ctx context.Context, q suggest.Query) (suggest.Query, error) {
	q.Staff = q.Staff && d.Me().Role.Staff()
	d.library.start()
	indexed := d.library.ready
	if q.Staff && q.Kind != kindArticle {
		indexed = d.library.complete
	}
	select {
	case <-ctx.Done():
		return q, ctx.Err()
	case <-indexed:
		return q, nil
	}
}

// similarText bounds how much of a ticket is searched for, in bytes.
const similarText = 600

// Similar finds solved tickets like one, best first; for staff only.
func (d *Desk) Similar(ctx context.Context, ref string, limit int) ([]suggest.Hit, error) {
	v, err := d.store.View(ctx, ref)
	if err != nil {
		return nil, err
	}
	text := v.Ticket.Title
	if len(v.Messages) > 0 {
		text += "\n" + v.Messages[0].Body
	}
	text = strings.ToValidUTF8(text[:min(len(text), similarText)], "")
	hits, err := d.Search(ctx, suggest.Query{Text: text, Lang: v.Ticket.Lang, Kind: kindTicket, Staff: true, Limit: limit + 1})
	others := hits[:0]
	for _, h := range hits {
		itself := h.ID == v.Ticket.ID || h.ID == string(v.Ticket.Key) // as it is known until it has an id
		if !itself && len(others) < limit {
			others = append(others, h)
		}
	}
	return others, err
}
