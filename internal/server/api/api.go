// Package api is the face of the server: one handler file for each sort of thing,
// and what surrounds them all. It translates between HTTP and package helpdesk and
// decides nothing itself.
package api

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"

	"relais/internal/desk"
	"relais/internal/restapi"
	"relais/internal/server/auth"
	"relais/internal/server/blob"
	"relais/internal/server/helpdesk"
	"relais/internal/server/library"
	"relais/internal/server/store"
)

// maxJSON is how many bytes a JSON body has at most.
const maxJSON = 2 << 20

// maxArticle is as much for an article with its pictures.
const maxArticle = maxJSON + desk.MaxPicturesSum*4/3

// bodyTimeout is how long a JSON body may take to come.
const bodyTimeout = 30 * time.Second

// Config is what the API stands on.
type Config struct {
	Store         *store.Store
	Blobs         *blob.Store
	Desk          *helpdesk.Desk
	Library       *library.Library
	Keeper        *auth.Keeper
	Limit         *auth.Limiter // by token
	Log           *slog.Logger
	Version       string
	MaxAttachment int64 // bytes
	Poll          time.Duration
}

type service struct{ Config }

// New makes the handler of everything below restapi.Base.
func New(c Config) http.Handler {
	s := &service{c}
	r := chi.NewRouter()
	r.Use(s.logged, s.recovered, guarded, own())
	r.NotFound(s.nothing)
	r.MethodNotAllowed(s.nothing)
	api := humachi.New(r, config(c.Version))
	api.UseMiddleware(s.authorized)
	s.registerService(api)
	s.registerTickets(api)
	s.registerChanges(api)
	s.registerBlobs(api)
	s.registerPeople(api)
	s.registerArticles(api)
	s.serveDescription(r, api.OpenAPI())
	return r
}

func config(version string) huma.Config {
	c := huma.DefaultConfig("Relais", version)
	c.Info.Description = "The small helpdesk server of Relais. Times are RFC 3339 in UTC; durations are nanoseconds. " +
		"Writes carry the header Idempotency-Key, a version 7 UUID made by the client: the same key with the same content answers the same again, as long as what it made exists."
	c.OpenAPIPath, c.DocsPath, c.SchemasPath, c.CreateHooks = "", "", "", nil
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer"}}
	return c
}

func init() {
	// The framework keeps the making of its own errors in a variable; ours carry
	// the codes of package desk.
	huma.NewError = newProblem
}

// operation describes what needs a token.
func operation(method, path, id, tag, summary string) huma.Operation {
	op := open(method, path, id, tag, summary)
	op.Security = []map[string][]string{{"token": {}}}
	return op
}

// open describes what anybody may ask.
func open(method, path, id, tag, summary string) huma.Operation {
	return huma.Operation{
		Method: method, Path: restapi.Base + path, OperationID: id, Tags: []string{tag}, Summary: summary,
		MaxBodyBytes: maxJSON, BodyReadTimeout: bodyTimeout,
	}
}

type callerKey struct{}

// caller is the token of a request that was let in.
func caller(ctx context.Context) store.Token {
	t, _ := ctx.Value(callerKey{}).(store.Token)
	return t
}

// as gives a handler the person who asks, and turns its errors into answers.
func as[I, O any](s *service, do func(ctx context.Context, who desk.Person, in *I) (*O, error)) func(context.Context, *I) (*O, error) {
	return func(ctx context.Context, in *I) (*O, error) {
		out, err := do(ctx, caller(ctx).Person, in)
		if err != nil {
			return nil, problemOf(ctx, s.Log, err)
		}
		return out, nil
	}
}

// authorized lets requests in that carry a token, not too many a minute.
func (s *service) authorized(ctx huma.Context, next func(huma.Context)) {
	if len(ctx.Operation().Security) == 0 {
		next(ctx)
		return
	}
	t, err := s.check(ctx)
	if err != nil {
		_, w := humachi.Unwrap(ctx)
		write(w, problemOf(ctx.Context(), s.Log, err))
		return
	}
	next(huma.WithValue(ctx, callerKey{}, t))
}

func (s *service) check(ctx huma.Context) (store.Token, error) {
	scheme, token, _ := strings.Cut(ctx.Header("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		return store.Token{}, &desk.Error{Code: desk.CodeUnauthorized, Op: "check token"}
	}
	t, err := s.Keeper.Check(ctx.Context(), desk.NewSecret(strings.TrimSpace(token)))
	if err != nil {
		return t, err
	}
	return t, s.Limit.Allow(t.Name())
}

// all is a list that is never null in JSON.
func all[T any](list []T) []T { return slices.Concat([]T{}, list) }

// quote writes a version as an entity tag, unquote reads it: "" for none or any.
func quote(version string) string { return `"` + version + `"` }

func unquote(tag string) string {
	tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/")
	if tag == "*" {
		return ""
	}
	return strings.Trim(tag, `"`)
}
