package cache

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"

	"relais/internal/desk"
	"relais/offline/change"
	"relais/offline/store/precious"
	"relais/offline/store/row"
)

func (p *pen) queues(list []desk.Queue) error {
	if len(list) == 0 {
		return nil
	}
	if err := p.exec("DELETE FROM queue"); err != nil {
		return err
	}
	for _, q := range list {
		raw, err := json.Marshal(q)
		if err != nil {
			return err
		}
		if err := p.exec("INSERT OR REPLACE INTO queue (id, level, body) VALUES (?, ?, ?)", q.ID, q.Level, string(raw)); err != nil {
			return err
		}
	}
	return nil
}

func (p *pen) people(list []desk.Person) error {
	for _, who := range list {
		raw, err := json.Marshal(who)
		if err != nil {
			return err
		}
		// Each word begins after a space, so that " am" finds beginnings only.
		fold := " " + strings.Join(strings.Fields(Fold(who.Name+" "+who.Login+" "+who.Email)), " ")
		if err := p.exec("INSERT OR REPLACE INTO person (id, staff, fold, body) VALUES (?, ?, ?, ?)", who.ID, who.Role.Staff(), fold, string(raw)); err != nil {
			return err
		}
	}
	return nil
}

// SavePeople keeps persons that the helpdesk told of outside a pull.
func (s *Store) SavePeople(ctx context.Context, list []desk.Person) error {
	return s.write(ctx, "save people", func(p *pen) error { return p.people(list) })
}

// Queues lists the queues by level, then name.
func (s *Store) Queues(ctx context.Context) (list []desk.Queue, err error) {
	err = s.db.Read(ctx, func(tx *sql.Tx) (err error) {
		list, err = row.Bodies[desk.Queue](ctx, tx, "SELECT body FROM queue ORDER BY level, json_extract(body, '$.name')")
		return err
	})
	return list, row.Fail("list queues", err)
}

const mostPeople = 50

// People finds persons by the beginning of a name, login or address; an empty
// query lists staff. At most 50.
func (s *Store) People(ctx context.Context, query string) (list []desk.Person, err error) {
	where, arg := "staff = 1 AND ? = ''", ""
	if q := strings.Join(strings.Fields(Fold(query)), " "); q != "" {
		where, arg = "instr(fold, ?) > 0", " "+q
	}
	err = s.db.Read(ctx, func(tx *sql.Tx) (err error) {
		list, err = row.Bodies[desk.Person](ctx, tx, "SELECT body FROM person WHERE "+where+" ORDER BY fold LIMIT ?", arg, mostPeople)
		return err
	})
	return list, row.Fail("list people", err)
}

// Articles lists the articles in a language, "" for any, with what was edited
// here on top, by title. Pictures are only named.
func (s *Store) Articles(ctx context.Context, lang string) (list []desk.Article, err error) {
	err = s.db.Read(ctx, func(tx *sql.Tx) (err error) {
		list, err = row.Bodies[desk.Article](ctx, tx, "SELECT body FROM article WHERE lang = ?1 OR ?1 = '' ORDER BY json_extract(body, '$.title')", lang)
		return err
	})
	if err != nil {
		return nil, row.Fail("list articles", err)
	}
	live, err := s.operations.Edits(ctx)
	if err != nil {
		return nil, err
	}
	top := newPile(list)
	for _, e := range edits(live) {
		if lang == "" || e.Lang == lang {
			top.put(e.Named())
		}
	}
	return top.list, nil
}

// pile is articles of which the last of each id stays. It may be many: an import
// waits here until it is delivered.
type pile struct {
	list []desk.Article
	at   map[string]int
}

func newPile(list []desk.Article) *pile {
	p := &pile{list: list, at: make(map[string]int, len(list))}
	for i, a := range list {
		p.at[a.ID] = i
	}
	return p
}

func (p *pile) put(a desk.Article) {
	if i, there := p.at[a.ID]; there {
		p.list[i] = a
		return
	}
	p.at[a.ID] = len(p.list)
	p.list = append(p.list, a)
}

// Article reads one article with its pictures, with what was edited here on top; id may
// be the key of one that was made here. CodeNotFound.
func (s *Store) Article(ctx context.Context, id string) (a desk.Article, err error) {
	if desk.Key(id).Valid() {
		if e, err := s.operations.Entry(ctx, desk.Key(id)); err == nil {
			_, id, _ = strings.Cut(e.Lane, "/")
		}
	}
	live, err := s.operations.LiveOf(ctx, precious.ArticleLane(id))
	if err != nil {
		return a, err
	}
	if edited := edits(live); len(edited) > 0 {
		return edited[0], nil
	}
	if a, err = s.BaseArticle(ctx, id); err != nil {
		return a, err
	}
	return s.illustrated(ctx, a)
}

// BaseArticle reads an article as the helpdesk said it last. Its pictures are only
// named. CodeNotFound.
func (s *Store) BaseArticle(ctx context.Context, id string) (a desk.Article, err error) {
	err = s.db.Read(ctx, func(tx *sql.Tx) error {
		var raw string
		err := tx.QueryRowContext(ctx, "SELECT body FROM article WHERE id = ?", id).Scan(&raw)
		if errors.Is(err, sql.ErrNoRows) {
			return row.Missing("read article", id)
		}
		return errors.Join(err, json.Unmarshal([]byte(raw), &a))
	})
	return a, row.Fail("read article", err)
}

// Paired reads the article that a pair has in a language, as the helpdesk said it
// last. CodeNotFound.
func (s *Store) Paired(ctx context.Context, pair, lang string) (a desk.Article, err error) {
	var list []desk.Article
	err = s.db.Read(ctx, func(tx *sql.Tx) (err error) {
		list, err = row.Bodies[desk.Article](ctx, tx, "SELECT body FROM article WHERE lang = ? AND json_extract(body, '$.pair') = ? LIMIT 1", lang, pair)
		return err
	})
	if err == nil && len(list) == 0 {
		err = row.Missing("read article", pair)
	}
	if err != nil {
		return a, row.Fail("read article", err)
	}
	return list[0], nil
}

// edits are the articles as operations will leave them, the last edit of each.
func edits(live []precious.Entry) []desk.Article {
	last := newPile(nil)
	for _, e := range live {
		if o, ok := e.Op.(*change.SaveArticle); ok {
			a := o.Edited(change.Scene{Key: e.Key, At: e.Kept})
			_, a.ID, _ = strings.Cut(e.Lane, "/")
			last.put(a)
		}
	}
	return last.list
}
