package suggest_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"relais/internal/suggest"
)

// everyday is a question as people ask it.
type everyday struct {
	lang, style, text string
	articles          []string // that answer it, without their language; none for a question that no article answers
}

// everydayQuestions reads testdata/everyday.tsv: language, style (said, typo,
// sms, half, none), the articles that answer or "-", and the question. Nobody
// wrote these for an article. One constant was chosen with them, what strange words
// take from the surety of an answer; no other is to be tuned to them.
func everydayQuestions(tb testing.TB) []everyday {
	text, err := os.ReadFile("testdata/everyday.tsv")
	if err != nil {
		tb.Fatal(err)
	}
	var all []everyday
	for line := range strings.Lines(string(text)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 4 {
			tb.Fatalf("%q is not lang, style, articles, question", line)
		}
		q := everyday{lang: f[0], style: f[1], text: f[3]}
		if f[2] != "-" {
			q.articles = strings.Split(f[2], ",")
		}
		all = append(all, q)
	}
	return all
}

// answers tells whether a hit is one of the articles that answer.
func (q everyday) answers(h suggest.Hit) bool {
	return slices.ContainsFunc(q.articles, func(a string) bool { return h.ID == a+"."+q.lang })
}

func (q everyday) query(always bool) suggest.Query {
	return suggest.Query{Text: q.text, Lang: q.lang, Typing: q.style == "half", Staff: true, Always: always}
}

// tally counts how everyday questions of one language fared.
type tally struct {
	asked, five, shown int     // with an article: all, found among the first five, and of those not silenced
	none, quiet        int     // without one: all, and left alone
	reciprocal         float64 // sum of 1/rank
}

func (n *tally) add(t *testing.T, x *suggest.Index, q everyday) {
	said := search(t, x, q.query(false))
	if len(q.articles) == 0 {
		if n.none++; len(said) == 0 {
			n.quiet++
		} else {
			t.Logf("%q has no article, but shows %v", q.text, ids(said))
		}
		return
	}
	n.asked++
	hits := search(t, x, q.query(true))
	rank := slices.IndexFunc(hits, q.answers)
	if rank != 0 {
		t.Logf("%q finds %v, want %v first", q.text, ids(hits), q.articles)
	}
	if rank < 0 {
		return
	}
	n.five++
	n.reciprocal += 1 / float64(rank+1)
	if slices.ContainsFunc(said, q.answers) {
		n.shown++
	} else {
		t.Logf("%q is answered by silence", q.text)
	}
}

func TestEverydayQuestionsFindTheirArticle(t *testing.T) {
	t.Parallel()
	x := suggest.New(houseWords(t))
	x.Put(articles(t)...)
	for _, floor := range []struct {
		lang               string
		five, shown, quiet int
		reciprocal         float64
	}{
		{"fr", 82, 74, 12, 0.92},
		{"en", 82, 78, 12, 0.94},
	} {
		var n tally
		for _, q := range everydayQuestions(t) {
			if q.lang == floor.lang {
				n.add(t, x, q)
			}
		}
		mean := n.reciprocal / float64(n.asked)
		t.Logf("%s: %d of %d among the first five, mean reciprocal rank %.3f, %d shown; %d of %d without an article are left alone",
			floor.lang, n.five, n.asked, mean, n.shown, n.quiet, n.none)
		if n.five < floor.five || n.shown < floor.shown || n.quiet < floor.quiet || mean < floor.reciprocal {
			t.Errorf("%s is below its floor %+v", floor.lang, floor)
		}
	}
}
