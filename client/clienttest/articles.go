package clienttest

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"relais/internal/desk"
)

var articleTests = []test{
	{"an article is written, pulled and changed", testArticleLife},
	{"an article saved twice is once", func(t *testing.T, b *bench) {
		if !b.needs(b.caps(Technician1).WriteArticles, "articles to write") {
			return
		}
		key, a := newKey(t), newArticle("Twice")
		first, err := b.as(Technician1).SaveArticle(t.Context(), key, a)
		b.ok(err)
		again, err := b.as(Technician1).SaveArticle(t.Context(), key, a)
		b.ok(err)
		if first.ID != again.ID || first.Version != again.Version || first.Key != key {
			t.Errorf("first %+v, then %+v", first, again)
		}
	}},
	{"a stale article conflicts and changes nothing", func(t *testing.T, b *bench) {
		if !b.needs(b.caps(Technician1).WriteArticles, "articles to write") {
			return
		}
		stale, err := b.as(Technician1).SaveArticle(t.Context(), newKey(t), newArticle("Old"))
		b.ok(err)
		newest := stale
		newest.Title = unique("New")
		_, err = b.as(Technician2).SaveArticle(t.Context(), newKey(t), newest)
		b.ok(err)
		stale.Title = "Mine"
		_, err = b.as(Technician1).SaveArticle(t.Context(), newKey(t), stale)
		b.fails(err, desk.CodeConflict)
		f := newFold()
		f.pullAll(t, b.as(Technician1))
		if got := f.articles[stale.ID].Title; got != newest.Title {
			t.Errorf("it is %q", got)
		}
	}},
	{"a pair has one article in each language", func(t *testing.T, b *bench) {
		if !b.needs(b.caps(Technician1).WriteArticles, "articles to write") {
			return
		}
		a := newArticle("Paired")
		a.Pair = uuid.NewString()
		saved, err := b.as(Technician1).SaveArticle(t.Context(), newKey(t), a)
		b.ok(err)
		if !b.needs(saved.Pair == a.Pair, "articles in pairs") {
			return
		}
		a.Title = unique("Again")
		_, err = b.as(Technician2).SaveArticle(t.Context(), newKey(t), a)
		b.fails(err, desk.CodeConflict)
		a.Lang = "en"
		other, err := b.as(Technician2).SaveArticle(t.Context(), newKey(t), a)
		b.ok(err)
		other.Lang = saved.Lang
		_, err = b.as(Technician2).SaveArticle(t.Context(), newKey(t), other)
		b.fails(err, desk.CodeConflict)
		saved.Title = unique("Changed")
		_, err = b.as(Technician1).SaveArticle(t.Context(), newKey(t), saved)
		b.ok(err)
	}},
	{"a requester reads what is published for everyone, and writes nothing", func(t *testing.T, b *bench) {
		if !b.needs(b.caps(Technician1).WriteArticles, "articles to write") {
			return
		}
		draft, staff := newArticle("A draft"), newArticle("For technicians")
		draft.State, staff.Audience = desk.ArticleDraft, desk.AudienceTechnicians
		var hidden []string
		for _, a := range []desk.Article{draft, staff} {
			saved, err := b.as(Technician1).SaveArticle(t.Context(), newKey(t), a)
			if !b.needs(desk.CodeOf(err) != desk.CodeUnsupported, "articles that only staff reads") {
				break
			}
			b.ok(err)
			hidden = append(hidden, saved.ID)
		}
		f := newFold()
		f.pullAll(t, b.as(Requester))
		for _, id := range hidden {
			if a, ok := f.articles[id]; ok {
				t.Errorf("the requester reads %+v", a)
			}
		}
		_, err := b.as(Requester).SaveArticle(t.Context(), newKey(t), newArticle("Mine"))
		b.refused(err)
	}},
	{"an article that can't be is invalid", func(t *testing.T, b *bench) {
		if !b.needs(b.caps(Technician1).WriteArticles, "articles to write") {
			return
		}
		_, err := b.as(Technician1).SaveArticle(t.Context(), newKey(t), newArticle(""))
		b.fails(err, desk.CodeInvalid)
	}},
	{"what an article did is counted once", func(t *testing.T, b *bench) {
		if !b.needs(b.caps(Requester).Outcomes && b.caps(Technician1).WriteArticles, "outcomes of articles") {
			return
		}
		a, err := b.as(Technician1).SaveArticle(t.Context(), newKey(t), newArticle("Helpful"))
		b.ok(err)
		f := newFold()
		f.pullAll(t, b.as(Requester))
		key, o := newKey(t), desk.ArticleOutcome{Article: a.ID, Solved: true, Query: "ça n’imprime pas", At: a.Updated}
		for range 2 {
			b.ok(b.as(Requester).RecordOutcome(t.Context(), key, o))
		}
		b.ok(b.as(Requester2).RecordOutcome(t.Context(), newKey(t), desk.ArticleOutcome{Article: a.ID, At: a.Updated}))
		f.pullAll(t, b.as(Requester))
		if got := f.articles[a.ID].Helped; got != 1 {
			t.Errorf("it helped %d, want 1", got)
		}
		err = b.as(Requester).RecordOutcome(t.Context(), newKey(t), desk.ArticleOutcome{Article: "no-such-article", Solved: true, At: a.Updated})
		b.fails(err, desk.CodeNotFound)
	}},
	{"pictures travel and are checked", testPictures},
	{"what helped is learned by everybody, and names nobody", testLessons},
	{"a lesson that is forgotten stays forgotten", testForgetting},
	{"what a helpdesk has not is unsupported", func(t *testing.T, b *bench) {
		if !b.caps(Technician1).WriteArticles {
			_, err := b.as(Technician1).SaveArticle(t.Context(), newKey(t), newArticle("Anything"))
			b.fails(err, desk.CodeUnsupported, desk.CodeForbidden)
		}
		if !b.caps(Requester).Outcomes {
			b.fails(b.as(Requester).RecordOutcome(t.Context(), newKey(t), desk.ArticleOutcome{Article: "1"}), desk.CodeUnsupported)
			b.fails(b.as(Technician1).ForgetLesson(t.Context(), newKey(t), "1", "1"), desk.CodeUnsupported)
		}
	}},
}

// newArticle has a title of its own, because some helpdesks want each to be there
// once.
func newArticle(title string) desk.Article {
	if title != "" {
		title = unique(title)
	}
	return desk.Article{
		Lang: "fr", Title: title, Body: "1. Rallumer l’imprimante\n2. Vider la file d’attente\n", Keywords: []string{"ça n’imprime pas", "bloqué"},
		Category: "printing", Audience: desk.AudienceEveryone, State: desk.ArticlePublished,
	}
}

func unique(title string) string { return title + " " + uuid.NewString() }

func testArticleLife(t *testing.T, b *bench) {
	if !b.needs(b.caps(Technician1).WriteArticles, "articles to write") {
		return
	}
	f := newFold()
	f.pullAll(t, b.as(Requester))
	a := newArticle("L’imprimante ne répond pas")
	if b.caps(Technician1).Drafts {
		a.Products = []string{"Windows", "Outlook"}
	}
	a.Ticket = b.ask().ID
	saved, err := b.as(Technician1).SaveArticle(t.Context(), newKey(t), a)
	b.ok(err)
	if saved.ID == "" || saved.Version == "" || saved.Updated.IsZero() {
		t.Fatalf("saved as %+v", saved)
	}
	f.pullAll(t, b.as(Requester))
	got := f.articles[saved.ID]
	if got.Title != a.Title || got.Body != a.Body && got.Body+"\n" != a.Body || got.Lang != "fr" || text(t, got.Keywords) != text(t, a.Keywords) {
		t.Errorf("pulled %+v", got)
	}
	saved.Body = "1. Appeler Relais"
	changed, err := b.as(Technician2).SaveArticle(t.Context(), newKey(t), saved)
	b.ok(err)
	if changed.ID != saved.ID || changed.Version == saved.Version {
		t.Errorf("changed to %+v", changed)
	}
	f.pullAll(t, b.as(Requester))
	if got := f.articles[saved.ID].Body; got != saved.Body {
		t.Errorf("pulled %q", got)
	}
	changed.State, changed.Until = desk.ArticleOutdated, changed.Updated.Add(-time.Hour)
	_, err = b.as(Technician1).SaveArticle(t.Context(), newKey(t), changed)
	if !b.needs(desk.CodeOf(err) != desk.CodeUnsupported && desk.CodeOf(err) != desk.CodeRefused, "articles that end") {
		return
	}
	b.ok(err)
	f.pullAll(t, b.as(Requester))
	if a, ok := f.articles[saved.ID]; ok && a.State == desk.ArticlePublished {
		t.Errorf("it is still %+v", a)
	} else if b.caps(Technician1).Drafts && (!ok || !a.Until.Equal(changed.Until) || text(t, a.Products) != text(t, changed.Products)) {
		t.Errorf("what may be out of date is read as %+v", a)
	}
}

func testLessons(t *testing.T, b *bench) {
	if !b.needs(b.caps(Requester).Outcomes && b.caps(Technician1).WriteArticles, "outcomes of articles") {
		return
	}
	a, err := b.as(Technician1).SaveArticle(t.Context(), newKey(t), newArticle("Learned"))
	b.ok(err)
	say := func(who Who, solved bool, query string) {
		o := desk.ArticleOutcome{Article: a.ID, Solved: solved, Query: query, At: a.Updated}
		key := newKey(t)
		for range 2 {
			b.ok(b.as(who).RecordOutcome(t.Context(), key, o))
		}
	}
	say(Requester, true, "mdp oublié rappeler 0612345678")
	say(Requester, true, "mdp oublié rappeler") // the same person on the same day
	say(Requester2, true, "MDP oublié rappeler")
	say(Requester2, false, "mdp oublié rappeler")
	say(Technician2, true, "session bloquée")
	saved, err := b.as(Technician1).SaveArticle(t.Context(), newKey(t), a) // knows nothing of the lessons
	b.ok(err)
	for _, who := range []Who{Requester, Technician1} {
		f := newFold()
		f.pullAll(t, b.as(who))
		got := f.articles[a.ID]
		if got.Helped != 3 || len(got.Learned) != 2 || saved.Helped != 3 {
			t.Fatalf("%s reads that it helped %d and taught %+v", who, got.Helped, got.Learned)
		}
		for _, l := range got.Learned {
			want := desk.Lesson{ID: desk.LessonID(a.ID, l.Words), Words: "mdp oublié rappeler", Solved: 2, Missed: 1, Last: l.Last}
			if l.Words == "session bloquée" {
				want.Words, want.Solved, want.Missed = l.Words, 1, 0
			}
			if text(t, l) != text(t, want) || l.Last.IsZero() || !l.Last.Equal(l.Last.Truncate(24*time.Hour)) {
				t.Errorf("%s reads %+v, want %+v", who, l, want)
			}
		}
	}
}

func testForgetting(t *testing.T, b *bench) {
	if !b.needs(b.caps(Requester).Outcomes && b.caps(Technician1).WriteArticles, "outcomes of articles") {
		return
	}
	a, err := b.as(Technician1).SaveArticle(t.Context(), newKey(t), newArticle("Forgotten"))
	b.ok(err)
	o := desk.ArticleOutcome{Article: a.ID, Solved: true, Query: "mdp oublié", At: a.Updated}
	b.ok(b.as(Requester).RecordOutcome(t.Context(), newKey(t), o))
	lesson := desk.LessonID(a.ID, "mdp oublié")
	b.fails(b.as(Requester).ForgetLesson(t.Context(), newKey(t), a.ID, lesson), desk.CodeForbidden)
	b.fails(b.as(Technician1).ForgetLesson(t.Context(), newKey(t), "no-such-article", lesson), desk.CodeNotFound)
	key := newKey(t)
	for range 2 {
		b.ok(b.as(Technician1).ForgetLesson(t.Context(), key, a.ID, lesson))
	}
	b.ok(b.as(Requester2).RecordOutcome(t.Context(), newKey(t), o))
	f := newFold()
	f.pullAll(t, b.as(Requester2))
	for _, l := range f.articles[a.ID].Learned {
		if l.Words != "" || l.Weight() != 0 {
			t.Errorf("it is still known that %+v", l)
		}
	}
}
