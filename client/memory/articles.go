package memory

import (
	"context"
	"errors"

	"relais/internal/desk"
)

// visible tells whether a person may read an article: staff all of them, others
// those that are there for everyone.
func (a *article) visible(me desk.Person) bool { return me.Role.Staff() || !a.Hidden() }

// SaveArticle makes an article or changes it.
func (b *Backend) SaveArticle(ctx context.Context, key desk.Key, a desk.Article) (desk.Article, error) {
	const op = "save article"
	return write(ctx, b, op, desk.Keyed, key, a, func(me desk.Person) (desk.Article, error) {
		old, known := b.d.articles[a.ID]
		switch {
		case !me.Role.Staff():
			return a, &desk.Error{Code: desk.CodeForbidden, Op: op, Subject: a.ID}
		case a.ID != "" && !known:
			return a, &desk.Error{Code: desk.CodeNotFound, Op: op, Subject: a.ID}
		case known && a.Version != old.Version:
			return a, &desk.Error{Code: desk.CodeConflict, Op: op, Subject: a.ID}
		case (!known || a.Pair != old.Pair || a.Lang != old.Lang) && b.d.paired(a):
			return a, &desk.Error{Code: desk.CodeConflict, Op: op, Subject: a.Pair}
		case a.Title == "" || a.Body == "" || a.Lang == "":
			return a, &desk.Error{Code: desk.CodeInvalid, Op: op, Subject: a.ID, Err: errors.New("title, text and language are needed")}
		}
		if err := desk.CheckPictures(a.Pictures); err != nil {
			return a, err
		}
		next := &article{Article: clone(a)}
		if known {
			next.Key, next.Helped, next.Learned, next.public = old.Key, old.Helped, old.Learned, old.public
		} else {
			next.ID, next.Key, next.Learned = b.d.nextID("a"), key, nil
		}
		b.d.articles[next.ID] = next
		b.d.touchArticle(next)
		return clone(next.Article), nil
	})
}

// paired tells whether the pair of an article has another in its language.
func (d *Desk) paired(a desk.Article) bool {
	for _, other := range d.articles {
		if a.Pair != "" && other.ID != a.ID && other.Pair == a.Pair && other.Lang == a.Lang {
			return true
		}
	}
	return false
}

func (d *Desk) touchArticle(a *article) {
	d.seq++
	a.seq = d.seq
	a.Version, a.Updated = version(d.seq), d.now()
	a.public = a.public || a.visible(desk.Person{Role: desk.RoleRequester})
}

// RecordOutcome counts what an article did for somebody.
func (b *Backend) RecordOutcome(ctx context.Context, key desk.Key, o desk.ArticleOutcome) error {
	const op = "record outcome"
	_, err := write(ctx, b, op, desk.Keyed, key, o, func(me desk.Person) (struct{}, error) {
		a, ok := b.d.articles[o.Article]
		if !ok || !a.visible(me) {
			return struct{}{}, &desk.Error{Code: desk.CodeNotFound, Op: op, Subject: o.Article}
		}
		o.At = b.d.now()
		told := counted{who: me.ID, article: a.ID, solved: o.Solved, day: o.At.Unix() / (24 * 60 * 60)}
		if b.d.counted[told] {
			return struct{}{}, nil
		}
		b.d.counted[told] = true
		if o.Solved {
			a.Helped++
		}
		a.Learned = desk.Learn(a.Learned, o)
		b.d.tellArticle(a)
		return struct{}{}, nil
	})
	return err
}

// ForgetLesson drops what was learned about an article.
func (b *Backend) ForgetLesson(ctx context.Context, key desk.Key, article, lesson string) error {
	const op = "forget lesson"
	_, err := write(ctx, b, op, desk.Keyed, key, [2]string{article, lesson}, func(me desk.Person) (struct{}, error) {
		a, ok := b.d.articles[article]
		switch {
		case !me.Role.Staff():
			return struct{}{}, &desk.Error{Code: desk.CodeForbidden, Op: op, Subject: article}
		case !ok:
			return struct{}{}, &desk.Error{Code: desk.CodeNotFound, Op: op, Subject: article}
		}
		a.Learned = desk.Unlearn(a.Learned, lesson, b.d.now())
		b.d.tellArticle(a)
		return struct{}{}, nil
	})
	return err
}

// tellArticle lets the next pull tell an article that has no new version.
func (d *Desk) tellArticle(a *article) {
	d.seq++
	a.seq = d.seq
}
