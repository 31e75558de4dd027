package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"relais/internal/desk"
	"relais/internal/restapi"
	"relais/internal/server/auth"
	"relais/internal/server/helpdesk"
)

func (s *service) registerPeople(api huma.API) {
	huma.Register(api, operation(http.MethodGet, restapi.PathQueues, "list-queues", "Queues", "All queues, the lowest level first"), as(s, s.queues))
	huma.Register(api, operation(http.MethodPut, restapi.PathQueue, "put-queue", "Queues", "Add or change a queue; for administrators"), as(s, s.putQueue))
	huma.Register(api, operation(http.MethodGet, restapi.PathPeople, "find-people", "People", "Persons by the first letters of their names, without letters the staff; for staff"), as(s, s.people))
	add := operation(http.MethodPost, restapi.PathPeople, "add-person", "People", "Add somebody; for administrators")
	add.DefaultStatus = http.StatusCreated
	huma.Register(api, add, as(s, s.addPerson))
	huma.Register(api, operation(http.MethodPut, restapi.PathPerson, "change-person", "People", "Change somebody; for administrators"), as(s, s.changePerson))
}

func (s *service) queues(ctx context.Context, _ desk.Person, _ *struct{}) (*body[[]desk.Queue], error) {
	queues, err := s.Desk.Queues(ctx)
	return &body[[]desk.Queue]{all(queues)}, err
}

type queueInput struct {
	ID   string `path:"id"`
	Body desk.Queue
}

func (s *service) putQueue(ctx context.Context, who desk.Person, in *queueInput) (*body[desk.Queue], error) {
	if err := helpdesk.Administrator(who); err != nil {
		return nil, err
	}
	in.Body.ID = in.ID
	return &body[desk.Queue]{in.Body}, s.Desk.PutQueue(ctx, in.Body)
}

type peopleInput struct {
	Query string `query:"q" maxLength:"200"`
}

func (s *service) people(ctx context.Context, who desk.Person, in *peopleInput) (*body[[]desk.Person], error) {
	people, err := s.Desk.People(ctx, who, in.Query)
	return &body[[]desk.Person]{all(people)}, err
}

func (s *service) addPerson(ctx context.Context, who desk.Person, in *body[restapi.NewPerson]) (*body[desk.Person], error) {
	return s.putPerson(ctx, who, in.Body, false)
}

type personInput struct {
	ID   string `path:"id"`
	Body restapi.NewPerson
}

func (s *service) changePerson(ctx context.Context, who desk.Person, in *personInput) (*body[desk.Person], error) {
	in.Body.ID = in.ID
	return s.putPerson(ctx, who, in.Body, true)
}

func (s *service) putPerson(ctx context.Context, who desk.Person, p restapi.NewPerson, change bool) (*body[desk.Person], error) {
	if err := helpdesk.Administrator(who); err != nil {
		return nil, err
	}
	sealed := ""
	if p.Password != "" {
		var err error
		if sealed, err = auth.HashPassword(desk.NewSecret(p.Password)); err != nil {
			return nil, desk.Errorf(desk.CodeInvalid, "add person", "%w", err)
		}
	}
	saved, err := s.Desk.PutPerson(ctx, p.Person, sealed, change)
	return &body[desk.Person]{saved}, err
}
