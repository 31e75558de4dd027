package upkeep

import (
	"bytes"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"relais/cmd/relaisctl/cli"
	"relais/internal/desk"
	"relais/internal/receipt"
	"relais/offline"
)

func (g group) receipt() *cobra.Command {
	var out string
	c := &cobra.Command{
		Use:  "receipt KEY [--out FILE|FOLDER]",
		Args: cli.Between(1, 1),
		RunE: func(c *cobra.Command, args []string) error {
			return g.keyed(c.Context(), args[0], "ctl.receipt.missing", func(d *offline.Desk, key desk.Key) error {
				kept, err := d.Kept(c.Context(), key)
				if err != nil {
					return err
				}
				if out == "" {
					return g.Answer(kept, func(p *cli.Page) { p.Line(receipt.Text(p.Words, kept)) }, "receipt")
				}
				return g.save(kept, out)
			})
		},
	}
	c.Flags().StringVar(&out, "out", "", "")
	return c
}

// save writes a receipt to where the person wants it. Nothing is written over.
func (g group) save(kept desk.Pending, to string) error {
	w, err := g.Words("receipt")
	if err != nil {
		return err
	}
	if info, err := os.Stat(to); err == nil && info.IsDir() {
		to = filepath.Join(to, receipt.FileName(w, kept.Receipt)+".txt")
	}
	if err := cli.Save(to, bytes.NewReader(receipt.Write(w, kept, to)), "ctl.receipt.unsaved", "Key", kept.Key); err != nil {
		return err
	}
	return g.Answer(kept, func(p *cli.Page) { p.Line(p.T("receipt.saved", "Folder", to)) }, "receipt")
}
