// Package bench holds the command that tries the search on a company's own
// articles and questions before anything is deployed.
package bench

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"relais/cmd/internal/session"
	"relais/cmd/relaisctl/cli"
	"relais/internal/suggest"
)

// options say what is tried, and on what.
type options struct {
	docs, queries, history, qrels, house, out string
	top                                       int
	always, finished                          bool
}

// Command tries the search. It needs no home and no helpdesk.
func Command(p *cli.Program) *cobra.Command {
	o := options{top: 10}
	c := &cobra.Command{
		Use:  "bench --docs FILE --queries FILE [--history FILE] [--qrels FILE] [--top N] [--out FILE] [--always]",
		Args: cli.Between(0, 0),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := cli.Need(c, "docs", "queries"); err != nil {
				return err
			}
			if o.top < 1 || o.top > suggest.MaxHits {
				return cli.Usage("ctl.usage.between", "Flag", "--top", "Given", o.top, "Least", 1, "Most", suggest.MaxHits)
			}
			return try(c.Context(), p, o)
		},
	}
	f := c.Flags()
	f.StringVar(&o.docs, "docs", "", "")
	f.StringVar(&o.queries, "queries", "", "")
	f.StringVar(&o.history, "history", "", "")
	f.StringVar(&o.qrels, "qrels", "", "")
	f.StringVar(&o.house, "house-words", "", "")
	f.IntVar(&o.top, "top", o.top, "")
	f.StringVar(&o.out, "out", "", "")
	f.BoolVar(&o.always, "always", false, "")
	f.BoolVar(&o.finished, "finished", false, "")
	return c
}

// try does all of it and says what came out.
func try(ctx context.Context, p *cli.Program, o options) error {
	words, err := session.HouseWords(o.house)
	if err != nil {
		return cli.Usage("ctl.bench.house", "Path", o.house, "Cause", err.Error())
	}
	r := &run{ctx: ctx, o: o, now: p.Now, index: suggest.New(words), told: p.Progress()}
	defer r.told.End()
	s, err := r.summary()
	if err != nil {
		return err
	}
	r.told.End()
	return p.Answer(s, func(out *cli.Page) { say(out, s) })
}

// say prints a summary for people.
func say(out *cli.Page, s summary) {
	out.Line(out.T("ctl.bench.documents", "Count", out.Number(s.Documents), "Read", out.Decimal(s.Reading, 1), "Built", out.Decimal(s.Building, 1)))
	out.Line(out.T("ctl.bench.memory", "Size", out.Size(s.Memory), "Times", out.Decimal(times(s.Memory, s.Text), 2), "Text", out.Size(s.Text)))
	if s.Learned > 0 {
		out.Line(out.N("ctl.bench.learned", s.Learned))
	}
	out.Line(out.T("ctl.bench.time", "Count", out.Number(s.Questions), "P50", out.Decimal(s.Time.P50, 2), "P95", out.Decimal(s.Time.P95, 2), "P99", out.Decimal(s.Time.P99, 2)))
	out.Line(out.T("ctl.bench.silent", "Share", percent(out, s.Silent)))
	if q := s.Quality; q != nil {
		out.Gap()
		out.Line(out.N("ctl.bench.judged", q.Questions))
		for _, f := range []struct {
			name  string
			value float64
		}{{"P@1", q.First}, {"success@5", q.Five}, {"recall@10", q.Recall}, {"MRR@10", q.Reciprocal}, {"nDCG@10", q.Gain}} {
			out.Line("  " + fmt.Sprintf("%-10s", f.name) + " " + out.Decimal(100*f.value, 1))
		}
	}
	saySilence(out, s.Silence)
	if s.Skipped == 0 {
		return
	}
	out.Gap()
	out.Line(out.N("ctl.bench.skipped", s.Skipped))
	for _, f := range s.Faults {
		out.Line(fmt.Sprintf("  %s:%d: %s", f.File, f.Line, f.Reason))
	}
	if more := s.Skipped - len(s.Faults); more > 0 {
		out.Line("  " + out.N("ctl.bench.more", more))
	}
}

// saySilence prints how well Relais knows when it has no answer.
func saySilence(out *cli.Page, s *silence) {
	if s == nil {
		return
	}
	out.Gap()
	out.Line(out.T("ctl.bench.silence", "Kept", percent(out, s.Kept), "Shown", percent(out, s.Shown)))
	if s.Unanswered > 0 {
		out.Line(out.N("ctl.bench.unanswered", s.Unanswered, "Share", percent(out, s.Loud)))
	}
	if len(s.Curve) == 0 {
		return
	}
	out.Line(out.T("ctl.bench.curve"))
	for _, p := range s.Curve {
		out.Line("  " + out.T("ctl.bench.point", "Kept", percent(out, p.Kept), "Shown", percent(out, p.Shown)))
	}
}

func percent(out *cli.Page, share float64) string { return out.Decimal(100*share, 1) }

// times is how often b goes into a.
func times(a, b int64) float64 { return float64(a) / float64(max(1, b)) }
