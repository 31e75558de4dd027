package knowledge_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relais/internal/desk"
	"relais/ui/model/knowledge"
)

func TestALongTextIsEditedInParts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &writer{drafts: map[string]desk.Draft{}}
		e := edit(t, w, "article/a.fr")
		if s := e.State(); s.Parts != 1 || s.Text != "x" {
			t.Fatalf("%d parts, %q", s.Parts, s.Text)
		}
		long := strings.Repeat("Un mot après l’autre.\n\n", 4_000)
		e.Fill(knowledge.FieldBody, long)
		s := e.State()
		if s.Parts < 5 || len(s.Text) > 12_000 || s.Fields[knowledge.FieldBody] != long {
			t.Fatalf("%d parts, of which %d bytes show", s.Parts, len(s.Text))
		}
		e.Turn(s.Parts + 7)
		if got := e.State().Part; got != s.Parts-1 {
			t.Errorf("turned to %d of %d", got, s.Parts)
		}
		e.Turn(1)
		e.Fill(knowledge.FieldBody, "Demandez au 01 23 45 67 89. "+e.State().Text)
		time.Sleep(time.Second)
		synctest.Wait()
		if s := e.State(); s.Part != 1 || len(s.Findings) != 1 || strings.Count(s.Fields[knowledge.FieldBody], "autre.") != 4_000 {
			t.Errorf("part %d, %+v", s.Part, s.Findings)
		}
		e.Remove(e.State().Findings[0])
		if s := e.State(); s.Part != 1 || !strings.HasPrefix(s.Text, "Demandez au […]. ") {
			t.Errorf("part %d: %.40q", s.Part, s.Text)
		}
	})
}

func TestADoubleClickDoesNotPublishWhatIsPersonal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &writer{drafts: map[string]desk.Draft{}}
		e := edit(t, w, "ticket/7")
		for range 3 {
			e.Publish()
			synctest.Wait()
			time.Sleep(50 * time.Millisecond)
		}
		if len(w.saved) != 0 || !e.State().Asked {
			t.Fatalf("saved %+v", w.saved)
		}
		time.Sleep(time.Second)
		e.Publish()
		e.Publish()
		synctest.Wait()
		if len(w.saved) != 1 {
			t.Fatalf("saved %d times", len(w.saved))
		}
	})
}

func TestAnArticleHoldsUntilADayAndNamesItsProducts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &writer{drafts: map[string]desk.Draft{}}
		e := edit(t, w, "article/a.fr")
		soon := time.Now().AddDate(1, 0, 0).Truncate(24 * time.Hour).UTC()
		e.Fill(knowledge.FieldUntil, soon.Format(time.DateOnly))
		e.Fill(knowledge.FieldProducts, "Outlook,, Teams ")
		e.Review()
		synctest.Wait()
		e.Fill(knowledge.FieldUntil, time.Now().AddDate(-1, 0, 0).Format(time.DateOnly))
		e.Publish()
		synctest.Wait()
		if len(w.saved) != 2 || w.saved[0].State != desk.ArticleReview || !w.saved[0].Until.Equal(soon) || !slices.Equal(w.saved[0].Products, []string{"Outlook", "Teams"}) {
			t.Fatalf("saved %+v", w.saved)
		}
		if got := w.saved[1]; got.State != desk.ArticlePublished || !got.Until.IsZero() {
			t.Errorf("published as out of date: %+v", got)
		}
	})
}

func TestAnArticleIsWrittenForWordsThatFoundNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &writer{drafts: map[string]desk.Draft{}, plain: true}
		e := edit(t, w, "new/imprimante 3D")
		s := e.State()
		if s.Fields[knowledge.FieldTitle] != "imprimante 3D" || !s.New || s.Life || s.Fields[knowledge.FieldAudience] != string(desk.AudienceEveryone) {
			t.Fatalf("%+v", s)
		}
		e.Fill(knowledge.FieldBody, "1. Chauffer la buse.")
		e.Save()
		synctest.Wait()
		if len(w.answered) != 0 {
			t.Error("a draft answers nobody")
		}
		e.Publish()
		synctest.Wait()
		if !slices.Equal(w.answered, []string{"imprimante 3D"}) || len(w.saved) != 2 {
			t.Errorf("answered %q, saved %d", w.answered, len(w.saved))
		}
	})
}
