package server_test

import (
	"database/sql"
	"net/http"
	"testing"

	"relais/internal/desk"
)

func (c *client) save(method, path string, a desk.Article) (saved desk.Article) {
	c.b.t.Helper()
	c.gets(method, path, withKey(newKey()), a, &saved)
	return saved
}

func TestAnArticleIsWrittenPublishedAndTakenBack(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	claire, amelie := b.as("claire"), b.replica("amelie")
	amelie.pullAll(10)
	draft := article("paper", "fr")
	draft.State = desk.ArticleDraft
	a := claire.save(http.MethodPost, "/articles", draft)
	if a.ID != "paper.fr" || a.Version != "1" || !a.Updated.Equal(b.clock.Now()) {
		t.Fatalf("got %+v", a)
	}
	amelie.pullAll(10)
	if len(amelie.articles) != 0 {
		t.Error("the draft came")
	}
	a.State = desk.ArticlePublished
	a = claire.save(http.MethodPut, "/articles/"+a.ID, a)
	amelie.pullAll(10)
	if got := amelie.articles[a.ID]; got.Title != "Paper" {
		t.Errorf("published: %+v", got)
	}
	a.Audience = desk.AudienceTechnicians
	claire.save(http.MethodPut, "/articles/"+a.ID, a)
	amelie.pullAll(10)
	if len(amelie.articles) != 0 {
		t.Error("it stayed")
	}
}

func TestAnArticleIsNotOverwrittenUnseen(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	claire := b.as("claire")
	a := claire.save(http.MethodPost, "/articles", article("paper", "fr"))
	old := a
	a.Title = "Mine"
	claire.save(http.MethodPut, "/articles/"+a.ID, a)
	old.Title = "Theirs"
	if code := b.as("nadia").fails(http.MethodPut, "/articles/"+a.ID, withKey(newKey()), old); code != desk.CodeConflict {
		t.Errorf("got %q", code)
	}
	if code := claire.fails(http.MethodPut, "/articles/nothing.fr", withKey(newKey()), old); code != desk.CodeNotFound {
		t.Errorf("an unknown one: %q", code)
	}
}

func TestAPairHasOneArticleInEachLanguage(t *testing.T) {
	t.Parallel()
	claire := newBench(t).as("claire")
	a := claire.save(http.MethodPost, "/articles", article("paper", "fr"))
	if code := claire.fails(http.MethodPost, "/articles", withKey(newKey()), article("paper", "fr")); code != desk.CodeConflict {
		t.Errorf("a second one: %q", code)
	}
	claire.save(http.MethodPost, "/articles", article("paper", "en"))
	for range 2 { // each is a pair of its own
		claire.save(http.MethodPost, "/articles", article("", "fr"))
	}
	a.Pair = "sheets"
	claire.save(http.MethodPut, "/articles/"+a.ID, a)
	if again := claire.save(http.MethodPost, "/articles", article("paper", "fr")); again.ID == a.ID || again.Pair != "paper" {
		t.Errorf("after it became another’s: %+v", again)
	}
	if code := claire.fails(http.MethodPost, "/articles", withKey(newKey()), article("paper", "fr")); code != desk.CodeConflict {
		t.Errorf("and once more: %q", code)
	}
}

func TestWhatAnArticleDidIsCountedOnceForEachKey(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	claire, amelie := b.as("claire"), b.as("amelie")
	a := claire.save(http.MethodPost, "/articles", article("paper", "fr"))
	h := withKey(newKey())
	solved := desk.ArticleOutcome{Article: a.ID, Solved: true, Query: "paper", At: b.clock.Now()}
	amelie.gets(http.MethodPost, "/articles/"+a.ID+"/outcomes", h, solved, nil)
	amelie.gets(http.MethodPost, "/articles/"+a.ID+"/outcomes", h, solved, nil)
	unsolved := solved
	unsolved.Solved = false
	amelie.gets(http.MethodPost, "/articles/"+a.ID+"/outcomes", withKey(newKey()), unsolved, nil)
	var got desk.Article
	amelie.gets(http.MethodGet, "/articles/"+a.ID, nil, nil, &got)
	if got.Helped != 1 || got.Version != a.Version {
		t.Errorf("got %+v", got)
	}
}

func TestNothingThatIsKeptTellsWhoseOutcomeItWas(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	claire, amelie := b.as("claire"), b.as("amelie")
	a := claire.save(http.MethodPost, "/articles", article("paper", "fr"))
	key := newKey()
	solved := desk.ArticleOutcome{Article: a.ID, Solved: true, Query: "paper", At: b.clock.Now()}
	amelie.gets(http.MethodPost, "/articles/"+a.ID+"/outcomes", withKey(key), solved, nil)
	b.stop()
	db, err := sql.Open("sqlite", b.file())
	b.must(err)
	defer db.Close()
	var all, told int
	b.must(db.QueryRow("SELECT count(*), sum(key = ? OR at % 86400000 <> 0) FROM operations WHERE person_id IS NULL", key).Scan(&all, &told))
	if all != 1 || told != 0 {
		t.Errorf("of %d outcomes %d have a key or a time that tells who it was", all, told)
	}
}

func TestAnArticleThatCannotBeIsRefused(t *testing.T) {
	t.Parallel()
	claire := newBench(t).as("claire")
	for name, spoil := range map[string]func(*desk.Article){
		"no title":           func(a *desk.Article) { a.Title = "" },
		"another language":   func(a *desk.Article) { a.Lang = "de" },
		"an unknown state":   func(a *desk.Article) { a.State = "lost" },
		"an unknown reader":  func(a *desk.Article) { a.Audience = "cats" },
		"a pair with a path": func(a *desk.Article) { a.Pair = "../x" },
		"an unknown ticket":  func(a *desk.Article) { a.Ticket = "9" },
	} {
		a := article("", "en")
		spoil(&a)
		if code := claire.fails(http.MethodPost, "/articles", withKey(newKey()), a); code != desk.CodeInvalid {
			t.Errorf("%s: got %q", name, code)
		}
	}
}
