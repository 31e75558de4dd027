// Package library keeps the articles: everyone reads what is there for
// everyone, staff reads and writes them all.
package library

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"relais/internal/desk"
	"relais/internal/server/clean"
	"relais/internal/server/keyed"
	"relais/internal/server/store"
)

// Library is all articles. Its methods may be called from several goroutines.
type Library struct {
	store *store.Store
	today tally
}

// New makes a library on a store.
func New(s *store.Store) *Library { return &Library{store: s} }

// maxArticles is how many articles a list gives at once.
const maxArticles = 1000

// Articles lists what a person may read, by id, from after one on, 1,000 at most.
// Pictures are only named.
func (l *Library) Articles(ctx context.Context, who desk.Person, after string) (articles []desk.Article, err error) {
	err = l.store.Read(ctx, func(tx *store.Tx) error {
		found, err := tx.Articles(who.Role.Staff(), after, maxArticles)
		articles = make([]desk.Article, len(found))
		for i, a := range found {
			articles[i] = a.Article
		}
		return err
	})
	return articles, err
}

// Article reads one with its pictures. CodeNotFound.
func (l *Library) Article(ctx context.Context, who desk.Person, id string) (a desk.Article, err error) {
	err = l.store.Read(ctx, func(tx *store.Tx) error {
		if a, err = readable(tx, who, id); err != nil || len(a.Pictures) == 0 {
			return err
		}
		a.Pictures, err = tx.Pictures(id)
		return err
	})
	return a, err
}

func readable(tx *store.Tx, who desk.Person, id string) (desk.Article, error) {
	found, err := tx.Article(id)
	if err == nil && !who.Role.Staff() && !store.Public(found.Article) {
		err = &desk.Error{Code: desk.CodeNotFound, Op: "read article", Subject: id}
	}
	return found.Article, err
}

// Save makes an article (empty ID), when its pair has none in its language, or
// changes it, when its Version is the newest and its pair has no other in its language. The answer is the same when the key
// comes again with the same content; it only names the pictures.
// CodeForbidden, CodeInvalid, CodeTooLarge, CodeNotFound, CodeConflict,
// CodeKeyReused.
func (l *Library) Save(ctx context.Context, who desk.Person, key desk.Key, in desk.Article) (desk.Article, bool, error) {
	if !who.Role.Staff() {
		return in, false, clean.Forbidden("", "only staff writes articles")
	}
	a := keyed.Action{Key: key, Who: who, What: "save article", Content: in}
	return keyed.Once(ctx, l.store, a, func(tx *store.Tx) (desk.Article, keyed.Made, error) {
		saved, err := save(tx, key, in)
		return saved.Named(), keyed.Made{Article: saved.ID}, err
	})
}

func save(tx *store.Tx, key desk.Key, in desk.Article) (desk.Article, error) {
	if err := checkArticle(tx, &in); err != nil {
		return in, err
	}
	kept := store.Article{Article: in}
	kept.Updated, kept.Key, kept.Learned = tx.Now, key, nil
	if in.ID == "" {
		if err := name(tx, &kept); err != nil {
			return in, err
		}
		err := tx.PutArticle(&kept)
		return kept.Article, err
	}
	before, err := tx.Article(in.ID)
	if err != nil {
		return in, err
	}
	if in.Version != before.Version {
		return in, &desk.Error{Code: desk.CodeConflict, Op: "save article", Subject: in.ID}
	}
	if in.Pair != before.Pair || in.Lang != before.Lang {
		if err := alone(tx, in); err != nil {
			return in, err
		}
	}
	kept.Key, kept.Helped, kept.Learned, kept.PublicSeq = before.Key, before.Helped, before.Learned, before.PublicSeq
	err = tx.PutArticle(&kept)
	return kept.Article, err
}

// name gives a new article its id: its pair and its language. CodeConflict where the
// pair has an article in that language.
func name(tx *store.Tx, a *store.Article) error {
	a.Helped = 0
	a.Pair = cmp.Or(a.Pair, string(a.Key))
	if err := alone(tx, a.Article); err != nil {
		return err
	}
	a.ID = a.Pair + "." + a.Lang
	_, err := tx.Article(a.ID)
	if desk.CodeOf(err) == desk.CodeNotFound {
		return nil
	}
	a.ID = string(a.Key) + "." + a.Lang // the other is of one that has another pair or language by now
	return err
}

// alone is CodeConflict where the pair of an article has another in its language.
func alone(tx *store.Tx, a desk.Article) error {
	if a.Pair == "" {
		return nil
	}
	switch there, err := tx.Paired(a.Pair, a.Lang); {
	case desk.CodeOf(err) == desk.CodeNotFound:
		return nil
	case err != nil:
		return err
	case there.ID != a.ID:
		return &desk.Error{Code: desk.CodeConflict, Op: "save article", Subject: there.ID}
	}
	return nil
}

func checkArticle(tx *store.Tx, a *desk.Article) (err error) {
	if a.Title, err = clean.Title(a.Title); err != nil {
		return err
	}
	a.Body = clean.Text(a.Body)
	if err := clean.Fits("article", a.Body, clean.MaxArticle); err != nil {
		return err
	}
	for _, s := range []*string{&a.Pair, &a.Category} {
		if *s, err = clean.Short("article", *s); err != nil {
			return err
		}
	}
	for i, k := range a.Keywords {
		if a.Keywords[i], err = clean.Short("keyword", k); err != nil {
			return err
		}
	}
	for i, product := range a.Products {
		if a.Products[i], err = clean.Short("product", product); err != nil {
			return err
		}
	}
	if err := desk.CheckPictures(a.Pictures); err != nil {
		return err
	}
	a.Until = a.Until.UTC().Truncate(time.Millisecond)
	return checkState(tx, a)
}

// checkState checks what an article says about itself, and fills in what it leaves open.
func checkState(tx *store.Tx, a *desk.Article) error {
	if a.Audience == "" {
		a.Audience = desk.AudienceEveryone
	}
	if a.State == "" {
		a.State = desk.ArticleDraft
	}
	switch {
	case a.Lang != "fr" && a.Lang != "en":
		return clean.Invalid("", "an article is in fr or en")
	case a.Audience != desk.AudienceEveryone && a.Audience != desk.AudienceTechnicians:
		return clean.Invalid("", "unknown audience")
	case !slices.Contains([]desk.ArticleState{desk.ArticleDraft, desk.ArticleReview, desk.ArticlePublished, desk.ArticleOutdated}, a.State):
		return clean.Invalid("", "unknown state")
	case len(a.Keywords) > 100:
		return clean.Invalid("", "more than 100 keywords")
	case len(a.Products) > 20:
		return clean.Invalid("", "more than 20 products")
	case strings.ContainsAny(a.Pair, "/?#%"):
		return clean.Invalid("", "a pair is a plain word")
	}
	if a.Ticket == "" {
		return nil
	}
	_, err := tx.Ticket(a.Ticket)
	return clean.Unknown(err, "", "no such ticket")
}

// RecordOutcome counts what an article did for somebody, once a day, and learns
// the words that led to it; neither with their name.
// CodeNotFound, CodeTooLarge, CodeKeyReused.
func (l *Library) RecordOutcome(ctx context.Context, who desk.Person, key desk.Key, o desk.ArticleOutcome) (replayed bool, err error) {
	a := keyed.Action{Key: key, Who: who, Unnamed: true, What: "record outcome", Content: o}
	counted := false
	_, replayed, err = keyed.Once(ctx, l.store, a, func(tx *store.Tx) (struct{}, keyed.Made, error) {
		made := keyed.Made{Article: o.Article}
		found, err := readable(tx, who, o.Article)
		if err != nil {
			return struct{}{}, made, err
		}
		if o.Query, err = clean.Short("query", o.Query); err != nil {
			return struct{}{}, made, err
		}
		if counted = l.today.count(tx.Now, who.ID, o.Article, o.Solved); !counted {
			return struct{}{}, made, nil
		}
		return struct{}{}, made, teach(tx, found, o)
	})
	if err != nil && counted {
		l.today.undo(who.ID, o.Article, o.Solved)
	}
	return replayed, err
}

func teach(tx *store.Tx, a desk.Article, o desk.ArticleOutcome) error {
	o.At = tx.Now // a clock that is ahead would make all else look old
	helped := 0
	if o.Solved {
		helped = 1
	}
	learned := desk.Learn(a.Learned, o)
	if helped == 0 && len(learned) == 0 {
		return nil
	}
	return tx.Teach(a.ID, learned, helped)
}

// ForgetLesson drops what was learned about an article, for good.
// CodeForbidden, CodeNotFound, CodeKeyReused.
func (l *Library) ForgetLesson(ctx context.Context, who desk.Person, key desk.Key, article, lesson string) (replayed bool, err error) {
	if !who.Role.Staff() {
		return false, clean.Forbidden("", "only staff says what is to be forgotten")
	}
	a := keyed.Action{Key: key, Who: who, What: "forget lesson " + article, Content: lesson}
	_, replayed, err = keyed.Once(ctx, l.store, a, func(tx *store.Tx) (struct{}, keyed.Made, error) {
		found, err := tx.Article(article)
		if err != nil {
			return struct{}{}, keyed.Made{}, err
		}
		return struct{}{}, keyed.Made{Article: article}, tx.Teach(article, desk.Unlearn(found.Learned, lesson, tx.Now), 0)
	})
	return replayed, err
}
