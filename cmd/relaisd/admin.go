package main

import (
	"context"
	"errors"
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

func group(use, short string, commands ...*cobra.Command) *cobra.Command {
	c := &cobra.Command{Use: use, Short: short, Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		return errors.New("which " + use + " command?")
	}}
	c.AddCommand(commands...)
	return c
}

func (p *program) userCommand() *cobra.Command {
	var person desk.Person
	var role string
	var password bool
	add := &cobra.Command{
		Use:   "add NAME",
		Short: "Add somebody; NAME is what they sign in with",
		Long: `Add somebody; NAME is what they sign in with.

The roles: requester (asks for help), technician (works on tickets), lead (also sees the board), admin (also people and settings).
The password is read from standard input with --password-stdin. Without one, only a token lets them in: relaisd token create NAME.`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			person.Login, person.Role = args[0], desk.Role(role)
			return p.addPerson(c.Context(), person, password)
		},
	}
	add.Flags().StringVar(&role, "role", "", "requester, technician, lead or admin")
	add.Flags().BoolVar(&password, "password-stdin", false, "read the password from standard input")
	add.Flags().StringVar(&person.Name, "name", "", "the full name (default NAME)")
	add.Flags().StringVar(&person.Email, "email", "", "e-mail address")
	add.Flags().StringVar(&person.Lang, "lang", "", "fr or en")
	add.Flags().StringSliceVar(&person.Queues, "queue", nil, "a queue that they work in (may be repeated)")
	_ = add.MarkFlagRequired("role") // the flag is there
	return group("user", "People who may sign in", add)
}

func (p *program) addPerson(ctx context.Context, person desk.Person, withPassword bool) error {
	if !person.Role.Valid() {
		return fmt.Errorf("unknown role %q: want requester, technician, lead or admin", person.Role)
	}
	var password desk.Secret
	if withPassword {
		text, err := io.ReadAll(io.LimitReader(p.in, maxPassword))
		if err != nil {
			return say("the password could not be read. Nothing was changed.")
		}
		password = desk.NewSecret(strings.TrimRight(string(text), "\r\n"))
		if password.Empty() {
			return say("no password came on standard input. Nothing was changed. Send it there, or leave --password-stdin out.")
		}
	}
	return p.with(ctx, server.Options{}, func(s *server.Server) error {
		added, err := s.AddPerson(ctx, person, password)
		if err == nil {
			fmt.Fprintf(p.out, "added %s (%s)\n", added.Login, added.Role)
		}
		return err
	})
}

func (p *program) tokenCommand() *cobra.Command {
	create := &cobra.Command{
		Use:   "create NAME",
		Short: "Make a token for somebody and print it, this once",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return p.with(c.Context(), server.Options{}, func(s *server.Server) error {
				token, expires, err := s.TokenFor(c.Context(), args[0], "relaisd token create")
				if err == nil {
					fmt.Fprintln(p.out, token.Reveal())
					fmt.Fprintf(p.err, "It holds until %s. relaisd keeps no copy.\n", expires.Format(time.DateOnly))
				}
				return err
			})
		},
	}
	revoke := &cobra.Command{
		Use:   "revoke NAME",
		Short: "End all tokens of somebody",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return p.with(c.Context(), server.Options{}, func(s *server.Server) error {
				return s.RevokeTokens(c.Context(), args[0])
			})
		},
	}
	return group("token", "Tokens that stand for a person", create, revoke)
}

func (p *program) queueCommand() *cobra.Command {
	var q desk.Queue
	set := &cobra.Command{
		Use:   "set ID",
		Short: "Add a queue, or change its name and level",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			q.ID = args[0]
			return p.with(c.Context(), server.Options{}, func(s *server.Server) error { return s.AddQueue(c.Context(), q) })
		},
	}
	set.Flags().StringVar(&q.Name, "name", "", "what people call it")
	set.Flags().IntVar(&q.Level, "level", 1, "1 (tickets come in here) to 4")
	_ = set.MarkFlagRequired("name") // the flag is there
	return group("queue", "Where tickets wait for a team", set)
}

func (p *program) backupCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Write everything to a new file, also while the server runs",
		Long: `Write everything to a new file, also while the server runs.

To restore: stop the server, remove relaisd.db, relaisd.db-wal and relaisd.db-shm from the data folder,
copy the file there as relaisd.db, and start the server again.`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return p.with(c.Context(), server.Options{}, func(s *server.Server) error {
				if err := s.Backup(c.Context(), args[0]); err != nil {
					return err
				}
				fmt.Fprintf(p.out, "written to %s\n", args[0])
				return nil
			})
		},
	}
}

func (p *program) seedCommand() *cobra.Command {
	demo := &cobra.Command{
		Use:   "demo",
		Short: "Add the sample people, queues, tickets and articles",
		Long: `Add the sample people, queues, tickets and articles. What is there already stays as it is.

The sample people share one password, which is public: not for a server that others can reach.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return p.with(c.Context(), server.Options{}, func(s *server.Server) error {
				if err := s.Seed(c.Context(), content{}, time.Now()); err != nil {
					return err
				}
				fmt.Fprintln(p.out, "the sample helpdesk is ready: relaisd serve")
				return nil
			})
		},
	}
	return group("seed", "Sample data", demo)
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
