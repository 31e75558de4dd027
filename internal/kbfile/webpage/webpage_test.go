package webpage_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"relais/internal/kbfile/webpage"
)

func TestTheArticleIsFoundInAPage(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ page, title, lang, body string }{
		"a bare text":        {"Hello", "", "", "Hello"},
		"nothing":            {"", "", "", ""},
		"its first heading":  {"<h1>A <i>jam</i></h1><p>Pull.", "A jam", "", "Pull."},
		"another heading":    {"<title>Printer</title><h1>Jams</h1><p>Pull.", "Printer", "", "# Jams\n\nPull."},
		"the main part":      {"<html lang=fr-CA><body>Menu<main>Text</main>Foot", "", "fr", "Text"},
		"what stands around": {"<nav>Menu</nav><header>Head</header>Text<footer>Foot</footer><script>x()</script><style>p{}</style>", "", "", "Text"},
		"two lists":          {"<ul><li>a</ul><ol><li>b</ol>", "", "", "- a\n\n1. b"},
		"a table": {
			"<table><thead><tr><th>Code<th>Means</thead><tbody><tr><td>E1</td><td>No <b>paper</b></td></tr></table>", "", "", "- Code – Means\n- E1 – No **paper**",
		},
		"a table in a table": {
			"<table><tr><td><table><tr><td>One<td>in another</table></td></tr><tr><td>E2</td><td>Jam</td></tr></table>", "", "", "- One – in another\n\n- E2 – Jam",
		},
		"a link to elsewhere": {`<a href="https://example.org/">web</a> <a href="/home">home</a> <a href="javascript:x()">no</a>`, "", "", "[web](https://example.org/) home no"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := webpage.Read(t.Context(), []byte(c.page), 1<<20)
			if err != nil || p.Title != c.title || p.Lang != c.lang || strings.TrimSpace(p.Body) != c.body {
				t.Errorf("%+v, %v\nwant %q", p, err, c.body)
			}
		})
	}
}

func TestAPageOfMarksIsGivenUpWhenNobodyWaitsAnyMore(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	page := "<p>" + strings.Repeat("*_`[&lt;", 100_000) // hours, if it were read to its end
	if _, err := webpage.Read(ctx, []byte(page), 1<<20); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if _, err := webpage.Read(t.Context(), []byte(page), 400_000); !errors.Is(err, webpage.ErrLong) {
		t.Errorf("%v", err)
	}
}
