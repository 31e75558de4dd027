package rt

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"relais/client/rt/cursor"
	"relais/client/rt/mapping"
	"relais/client/rt/wire"
	"relais/client/transport"
	"relais/internal/desk"
)

const opArticle = "save article"

// articles tells the articles that were changed, and those that went.
func (p *pulling) articles(ctx context.Context) error {
	if !p.s.articles() {
		return nil
	}
	rows, err := p.listArticles(ctx, "Name,LastUpdated", wire.Condition{Field: "id", Operator: ">", Value: 0})
	if err != nil {
		return err
	}
	var ask []wire.Condition
	there := map[int]bool{}
	for _, row := range rows {
		id := row.ID.Int()
		there[id] = true
		second, version := p.c.Articles[id].Split()
		if second != row.LastUpdated.Unix() || version != "" {
			ask = append(ask, wire.Condition{Field: "id", Value: id})
		}
	}
	for id := range p.c.Articles {
		if !there[id] {
			delete(p.c.Articles, id)
			p.page.GoneArticles = append(p.page.GoneArticles, strconv.Itoa(id))
		}
	}
	for some := range slices.Chunk(ask, atOnce) {
		changed, err := p.listArticles(ctx, "Name,Summary,LastUpdated,CustomFields,Disabled", some...)
		if err != nil {
			return err
		}
		for _, w := range changed {
			p.takeArticle(w)
		}
	}
	return nil
}

func (p *pulling) takeArticle(w wire.Article) {
	a := p.s.article(w)
	second, version := p.c.Articles[w.ID.Int()].Split()
	if second == w.LastUpdated.Unix() && version == a.Version {
		return
	}
	p.c.Articles[w.ID.Int()] = cursor.NewMark(w.LastUpdated.Time, a.Version, p.now)
	p.page.Articles = append(p.page.Articles, a)
}

// listArticles reads articles of the class.
func (b *Backend) listArticles(ctx context.Context, fields string, conditions ...wire.Condition) ([]wire.Article, error) {
	b.mu.Lock()
	class := b.site.class.ID
	b.mu.Unlock()
	conditions = append(slices.Clone(conditions), wire.Condition{Field: "Class", Value: class.Int()})
	var all []wire.Article
	for page := 1; ; page++ {
		var list wire.List[wire.Article]
		query := url.Values{"fields": {fields}, "orderby": {"id"}, "per_page": {strconv.Itoa(pageSize)}, "page": {strconv.Itoa(page)}}
		if err := b.search(ctx, "list articles", "/articles", query, conditions, &list); err != nil {
			return nil, err
		}
		all = append(all, list.Items...)
		if len(list.Items) < pageSize {
			return all, nil
		}
	}
}

// article translates an article. Its version is made of its content, because two
// changes within a second have the same time.
func (s *site) article(w wire.Article) desk.Article {
	body := w.Fields.Get(s.content)
	if mapping.LooksLikeHTML(body) {
		body = mapping.FromHTML(body)
	}
	a := desk.Article{
		ID: string(w.ID), Lang: mapping.Language(w.Name + " " + w.Summary + " " + body), Title: w.Name, Body: body, Keywords: w.Fields.All(s.keywords),
		Audience: desk.AudienceEveryone, State: desk.ArticlePublished, Updated: w.LastUpdated.Time,
	}
	if w.Disabled.Int() != 0 {
		a.State = desk.ArticleOutdated
	}
	raw, err := json.Marshal(a)
	if err == nil { // an article always survives JSON
		sum := sha256.Sum256(raw)
		a.Version = hex.EncodeToString(sum[:8])
	}
	return a
}

// SaveArticle makes an article or changes it. Request Tracker has no drafts, and
// hides nothing but whole classes: an article is for everybody as soon as it is
// there, so that any other one is not taken.
func (b *Backend) SaveArticle(ctx context.Context, key desk.Key, a desk.Article) (desk.Article, error) {
	s, err := b.ready(ctx)
	if err != nil {
		return desk.Article{}, err
	}
	refuse := func(code desk.Code, f desk.Field, why string) (desk.Article, error) {
		return desk.Article{}, &desk.Error{Code: code, Op: opArticle, Subject: a.ID, Field: f, Err: errors.New(why)}
	}
	switch {
	case !key.Valid():
		return desk.Article{}, &desk.Error{Code: desk.CodeInvalid, Op: opArticle, Err: desk.ErrKey}
	case !s.writesArticles():
		return refuse(desk.CodeUnsupported, "", "this account writes no articles")
	case strings.TrimSpace(a.Title) == "" || strings.TrimSpace(a.Body) == "":
		return refuse(desk.CodeInvalid, desk.FieldTitle, "no title, or no text")
	case a.Audience != desk.AudienceEveryone || a.State == desk.ArticleDraft || a.State == desk.ArticleReview:
		return refuse(desk.CodeUnsupported, "", "every article is for everybody")
	}
	if a.ID == "" {
		return b.newArticle(ctx, s, key, a)
	}
	now, err := b.readArticle(ctx, s, a.ID)
	if err != nil {
		return desk.Article{}, err
	}
	if a.Version != now.Version {
		if sameArticle(now, a) { // this very change, whose answer was lost
			now.Key, now.Ticket = key, a.Ticket
			return now, nil
		}
		return refuse(desk.CodeConflict, "", "it was changed since")
	}
	if err := b.putArticle(ctx, a.ID, s.articleFields(a)); err != nil {
		return desk.Article{}, err
	}
	return b.savedArticle(ctx, s, key, a)
}

func (s *site) articleFields(a desk.Article) map[string]any {
	fields := map[string]any{s.content: a.Body}
	if s.keywords != "" {
		fields[s.keywords] = a.Keywords
	}
	disabled := 0
	if a.State == desk.ArticleOutdated {
		disabled = 1
	}
	return map[string]any{"Name": a.Title, "Disabled": disabled, "CustomFields": fields}
}

// newArticle makes an article. Its name is unique in its class, which tells a
// second attempt from another article.
func (b *Backend) newArticle(ctx context.Context, s *site, key desk.Key, a desk.Article) (desk.Article, error) {
	same, err := b.listArticles(ctx, "Name,Summary,LastUpdated,CustomFields,Disabled", wire.Condition{Field: "Name", Value: a.Title})
	if err != nil {
		return desk.Article{}, err
	}
	for _, w := range same {
		if there := s.article(w); there.Title == a.Title {
			if !sameArticle(there, a) {
				return desk.Article{}, &desk.Error{Code: desk.CodeInvalid, Op: opArticle, Field: desk.FieldTitle, Err: errors.New("the name is taken")}
			}
			there.Key, there.Ticket = key, a.Ticket
			return there, nil
		}
	}
	body := s.articleFields(a)
	delete(body, "Disabled")
	body["Class"] = s.class.Name
	body["Summary"], _, _ = strings.Cut(strings.TrimSpace(a.Body), "\n")
	id, err := b.send(ctx, transport.Call{Op: opArticle, Path: "/article"}, letter{fields: body})
	if err != nil {
		return desk.Article{}, err
	}
	a.ID = id
	if a.Ticket != "" {
		if err := b.putArticle(ctx, id, map[string]any{"AddRefersTo": []string{"t:" + a.Ticket}}); err != nil {
			return desk.Article{}, err
		}
	}
	return b.savedArticle(ctx, s, key, a)
}

func (b *Backend) putArticle(ctx context.Context, id string, body map[string]any) error {
	_, err := b.http.Do(ctx, transport.Call{
		Op: opArticle, Subject: id, Method: http.MethodPut, Path: "/article/{id}", Params: map[string]string{"id": id}, Body: body,
	})
	return err
}

func (b *Backend) readArticle(ctx context.Context, s *site, id string) (desk.Article, error) {
	if err := number(opArticle, id); err != nil {
		return desk.Article{}, err
	}
	var w wire.Article
	if _, err := b.get(ctx, opArticle, "/article/{id}", map[string]string{"id": id}, nil, &w); err != nil {
		return desk.Article{}, err
	}
	return s.article(w), nil
}

// savedArticle reads an article back and compares it.
func (b *Backend) savedArticle(ctx context.Context, s *site, key desk.Key, a desk.Article) (desk.Article, error) {
	now, err := b.readArticle(ctx, s, a.ID)
	if err != nil {
		return desk.Article{}, afterWrite(opArticle, a.ID, err)
	}
	if !sameArticle(now, a) {
		return desk.Article{}, &desk.Error{Code: desk.CodeRefused, Op: opArticle, Subject: a.ID}
	}
	now.Key, now.Ticket = key, a.Ticket
	return now, nil
}

func sameArticle(there, a desk.Article) bool {
	words := func(list []string) []string { return slices.Sorted(slices.Values(list)) }
	return there.Title == a.Title && strings.TrimSpace(there.Body) == strings.TrimSpace(a.Body) && there.State == a.State &&
		slices.Equal(words(there.Keywords), words(a.Keywords))
}
