package api

import (
	"context"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"relais/internal/desk"
	"relais/internal/restapi"
)

func (s *service) registerTickets(api huma.API) {
	huma.Register(api, operation(http.MethodGet, restapi.PathTickets, "list-tickets", "Tickets", "What you see, last change first"), as(s, s.tickets))
	create := operation(http.MethodPost, restapi.PathTickets, "create-ticket", "Tickets", "Make a ticket with its first message")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, as(s, s.create))
	huma.Register(api, operation(http.MethodGet, restapi.PathTicket, "read-ticket", "Tickets", "One ticket whole; a merged one answers with the one that goes on"), as(s, s.ticket))
	huma.Register(api, operation(http.MethodPatch, restapi.PathTicket, "update-ticket", "Tickets", "Change fields, add a message, or both"), as(s, s.update))
	huma.Register(api, operation(http.MethodGet, restapi.PathOperation, "find-operation", "Tickets", "What your write with this key left behind"), as(s, s.find))
	huma.Register(api, operation(http.MethodPut, restapi.PathWatcher, "follow-ticket", "Tickets", "Let a person follow a ticket"), as(s, s.watch(true)))
	huma.Register(api, operation(http.MethodDelete, restapi.PathWatcher, "unfollow-ticket", "Tickets", "End it"), as(s, s.watch(false)))
}

type listInput struct {
	After string `query:"after" doc:"Next of the page before"`
	Limit int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

func (s *service) tickets(ctx context.Context, who desk.Person, in *listInput) (*body[restapi.TicketList], error) {
	below, err := strconv.ParseInt("0"+in.After, 10, 64)
	if err != nil {
		return nil, desk.Errorf(desk.CodeInvalid, "list tickets", "no such page")
	}
	found, next, err := s.Desk.Tickets(ctx, who, below, in.Limit)
	list := restapi.TicketList{Tickets: all(found)}
	if next > 0 {
		list.Next = strconv.FormatInt(next, 10)
	}
	return &body[restapi.TicketList]{list}, err
}

type written struct {
	ETag     string `header:"ETag"`
	Replayed string `header:"Idempotency-Replayed"`
	Body     desk.Written
}

func writtenOf(w desk.Written, replayed bool, err error) (*written, error) {
	return &written{ETag: quote(w.Ticket.Version), Replayed: mark(replayed), Body: w}, err
}

func mark(replayed bool) string {
	if replayed {
		return "true"
	}
	return ""
}

type createInput struct {
	Key  desk.Key `header:"Idempotency-Key" required:"true"`
	Body desk.NewTicket
}

func (s *service) create(ctx context.Context, who desk.Person, in *createInput) (*written, error) {
	return writtenOf(s.Desk.Create(ctx, who, in.Key, in.Body))
}

type updateInput struct {
	ID      string   `path:"id"`
	Key     desk.Key `header:"Idempotency-Key" required:"true"`
	IfMatch string   `header:"If-Match" doc:"The version that the change of fields was made on"`
	Body    desk.Change
}

func (s *service) update(ctx context.Context, who desk.Person, in *updateInput) (*written, error) {
	return writtenOf(s.Desk.Update(ctx, who, in.Key, in.ID, unquote(in.IfMatch), in.Body))
}

type findInput struct {
	Key desk.Key `path:"key"`
}

func (s *service) find(ctx context.Context, who desk.Person, in *findInput) (*written, error) {
	w, err := s.Desk.Find(ctx, who, in.Key)
	return writtenOf(w, false, err)
}

type readInput struct {
	ID          string `path:"id"`
	IfNoneMatch string `header:"If-None-Match"`
}

type conversation struct {
	Status int
	ETag   string `header:"ETag"`
	Body   *desk.Conversation
}

func (s *service) ticket(ctx context.Context, who desk.Person, in *readInput) (*conversation, error) {
	c, err := s.Desk.Conversation(ctx, who, in.ID)
	if err != nil {
		return nil, err
	}
	out := &conversation{Status: http.StatusOK, ETag: quote(c.Ticket.Version), Body: &c}
	if in.IfNoneMatch == out.ETag {
		out.Status = http.StatusNotModified
	}
	return out, nil
}

type watchInput struct {
	ID     string `path:"id"`
	Person string `path:"person"`
}

func (s *service) watch(on bool) func(context.Context, desk.Person, *watchInput) (*struct{}, error) {
	return func(ctx context.Context, who desk.Person, in *watchInput) (*struct{}, error) {
		return nil, s.Desk.Watch(ctx, who, in.ID, in.Person, on)
	}
}
