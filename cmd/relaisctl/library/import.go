package library

import (
	"context"
	"errors"
	"io/fs"
	"slices"

	"github.com/spf13/cobra"

	"relais/cmd/relaisctl/cli"
	"relais/internal/desk"
	"relais/offline"
)

// report is what an import did.
type report struct {
	Added     int      `json:"added"`
	Changed   int      `json:"changed"`
	Unchanged int      `json:"unchanged"`
	Refused   int      `json:"refused"`
	Remarks   []remark `json:"remarks"`
}

func (g group) load() *cobra.Command {
	var drafts bool
	var lang string
	c := &cobra.Command{
		Use:  "import FOLDER|FILE [--drafts] [--default-lang fr|en]",
		Args: cli.Between(1, 1),
		RunE: func(c *cobra.Command, args []string) error {
			if lang == "" {
				lang = g.Language()
			}
			t := &intake{lang: lang, remarks: []remark{}}
			if err := t.read(args[0]); err != nil {
				key := "ctl.import.unread"
				if errors.Is(err, fs.ErrNotExist) {
					key, err = "ctl.import.missing", nil
				}
				return &cli.Problem{Code: desk.CodeNotFound, Key: key, Args: []any{"Path", args[0]}, Cause: err}
			}
			state := desk.ArticlePublished
			if drafts {
				state = desk.ArticleDraft
			}
			return g.Desk(c.Context(), func(d *offline.Desk) error { return g.imported(c.Context(), d, t, state) })
		},
	}
	c.Flags().BoolVar(&drafts, "drafts", false, "")
	c.Flags().StringVar(&lang, "default-lang", "", "")
	return c
}

// imported saves what is new or differs.
func (g group) imported(ctx context.Context, d *offline.Desk, t *intake, state desk.ArticleState) error {
	known, err := d.Articles(ctx, "")
	if err != nil {
		return err
	}
	var r report
	for _, s := range t.sources {
		next := s.article
		old, found := like(known, next)
		next = onTop(old, next, state)
		if found && same(old, next) {
			r.Unchanged++
			continue
		}
		if _, err := d.SaveArticle(ctx, next, ""); err != nil {
			if desk.CodeOf(err) != desk.CodeInvalid && desk.CodeOf(err) != desk.CodeTooLarge {
				return err
			}
			t.refuse(s.file, s.line, "invalid", err)
			continue
		}
		if found {
			r.Changed++
		} else {
			r.Added++
		}
	}
	r.Remarks = t.remarks
	for _, m := range r.Remarks {
		if m.Refused {
			r.Refused++
		}
	}
	if r.Refused > 0 {
		g.Exit(cli.ExitFailure)
	}
	return g.Answer(r, func(out *cli.Page) { sayReport(out, r) })
}

// like finds the article that came from the same source.
func like(known []desk.Article, a desk.Article) (desk.Article, bool) {
	i := slices.IndexFunc(known, func(k desk.Article) bool {
		return k.Lang == a.Lang && (k.Pair == a.ID || k.ID == a.ID || k.ID == a.ID+"."+a.Lang)
	})
	if i < 0 {
		return desk.Article{Pair: a.ID}, false
	}
	return known[i], true
}

// onTop is the old article with what the source says.
func onTop(old, source desk.Article, state desk.ArticleState) desk.Article {
	next := old
	next.Lang, next.Title, next.Body, next.Category = source.Lang, source.Title, source.Body, source.Category
	next.Keywords, next.Audience = source.Keywords, source.Audience
	if next.Audience == "" {
		next.Audience = desk.AudienceEveryone
	}
	if next.State == "" {
		next.State = state
	}
	return next
}

func same(a, b desk.Article) bool {
	return a.Title == b.Title && a.Body == b.Body && a.Category == b.Category && a.Audience == b.Audience && slices.Equal(a.Keywords, b.Keywords)
}

func sayReport(out *cli.Page, r report) {
	out.Line(out.N("ctl.import.added", r.Added))
	out.Line(out.N("ctl.import.changed", r.Changed))
	out.Line(out.N("ctl.import.unchanged", r.Unchanged))
	if r.Refused > 0 {
		out.Line(out.N("ctl.import.refused", r.Refused))
	}
	for _, m := range r.Remarks {
		place := m.File
		if m.Line > 0 {
			place = out.T("ctl.import.line", "File", m.File, "Line", m.Line)
		}
		out.Field(place, out.T("ctl.import.remark."+m.Reason, "Detail", m.Detail))
	}
}
