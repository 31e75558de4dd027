package api

import (
	"context"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"relais/internal/desk"
	"relais/internal/restapi"
	"relais/internal/server/feed"
)

func (s *service) registerChanges(api huma.API) {
	op := operation(http.MethodGet, restapi.PathChanges, "pull-changes", "Changes", "What changed since a cursor")
	op.Description = "Without a cursor it starts with the newest tickets. With If-None-Match set to the cursor in quotes, the answer is 304 when nothing changed; 410 means: start again."
	huma.Register(api, op, as(s, s.changes))
}

type changesInput struct {
	Since       desk.Cursor `query:"since" maxLength:"1000"`
	Limit       int         `query:"limit" minimum:"1" maximum:"500" default:"100"`
	IfNoneMatch string      `header:"If-None-Match"`
}

type changesOutput struct {
	Status int
	ETag   string `header:"ETag"`
	Poll   string `header:"Relais-Poll" doc:"the wish until the next pull, in seconds, where there is no body to say it"`
	Body   *desk.Page
}

func (s *service) changes(ctx context.Context, who desk.Person, in *changesInput) (*changesOutput, error) {
	if err := s.Desk.CloseDue(ctx); err != nil {
		return nil, err
	}
	page, err := feed.Pull(ctx, s.Store, who, in.Since, in.Limit, s.Poll)
	if err != nil {
		return nil, err
	}
	out := &changesOutput{Status: http.StatusOK, ETag: quote(string(page.Next)), Body: &page}
	if page.Empty() && page.Next == in.Since && in.IfNoneMatch == out.ETag {
		out.Status, out.Poll = http.StatusNotModified, strconv.FormatFloat(page.Poll.Seconds(), 'f', -1, 64)
	}
	return out, nil
}
