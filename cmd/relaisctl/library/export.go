package library

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"relais/cmd/relaisctl/cli"
	"relais/internal/desk"
	"relais/internal/kbfile"
	"relais/offline"
)

func (g group) save() *cobra.Command {
	var over, published bool
	c := &cobra.Command{
		Use:  "export FOLDER|FILE [--published] [--overwrite]",
		Args: cli.Between(1, 1),
		RunE: func(c *cobra.Command, args []string) error {
			return g.Desk(c.Context(), func(d *offline.Desk) error { return g.exported(c.Context(), d, args[0], published, over) })
		},
	}
	c.Flags().BoolVar(&published, "published", false, "")
	c.Flags().BoolVar(&over, "overwrite", false, "")
	return c
}

// exported writes the articles of this device, and to a folder their pictures.
func (g group) exported(ctx context.Context, d *offline.Desk, path string, published, over bool) error {
	if s := d.Status(); over && s.SignedIn && (s.Pulled.IsZero() || s.Backfill) { // what is missing here would be taken for gone
		return cli.Fail(desk.CodeInvalid, "ctl.export.early")
	}
	list, err := d.Articles(ctx, "")
	if err != nil {
		return err
	}
	if kbfile.Folder(path) {
		if err := illustrate(ctx, d, list); err != nil {
			return err
		}
	}
	list = sources(list, published)
	left := 0
	for _, a := range list {
		for _, p := range a.Pictures {
			if len(p.Content) == 0 {
				left++
			}
		}
	}
	switch err := kbfile.Write(path, list, over); {
	case errors.Is(err, kbfile.ErrExists):
		return cli.Fail(desk.CodeInvalid, "ctl.export.exists", "Path", path)
	case errors.Is(err, kbfile.ErrEnding):
		return cli.Fail(desk.CodeInvalid, "ctl.export.ending", "Path", path)
	case err != nil:
		return &cli.Problem{Code: desk.CodeOf(desk.StorageError("write", path, err)), Key: "ctl.export.unwritten", Args: []any{"Path", path}, Cause: err}
	}
	type result struct {
		Articles int    `json:"articles"`
		Path     string `json:"path"`
		Left     int    `json:"picturesLeftOut"`
	}
	return g.Answer(result{len(list), path, left}, func(out *cli.Page) {
		out.Line(out.N("ctl.export.done", len(list), "Path", path))
		if left > 0 {
			out.Line(out.N("ctl.export.pictures", left))
		}
	})
}

// illustrate reads the contents of pictures, which lists leave out.
func illustrate(ctx context.Context, d *offline.Desk, list []desk.Article) error {
	for i, a := range list {
		if len(a.Pictures) == 0 {
			continue
		}
		whole, err := d.Article(ctx, a.ID)
		if err != nil {
			return err
		}
		list[i] = a.Complete(whole)
	}
	return nil
}

// sources names the articles as an import would find them again. Of two with the
// same pair and language the second has its own id.
func sources(list []desk.Article, published bool) []desk.Article {
	var out []desk.Article
	seen := map[source]bool{}
	for _, a := range list {
		if published && a.State != desk.ArticlePublished {
			continue
		}
		if name := (source{a.Pair, a.Lang}); a.Pair != "" && !seen[name] {
			seen[name] = true
			a.ID = fromPair.Replace(a.Pair)
		}
		out = append(out, a)
	}
	return out
}
