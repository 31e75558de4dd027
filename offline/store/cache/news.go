package cache

import (
	"context"
	"database/sql"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"relais/internal/desk"
	"relais/offline/store/precious"
	"relais/offline/store/row"
)

// Moment is a state of what this device shows: what the helpdesk said last, and what
// waits here on top. The zero one is before all.
type Moment struct {
	Rev int64 // of the cache
	Gen int64 // of the operations
}

// News is what changed since a moment.
type News struct {
	Articles []desk.Article // those that the helpdesk said anew, as it did
	Edited   []string       // of which articles what was edited here, or no longer is: over those of the helpdesk
	Tickets  []string       // solved, newest first
	Now      Moment
}

// News tells what changed since a moment; everything when that is not of these files.
// Of the tickets it is the newest only, up to a limit.
func (s *Store) News(ctx context.Context, since Moment, limit int) (n News, err error) {
	if err := s.fresh(ctx); err != nil {
		return n, row.Fail("read news", err)
	}
	return s.news(ctx, since, limit)
}

// news tells of tickets as the overlay shows them: what it does not show yet is told
// the next time.
func (s *Store) news(ctx context.Context, since Moment, limit int) (n News, err error) {
	lanes, gen, err := s.operations.Touched(ctx, since.Gen)
	if err != nil {
		return n, err
	}
	if gen < since.Gen { // operations were handed over to another account, or saved from a damaged file
		return s.News(ctx, Moment{}, limit)
	}
	edited, err := s.operations.Edited(ctx)
	if err != nil {
		return n, err
	}
	err = s.db.Read(ctx, func(tx *sql.Tx) error {
		shown, err := getNumber(ctx, tx, metaOverlay)
		if err != nil {
			return err
		}
		if shown < since.Gen { // forgotten a moment ago
			n.Now = since
			return nil
		}
		n.Now.Gen = min(gen, shown)
		if n.Now.Rev, err = getNumber(ctx, tx, metaRev); err != nil || n.Now == since {
			return err
		}
		if n.Articles, err = row.Bodies[desk.Article](ctx, tx, "SELECT body FROM article WHERE rev > ?", since.Rev); err != nil {
			return err
		}
		n.Tickets, err = solved(ctx, tx, since.Rev, refs(lanes, precious.TicketLane("")), limit)
		return err
	})
	n.edited(refs(lanes, precious.ArticleLane("")), edited)
	return n, row.Fail("read news", err)
}

// edited are the articles that were touched, and those with an edit over new words of
// the helpdesk.
func (n *News) edited(touched, live []string) {
	top, all := make(map[string]bool, len(live)), make(map[string]bool, len(touched))
	for _, id := range live {
		top[id] = true
	}
	for _, id := range touched {
		all[id] = true
	}
	for _, a := range n.Articles {
		if top[a.ID] {
			all[a.ID] = true
		}
	}
	n.Edited = slices.Sorted(maps.Keys(all))
}

// refs are what lanes of a sort are about.
func refs(lanes []string, sort string) (list []string) {
	for _, lane := range lanes {
		if ref, ok := strings.CutPrefix(lane, sort); ok {
			list = append(list, ref)
		}
	}
	return list
}

// solved lists the solved tickets, as they are shown, that changed since a revision
// or are among some.
func solved(ctx context.Context, tx *sql.Tx, since int64, some []string, limit int) ([]string, error) {
	raw, err := json.Marshal(some)
	if err != nil {
		return nil, err
	}
	return row.Column[string](ctx, tx, solvedSince, since, string(raw), limit)
}

// solvedSince reads only the tickets that changed, of which ticket_rev has the solved
// ones, and those that are asked for.
const solvedSince = `SELECT id FROM (
		SELECT id, updated FROM ticket INDEXED BY ticket_rev WHERE done = 1 AND rev > ?1 AND id NOT IN (SELECT id FROM overlay)
		UNION SELECT id, updated FROM ticket WHERE id IN (SELECT value FROM json_each(?2)) AND +done = 1 AND id NOT IN (SELECT id FROM overlay)
		UNION SELECT id, updated FROM overlay WHERE done = 1
			AND (id IN (SELECT value FROM json_each(?2)) OR EXISTS (SELECT 1 FROM ticket WHERE ticket.id = overlay.id AND rev > ?1))
	) ORDER BY updated DESC LIMIT ?3`

// IDs lists the ids of all articles and, if asked for, of the solved tickets, newest
// first; with what waits here on top.
func (s *Store) IDs(ctx context.Context, tickets bool, limit int) (articles, done []string, err error) {
	edited, err := s.operations.Edited(ctx)
	if err != nil {
		return nil, nil, err
	}
	err = s.db.Read(ctx, func(tx *sql.Tx) (err error) {
		if articles, err = row.Column[string](ctx, tx, "SELECT id FROM article"); err != nil || !tickets {
			return err
		}
		done, err = row.Column[string](ctx, tx, "SELECT id FROM ("+picked("id, updated", " AND done = 1")+") ORDER BY updated DESC LIMIT ?", limit)
		return err
	})
	return append(articles, edited...), done, row.Fail("list ids", err)
}
