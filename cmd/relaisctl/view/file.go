package view

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"relais/cmd/relaisctl/cli"
	"relais/cmd/relaisctl/pick"
	"relais/internal/desk"
	"relais/offline"
)

// saved is the answer to attachment, for programs.
type saved struct {
	Name string `json:"name"`
	Size int64  `json:"size"` // in bytes
	Path string `json:"path"`
}

func (g group) attachment() *cobra.Command {
	var out string
	c := &cobra.Command{
		Use:  "attachment T [NAME|N] [--out FILE|FOLDER]",
		Args: cli.Between(1, 2),
		RunE: func(c *cobra.Command, args []string) error {
			return g.Desk(c.Context(), func(d *offline.Desk) error {
				_, v, err := pick.Ticket(c.Context(), d, args[0])
				if err != nil {
					return err
				}
				a, err := chosen(v.Messages, args)
				if err != nil {
					return err
				}
				told := g.Progress()
				path, err := d.Fetch(c.Context(), a, func(bytes int64) {
					if a.Size > 0 {
						told.Say("ctl.file.progress", int(100*bytes/a.Size))
					}
				})
				told.End()
				if err != nil {
					return err
				}
				return g.save(a, path, out)
			})
		},
	}
	c.Flags().StringVar(&out, "out", "", "")
	return c
}

// chosen is the attachment that is meant: by its number in the conversation, its
// name, or letters of that.
func chosen(messages []desk.Message, args []string) (desk.Attachment, error) {
	var all []desk.Attachment
	var names []pick.Names
	for _, m := range messages {
		for _, a := range m.Attachments {
			all = append(all, a)
			names = append(names, pick.Names{a.Name})
		}
	}
	switch {
	case len(all) == 0:
		return desk.Attachment{}, cli.Fail(desk.CodeNotFound, "ctl.file.none", "Ref", args[0])
	case len(args) == 1 && len(all) == 1:
		return all[0], nil
	case len(args) == 1:
		return desk.Attachment{}, cli.Usage("ctl.file.which", "Count", len(all), "Ref", args[0])
	}
	if n, err := strconv.Atoi(args[1]); err == nil && n >= 1 && n <= len(all) {
		return all[n-1], nil
	}
	i, err := pick.Among(args[1], names)
	if err != nil {
		return desk.Attachment{}, err
	}
	return all[i], nil
}

// save copies a file to where the person wants it. Nothing is written over.
func (g group) save(a desk.Attachment, from, to string) error {
	if to == "" {
		to = "."
	}
	if info, err := os.Stat(to); err == nil && info.IsDir() {
		to = filepath.Join(to, filepath.Base(from))
	}
	if err := copyFile(from, to); err != nil {
		return err
	}
	return g.Answer(saved{a.Name, a.Size, to}, func(out *cli.Page) {
		out.Line(out.T("ctl.file.saved", "File", to, "Size", out.Size(a.Size)))
	})
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return fmt.Errorf("open attachment: %w", err)
	}
	defer func() { _ = in.Close() }()
	return cli.Save(to, in, "ctl.file.unwritten")
}
