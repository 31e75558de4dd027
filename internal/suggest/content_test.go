package suggest_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"relais/internal/suggest"
)

// question is one that the author of an article wrote for it.
type question struct{ lang, article, text string }

// by is who asks: technicians, where the article is for them.
func (q question) by(docs []suggest.Doc) suggest.Query {
	i := slices.IndexFunc(docs, func(d suggest.Doc) bool { return d.ID == q.article+"."+q.lang })
	return suggest.Query{Text: q.text, Lang: q.lang, Staff: i >= 0 && docs[i].Staff}
}

func TestEveryArticleIsTheFirstHitForItsQuestions(t *testing.T) {
	t.Parallel()
	x := suggest.New(houseWords(t))
	docs := articles(t)
	x.Put(docs...)
	asked := questions(t)
	if len(asked) == 0 {
		t.Fatal("no questions")
	}
	shown := 0
	for _, q := range asked {
		quiet := q.by(docs)
		always := quiet
		always.Always = true
		hits, err := x.Search(t.Context(), always)
		if err != nil {
			t.Fatal(err)
		}
		want := q.article + "." + q.lang
		if len(hits) == 0 || hits[0].ID != want {
			t.Errorf("%q finds %v, want %s first", q.text, ids(hits), want)
		}
		hits, _ = x.Search(t.Context(), quiet)
		if len(hits) > 0 && hits[0].ID == want {
			shown++
		} else {
			t.Logf("%q is answered by silence", q.text)
		}
	}
	t.Logf("%d of %d questions show their article", shown, len(asked))
	if shown*10 < len(asked)*9 {
		t.Errorf("only %d of %d questions show their article, want 90 %%", shown, len(asked))
	}
}

// articles reads the articles that come with the program.
func articles(tb testing.TB) []suggest.Doc {
	files, err := filepath.Glob("../../assets/kb/*/*.md")
	if err != nil || len(files) == 0 {
		tb.Fatalf("no articles: %v", err)
	}
	var docs []suggest.Doc
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		docs = append(docs, article(tb, file, string(text)))
	}
	return docs
}

// article reads the front matter and the body of one article.
func article(tb testing.TB, file, text string) suggest.Doc {
	head, body, ok := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n")
	if !ok {
		tb.Fatalf("%s has no front matter", file)
	}
	d := suggest.Doc{Body: body, Kind: "article"}
	for line := range strings.Lines(head) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch name {
		case "id":
			d.ID = value
		case "lang":
			d.Lang = value
		case "title":
			d.Title = value
		case "category":
			d.Category = value
		case "keywords":
			d.Keywords = strings.Split(strings.Trim(value, "[]"), ", ")
		case "audience":
			d.Staff = value == "technicians"
		}
	}
	d.ID += "." + d.Lang
	return d
}

func questions(tb testing.TB) []question {
	files, err := filepath.Glob("testdata/questions-*.tsv")
	if err != nil {
		tb.Fatal(err)
	}
	var all []question
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			f := strings.Split(strings.TrimSpace(line), "\t")
			if len(f) != 3 {
				tb.Fatalf("%s: %q is not lang, id, question", file, line)
			}
			all = append(all, question{f[0], f[1], f[2]})
		}
	}
	return all
}
