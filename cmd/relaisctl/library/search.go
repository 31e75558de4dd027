package library

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"relais/cmd/relaisctl/cli"
	"relais/internal/desk"
	"relais/internal/suggest"
	"relais/offline"
)

// The kinds of what is found.
const (
	kindArticle = "article"
	kindTicket  = "ticket"
)

// hit is what was found, for programs.
type hit struct {
	ID      string            `json:"id"`
	Kind    string            `json:"kind"`
	Number  string            `json:"number,omitempty"` // of a ticket
	State   desk.ArticleState `json:"state,omitempty"`  // of an article
	Lang    string            `json:"lang"`
	Title   string            `json:"title"`
	Passage string            `json:"passage"`
	Score   float64           `json:"score"`
	Fits    bool              `json:"fits"` // false: it comes nearest, and answers hardly
	Helped  int               `json:"helped"`
}

// looking is what search is asked for.
type looking struct {
	tickets bool
	limit   int
}

func (g group) search() *cobra.Command {
	l := looking{limit: 5}
	c := &cobra.Command{
		Use:  "search WORD … [--tickets] [--limit N]",
		Args: cli.Between(1, 1000),
		RunE: func(c *cobra.Command, args []string) error {
			if l.limit < 1 {
				return cli.Usage("ctl.usage.least", "Flag", "--limit", "Given", l.limit)
			}
			return g.Desk(c.Context(), func(d *offline.Desk) error {
				hits, err := l.search(c.Context(), d, strings.Join(args, " "), g.Language())
				if err != nil {
					return err
				}
				return g.Answer(hits, func(out *cli.Page) { sayFound(out, hits) })
			})
		},
	}
	c.Flags().BoolVar(&l.tickets, "tickets", false, "")
	c.Flags().IntVar(&l.limit, "limit", l.limit, "")
	return c
}

// search looks for articles and, when they are asked for, for tickets: each as many
// as the limit, since articles, which are written to be found, would crowd them out.
func (l looking) search(ctx context.Context, d *offline.Desk, words, lang string) ([]hit, error) {
	kinds := []string{kindArticle}
	if l.tickets {
		if me := d.Me(); me.ID != "" && !me.Role.Staff() {
			return nil, cli.Fail(desk.CodeForbidden, "ctl.kb.staff")
		}
		kinds = append(kinds, kindTicket)
	}
	hits := []hit{}
	for _, kind := range kinds {
		found, err := d.Search(ctx, suggest.Query{Text: words, Lang: lang, Kind: kind, Staff: true, Limit: l.limit, Always: true})
		if err != nil {
			return nil, err
		}
		if kind == kindArticle && !slices.ContainsFunc(found, suggest.Hit.Fits) {
			if err := d.FoundNothing(ctx, words, lang); err != nil {
				return nil, err
			}
		}
		for _, h := range found {
			hits = append(hits, newHit(ctx, d, h))
		}
	}
	return hits, nil
}

// newHit adds what people need to open it.
func newHit(ctx context.Context, d *offline.Desk, h suggest.Hit) hit {
	one := hit{ID: h.ID, Kind: h.Kind, Lang: h.Lang, Title: h.Title, Passage: h.Passage, Score: h.Score, Fits: h.Fits(), Helped: h.Helped}
	if h.Kind == kindTicket {
		if v, err := d.Ticket(ctx, h.ID); err == nil {
			one.Number = v.Ticket.Number
		}
	} else if a, err := d.Article(ctx, h.ID); err == nil {
		one.State = a.State
	}
	return one
}

func sayFound(out *cli.Page, hits []hit) {
	out.Line(out.N("ctl.kb.found", len(hits)))
	if fits := func(h hit) bool { return h.Fits }; len(hits) > 0 && !slices.ContainsFunc(hits, fits) {
		out.Line(out.T("ctl.kb.far"))
	}
	for _, h := range hits {
		out.Gap()
		switch {
		case h.Number != "":
			out.Field(out.T("ctl.kb.ticket", "Number", h.Number), h.Title)
		case h.State != "" && h.State != desk.ArticlePublished:
			out.Field(h.ID, h.Title+" ("+out.ArticleState(h.State)+")")
		default:
			out.Field(h.ID, h.Title)
		}
		out.Line(strings.Join(strings.Fields(h.Passage), " "))
	}
}
