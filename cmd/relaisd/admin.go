package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"relais/assets"
	"relais/internal/desk"
	"relais/internal/server"
)

// maxPassword bounds what is read from standard input.
const maxPassword = 4096

func group(use string, commands ...*cobra.Command) *cobra.Command {
	c := &cobra.Command{Use: use, Args: cobra.NoArgs, RunE: func(*cobra.Command, []string) error {
		return misread("relaisd.which", "Group", use)
	}}
	c.AddCommand(commands...)
	return c
}

func (p *program) userCommand() *cobra.Command {
	var person desk.Person
	var role string
	var password bool
	add := &cobra.Command{
		Use:  "add NAME",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			person.Login, person.Role = args[0], desk.Role(role)
			return p.addPerson(c.Context(), person, password)
		},
	}
	add.Flags().StringVar(&role, "role", "", "")
	add.Flags().BoolVar(&password, "password-stdin", false, "")
	add.Flags().StringVar(&person.Name, "name", "", "")
	add.Flags().StringVar(&person.Email, "email", "", "")
	add.Flags().StringVar(&person.Lang, "lang", "", "")
	add.Flags().StringSliceVar(&person.Queues, "queue", nil, "")
	_ = add.MarkFlagRequired("role") // the flag is there
	return group("user", add)
}

func (p *program) addPerson(ctx context.Context, person desk.Person, withPassword bool) error {
	if !person.Role.Valid() {
		return misread("relaisd.role", "Role", string(person.Role))
	}
	var password desk.Secret
	if withPassword {
		text, err := io.ReadAll(io.LimitReader(p.in, maxPassword))
		if err != nil {
			return say("relaisd.password-unread")
		}
		password = desk.NewSecret(strings.TrimRight(string(text), "\r\n"))
		if password.Empty() {
			return say("relaisd.no-password")
		}
	}
	return p.with(ctx, server.Options{}, func(s *server.Server) error {
		added, err := s.AddPerson(ctx, person, password)
		if err == nil {
			fmt.Fprintln(p.out, p.words.T("relaisd.added", "Login", added.Login, "Role", p.words.Role(added.Role)))
		}
		return err
	})
}

func (p *program) tokenCommand() *cobra.Command {
	create := &cobra.Command{
		Use:  "create NAME",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return p.with(c.Context(), server.Options{}, func(s *server.Server) error {
				token, expires, err := s.TokenFor(c.Context(), args[0], "relaisd token create")
				if err == nil {
					fmt.Fprintln(p.out, token.Reveal())
					fmt.Fprintln(p.err, p.words.T("relaisd.token", "Date", expires.Format(time.DateOnly)))
				}
				return err
			})
		},
	}
	revoke := &cobra.Command{
		Use:  "revoke NAME",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return p.with(c.Context(), server.Options{}, func(s *server.Server) error {
				return s.RevokeTokens(c.Context(), args[0])
			})
		},
	}
	return group("token", create, revoke)
}

func (p *program) queueCommand() *cobra.Command {
	var q desk.Queue
	set := &cobra.Command{
		Use:  "set ID",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			q.ID = args[0]
			return p.with(c.Context(), server.Options{}, func(s *server.Server) error { return s.AddQueue(c.Context(), q) })
		},
	}
	set.Flags().StringVar(&q.Name, "name", "", "")
	set.Flags().IntVar(&q.Level, "level", 1, "")
	_ = set.MarkFlagRequired("name") // the flag is there
	return group("queue", set)
}

func (p *program) backupCommand() *cobra.Command {
	return &cobra.Command{
		Use:  "backup FILE",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return p.with(c.Context(), server.Options{}, func(s *server.Server) error {
				if err := s.Backup(c.Context(), args[0]); err != nil {
					return err
				}
				fmt.Fprintln(p.out, p.words.T("relaisd.written", "File", args[0]))
				return nil
			})
		},
	}
}

func (p *program) seedCommand() *cobra.Command {
	demo := &cobra.Command{
		Use:  "demo",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return p.with(c.Context(), server.Options{}, func(s *server.Server) error {
				if err := s.Seed(c.Context(), content{}, time.Now()); err != nil {
					return err
				}
				fmt.Fprintln(p.out, p.words.T("relaisd.seeded", "Command", p.again("serve")))
				return nil
			})
		},
	}
	return group("seed", demo)
}

// again is how to type a command for the same data.
func (p *program) again(command string) string {
	if p.data == "" {
		return "relaisd " + command
	}
	data := p.data
	if strings.ContainsAny(data, " '\"$&;()") {
		data = "'" + strings.ReplaceAll(data, "'", `'\''`) + "'"
	}
	return "relaisd " + command + " --data " + data
}

// content is the sample helpdesk that the program carries.
type content struct{}

// Open opens a file below demo/ or kb/.
func (content) Open(name string) (fs.File, error) {
	if strings.HasPrefix(name, "kb") {
		return assets.KB.Open(name)
	}
	return assets.Demo.Open(name)
}
