// Package upkeep holds the commands that keep Relais going: signing in, syncing,
// what waits, and looking for the reason when something does not work.
package upkeep

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"relais/client"
	"relais/cmd/internal/session"
	"relais/cmd/relaisctl/cli"
	"relais/internal/desk"
)

// group is the commands of one program.
type group struct{ *cli.Program }

// Commands are those about the program itself.
func Commands(p *cli.Program) []*cobra.Command {
	g := group{p}
	return []*cobra.Command{
		g.login(), g.logout(), g.adopt(), g.sync(), g.outbox(), g.receipt(), g.doctor(), cli.Group("config", g.explain()), g.forms(),
	}
}

// signing is a sign-in as the flags give it.
type signing struct {
	kind, user, adopt string
	password, token   bool
	anew              bool // the passphrase is forgotten
}

func (g group) login() *cobra.Command {
	var s signing
	c := &cobra.Command{
		Use:  "login URL [--kind KIND] --user U (--password-stdin|--token-stdin) [--adopt yes|no|ask] [--new-passphrase]",
		Args: cli.Between(0, 1),
		RunE: func(c *cobra.Command, args []string) error {
			url := ""
			if len(args) == 1 {
				url = args[0]
			}
			return g.signIn(c, url, s)
		},
	}
	c.Flags().StringVar(&s.kind, "kind", "", "")
	c.Flags().StringVar(&s.user, "user", "", "")
	c.Flags().BoolVar(&s.password, "password-stdin", false, "")
	c.Flags().BoolVar(&s.token, "token-stdin", false, "")
	c.Flags().StringVar(&s.adopt, "adopt", "ask", "")
	c.Flags().BoolVar(&s.anew, "new-passphrase", false, "")
	return c
}

// account is what the flags say, or else the organisation's settings.
func (g group) account(c *cobra.Command, s *session.Session, url string, f signing) (client.Account, error) {
	a := client.Account{URL: url, Kind: f.kind, Login: f.user}
	settings := s.Config().Settings()
	if a.URL == "" {
		a.URL = settings.Server
	}
	if a.Kind == "" {
		a.Kind = settings.Kind
	}
	switch {
	case a.URL == "":
		return a, cli.Usage("ctl.usage.url")
	case a.Kind != "" && !slices.Contains(client.Kinds(), a.Kind):
		return a, cli.Usage("ctl.usage.one-of", "Flag", "--kind", "Given", a.Kind, "Known", strings.Join(client.Kinds(), ", "))
	case !slices.Contains([]string{"yes", "no", "ask"}, f.adopt):
		return a, cli.Usage("ctl.usage.one-of", "Flag", "--adopt", "Given", f.adopt, "Known", "yes, no, ask")
	case f.password && f.token:
		return a, cli.Usage("ctl.usage.one-secret")
	case !f.token && a.Login == "":
		return a, cli.Need(c, "user")
	}
	if _, err := client.CleanURL(a.URL); err != nil {
		return a, cli.Usage("ctl.usage.address", "Given", a.URL)
	}
	if !client.Private(a.URL) {
		return a, cli.Usage("ctl.usage.plain", "Given", a.URL)
	}
	if a.Kind == "" {
		a.Kind = s.KindAt(c.Context(), a.URL)
	}
	return a, nil
}

func (g group) signIn(c *cobra.Command, url string, f signing) error {
	s, err := g.Session()
	if err != nil {
		return err
	}
	a, err := g.account(c, s, url, f)
	if err != nil {
		return err
	}
	if f.anew {
		if err := s.StartOver(c.Context()); err != nil {
			return err
		}
	}
	w, err := g.welcome(c, s, a, f)
	if err != nil {
		return err
	}
	return g.signedIn(c, s, w, f.adopt)
}

func (g group) welcome(c *cobra.Command, s *session.Session, a client.Account, f signing) (desk.Welcome, error) {
	if !f.password && !f.token && g.Hidden == nil {
		return desk.Welcome{}, cli.Usage("ctl.usage.secret")
	}
	given, err := g.secret(f)
	if err != nil {
		return desk.Welcome{}, err
	}
	try := s.SignIn
	if f.token {
		try = s.SignInWithToken
	}
	w, err := try(c.Context(), a, given)
	switch code := desk.CodeOf(err); code {
	case desk.CodeUnauthorized:
		err = &cli.Problem{Code: code, Key: "ctl.login.refused", Cause: err}
	case desk.CodeUnreachable:
		err = &cli.Problem{Code: code, Key: "ctl.login.unreachable", Args: []any{"Given", a.URL}, Cause: err}
	}
	return w, err
}

// secret asks at the terminal, without showing what is typed, unless the secret
// comes from a file or another program.
func (g group) secret(f signing) (desk.Secret, error) {
	switch {
	case g.Hidden == nil || (f.password || f.token) && !g.Typed:
		return g.Secret()
	case f.token:
		return g.Token()
	}
	return g.Password()
}

// signed is the answer to a sign-in, for programs.
type signed struct {
	Account   string    `json:"account"`
	Login     string    `json:"login"`
	Name      string    `json:"name"`
	Role      desk.Role `json:"role"`
	Server    string    `json:"server"`
	Secret    string    `json:"secret"`    // where it lives
	Adopted   int       `json:"adopted"`   // requests from before the sign-in that are this person's now
	Unadopted int       `json:"unadopted"` // those that still wait for a yes

	Missing []desk.Missing `json:"missing,omitempty"` // what the helpdesk lacks
}

func (g group) signedIn(c *cobra.Command, s *session.Session, w desk.Welcome, adopt string) error {
	a, _ := s.Account()
	answer := signed{Account: a.ID, Login: a.Login, Name: w.Me.Name, Role: w.Me.Role, Server: w.Server, Secret: string(a.Secret), Missing: w.Missing}
	var err error
	if answer.Unadopted, err = s.Unadopted(c.Context()); err != nil {
		return err
	}
	if answer.Unadopted > 0 && (adopt == "yes" || adopt == "ask" && g.agreed(answer)) {
		if answer.Adopted, err = s.Adopt(c.Context()); err != nil {
			return err
		}
		answer.Unadopted = 0
	}
	return g.Answer(answer, func(out *cli.Page) {
		out.Line(out.T("ctl.login.done", "Name", answer.Name, "Role", out.Role(answer.Role), "Server", answer.Server))
		out.Line(out.T("ctl.login.secret." + answer.Secret))
		if answer.Adopted > 0 {
			out.Line(out.N("ctl.login.adopted", answer.Adopted))
		}
		if answer.Unadopted > 0 {
			out.Line(out.N("ctl.login.unadopted", answer.Unadopted))
		}
		out.Line(out.T("ctl.login.next"))
		if w.Me.Role.Staff() {
			sayMissing(out, w.Missing)
		}
	}, "missing")
}

// sayMissing reads what the helpdesk could do more, and what to send to those who
// look after it.
func sayMissing(out *cli.Page, list []desk.Missing) {
	if len(list) == 0 {
		return
	}
	out.Gap()
	out.Line(out.N("ctl.login.missing", len(list)))
	for _, m := range list {
		what, ask := out.Words.Missing(m)
		out.Gap()
		out.Line(what)
		out.Line(ask)
	}
}

// agreed asks whether what was done before the sign-in is this person's.
func (g group) agreed(a signed) bool {
	w, err := g.Words()
	return err == nil && g.Yes(w.N("ctl.login.adopt", a.Unadopted, "Name", a.Name))
}

func (g group) adopt() *cobra.Command {
	return &cobra.Command{
		Use:  "adopt",
		Args: cli.Between(0, 0),
		RunE: func(c *cobra.Command, _ []string) error {
			s, err := g.Session()
			if err != nil {
				return err
			}
			if _, ok := s.Account(); !ok {
				return cli.Fail(desk.CodeUnauthorized, "ctl.signed-out")
			}
			n, err := s.Adopt(c.Context())
			if err != nil {
				return err
			}
			return g.Answer(map[string]int{"adopted": n}, func(out *cli.Page) { out.Line(out.N("ctl.login.adopted", n)) })
		},
	}
}

func (g group) logout() *cobra.Command {
	var remove bool
	c := &cobra.Command{
		Use:  "logout [--remove-copy]",
		Args: cli.Between(0, 0),
		RunE: func(c *cobra.Command, _ []string) error { return g.signOut(c, remove) },
	}
	c.Flags().BoolVar(&remove, "remove-copy", false, "")
	return c
}

// leaving is the answer to a sign-out, for programs.
type leaving struct {
	Account string `json:"account"`
	Waiting int    `json:"waiting"` // not sent yet, and kept
	Copy    bool   `json:"copy"`    // what the helpdesk has is kept here, too
}

func (g group) signOut(c *cobra.Command, remove bool) error {
	s, err := g.Session()
	if err != nil {
		return err
	}
	a, ok := s.Account()
	if !ok {
		return cli.Fail(desk.CodeUnauthorized, "ctl.signed-out")
	}
	answer := leaving{Account: a.ID, Copy: !remove}
	if answer.Waiting, err = s.Unsent(c.Context(), a.ID); err != nil {
		return err
	}
	if answer.Waiting > 0 && g.Line != nil {
		w, err := g.Words()
		if err != nil {
			return err
		}
		if !g.Yes(w.N("ctl.logout.sure", answer.Waiting)) {
			return cli.Fail(desk.CodeCanceled, "ctl.logout.stayed", "Login", a.Login)
		}
	}
	if remove {
		if err := s.Forget(c.Context(), a.ID); err != nil {
			return err
		}
	}
	if err := s.SignOut(c.Context()); err != nil {
		return err
	}
	return g.Answer(answer, func(out *cli.Page) { saySignedOut(out, a.Login, answer) })
}

func saySignedOut(out *cli.Page, login string, l leaving) {
	out.Line(out.T("ctl.logout.done", "Login", login))
	if l.Waiting > 0 {
		out.Line(out.N("ctl.logout.waiting", l.Waiting))
	}
	copied := "removed"
	if l.Copy {
		copied = "kept"
	}
	out.Line(out.T("ctl.logout.copy." + copied))
}
