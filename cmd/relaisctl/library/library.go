// Package library holds the commands about the knowledge base.
package library

import (
	"strings"

	"github.com/spf13/cobra"

	"relais/cmd/relaisctl/bench"
	"relais/cmd/relaisctl/cli"
	"relais/cmd/relaisctl/pick"
	"relais/internal/desk"
	"relais/offline"
	"relais/ui/model/knowledge"
)

// group is the commands of one program.
type group struct{ *cli.Program }

// Commands are those about articles.
func Commands(p *cli.Program) []*cobra.Command {
	g := group{p}
	return []*cobra.Command{cli.Group("kb", g.search(), g.show(), g.draft(), g.publish(), g.load(), g.save(), g.missing(), g.learned(), bench.Command(p))}
}

// ofTicket begins what names a draft that stays on this device, by its ticket.
const ofTicket = "ticket/"

// article reads one; why it is not there is said in its own words.
func article(c *cobra.Command, d *offline.Desk, id string) (desk.Article, error) {
	if ticket, ok := strings.CutPrefix(id, ofTicket); ok {
		draft, found, err := d.Draft(c.Context(), knowledge.DraftID(ticket))
		if err == nil && !found {
			err = cli.Fail(desk.CodeNotFound, "ctl.kb.missing", "ID", id)
		}
		return knowledge.FromDevice(draft), err
	}
	a, err := d.Article(c.Context(), id)
	if desk.CodeOf(err) != desk.CodeNotFound {
		return a, err
	}
	key, err := pick.Key(c.Context(), d, id)
	if err != nil {
		return a, err
	}
	if a, err = d.Article(c.Context(), string(key)); desk.CodeOf(err) == desk.CodeNotFound {
		err = cli.Fail(desk.CodeNotFound, "ctl.kb.missing", "ID", id)
	}
	return a, err
}

func (g group) show() *cobra.Command {
	return &cobra.Command{
		Use:  "show ID",
		Args: cli.Between(1, 1),
		RunE: func(c *cobra.Command, args []string) error {
			return g.Desk(c.Context(), func(d *offline.Desk) error {
				a, err := article(c, d, args[0])
				if err != nil {
					return err
				}
				return g.Answer(a.Named(), func(out *cli.Page) {
					out.Line(a.Title)
					out.Field(out.T("ctl.label.state"), out.ArticleState(a.State))
					out.Field(out.T("ctl.label.audience"), out.Audience(a.Audience))
					out.Field(out.T("ctl.label.updated"), out.When(a.Updated, g.Now()))
					if len(a.Pictures) > 0 {
						out.Field(out.T("ctl.label.pictures"), pictures(a))
					}
					out.Gap()
					out.Line(a.Body)
				})
			})
		},
	}
}

// pictures are the names of those that an article has.
func pictures(a desk.Article) string {
	var names []string
	for _, p := range a.Pictures {
		names = append(names, p.Name)
	}
	return strings.Join(names, ", ")
}

// written is what the flags say about an article's text.
type written struct{ title, text string }

func (w *written) flags(c *cobra.Command) {
	c.Flags().StringVar(&w.title, "title", "", "")
	c.Flags().StringVar(&w.text, "text", "", "")
}

func (g group) apply(w written, a *desk.Article) error {
	if w.title != "" {
		a.Title = w.title
	}
	body, err := g.Text(w.text)
	if strings.TrimSpace(body) != "" {
		a.Body = body
	}
	return err
}

func (g group) draft() *cobra.Command {
	var w written
	c := &cobra.Command{
		Use:  "draft T [--title T] [--text T|-]",
		Args: cli.Between(1, 1),
		RunE: func(c *cobra.Command, args []string) error {
			return g.Desk(c.Context(), func(d *offline.Desk) error { return g.drafted(c, d, args[0], w) })
		},
	}
	w.flags(c)
	return c
}

// drafted makes a draft of a resolved ticket, in the ticket's language.
func (g group) drafted(c *cobra.Command, d *offline.Desk, given string, w written) error {
	ref, v, err := pick.Ticket(c.Context(), d, given)
	if err != nil {
		return err
	}
	if !v.Ticket.Status.Done() {
		return cli.Fail(desk.CodeInvalid, "ctl.kb.unsolved", "Ref", ref)
	}
	lang := v.Ticket.Lang
	if lang == "" {
		lang = g.Language()
	}
	words, err := g.WordsIn(lang, "kb")
	if err != nil {
		return err
	}
	a := knowledge.Drafted(v, words)
	if a.Ticket == "" {
		a.Ticket = string(v.Ticket.Key)
	}
	if err := g.apply(w, &a); err != nil {
		return err
	}
	if found := personal(c, d, a, v.Ticket); len(found) > 0 {
		g.Note("ctl.kb.look", "Found", strings.Join(found, ", "))
	}
	kept, err := d.SaveArticle(c.Context(), a, "")
	if desk.CodeOf(err) == desk.CodeUnsupported {
		if err := d.SaveDraft(c.Context(), knowledge.OnDevice(a, g.Now())); err != nil {
			return err
		}
		return g.Answer(a, func(out *cli.Page) { out.Line(out.T("ctl.kb.here", "ID", ofTicket+a.Ticket)) })
	}
	if err != nil {
		return err
	}
	return g.Receipt(kept, func(out *cli.Page) { out.Line(out.T("ctl.kb.next", "Key", string(kept.Key))) })
}

// personal lists what may say who somebody is.
func personal(c *cobra.Command, d *offline.Desk, a desk.Article, t desk.Ticket) (found []string) {
	names := []string{t.Requester.Name, t.Assignee.Name}
	people, err := d.People(c.Context(), "")
	if err == nil {
		for _, p := range people {
			names = append(names, p.Name)
		}
	}
	seen := map[string]bool{}
	for _, f := range knowledge.PersonalData(a.Title+"\n"+a.Body, names) {
		if !seen[f.Text] {
			found = append(found, f.Text)
		}
		seen[f.Text] = true
	}
	return found
}

func (g group) publish() *cobra.Command {
	var w written
	var checked bool
	c := &cobra.Command{
		Use:  "publish ID [--title T] [--text T|-] [--checked]",
		Args: cli.Between(1, 1),
		RunE: func(c *cobra.Command, args []string) error {
			return g.Desk(c.Context(), func(d *offline.Desk) error { return g.published(c, d, args[0], w, checked) })
		},
	}
	w.flags(c)
	c.Flags().BoolVar(&checked, "checked", false, "")
	return c
}

// published lets people read an article; not before somebody looked at what is
// personal in it.
func (g group) published(c *cobra.Command, d *offline.Desk, id string, w written, checked bool) error {
	a, err := article(c, d, id)
	if err != nil {
		return err
	}
	if err := g.apply(w, &a); err != nil {
		return err
	}
	var ticket desk.Ticket
	if a.Ticket != "" {
		if v, err := d.Ticket(c.Context(), a.Ticket); err == nil {
			ticket = v.Ticket
		}
	}
	if found := personal(c, d, a, ticket); len(found) > 0 && !checked {
		return cli.Fail(desk.CodeInvalid, "ctl.kb.personal", "Found", strings.Join(found, ", "), "ID", id)
	}
	a.State = desk.ArticlePublished
	draft := ""
	if ticket, ok := strings.CutPrefix(id, ofTicket); ok {
		draft = knowledge.DraftID(ticket)
	}
	kept, err := d.SaveArticle(c.Context(), a, draft)
	if err != nil {
		return err
	}
	return g.Receipt(kept)
}
