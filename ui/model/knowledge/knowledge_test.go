package knowledge_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"relais/internal/desk"
	"relais/internal/suggest"
	"relais/ui/model"
	"relais/ui/model/knowledge"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

const body = `Résumé.

## À faire
1. Ouvrez le capot.
   Doucement.
2. Retirez la feuille.

## Si ça ne suffit pas
Dites-le-nous.

1) Un dernier essai.
`

// fake is a desk with two languages of one article and one other.
type fake struct {
	model.Signal
	mu        sync.Mutex
	ticks     map[int]bool
	outcomes  []desk.ArticleOutcome
	saved     []desk.Article
	forgotten []string
	drafts    bool // the helpdesk keeps until when articles hold
	err       error
}

func articles() []desk.Article {
	return []desk.Article{
		{ID: "jam.fr", Pair: "jam", Lang: "fr", Title: "Bourrage", Category: "printing", Body: body, Helped: 2},
		{ID: "jam.en", Pair: "jam", Lang: "en", Title: "Jam", Category: "printing", Body: body},
		{ID: "vpn.fr", Pair: "vpn", Lang: "fr", Title: "À distance", Category: "network", Helped: 7},
	}
}

func (f *fake) Me() desk.Person         { return desk.Person{ID: "p1", Role: desk.RoleRequester} }
func (f *fake) Status() desk.SyncStatus { return desk.SyncStatus{} }
func (f *fake) Articles(_ context.Context, lang string) (list []desk.Article, err error) {
	for _, a := range articles() {
		if lang == "" || a.Lang == lang {
			list = append(list, a)
		}
	}
	return list, nil
}
func (f *fake) Article(_ context.Context, id string) (desk.Article, error) {
	for _, a := range articles() {
		if a.ID == id {
			return a, nil
		}
	}
	return desk.Article{}, &desk.Error{Code: desk.CodeNotFound}
}
func (f *fake) Search(_ context.Context, q suggest.Query) ([]suggest.Hit, error) {
	return []suggest.Hit{{ID: "jam.fr", Title: q.Text}}, f.err
}
func (f *fake) Ticks(context.Context, string) (list []int, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for step, done := range f.ticks {
		if done {
			list = append(list, step)
		}
	}
	return list, nil
}
func (f *fake) Tick(_ context.Context, _ string, step int, done bool) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ticks[step] = done
	return nil
}
func (f *fake) Capabilities() desk.Capabilities { return desk.Capabilities{Drafts: f.drafts} }
func (f *fake) ForgetLesson(_ context.Context, article, lesson string) (desk.Receipt, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.forgotten = append(f.forgotten, article+" "+lesson)
	return desk.Receipt{}, f.err
}
func (f *fake) SaveArticle(_ context.Context, a desk.Article, _ string) (desk.Receipt, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.saved = append(f.saved, a)
	return desk.Receipt{}, f.err
}
func (f *fake) RecordOutcome(_ context.Context, o desk.ArticleOutcome) (desk.Receipt, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.outcomes = append(f.outcomes, o)
	return desk.Receipt{}, f.err
}

func TestAnOrderedListIsTheStepsOfAnArticle(t *testing.T) {
	t.Parallel()
	var got []string
	for _, b := range knowledge.Blocks(body) {
		got = append(got, strings.Repeat("#", b.Step)+strings.ReplaceAll(b.Markdown, "\n", "/"))
	}
	want := []string{"Résumé.//## À faire", "#Ouvrez le capot./Doucement.", "##Retirez la feuille.", "## Si ça ne suffit pas/Dites-le-nous.", "###Un dernier essai."}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Fatalf("got %q", got)
	}
}

func TestCodeInAFenceIsNoStep(t *testing.T) {
	t.Parallel()
	got := knowledge.Blocks("```\n1. not a step\n```\n")
	if len(got) != 1 || got[0].Step != 0 {
		t.Fatalf("got %+v", got)
	}
}

func open(t *testing.T, f *fake, carry func([]desk.Tried, string)) *knowledge.Page {
	t.Helper()
	p := knowledge.NewPage(f, "jam.fr", "ça coince", carry, func() time.Time { return noon })
	t.Cleanup(p.Close)
	synctest.Wait()
	return p
}

func TestTickedStepsAreRememberedAndCarriedIntoTheRequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{ticks: map[int]bool{}}
		open(t, f, nil).Tick(2, true)
		synctest.Wait()
		var carried []desk.Tried
		var words string
		p := open(t, f, func(tried []desk.Tried, query string) { carried, words = tried, query })
		if !p.State().Done[2] {
			t.Fatal("forgotten")
		}
		p.NotSolved()
		synctest.Wait()
		if len(carried) != 1 || carried[0].Text != "Retirez la feuille." || words != "ça coince" || len(f.outcomes) != 1 || f.outcomes[0].Solved {
			t.Fatalf("%+v %q %+v", carried, words, f.outcomes)
		}
	})
}

func TestSayingItSolvedTwiceCountsOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{ticks: map[int]bool{}}
		p := open(t, f, nil)
		p.Solved()
		p.Solved()
		synctest.Wait()
		if len(f.outcomes) != 1 || !f.outcomes[0].Solved || f.outcomes[0].Query != "ça coince" || p.State().Said != knowledge.SaidSolved {
			t.Fatalf("%+v", f.outcomes)
		}
	})
}

func TestStaffSaysWhetherAnArticleIsStillRight(t *testing.T) {
	t.Parallel()
	for _, drafts := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			f := &fake{drafts: drafts}
			p := open(t, f, nil)
			p.Doubt()
			p.Doubt()
			synctest.Wait()
			p.Confirm()
			synctest.Wait()
			if len(f.saved) != 2 || f.saved[0].State != desk.ArticleOutdated || f.saved[1].State != desk.ArticlePublished || f.saved[1].Title != "Bourrage" {
				t.Fatalf("saved %+v", f.saved)
			}
			until := [2]time.Time{}
			if drafts {
				until = [2]time.Time{noon, noon.AddDate(1, 0, 0)}
			}
			if f.saved[0].Until != until[0] || f.saved[1].Until != until[1] {
				t.Errorf("until %v and %v", f.saved[0].Until, f.saved[1].Until)
			}
			f.err = &desk.Error{Code: desk.CodeForbidden}
			p.Doubt()
			synctest.Wait()
			if s := p.State(); s.Saving || s.Code != desk.CodeForbidden {
				t.Errorf("%+v", s)
			}
		})
	}
}

func TestAQuestionThatLedAstrayIsForgotten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{}
		p := open(t, f, nil)
		p.Forget("l1")
		p.Close()
		if len(f.forgotten) != 1 || f.forgotten[0] != "jam.fr l1" {
			t.Errorf("forgot %q", f.forgotten)
		}
	})
}

func TestALongArticleIsCutIntoBlocks(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("Un mot après l’autre.\n\n", 5_000) + "1. " + strings.Repeat("Un pas de plus. ", 5_000) + "\n2. Fin.\n"
	steps := 0
	for _, b := range knowledge.Blocks(long) {
		if len(b.Markdown) > 12_000 {
			t.Errorf("a block of %d bytes", len(b.Markdown))
		}
		if b.Step > 0 {
			steps++
		}
	}
	if steps != 2 {
		t.Errorf("%d steps", steps)
	}
}

func TestTheSamePageInTheOtherLanguageIsFound(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		if got := open(t, &fake{}, nil).State().Pair; got != "jam.en" {
			t.Fatalf("got %q", got)
		}
	})
}
