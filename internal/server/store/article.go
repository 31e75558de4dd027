package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strconv"

	"relais/internal/desk"
)

// Article is an article with the place of its last change. As it is read, it names its
// pictures only: see Pictures.
type Article struct {
	desk.Article
	Seq       int64
	SavedSeq  int64 // of the last change that was not only learned
	PublicSeq int64 // of the last change that everyone sees; 0: it was never shown to everyone
}

// Public tells whether everyone may read an article.
func Public(a desk.Article) bool { return !a.Hidden() }

const selectArticle = `SELECT id, key, version, pair, lang, title, body, keywords, products, category, audience, state, until, ticket_id, helped, learned, updated, seq, public_seq, saved_seq,
	(SELECT json_group_array(json_object('name', name)) FROM pictures WHERE article_id = articles.id) FROM articles `

// public picks the articles that everyone may read.
const public = "(state IN ('published', 'outdated') AND audience = 'everyone')"

func scanArticle(row scanner) (Article, error) {
	var a Article
	var version, until, updated int64
	var keywords, products, learned, pictures string
	var ticket sql.NullInt64
	err := row.Scan(&a.ID, &a.Key, &version, &a.Pair, &a.Lang, &a.Title, &a.Body, &keywords, &products, &a.Category, &a.Audience,
		&a.State, &until, &ticket, &a.Helped, &learned, &updated, &a.Seq, &a.PublicSeq, &a.SavedSeq, &pictures)
	if err != nil {
		return a, err
	}
	a.Version, a.Updated, a.Until, a.Ticket = strconv.FormatInt(version, 10), instant(updated), instant(until), textOf(ticket)
	return a, errors.Join(json.Unmarshal([]byte(keywords), &a.Keywords), json.Unmarshal([]byte(products), &a.Products), some(learned, &a.Learned), some(pictures, &a.Pictures))
}

// some reads a list that most articles have nothing in.
func some[T any](text string, list *[]T) error {
	if text == "[]" {
		return nil
	}
	return json.Unmarshal([]byte(text), list)
}

// Article reads one. CodeNotFound.
func (tx *Tx) Article(id string) (Article, error) {
	a, err := scanArticle(tx.row(selectArticle+"WHERE id = ?", id))
	return a, missing(err, "article", id)
}

// Paired reads the article of a pair in a language. CodeNotFound.
func (tx *Tx) Paired(pair, lang string) (Article, error) {
	a, err := scanArticle(tx.row(selectArticle+"WHERE pair = ? AND lang = ? ORDER BY id LIMIT 1", pair, lang))
	return a, missing(err, "article", pair)
}

// Articles lists articles in the order of their ids, from after one on. For those
// who are not staff, only what everyone may read.
func (tx *Tx) Articles(staff bool, after string, limit int) ([]Article, error) {
	return list(tx, scanArticle, selectArticle+"WHERE id > ? AND (? OR "+public+") ORDER BY id LIMIT ?", after, staff, limit)
}

// PutArticle adds an article or changes it, with its pictures, and gives it the next
// version.
func (tx *Tx) PutArticle(a *Article) error {
	keywords, err := json.Marshal(slices.Concat([]string{}, a.Keywords))
	if err != nil {
		return err
	}
	products, err := json.Marshal(slices.Concat([]string{}, a.Products))
	if err != nil {
		return err
	}
	if a.Seq, err = tx.NextSeq(); err != nil {
		return err
	}
	if a.PublicSeq > 0 || Public(a.Article) {
		a.PublicSeq = a.Seq
	}
	if a.Updated.IsZero() {
		a.Updated = tx.Now
	}
	var version int64
	err = tx.row(`INSERT INTO articles (id, key, version, pair, lang, title, body, keywords, products, category, audience, state, until, ticket_id, helped,
			updated, seq, public_seq, saved_seq)
		VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET version = version + 1, pair = excluded.pair, lang = excluded.lang, title = excluded.title,
			body = excluded.body, keywords = excluded.keywords, products = excluded.products, category = excluded.category, audience = excluded.audience,
			state = excluded.state, until = excluded.until, ticket_id = excluded.ticket_id, updated = excluded.updated, seq = excluded.seq, public_seq = excluded.public_seq,
			saved_seq = excluded.saved_seq
		RETURNING version`,
		a.ID, a.Key, a.Pair, a.Lang, a.Title, a.Body, string(keywords), string(products), a.Category, a.Audience, a.State, millis(a.Until), nullNumber(a.Ticket),
		millis(a.Updated), a.Seq, a.PublicSeq, a.Seq).Scan(&version)
	if err != nil {
		return err
	}
	a.SavedSeq, a.Version = a.Seq, strconv.FormatInt(version, 10)
	return tx.putPictures(a.ID, a.Pictures)
}

// Teach keeps what was learned about an article, and how many more it helped. Its
// version stays.
func (tx *Tx) Teach(id string, learned []desk.Lesson, helped int) error {
	text, err := json.Marshal(slices.Concat([]desk.Lesson{}, learned))
	if err != nil {
		return err
	}
	seq, err := tx.NextSeq()
	if err != nil {
		return err
	}
	return tx.exec("UPDATE articles SET helped = helped + ?, learned = ?, seq = ?, public_seq = iif(public_seq > 0, ?, 0) WHERE id = ?",
		helped, string(text), seq, seq, id)
}
