package engine

import (
	"context"

	"relais/internal/desk"
	"relais/offline/change"
	"relais/offline/store"
)

// conversationsAtOnce bounds how many conversations one round asks for.
const conversationsAtOnce = 50

// pull fetches one page of changes.
func (r *round) pull(ctx context.Context) (more bool, err error) {
	s := r.e.o.Store
	cursor, sweeping, err := r.cursor(ctx)
	if err != nil {
		return false, err
	}
	if cursor == "" && !sweeping {
		if err := s.Restart(ctx); err != nil {
			return false, err
		}
		sweeping = true
	}
	page, err := r.b.Pull(ctx, cursor)
	r.e.quiet = ""
	if desk.CodeOf(err) == desk.CodeCursorTooOld && cursor != "" {
		return true, s.Restart(ctx)
	}
	if err != nil {
		return false, err
	}
	r.poll = page.Poll
	if page.Empty() && page.Next == cursor && !sweeping {
		r.e.quiet = cursor
		return page.More, nil
	}
	proven, err := r.proven(ctx, page)
	if err != nil {
		return false, err
	}
	r.e.whole = false
	if err := s.SavePage(ctx, page, proven); err != nil {
		return false, err
	}
	r.result.Pulled += len(page.Tickets) + len(page.Gone) + len(page.Articles) + len(page.GoneArticles)
	r.e.set(func(s *desk.SyncStatus) { s.Backfill = page.More && (cursor == "" || s.Backfill || sweeping) })
	return page.More, nil
}

// cursor is where the pull stands. The file needs not be asked after one without news.
func (r *round) cursor(ctx context.Context) (c desk.Cursor, sweeping bool, err error) {
	if r.e.quiet != "" {
		return r.e.quiet, false, nil
	}
	return r.e.o.Store.Cursor(ctx)
}

// proven finds the operations whose Key is in a page: they were done, whatever
// became of the answer. The page is their result.
func (r *round) proven(ctx context.Context, page desk.Page) ([]desk.Key, error) {
	live, err := r.e.o.Store.Live(ctx)
	if err != nil || len(live) == 0 {
		return nil, err
	}
	results := map[desk.Key]change.Result{}
	for _, t := range page.Tickets {
		results[t.Ticket.Key] = change.Result{Ticket: &t.Ticket}
		for _, m := range t.Messages {
			results[m.Key] = change.Result{Ticket: &t.Ticket}
		}
	}
	for _, a := range page.Articles {
		results[a.Key] = change.Result{Article: &a}
	}
	var keys []desk.Key
	for i := range live {
		result, ok := results[live[i].Key]
		if !ok || !mayBeDone(&live[i]) {
			continue
		}
		known := live[i].State == desk.StateAccepted
		if !known {
			if known, err = r.settle(ctx, &live[i], asMade(&live[i], result), false); err != nil {
				return nil, err
			}
		}
		if known {
			keys = append(keys, live[i].Key)
		}
	}
	return keys, nil
}

// asMade leaves out the version of an article that somebody else has changed since it
// was made: it is not what was made.
func asMade(e *store.Entry, result change.Result) change.Result {
	if o, ok := e.Op.(*change.SaveArticle); ok && result.Article != nil && !o.Made(*result.Article) {
		a := *result.Article
		a.Version = ""
		result.Article = &a
	}
	return result
}

// mayBeDone tells whether an operation was sent at all.
func mayBeDone(e *store.Entry) bool { return !e.Sent.IsZero() && !teaches(e) }

// teaches tells whether an operation only changes what is known of an article. The
// helpdesk does not show what became of it.
func teaches(e *store.Entry) bool { return e.Verb == desk.VerbOutcome || e.Verb == desk.VerbForget }

// conversations fetches what pages only announced, and first what somebody looks
// at.
func (r *round) conversations(ctx context.Context) error {
	partial, err := r.partial(ctx)
	if err != nil {
		return err
	}
	done := map[string]bool{}
	for _, id := range append(r.e.takeWanted(), partial...) {
		if done[id] {
			continue
		}
		done[id] = true
		if err := r.conversation(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// partial lists tickets whose conversation has not come, if there may be any.
func (r *round) partial(ctx context.Context) ([]string, error) {
	if r.e.whole {
		return nil, nil
	}
	list, err := r.e.o.Store.Partial(ctx, conversationsAtOnce)
	r.e.whole = err == nil && len(list) == 0
	return list, err
}

func (r *round) conversation(ctx context.Context, id string) error {
	s := r.e.o.Store
	c, err := r.b.Conversation(ctx, id)
	switch desk.CodeOf(err) {
	case "":
	case desk.CodeNotFound, desk.CodeForbidden:
		return s.DropTicket(ctx, id)
	default:
		return err
	}
	proven, err := r.proven(ctx, desk.Page{Tickets: []desk.Pulled{{Conversation: c}}})
	if err != nil {
		return err
	}
	if c.Ticket.ID != id { // it was merged, the other one goes on
		if err := s.SetWhole(ctx, id); err != nil {
			return err
		}
	}
	defer r.e.o.Changed()
	return s.SaveConversation(ctx, c, proven...)
}
