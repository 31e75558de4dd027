package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"relais/internal/desk"
	"relais/internal/restapi"
)

func (s *service) registerArticles(api huma.API) {
	huma.Register(api, operation(http.MethodGet, restapi.PathArticles, "list-articles", "Articles", "What you may read, by id; of pictures the names only"), as(s, s.articles))
	huma.Register(api, operation(http.MethodGet, restapi.PathArticle, "read-article", "Articles", "One article with its pictures"), as(s, s.article))
	add := operation(http.MethodPost, restapi.PathArticles, "add-article", "Articles", "Make an article; for staff")
	add.DefaultStatus, add.MaxBodyBytes = http.StatusCreated, maxArticle
	huma.Register(api, add, as(s, s.addArticle))
	change := operation(http.MethodPut, restapi.PathArticle, "change-article", "Articles", "Change an article; for staff")
	change.MaxBodyBytes = maxArticle
	huma.Register(api, change, as(s, s.changeArticle))
	outcome := operation(http.MethodPost, restapi.PathOutcomes, "record-outcome", "Articles", "Count what an article did for somebody, without a name")
	outcome.DefaultStatus = http.StatusCreated
	huma.Register(api, outcome, as(s, s.recordOutcome))
	forget := operation(http.MethodDelete, restapi.PathLesson, "forget-lesson", "Articles", "Forget what was learned about an article; for staff")
	huma.Register(api, forget, as(s, s.forgetLesson))
}

type articlesInput struct {
	After string `query:"after" doc:"The last id of the page before"`
}

func (s *service) articles(ctx context.Context, who desk.Person, in *articlesInput) (*body[[]desk.Article], error) {
	found, err := s.Library.Articles(ctx, who, in.After)
	return &body[[]desk.Article]{all(found)}, err
}

type articleOutput struct {
	ETag     string `header:"ETag"`
	Replayed string `header:"Idempotency-Replayed"`
	Body     desk.Article
}

type articleID struct {
	ID string `path:"id"`
}

func (s *service) article(ctx context.Context, who desk.Person, in *articleID) (*articleOutput, error) {
	a, err := s.Library.Article(ctx, who, in.ID)
	return &articleOutput{ETag: quote(a.Version), Body: a}, err
}

type addArticleInput struct {
	Key  desk.Key `header:"Idempotency-Key" required:"true"`
	Body desk.Article
}

func (s *service) addArticle(ctx context.Context, who desk.Person, in *addArticleInput) (*articleOutput, error) {
	in.Body.ID, in.Body.Version = "", ""
	return s.saveArticle(ctx, who, in.Key, in.Body)
}

type changeArticleInput struct {
	ID      string   `path:"id"`
	Key     desk.Key `header:"Idempotency-Key" required:"true"`
	IfMatch string   `header:"If-Match" doc:"The version that the change was made on; without it, that of the body"`
	Body    desk.Article
}

func (s *service) changeArticle(ctx context.Context, who desk.Person, in *changeArticleInput) (*articleOutput, error) {
	in.Body.ID = in.ID
	if in.IfMatch != "" {
		in.Body.Version = unquote(in.IfMatch)
	}
	return s.saveArticle(ctx, who, in.Key, in.Body)
}

func (s *service) saveArticle(ctx context.Context, who desk.Person, key desk.Key, a desk.Article) (*articleOutput, error) {
	saved, replayed, err := s.Library.Save(ctx, who, key, a)
	return &articleOutput{ETag: quote(saved.Version), Replayed: mark(replayed), Body: saved}, err
}

type outcomeInput struct {
	ID   string   `path:"id"`
	Key  desk.Key `header:"Idempotency-Key" required:"true"`
	Body desk.ArticleOutcome
}

type outcomeOutput struct {
	Replayed string `header:"Idempotency-Replayed"`
}

func (s *service) recordOutcome(ctx context.Context, who desk.Person, in *outcomeInput) (*outcomeOutput, error) {
	in.Body.Article = in.ID
	replayed, err := s.Library.RecordOutcome(ctx, who, in.Key, in.Body)
	return &outcomeOutput{Replayed: mark(replayed)}, err
}

type lessonInput struct {
	ID     string   `path:"id"`
	Lesson string   `path:"lesson" maxLength:"64"`
	Key    desk.Key `header:"Idempotency-Key" required:"true"`
}

func (s *service) forgetLesson(ctx context.Context, who desk.Person, in *lessonInput) (*outcomeOutput, error) {
	replayed, err := s.Library.ForgetLesson(ctx, who, in.Key, in.ID, in.Lesson)
	return &outcomeOutput{Replayed: mark(replayed)}, err
}
