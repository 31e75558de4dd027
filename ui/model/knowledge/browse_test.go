package knowledge_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relais/internal/desk"
	"relais/internal/suggest"
	"relais/ui/model"
	"relais/ui/model/knowledge"
)

// shelf is a desk with articles that a search finds by words of their titles; with
// a question mark in the query nothing fits, and all comes near.
type shelf struct {
	model.Signal
	role     desk.Role
	articles []desk.Article
	missing  []desk.Unanswered
	did      []string
	err      error
}

func (f *shelf) Meant(_ context.Context, q suggest.Query) (string, error) {
	return map[string]string{"vnp": "vpn", "cafe": "case"}[q.Text], f.err
}
func (f *shelf) Unanswered(context.Context, int) ([]desk.Unanswered, error) { return f.missing, f.err }
func (f *shelf) FoundNothing(_ context.Context, words, lang string) error {
	f.did = append(f.did, "nothing "+words+" "+lang)
	return f.err
}
func (f *shelf) ForgetUnanswered(_ context.Context, words string) error {
	f.did, f.missing = append(f.did, "forget "+words), nil
	return f.err
}

func (f *shelf) Me() desk.Person         { return desk.Person{ID: "p1", Role: f.role} }
func (f *shelf) Status() desk.SyncStatus { return desk.SyncStatus{} }
func (f *shelf) Articles(context.Context, string) ([]desk.Article, error) {
	return append([]desk.Article(nil), f.articles...), f.err
}
func (f *shelf) Search(_ context.Context, q suggest.Query) (found []suggest.Hit, err error) {
	words := strings.TrimSuffix(q.Text, "?")
	fit := 1.0
	if words != q.Text {
		fit = 0
	}
	for _, a := range f.articles {
		if h := (suggest.Hit{ID: a.ID, Title: a.Title, Fit: fit}); strings.Contains(a.Title, words) && (q.Always || h.Fits()) && len(found) < q.Limit {
			found = append(found, h)
		}
	}
	return found, f.err
}

func stocked() *shelf {
	day := func(n int) time.Time { return noon.AddDate(0, 0, n) }
	return &shelf{role: desk.RoleRequester, articles: []desk.Article{
		{ID: "jam", Lang: "fr", Title: "a bourrage", Category: "printing", Body: "long", Products: []string{"HP"}, Helped: 2, State: desk.ArticlePublished, Updated: day(-1)},
		{ID: "vpn", Lang: "fr", Title: "b vpn", Category: "network", Products: []string{"Windows", "VPN"}, Helped: 7, State: desk.ArticlePublished, Until: day(-2), Updated: day(-9)},
		{ID: "shot", Pair: "shot", Lang: "fr", Title: "c capture", Category: "howto", Products: []string{"Windows"}, State: desk.ArticleOutdated, Updated: day(-5)},
		{ID: "shot.en", Pair: "shot", Lang: "en", Title: "c capture", Category: "howto", State: desk.ArticleReview},
		{ID: "new", Lang: "fr", Title: "d brouillon", Category: "mail", State: desk.ArticleDraft},
	}}
}

func browse(t *testing.T, f *shelf, lang string) *knowledge.Browse {
	t.Helper()
	b := knowledge.NewBrowse(f, func() string { return lang }, func() time.Time { return noon })
	t.Cleanup(b.Close)
	synctest.Wait()
	return b
}

// listed are the ids of the articles that are listed.
func listed(b *knowledge.Browse) string {
	var ids []string
	for _, a := range b.State().Articles {
		ids = append(ids, a.ID)
	}
	return strings.Join(ids, " ")
}

// found are the ids of what a search finds.
func found(b *knowledge.Browse, query string) string {
	b.Search(query)
	time.Sleep(50 * time.Millisecond)
	synctest.Wait()
	return hits(b)
}

func hits(b *knowledge.Browse) string {
	var ids []string
	for _, h := range b.State().Hits {
		ids = append(ids, h.ID)
	}
	return strings.Join(ids, " ")
}

func groups(list []knowledge.Group) string {
	var all []string
	for _, g := range list {
		all = append(all, g.ID+strings.Repeat("*", g.Count))
	}
	return strings.Join(all, " ")
}

func TestArticlesInAnotherLanguageAreBetterThanNone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := browse(t, stocked(), "de")
		if s := b.State(); len(s.Articles) != 5 || s.Lang != "de" {
			t.Fatalf("%+v", s)
		}
	})
}

func TestArticlesAreListedByHelpOrByDateAndNarrowedDown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := browse(t, stocked(), "fr")
		for _, c := range []struct {
			name string
			do   func()
			want string
		}{
			{"the most helpful first, then by title", func() {}, "vpn jam shot new"},
			{"the newest first", func() { b.Sort(knowledge.OrderRecent) }, "jam shot vpn new"},
			{"of a category", func() { b.Choose("printing") }, "jam"},
			{"of a kind", func() { b.Choose(""); b.NarrowDown(knowledge.Narrow{Kind: desk.ArticleHowTo}) }, "shot"},
			{"of a product", func() { b.NarrowDown(knowledge.Narrow{Product: "Windows"}) }, "shot vpn"},
			{"in another language", func() { b.NarrowDown(knowledge.Narrow{Lang: "en"}) }, "shot.en"},
			{"all again", func() { b.NarrowDown(knowledge.Narrow{}); b.Sort(knowledge.OrderHelpful) }, "vpn jam shot new"},
		} {
			if c.do(); listed(b) != c.want {
				t.Errorf("%s: %q, want %q", c.name, listed(b), c.want)
			}
		}
		s := b.State()
		for _, c := range [][2]string{
			{groups(s.Categories), "howto* mail* network* printing*"}, {groups(s.Kinds), "fix*** howto*"},
			{groups(s.Products), "Windows** HP* VPN*"}, {groups(s.Langs), "en* fr****"}, {groups(s.Works), ""},
		} {
			if c[0] != c[1] {
				t.Errorf("groups %q, want %q", c[0], c[1])
			}
		}
		if s.Articles[1].Body != "" {
			t.Error("the texts of all articles are kept")
		}
	})
}

func TestStaffSeesWhatIsToDo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := stocked()
		f.role = desk.RoleTechnician
		b := browse(t, f, "fr")
		if got := groups(b.State().Works); got != "draft* outdated** review*" {
			t.Errorf("to do: %q", got)
		}
		for w, want := range map[knowledge.Work]string{
			knowledge.WorkOutdated: "vpn shot", knowledge.WorkReview: "shot.en", knowledge.WorkDraft: "new", knowledge.WorkNone: "vpn jam shot new",
		} {
			if b.ChooseWork(w); listed(b) != want {
				t.Errorf("%s: %q, want %q", w, listed(b), want)
			}
			if got := groups(b.State().Categories); got != "howto* mail* network* printing*" {
				t.Errorf("%s: categories %q", w, got)
			}
		}
	})
}

func TestASearchFindsWhatFitsOrSaysThatItIsFar(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := browse(t, stocked(), "fr")
		b.Search("bou")
		if got := found(b, "bourrage"); got != "jam" {
			t.Errorf("found %q", got)
		}
		if s := b.State(); !s.Searched || s.Far || !s.Looking || s.Hits[0].Article.Category != "printing" {
			t.Errorf("%+v", s)
		}
		if got := found(b, "capture?"); got != "shot" || !b.State().Far {
			t.Errorf("found %q, far %t", got, b.State().Far)
		}
		if got := found(b, "café?"); got != "" || !b.State().Searched {
			t.Errorf("found %q", got)
		}
		b.NarrowDown(knowledge.Narrow{Lang: "en"})
		if got := found(b, "capture"); got != "shot.en" {
			t.Errorf("in English: %q", got)
		}
		b.NarrowDown(knowledge.Narrow{})
		if got := hits(b); got != "shot" {
			t.Errorf("in the reader’s language: %q", got)
		}
		if found(b, "vnp"); b.State().Meant != "vpn" {
			t.Errorf("meant %q", b.State().Meant)
		}
		if found(b, "cafe"); b.State().Meant != "" {
			t.Errorf("meant %q, which finds nothing either", b.State().Meant)
		}
		if found(b, "vpn"); b.State().Meant != "" {
			t.Errorf("meant %q", b.State().Meant)
		}
		if got := found(b, "c"); got != "" || b.State().Looking {
			t.Errorf("one letter finds %q", got)
		}
	})
}

func TestWhatRestsUnderThePointerStaysInItsPlace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := browse(t, stocked(), "fr")
		found(b, "bourrage")
		b.Rest(true)
		if got := found(b, "vnp"); got != "jam" || b.State().Meant != "" || b.State().Far {
			t.Errorf("held: %q, and above it %+v", got, b.State())
		}
		if got := found(b, "capture"); got != "jam shot" {
			t.Errorf("held: %q", got)
		}
		b.Rest(false)
		time.Sleep(time.Second)
		if got := hits(b); got != "shot" {
			t.Errorf("let go: %q", got)
		}
	})
}

func TestTheReadersLanguageComesBelowWhatIsHeldAndMovesNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := stocked()
		f.articles = []desk.Article{
			{ID: "zoom.en", Pair: "zoom", Lang: "en", Title: "zoom a"}, {ID: "call", Lang: "fr", Title: "zoom b"},
			{ID: "zoom", Pair: "zoom", Lang: "fr", Title: "zoomer"}, {ID: "mail.en", Pair: "mail", Lang: "en", Title: "zoomer too"},
			{ID: "mail", Pair: "mail", Lang: "fr", Title: "zoomer, too"},
		}
		b := browse(t, f, "fr")
		if got := found(b, "zoom "); got != "zoom.en call" {
			t.Fatalf("found %q", got)
		}
		b.Rest(true)
		if got := found(b, "zoomer"); got != "zoom.en call zoom mail" || !b.State().Held {
			t.Errorf("held: %q", got)
		}
		b.NarrowDown(knowledge.Narrow{Lang: "fr"})
		if got := hits(b); got != "call zoom mail" {
			t.Errorf("held and narrowed down: %q", got)
		}
		b.NarrowDown(knowledge.Narrow{})
		b.Rest(false)
		time.Sleep(time.Second)
		if got := hits(b); got != "zoom mail" {
			t.Errorf("let go: %q", got)
		}
	})
}

func TestWhatFindsNothingIsCountedWhenThePersonGivesUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := stocked()
		b := browse(t, f, "fr")
		found(b, "caf")
		time.Sleep(time.Second)
		found(b, "café?")
		time.Sleep(time.Minute)
		found(b, "bourrage")
		b.Missed()
		time.Sleep(time.Minute)
		found(b, "capture?")
		b.Missed()
		b.Close()
		if got := strings.Join(f.did, "|"); got != "nothing café? fr|nothing capture? fr" {
			t.Errorf("counted %q", got)
		}
	})
}

func TestStaffSeesTheArticlesToWrite(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := stocked()
		f.missing = []desk.Unanswered{{Words: "imprimante 3D", Count: 2}}
		if s := browse(t, f, "fr").State(); len(s.Unanswered) != 0 {
			t.Errorf("a requester sees %+v", s.Unanswered)
		}
		f.role = desk.RoleTechnician
		b := browse(t, f, "fr")
		b.ChooseWork(knowledge.WorkMissing)
		if s := b.State(); len(s.Unanswered) != 1 || listed(b) != "" || !strings.Contains(groups(s.Works), "missing*") {
			t.Errorf("%+v", s)
		}
		b.Forget("imprimante 3D")
		synctest.Wait()
		if s := b.State(); len(s.Unanswered) != 0 || s.Code != "" || strings.Join(f.did, "") != "forget imprimante 3D" {
			t.Errorf("%q, %+v", f.did, s)
		}
	})
}

func TestASearchThatFailsSaysSo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := stocked()
		b := browse(t, f, "fr")
		f.err = &desk.Error{Code: desk.CodeDamaged}
		found(b, "bourrage")
		if s := b.State(); s.Code != desk.CodeDamaged || s.Searched {
			t.Errorf("%+v", s)
		}
	})
}
