package offline

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"relais/internal/desk"
	"relais/internal/suggest"
	"relais/offline/change"
	"relais/offline/store"
	"relais/offline/store/precious"
)

// RecordOutcome tells what an article did. It is shared without a name, and of the
// query only what is informative: see suggest.Asked. It teaches at once here, and
// on a helpdesk that learns nothing it teaches here only.
func (d *Desk) RecordOutcome(ctx context.Context, o desk.ArticleOutcome) (desk.Receipt, error) {
	return d.recordOutcome(ctx, o, d.Me().Name)
}

// recordOutcome tells what an article did, without the names of people who may
// stand in the query.
func (d *Desk) recordOutcome(ctx context.Context, o desk.ArticleOutcome, people ...string) (desk.Receipt, error) {
	if o.At.IsZero() {
		o.At = d.o.Now()
	}
	o.At = o.At.UTC().Truncate(24 * time.Hour) // the minute would tell who it was
	if o.Query != "" {
		a, err := d.store.Article(ctx, o.Article)
		if err != nil && desk.CodeOf(err) != desk.CodeNotFound {
			return desk.Receipt{}, err
		}
		o.Query = desk.LessonWords(suggest.Asked(o.Query, articleDoc(a), people...))
	}
	lane := precious.LaneOutcomes
	if desk.Key(o.Article).Valid() { // made here: it goes first, and tells the id
		lane = precious.ArticleLane(o.Article)
	}
	return d.teach(ctx, &change.Outcome{Outcome: o}, lane)
}

// AnsweredBy tells that an article answers a ticket: the words of the ticket lead
// to it from now on. For staff. CodeForbidden, CodeNotFound.
func (d *Desk) AnsweredBy(ctx context.Context, ref, article string) (desk.Receipt, error) {
	if me := d.Me(); me.ID != "" && !me.Role.Staff() {
		return desk.Receipt{}, &desk.Error{Code: desk.CodeForbidden, Op: string(desk.VerbOutcome), Subject: article}
	}
	v, err := d.store.View(ctx, ref)
	if err != nil {
		return desk.Receipt{}, err
	}
	if _, err := d.store.Article(ctx, article); err != nil {
		return desk.Receipt{}, err
	}
	o := desk.ArticleOutcome{Article: article, Solved: true, Query: v.Ticket.Title}
	return d.recordOutcome(ctx, o, append(people(v.Conversation), d.Me().Name)...)
}

// people are the names of all who have to do with a ticket, each once.
func people(c desk.Conversation) []string {
	names := []string{c.Ticket.Requester.Name, c.Ticket.Assignee.Name}
	for _, w := range c.Ticket.Watchers {
		names = append(names, w.Name)
	}
	for _, m := range c.Messages {
		names = append(names, m.Author.Name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// ForgetLesson drops what was learned about an article, for good. For staff; on a
// helpdesk that learns nothing everybody forgets what this device learned.
// CodeForbidden.
func (d *Desk) ForgetLesson(ctx context.Context, article, lesson string) (desk.Receipt, error) {
	me, can := d.Me(), d.Capabilities()
	if me.ID != "" && !me.Role.Staff() && can.Outcomes {
		return desk.Receipt{}, &desk.Error{Code: desk.CodeForbidden, Op: string(desk.VerbForget), Subject: article}
	}
	return d.teach(ctx, &change.Forget{Article: article, Lesson: lesson}, precious.LaneOutcomes)
}

// teach keeps an operation that changes what is known of an article.
func (d *Desk) teach(ctx context.Context, o change.Teaching, lane string) (desk.Receipt, error) {
	r, err := d.keep(ctx, store.Entry{Key: d.o.NewKey(), Op: o, Lane: lane}, "")
	if err == nil {
		d.changed()
	}
	return r, err
}

// learnPublished lets the words of the ticket that an article came from lead to it
// once everybody may read it.
func (d *Desk) learnPublished(ctx context.Context, key desk.Key, a desk.Article) {
	if a.Ticket == "" || a.Hidden() {
		return
	}
	if before, err := d.store.BaseArticle(ctx, a.ID); err == nil && !before.Hidden() {
		return // known since it was published
	}
	if _, err := d.AnsweredBy(ctx, a.Ticket, cmp.Or(a.ID, string(key))); err != nil {
		d.o.Logger.Warn("learning from a ticket", "code", desk.CodeOf(err)) // the article is worth more than its lesson
	}
}

// Articles lists the articles in a language ("" for any) by title, with what was
// learned about them. Pictures are only named.
func (d *Desk) Articles(ctx context.Context, lang string) ([]desk.Article, error) {
	list, err := d.store.Articles(ctx, lang)
	if err != nil {
		return nil, err
	}
	said, err := d.said(ctx)
	for i := range list {
		list[i] = said.taught(list[i])
	}
	return list, err
}

// Article reads one article by its id, or the key of the receipt that made it,
// with its pictures and what was learned about it. CodeNotFound.
func (d *Desk) Article(ctx context.Context, id string) (desk.Article, error) {
	a, err := d.store.Article(ctx, id)
	if err != nil {
		return a, err
	}
	if base, err := d.store.BaseArticle(ctx, a.ID); err == nil {
		a.Learned = base.Learned // an edit leaves them alone
	}
	said, err := d.said(ctx)
	return said.taught(a), err
}

// said is what was said on this device about articles and is not in the cache,
// oldest first, by article.
type said map[string][]store.Entry

// said reads what was said: what the helpdesk does not know yet, or where it
// learns nothing, all of it.
func (d *Desk) said(ctx context.Context) (said, error) {
	can := d.Capabilities()
	entries, err := d.store.Said(ctx, can.Kind != "" && !can.Outcomes)
	if err != nil {
		return nil, err
	}
	s := make(said)
	for _, e := range entries {
		if id := subjectOf(&e); id != "" {
			s[id] = append(s[id], e)
		}
	}
	return s, nil
}

// subjectOf is the id of the article that an operation teaches about.
func subjectOf(e *store.Entry) string {
	if id, ok := strings.CutPrefix(e.Lane, precious.ArticleLane("")); ok {
		return id
	}
	switch o := e.Op.(type) {
	case *change.Outcome:
		return o.Outcome.Article
	case *change.Forget:
		return o.Article
	}
	return ""
}

// taught is an article with what was said on top. As on a helpdesk, the same word
// counts once a day.
func (s said) taught(a desk.Article) desk.Article {
	type word struct {
		solved bool
		day    time.Time
	}
	counted := make(map[word]bool)
	for _, e := range s[a.ID] {
		if o, ok := e.Op.(*change.Outcome); ok {
			w := word{o.Outcome.Solved, e.Kept.UTC().Truncate(24 * time.Hour)}
			if counted[w] {
				continue
			}
			counted[w] = true
		}
		if o, ok := e.Op.(change.Teaching); ok {
			a = o.Taught(a, change.Scene{Key: e.Key, By: e.By, At: e.Kept})
		}
	}
	return a
}

// relearn reads what was learned about articles, and returns those of which it may be
// something else than before: those that changed in the cache, and those of which
// something else was said. The first time it is all of them.
func (l *library) relearn(ctx context.Context, changed []desk.Article, now said) (map[string]bool, error) {
	other := make(map[string]bool)
	if l.learned == nil {
		all, err := l.d.store.Learned(ctx)
		if err != nil {
			return nil, err
		}
		l.learned = make(map[string][]desk.Lesson)
		changed = append(all, changed...)
	}
	for _, a := range changed {
		if l.learned[a.ID] = a.Learned; len(a.Learned) == 0 {
			delete(l.learned, a.ID)
		}
		other[a.ID] = true
	}
	for _, some := range []said{now, l.said} {
		for id := range some {
			if !now.same(l.said, id) {
				other[id] = true
			}
		}
	}
	return other, nil
}

// lessons are the questions that an article answered, with what was said now.
func (l *library) lessons(id string, now said) []suggest.Link {
	return links(now.taught(desk.Article{ID: id, Learned: l.learned[id]}), l.d.o.Now())
}

// teach lets the index know the lessons of articles that are in it already.
func (l *library) teach(articles map[string]bool, now said) {
	for id := range articles {
		l.index.Teach(id, l.lessons(id, now)...)
	}
	l.said = now
	l.index.Settle()
}

// same tells whether the same was said about an article.
func (s said) same(before said, id string) bool {
	a, b := s[id], before[id]
	return len(a) == len(b) && (len(a) == 0 || a[0].Key == b[0].Key && a[len(a)-1].Key == b[len(b)-1].Key)
}

// all tells whether the same was said about every article.
func (s said) all(before said) bool {
	if len(s) != len(before) {
		return false
	}
	for id := range s {
		if !s.same(before, id) {
			return false
		}
	}
	return true
}

// links are what was learned about an article until now: a day to come, of a clock
// that was ahead, would make all else look old.
func links(a desk.Article, now time.Time) []suggest.Link {
	var all []suggest.Link
	for _, l := range a.Learned {
		if l.Words != "" && l.Weight() > 0 {
			if l.Last.After(now) {
				l.Last = now
			}
			all = append(all, suggest.Link{Words: l.Words, Count: float64(l.Weight()), At: l.Last})
		}
	}
	return all
}

// duplicates are the tickets that were merged into each ticket.
type duplicates map[string][]desk.Ticket

func (l *library) duplicates(ctx context.Context) (duplicates, error) {
	merged, err := l.d.store.Merged(ctx)
	same := make(duplicates)
	for _, t := range merged {
		same[t.MergedInto] = append(same[t.MergedInto], t)
	}
	return same, err
}

// asked are the questions that a solved ticket answers: its own, and those of the
// tickets that turned out to be the same matter. What was merged answers nothing
// itself.
func (d duplicates) asked(t desk.Ticket) []suggest.Link {
	if t.MergedInto != "" {
		return nil
	}
	all := []suggest.Link{{Words: t.Title, Count: 1, At: t.Created}}
	for _, other := range d[t.ID] {
		all = append(all, suggest.Link{Words: other.Title, Count: 1, At: other.Created})
	}
	return all
}
