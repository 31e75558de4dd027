package library

import (
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"relais/cmd/relaisctl/cli"
	"relais/cmd/relaisctl/pick"
	"relais/internal/desk"
	"relais/offline"
)

// learnedLine is what was learned about an article, for programs.
type learnedLine struct {
	Article string    `json:"article"`
	Title   string    `json:"title"`
	Lesson  string    `json:"lesson"`
	Words   string    `json:"words"`
	Solved  int       `json:"solved"`
	Missed  int       `json:"missed"`
	Last    time.Time `json:"last"`
}

// learned holds the commands about what articles learned from people.
func (g group) learned() *cobra.Command {
	return cli.Group("learned", g.listLearned(), g.addLearned(), g.forgetLearned())
}

func (g group) listLearned() *cobra.Command {
	return &cobra.Command{
		Use:  "list [ID]",
		Args: cli.Between(0, 1),
		RunE: func(c *cobra.Command, args []string) error {
			return g.Desk(c.Context(), func(d *offline.Desk) error {
				list, err := lessons(c, d, args)
				if err != nil {
					return err
				}
				return g.Answer(list, func(out *cli.Page) { g.sayLearned(out, list) })
			})
		},
	}
}

// lessons lists what was learned about one article, or about all by title.
func lessons(c *cobra.Command, d *offline.Desk, args []string) ([]learnedLine, error) {
	var articles []desk.Article
	if len(args) == 1 {
		a, err := article(c, d, args[0])
		if err != nil {
			return nil, err
		}
		articles = []desk.Article{a}
	} else {
		var err error
		if articles, err = d.Articles(c.Context(), ""); err != nil {
			return nil, err
		}
	}
	list := []learnedLine{}
	for _, a := range articles {
		for _, l := range a.Learned {
			if l.Words != "" {
				list = append(list, learnedLine{a.ID, a.Title, l.ID, l.Words, l.Solved, l.Missed, l.Last})
			}
		}
	}
	return list, nil
}

func (g group) sayLearned(out *cli.Page, list []learnedLine) {
	out.Line(out.N("ctl.learned.found", len(list)))
	before := ""
	for _, l := range list {
		if l.Article != before {
			out.Gap()
			out.Line(out.T("ctl.learned.article", "Title", l.Title, "ID", l.Article))
			before = l.Article
		}
		out.Field(l.Words, out.N("ctl.learned.helped", l.Solved, "Missed", l.Missed, "Last", out.Date(l.Last.Add(12*time.Hour))))
	}
}

func (g group) addLearned() *cobra.Command {
	return &cobra.Command{
		Use:  "add ID T",
		Args: cli.Between(2, 2),
		RunE: func(c *cobra.Command, args []string) error {
			return g.Desk(c.Context(), func(d *offline.Desk) error {
				a, err := article(c, d, args[0])
				if err != nil {
					return err
				}
				ref, _, err := pick.Ticket(c.Context(), d, args[1])
				if err != nil {
					return err
				}
				kept, err := d.AnsweredBy(c.Context(), ref, a.ID)
				if err != nil {
					return err
				}
				return g.Receipt(kept)
			})
		},
	}
}

func (g group) forgetLearned() *cobra.Command {
	return &cobra.Command{
		Use:  "forget ID WORD …",
		Args: cli.Between(2, 1000),
		RunE: func(c *cobra.Command, args []string) error {
			return g.Desk(c.Context(), func(d *offline.Desk) error { return g.forget(c, d, args[0], strings.Join(args[1:], " ")) })
		},
	}
}

// forget drops what was learned, named by its words or its id.
func (g group) forget(c *cobra.Command, d *offline.Desk, id, words string) error {
	a, err := article(c, d, id)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(a.Learned, func(l desk.Lesson) bool {
		return l.Words != "" && (l.ID == words || strings.EqualFold(l.Words, strings.Join(strings.Fields(words), " ")))
	})
	if i < 0 {
		return cli.Fail(desk.CodeNotFound, "ctl.learned.unknown", "Words", words, "ID", id)
	}
	kept, err := d.ForgetLesson(c.Context(), a.ID, a.Learned[i].ID)
	if err != nil {
		return err
	}
	return g.Receipt(kept)
}
