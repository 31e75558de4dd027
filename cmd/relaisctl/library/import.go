package library

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"relais/cmd/relaisctl/cli"
	"relais/internal/desk"
	"relais/internal/kbfile"
	"relais/offline"
)

// maxRemarks is how many remarks a report lists; a file may give millions.
const maxRemarks = 200

// report is what an import did, or would do.
type report struct {
	Added     int             `json:"added"`
	Changed   int             `json:"changed"`
	Unchanged int             `json:"unchanged"`
	Refused   int             `json:"refused"`
	Remarks   []kbfile.Remark `json:"remarks"` // the first of them
	More      int             `json:"more"`    // remarks beyond those
}

// The remarks that the reader does not make.
const (
	invalid     kbfile.Reason = "invalid"     // the helpdesk's words are in Detail
	unsupported kbfile.Reason = "unsupported" // what is not for everybody, where the helpdesk keeps none such
	wider       kbfile.Reason = "wider"       // more people may read it than before; Detail says why
)

func (r *report) tell(m kbfile.Remark) {
	if m.Refused {
		r.Refused++
	}
	if len(r.Remarks) < maxRemarks {
		r.Remarks = append(r.Remarks, m)
	} else {
		r.More++
	}
}

// taking is how an import is done.
type taking struct {
	lang        string
	drafts, dry bool
}

func (g group) load() *cobra.Command {
	var t taking
	c := &cobra.Command{
		Use:  "import FOLDER|FILE [--drafts] [--default-lang fr|en] [--dry-run]",
		Args: cli.Between(1, 1),
		RunE: func(c *cobra.Command, args []string) error {
			if t.lang == "" {
				t.lang = g.Language()
			}
			return g.Desk(c.Context(), func(d *offline.Desk) error { return g.taken(c.Context(), d, args[0], t) })
		},
	}
	c.Flags().BoolVar(&t.drafts, "drafts", false, "")
	c.Flags().StringVar(&t.lang, "default-lang", "", "")
	c.Flags().BoolVar(&t.dry, "dry-run", false, "")
	return c
}

// taken takes what a folder or a file gives, and says what became of it.
func (g group) taken(ctx context.Context, d *offline.Desk, path string, t taking) error {
	in, err := newIntake(ctx, d, t)
	if err != nil {
		return err
	}
	told := g.Progress()
	defer told.End()
	reader := kbfile.Reader{Lang: t.lang, Tell: in.tell, Take: func(f kbfile.Found) error {
		err := in.take(ctx, f)
		told.Say("ctl.import.progress", in.Added+in.Changed+in.Unchanged+in.Refused)
		return err
	}}
	if err := reader.Read(ctx, path); err != nil {
		return unread(path, err)
	}
	told.End()
	if in.Refused > 0 {
		g.Exit(cli.ExitFailure)
	}
	return g.Answer(in.report, func(out *cli.Page) { sayReport(out, in.report, t.dry) })
}

// unread says which folder or file can't be read.
func unread(path string, err error) error {
	var cause *fs.PathError
	if !errors.As(err, &cause) || cause.Path != path {
		return err
	}
	if errors.Is(err, fs.ErrNotExist) {
		return cli.Fail(desk.CodeNotFound, "ctl.import.missing", "Path", path)
	}
	return &cli.Problem{Code: desk.CodeNotFound, Key: "ctl.import.unread", Args: []any{"Path", path}, Cause: err}
}

// intake compares what is read with what is there.
type intake struct {
	report
	taking
	desk  *offline.Desk
	known map[source]desk.Article
}

// source names an article by where it came from.
type source struct{ id, lang string }

func newIntake(ctx context.Context, d *offline.Desk, t taking) (*intake, error) {
	if s := d.Status(); s.Pulled.IsZero() || s.Backfill { // all would look new
		return nil, cli.Fail(desk.CodeInvalid, "ctl.import.early")
	}
	list, err := d.Articles(ctx, "")
	if err != nil {
		return nil, err
	}
	in := &intake{report: report{Remarks: []kbfile.Remark{}}, taking: t, desk: d, known: make(map[source]desk.Article, 2*len(list))}
	for i, called := range []func(desk.Article) string{
		func(a desk.Article) string { return a.Pair },
		func(a desk.Article) string { return a.ID },
		func(a desk.Article) string { return strings.TrimSuffix(a.ID, "."+a.Lang) },
	} {
		for _, a := range list {
			if i > 0 && a.Pair != "" && a.ID == a.Pair+"."+a.Lang {
				continue // its id says no more than its pair, and may be another's name
			}
			name := source{called(a), a.Lang}
			if _, there := in.known[name]; !there {
				in.known[name] = a
			}
		}
	}
	return in, nil
}

// take saves an article that is new or differs.
func (in *intake) take(ctx context.Context, f kbfile.Found) error {
	name := source{pair(f.Article.ID), f.Article.Lang}
	old, found := in.known[name]
	switch {
	case !found:
		old = in.blank(name.id)
	case len(old.Pictures) > 0: // lists leave their contents out
		var err error
		if old, err = in.desk.Article(ctx, old.ID); err != nil {
			return err
		}
	}
	next := in.fitting(f, f.Onto(old))
	if found && same(old, next) {
		in.Unchanged++
		return nil
	}
	if !in.dry {
		_, err := in.desk.SaveArticle(ctx, next, "")
		switch code := desk.CodeOf(err); {
		case code == desk.CodeUnsupported:
			in.tell(kbfile.Remark{File: f.File, Line: f.Line, Reason: unsupported, Refused: true})
			return nil
		case code == desk.CodeInvalid || code == desk.CodeTooLarge:
			in.tell(kbfile.Remark{File: f.File, Line: f.Line, Reason: invalid, Detail: err.Error(), Refused: true})
			return nil
		case err != nil:
			return err
		}
	}
	if !found {
		in.Added++
		return nil
	}
	in.Changed++
	if why := widened(old, next); why != "" {
		in.tell(kbfile.Remark{File: f.File, Line: f.Line, Reason: wider, Detail: why})
	}
	return nil
}

// fitting is an article without the pictures that its text does not name, or that the
// helpdesk does not keep.
func (in *intake) fitting(f kbfile.Found, a desk.Article) desk.Article {
	kept, left := a.Referred()
	if can := in.desk.Capabilities(); can.Kind != "" && !can.Pictures {
		kept, left = nil, nil
		for _, p := range a.Pictures {
			left = append(left, p.Name)
		}
	}
	if a.Pictures = kept; len(left) > 0 {
		in.tell(kbfile.Remark{File: f.File, Line: f.Line, Reason: kbfile.Pictures, Detail: strings.Join(left, ", ")})
	}
	return a
}

// blank is what a new article is where its source does not say.
func (in *intake) blank(pair string) desk.Article {
	a := desk.Article{Pair: pair, Audience: desk.AudienceEveryone, State: desk.ArticlePublished}
	if in.drafts {
		a.State = desk.ArticleDraft
	}
	return a
}

// widened says what lets more people read an article than before; "" when nothing does.
func widened(old, next desk.Article) string {
	switch {
	case old.Audience == desk.AudienceTechnicians && next.Audience != old.Audience:
		return string(old.Audience) + " → " + string(next.Audience)
	case old.Hidden() && !next.Hidden():
		return string(old.State) + " → " + string(next.State)
	}
	return ""
}

// same compares articles as files hold them.
func same(a, b desk.Article) bool {
	a, b = kbfile.Clean(a), kbfile.Clean(b)
	return a.Title == b.Title && a.Body == b.Body && a.Category == b.Category && a.Audience == b.Audience && a.State == b.State &&
		a.Until.Equal(b.Until) && slices.Equal(a.Keywords, b.Keywords) && slices.Equal(a.Products, b.Products) &&
		slices.EqualFunc(a.Pictures, b.Pictures, func(p, q desk.Picture) bool { return p.Name == q.Name && bytes.Equal(p.Content, q.Content) })
}

// What an id may have and a pair may not, as it is said in a pair.
var (
	toPair   = strings.NewReplacer("~", "~7E", "/", "~2F", "?", "~3F", "#", "~23", "%", "~25")
	fromPair = strings.NewReplacer("~7E", "~", "~2F", "/", "~3F", "?", "~23", "#", "~25", "%")
)

// pair is the pair of an article that came from a source with this id.
func pair(id string) string { return toPair.Replace(id) }

func sayReport(out *cli.Page, r report, dry bool) {
	if dry {
		out.Line(out.T("ctl.import.dry"))
	}
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
		out.Field(place, out.T("ctl.import.remark."+string(m.Reason), "Detail", m.Detail))
	}
	if r.More > 0 {
		out.Line(out.N("ctl.import.more", r.More))
	}
}
