package ticket

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"relais/cmd/relaisctl/cli"
	"relais/internal/desk"
	"relais/internal/form"
	"relais/offline"
	"relais/ui/model"
)

// asking is a request as the flags give it.
type asking struct {
	message
	title, form string
	answers     []string
}

func (g group) ask() *cobra.Command {
	var a asking
	c := &cobra.Command{
		Use:  "ask --title T [--text T|-] [--form ID --answer KEY=VALUE …] [--attach FILE …]",
		Args: cli.Between(0, 0),
		RunE: func(c *cobra.Command, _ []string) error { return g.askFor(c, a) },
	}
	c.Flags().StringVar(&a.title, "title", "", "")
	c.Flags().StringVar(&a.form, "form", "", "")
	c.Flags().StringArrayVar(&a.answers, "answer", nil, "")
	a.flags(c)
	return c
}

// askFor keeps a request. It asks neither the network nor for the secret.
func (g group) askFor(c *cobra.Command, a asking) error {
	t := desk.NewTicket{Title: a.title, Lang: g.Language()}
	if err := g.guided(&t, a); err != nil {
		return err
	}
	if strings.TrimSpace(t.Title) == "" {
		return cli.Need(c, "title")
	}
	body, err := g.Text(a.text)
	if err != nil {
		return err
	}
	t.Title, body = model.Titled(t.Title, body)
	if strings.TrimSpace(body) == "" && len(a.files) == 0 {
		body = t.Title // somebody with one sentence to say has said it
	}
	t.Message.Body = body
	kept, err := g.keep(c.Context(), t, a.files)
	if err != nil {
		return err
	}
	return g.Receipt(kept)
}

// keep opens no more than it needs: scripts ask often.
func (g group) keep(ctx context.Context, t desk.NewTicket, files []string) (kept desk.Receipt, err error) {
	if len(files) == 0 {
		s, err := g.Session()
		if err != nil {
			return kept, err
		}
		if kept, err = s.Ask(ctx, t); desk.CodeOf(err) != desk.CodeDamaged {
			return kept, err
		}
	}
	err = g.Desk(ctx, func(d *offline.Desk) (err error) {
		if t.Message.Attachments, err = attachments(ctx, d, files); err != nil {
			return err
		}
		kept, err = d.Ask(ctx, t, "")
		return err
	})
	return kept, err
}

// guided takes over what the answers to a form say.
func (g group) guided(t *desk.NewTicket, a asking) error {
	if a.form == "" && len(a.answers) == 0 {
		return nil
	}
	set, err := g.LoadForms()
	if err != nil {
		return err
	}
	f, ok := set.Form(a.form)
	if !ok {
		return cli.Usage("ctl.form.unknown", "Given", a.form, "Known", strings.Join(formIDs(set), ", "))
	}
	given, err := answers(f, a.answers)
	if err != nil {
		return err
	}
	derived := f.Derive(given)
	t.Kind, t.Category, t.Impact, t.Urgency = derived.Kind, derived.Category, derived.Impact, derived.Urgency
	all := f.Answers(given, t.Lang)
	all.Derived = derived.Why
	t.Answers = &all
	if strings.TrimSpace(t.Title) == "" {
		t.Title = f.Title.In(t.Lang)
	}
	return nil
}

func formIDs(set *form.Set) (ids []string) {
	for _, f := range set.Forms() {
		ids = append(ids, f.ID)
	}
	return ids
}

// answers goes through the form with what was given, in the order in which it
// asks. Questions for own words may be passed; those after the last answer may be
// left out.
func answers(f *form.Form, pairs []string) (given []desk.Answer, err error) {
	left, err := parse(pairs)
	if err != nil {
		return nil, err
	}
	for len(left) > 0 {
		q, ok := f.Next(given)
		if !ok {
			return nil, cli.Usage("ctl.form.unasked", "Question", left[0].Question, "Form", f.ID)
		}
		i := slices.IndexFunc(left, func(a desk.Answer) bool { return a.Question == q.ID })
		switch {
		case i >= 0:
			a, err := fitted(f, q, left[i], given)
			if err != nil {
				return nil, err
			}
			given, left = append(given, a), slices.Delete(left, i, i+1)
		case q.Type == form.TypeText:
			given = append(given, desk.Answer{Question: q.ID})
		case !asks(f, left[0].Question):
			return nil, cli.Usage("ctl.form.unasked", "Question", left[0].Question, "Form", f.ID)
		default:
			return nil, cli.Usage("ctl.form.first", "Question", q.ID, "Options", strings.Join(optionIDs(q), ", "), "Given", left[0].Question)
		}
	}
	return given, nil
}

// parse reads KEY=VALUE pairs; the same key again adds a value.
func parse(pairs []string) (list []desk.Answer, err error) {
	for _, pair := range pairs {
		key, value, ok := strings.Cut(pair, "=")
		if key = strings.TrimSpace(key); !ok || key == "" {
			return nil, cli.Usage("ctl.form.pair", "Given", pair)
		}
		i := slices.IndexFunc(list, func(a desk.Answer) bool { return a.Question == key })
		if i < 0 {
			list, i = append(list, desk.Answer{Question: key}), len(list)
		}
		list[i].Values = append(list[i].Values, value)
	}
	return list, nil
}

// fitted makes an answer that the question allows.
func fitted(f *form.Form, q *form.Question, a desk.Answer, given []desk.Answer) (desk.Answer, error) {
	if q.Type == form.TypeText {
		return desk.Answer{Question: q.ID, Text: strings.Join(a.Values, "\n")}, nil
	}
	values := a.Values
	a.Values = nil
	for _, v := range values {
		for part := range strings.SplitSeq(v, ",") {
			a.Values = append(a.Values, strings.TrimSpace(part))
		}
	}
	if len(f.Prune(append(slices.Clip(given), a))) != len(given)+1 {
		return a, cli.Usage("ctl.form.unfit", "Question", q.ID, "Given", strings.Join(a.Values, ", "), "Options", strings.Join(optionIDs(q), ", "))
	}
	return a, nil
}

func asks(f *form.Form, question string) bool {
	return slices.ContainsFunc(f.Questions, func(q form.Question) bool { return q.ID == question })
}

func optionIDs(q *form.Question) (ids []string) {
	for _, o := range q.Options {
		ids = append(ids, o.ID)
	}
	return ids
}
