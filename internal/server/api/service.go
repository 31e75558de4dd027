package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"relais/internal/desk"
	"relais/internal/restapi"
)

type body[T any] struct{ Body T }

func (s *service) registerService(api huma.API) {
	huma.Register(api, open(http.MethodGet, restapi.PathService, "service", "Service", "Who answers here"),
		func(context.Context, *struct{}) (*body[restapi.Service], error) {
			return &body[restapi.Service]{restapi.Service{Service: restapi.ServiceName, Version: s.Version}}, nil
		})
	signIn := open(http.MethodPost, restapi.PathTokens, "sign-in", "Service", "Exchange a password for a token")
	signIn.DefaultStatus = http.StatusCreated
	signIn.MaxBodyBytes = 16 << 10
	huma.Register(api, signIn, as(s, s.signIn))
	signOut := operation(http.MethodDelete, restapi.PathThisToken, "sign-out", "Service", "End this token")
	huma.Register(api, signOut, as(s, func(ctx context.Context, _ desk.Person, _ *struct{}) (*struct{}, error) {
		return nil, s.Keeper.Revoke(ctx, caller(ctx).ID)
	}))
	huma.Register(api, operation(http.MethodGet, restapi.PathWelcome, "welcome", "Service", "Who you are and what you may do"), as(s, s.welcome))
}

func (s *service) signIn(ctx context.Context, _ desk.Person, in *body[restapi.TokenRequest]) (*body[restapi.TokenReply], error) {
	token, expires, err := s.Keeper.SignIn(ctx, in.Body.Login, desk.NewSecret(in.Body.Password), in.Body.Label)
	if err != nil {
		return nil, err
	}
	return &body[restapi.TokenReply]{restapi.TokenReply{Token: token.Reveal(), Expires: expires}}, nil
}

func (s *service) welcome(_ context.Context, who desk.Person, _ *struct{}) (*body[restapi.Welcome], error) {
	w, c := s.Desk.Welcome(who, s.Version)
	return &body[restapi.Welcome]{restapi.Welcome{Welcome: w, Capabilities: c}}, nil
}
