// Package ticket holds the commands that act on tickets: asking for help, and all
// that employees and technicians do with a ticket.
package ticket

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"relais/cmd/relaisctl/cli"
	"relais/cmd/relaisctl/pick"
	"relais/internal/desk"
	"relais/offline"
	"relais/ui/model/work"
)

// group is the commands of one program.
type group struct{ *cli.Program }

// Commands are those that act.
func Commands(p *cli.Program) []*cobra.Command {
	g := group{p}
	return []*cobra.Command{
		g.ask(), g.reply(), g.note(), g.solved(), g.back(),
		g.take(), g.assign(), g.pending(), g.plan(), g.escalate(), g.sendBack(), g.resolve(), g.close(), g.reopen(), g.merge(), g.correct(),
	}
}

// action does something with one ticket and prints the receipt.
func (g group) action(c *cobra.Command, do func(ctx context.Context, d *offline.Desk, ref string) (desk.Receipt, error)) *cobra.Command {
	c.Args = cli.Between(1, 1)
	c.RunE = func(c *cobra.Command, args []string) error {
		var kept desk.Receipt
		return g.Desk(c.Context(), func(d *offline.Desk) error {
			ref, _, err := pick.Ticket(c.Context(), d, args[0])
			if err == nil {
				kept, err = do(c.Context(), d, ref)
			}
			if err != nil {
				return err
			}
			return g.Receipt(kept)
		})
	}
	return c
}

// move is action for what only applies to some tickets, and says so at once: later it
// would stop all that is done to the ticket afterwards.
func (g group) move(c *cobra.Command, verb desk.Verb, do func(ctx context.Context, d *offline.Desk, ref string) (desk.Receipt, error)) *cobra.Command {
	return g.action(c, func(ctx context.Context, d *offline.Desk, ref string) (desk.Receipt, error) {
		v, err := d.Ticket(ctx, ref)
		if err != nil {
			return desk.Receipt{}, err
		}
		queues, err := d.Queues(ctx)
		if err != nil {
			return desk.Receipt{}, err
		}
		if me := d.Me(); me.Role != "" && !applies(verb, v.Ticket, work.May(v.Ticket, me, d.Capabilities(), queues)) {
			return desk.Receipt{}, cli.Fail(desk.CodeInvalid, "ctl.ticket.unfit", "Ref", ref)
		}
		return do(ctx, d, ref)
	})
}

// applies tells whether something can be done to a ticket now. Taking what one has
// changes nothing.
func applies(verb desk.Verb, t desk.Ticket, may map[desk.Verb]bool) bool {
	switch verb {
	case desk.VerbConfirm:
		return t.Status != desk.StatusClosed && desk.MayMove(desk.RoleRequester, t.Status, desk.StatusClosed)
	case desk.VerbBack:
		return t.Status.Done()
	case desk.VerbTake, desk.VerbEscalate, desk.VerbSendBack: // to which queue is looked at apart
		return !t.Status.Done()
	}
	return may[verb]
}

// message is a text with files.
type message struct {
	text  string
	files []string
}

func (m *message) flags(c *cobra.Command) {
	c.Flags().StringVar(&m.text, "text", "", "")
	c.Flags().StringArrayVar(&m.files, "attach", nil, "")
}

// written reads the text and copies the files into the outbox.
func (g group) written(ctx context.Context, d *offline.Desk, m message) (desk.NewMessage, error) {
	body, err := g.Text(m.text)
	if err != nil {
		return desk.NewMessage{}, err
	}
	files, err := attachments(ctx, d, m.files)
	return desk.NewMessage{Body: body, Attachments: files}, err
}

// attachments copies files into the outbox.
func attachments(ctx context.Context, d *offline.Desk, files []string) (list []desk.Blob, err error) {
	for _, path := range files {
		a, err := attach(ctx, d, path)
		if err != nil {
			return nil, err
		}
		list = append(list, desk.Blob{Attachment: a})
	}
	return list, nil
}

// attach copies one file; why it can't is said about this file.
func attach(ctx context.Context, d *offline.Desk, path string) (a desk.Attachment, err error) {
	fail := func(code desk.Code, key string, cause error) error {
		return &cli.Problem{Code: code, Key: key, Args: []any{"File", path}, Cause: cause}
	}
	f, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return a, fail(desk.CodeVanished, "ctl.attach.missing", nil)
	case err != nil:
		return a, fail(desk.CodeVanished, "ctl.attach.unread", err)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return a, fail(desk.CodeInvalid, "ctl.attach.folder", nil)
	}
	a, err = d.Attach(ctx, filepath.Base(path), f)
	switch desk.CodeOf(err) {
	case desk.CodeInvalid:
		err = fail(desk.CodeInvalid, "ctl.attach.empty", nil)
	case desk.CodeTooLarge:
		err = fail(desk.CodeTooLarge, "ctl.attach.large", nil)
	case desk.CodeVanished:
		err = fail(desk.CodeVanished, "ctl.attach.unread", err)
	}
	return a, err
}
