package upkeep

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"relais/cmd/internal/session"
	"relais/cmd/relaisctl/cli"
	"relais/internal/config"
	"relais/internal/desk"
	"relais/internal/diag"
	"relais/internal/form"
	"relais/internal/secret"
	"relais/offline"
	"relais/offline/store/cache"
	"relais/offline/store/precious"
	"relais/offline/store/row"
)

func (g group) doctor() *cobra.Command {
	return &cobra.Command{
		Use:  "doctor",
		Args: cli.Between(0, 0),
		RunE: func(c *cobra.Command, _ []string) error {
			s, err := g.Session()
			if err != nil {
				return err
			}
			around, err := g.surroundings(c.Context(), s)
			if err != nil {
				return err
			}
			if around.Sealed {
				_ = s.Unlock(c.Context()) // the check of the helpdesk says what is wrong; it has no time to ask
			}
			list := diag.Run(c.Context(), around)
			if diag.Worst(list) == diag.Trouble {
				g.Exit(cli.ExitFailure)
			}
			return g.Answer(list, func(out *cli.Page) { sayFindings(out, list) }, "doctor", "missing")
		},
	}
}

// sayFindings reads what is wrong before what is worth knowing and what is fine.
func sayFindings(out *cli.Page, list []diag.Finding) {
	for _, severity := range []diag.Severity{diag.Trouble, diag.Note, diag.Fine} {
		for _, f := range list {
			if f.Severity == severity {
				out.Line(out.T("ctl.doctor."+string(severity), "Sentence", f.Sentence(out)))
				if severity != diag.Fine {
					out.Field("  "+out.T("ctl.label.cause"), f.Detail)
				}
			}
		}
	}
}

// surroundings are what the doctor looks at. The files are looked at first: once
// the desk is open, it repairs them.
func (g group) surroundings(ctx context.Context, s *session.Session) (diag.Surroundings, error) {
	a, signedIn := s.Account()
	folder, err := offline.Folder(s.Home(), a.ID)
	if err != nil {
		return diag.Surroundings{}, err
	}
	outbox, copied := files(ctx, folder)
	around := diag.Surroundings{
		Home: s.Home(), Settings: func() []error { return wrong(s) }, Keyring: secret.Probe, Now: g.Now,
		Sealed: a.Secret == config.PlaceFile || g.Env(secret.Passphrase) != "",
		Outbox: func(context.Context) error { return outbox },
		Cache:  func(context.Context) error { return copied },
		Work: func(ctx context.Context) (status desk.SyncStatus, list []desk.Pending, err error) {
			err = g.Desk(ctx, func(d *offline.Desk) error {
				status = d.Status()
				list, err = d.Outbox(ctx)
				return err
			})
			return status, list, err
		},
	}
	if signedIn {
		around.Earlier = func(ctx context.Context) (int, error) {
			earlier, _, err := offline.Earlier(ctx, s.Home(), g.Now)
			return len(earlier), err
		}
		around.Helpdesk = func(ctx context.Context) (desk.Welcome, error) { return welcome(ctx, s, a) }
	}
	return around, nil
}

// wrong is what is wrong with the settings and the file that they name.
func wrong(s *session.Session) []error {
	list := s.Config().Notices()
	if err := s.CheckHouseWords(); err != nil {
		list = append(list, err)
	}
	return list
}

// files checks the two files of an account; those that are not there yet are
// fine.
func files(ctx context.Context, folder string) (outbox, copied error) {
	path := filepath.Join(folder, "precious.db")
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	operations, outbox := precious.Open(ctx, path, row.How{Check: true, Single: true})
	if outbox != nil {
		return outbox, nil
	}
	kept, copied := cache.Open(ctx, filepath.Join(folder, "cache.db"), operations, row.How{Check: true, Single: true})
	if copied == nil {
		copied = kept.Close()
	}
	return operations.Close(), copied
}

func (g group) explain() *cobra.Command {
	return &cobra.Command{
		Use:  "explain",
		Args: cli.Between(0, 0),
		RunE: func(*cobra.Command, []string) error {
			s, err := g.Session()
			if err != nil {
				return err
			}
			list := explained(s)
			return g.Answer(list, func(out *cli.Page) {
				for _, v := range list {
					value := v.Value
					if value == "" {
						value = out.T("ctl.nothing")
					}
					key := "ctl.config.value"
					if v.Locked {
						key = "ctl.config.locked"
					}
					out.Field(v.Key, out.T(key, "Value", value, "Origin", strings.TrimSpace(out.T("ctl.config.origin."+string(v.Origin))+" "+v.Where)))
				}
			})
		},
	}
}

// originAccount is the origin of what is not set but known of the account.
const originAccount config.Origin = "account"

// explained are the settings; where the organisation names no helpdesk, it is that
// of the account.
func explained(s *session.Session) []config.Value {
	list := s.Config().Explain()
	a, ok := s.Account()
	for i := range list {
		known := map[string]string{"server": a.URL, "kind": a.Kind}[list[i].Key]
		if ok && list[i].Value == "" && known != "" {
			list[i].Value, list[i].Origin = known, originAccount
		}
	}
	return list
}

// question, option and guide are a form as scripts need it.
type option struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

type question struct {
	ID      string    `json:"id"`
	Type    form.Type `json:"type"`
	Text    string    `json:"text"`
	Help    string    `json:"help,omitempty"`
	Options []option  `json:"options"`

	If []form.Condition `json:"if,omitempty"` // all have to hold for it to be asked
}

type guide struct {
	ID        string     `json:"id"`
	Title     string     `json:"title"`
	Questions []question `json:"questions"`
}

func newGuide(f *form.Form, lang string) guide {
	one := guide{ID: f.ID, Title: f.Title.In(lang), Questions: []question{}}
	for _, q := range f.Questions {
		asked := question{ID: q.ID, Type: q.Type, Text: q.Text.In(lang), Help: q.Help.In(lang), Options: []option{}, If: q.Conditions()}
		for _, o := range q.Options {
			asked.Options = append(asked.Options, option{o.ID, o.Text.In(lang)})
		}
		one.Questions = append(one.Questions, asked)
	}
	return one
}

func (g group) forms() *cobra.Command {
	return &cobra.Command{
		Use:  "forms [ID]",
		Args: cli.Between(0, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			if _, err := g.Session(); err != nil {
				return err
			}
			set, err := g.LoadForms()
			if err != nil {
				return err
			}
			list := []guide{}
			for _, f := range set.Forms() {
				if len(args) == 0 || f.ID == args[0] {
					list = append(list, newGuide(f, g.Language()))
				}
			}
			if len(list) == 0 {
				return cli.Usage("ctl.forms.unknown", "Given", args[0])
			}
			return g.Answer(list, func(out *cli.Page) { sayForms(out, list) })
		},
	}
}

func sayForms(out *cli.Page, list []guide) {
	for i, f := range list {
		if i > 0 {
			out.Gap()
		}
		out.Field(f.ID, f.Title)
		for _, q := range f.Questions {
			out.Field("  "+q.ID, q.Text+" "+out.T("ctl.forms.type."+string(q.Type)))
			for _, c := range q.If {
				out.Line("    " + out.T("ctl.forms.if", "Question", c.Question, "Options", strings.Join(c.Options, ", ")))
			}
			for _, o := range q.Options {
				out.Field("    "+q.ID+"="+o.ID, o.Text)
			}
		}
	}
}
