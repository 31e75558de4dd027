package main

import (
	"context"
	"os"

	"relais/client"
	"relais/cmd/internal/demo"
	"relais/cmd/internal/session"
	"relais/internal/agent"
	"relais/internal/config"
	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/model/account"
)

// This file is what the pages about the account ask for: account.Gateway and
// account.Keeper.
var (
	_ account.Gateway = (*app)(nil)
	_ account.Keeper  = (*app)(nil)
)

// lang is the language of the screens.
func (a *app) lang() string {
	if l := a.session.Config().Settings().Lang; l != "" {
		return l
	}
	return text.Detect(a.env)
}

func (a *app) words() *text.Words { return a.catalogue.In(a.lang()) }

// Kinds lists the helpdesks that Relais knows.
func (a *app) Kinds() []string { return client.Kinds() }

// KindAt tells which kind of helpdesk seems to be at an address.
func (a *app) KindAt(ctx context.Context, url string) string { return a.session.KindAt(ctx, url) }

// SignIn checks an account and keeps it; Enter begins to work with it.
func (a *app) SignIn(ctx context.Context, kind, url, login string, password desk.Secret) (desk.Welcome, error) {
	defer a.asking.want()()
	welcome, err := a.session.SignIn(ctx, client.Account{Kind: kind, URL: url, Login: login}, password)
	if err == nil && welcome.Me.Role.Staff() {
		a.lacks.Store(int32(len(welcome.Missing)))
	}
	if err == nil && a.flags.home == "" && a.Preferences().Autostart {
		if err := a.autostart(true); err != nil { // signing in worked all the same
			a.flags.logger(a.world).Warn("starting with the session", "code", desk.CodeOf(err))
		}
	}
	return welcome, err
}

// autostart makes the program start with the session, or no longer. It happens at
// the sign-in, because there is nothing to do before, and only for a person's
// usual home.
func (a *app) autostart(on bool) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	return agent.Autostart(on, program, "--hidden", "--home", a.session.Home())
}

// Unsigned counts what was asked for before any sign-in.
func (a *app) Unsigned(ctx context.Context) (int, error) { return a.session.Unadopted(ctx) }

// Adopt gives that to the current account.
func (a *app) Adopt(ctx context.Context) (int, error) { return a.session.Adopt(ctx) }

// Preferences are what is set on this computer.
func (a *app) Preferences() account.Preferences {
	s := a.session.Config().Settings()
	p := account.Preferences{Lang: s.Lang, Theme: s.Theme, Contrast: s.Contrast, TextScale: s.TextScale, Dense: s.Dense, Autostart: s.Autostart}
	if p.Theme == "system" {
		p.Theme = ""
	}
	return p
}

// Locked tells which preferences the organisation or the environment has set.
func (a *app) Locked() account.Locks {
	locks := account.Locks{}
	for _, v := range a.session.Config().Explain() {
		switch {
		case !v.Locked:
		case v.Origin == config.OriginEnvironment:
			locks[v.Key] = v.Where
		default:
			locks[v.Key] = ""
		}
	}
	return locks
}

// Set keeps the preferences and shows the window with them.
func (a *app) Set(_ context.Context, p account.Preferences) error {
	s := a.session.Config().Settings()
	autostart := s.Autostart != p.Autostart
	s.Lang, s.Theme, s.Contrast, s.TextScale, s.Dense, s.Autostart = p.Lang, p.Theme, p.Contrast, p.TextScale, p.Dense, p.Autostart
	if s.Theme == "" {
		s.Theme = "system"
	}
	if err := a.session.Config().SetSettings(s); err != nil {
		return err
	}
	a.rebuild()
	if !autostart {
		return nil
	}
	return a.autostart(p.Autostart)
}

// Who is the account in use.
func (a *app) Who() account.Who {
	who := account.Who{Me: a.taken().desk.Me()}
	current, ok := a.session.Account()
	if !ok {
		return who
	}
	who.URL, who.Kind, who.Missing = current.URL, current.Kind, a.taken().desk.Missing()
	if session.Embedded(current) {
		who.Demo, _ = demo.People()
	}
	return who
}

// Become goes on as another person of the embedded helpdesk.
func (a *app) Become(ctx context.Context, login string) error {
	if err := a.become(ctx, login); err != nil {
		return err
	}
	a.Enter()
	return nil
}

// Unsent counts what the helpdesk does not have yet of the account in use, or of the
// one that was signed out of.
func (a *app) Unsent(ctx context.Context) (int, error) {
	current, ok := a.session.Account()
	if !ok {
		if current, ok = a.session.Last(); !ok {
			return 0, nil
		}
	}
	return a.session.Unsent(ctx, current.ID)
}

// SignOut leaves the account, and goes to where one signs in. Without a copy, what
// the helpdesk has of it is removed once its desk is closed.
func (a *app) SignOut(ctx context.Context, copied bool) error {
	defer a.asking.want()()
	left := a.taken()
	if err := a.session.SignOut(ctx); err != nil {
		return err
	}
	a.work.Go(func() {
		a.change()
		a.taken().models.frame.Go(model.Place{Name: model.PlaceSignIn})
		if copied {
			return
		}
		select {
		case <-left.closed:
		case <-a.ctx.Done():
			return
		}
		if err := a.session.Forget(a.ctx, left.account); err != nil {
			a.note("removing the copy", err)
			a.tell(desk.CodeOf(err))
		}
	})
	return nil
}

// before is what is known of the account before a sign-in.
func (a *app) before() account.Known {
	if last, ok := a.session.Last(); ok && !session.Embedded(last) {
		return account.Known{Kind: last.Kind, URL: last.URL, Login: last.Login, Again: true, Left: true}
	}
	k := a.known()
	return account.Known{Kind: k.Kind, URL: k.URL, Login: k.Login, Again: k.Login != ""}
}
