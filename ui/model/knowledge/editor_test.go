package knowledge_test

import (
	"cmp"
	"context"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"relais/assets"
	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model/knowledge"
)

// writer is a desk with one resolved ticket.
type writer struct {
	slow     time.Duration // to name people
	mu       sync.Mutex
	drafts   map[string]desk.Draft
	saved    []desk.Article
	plain    bool // it keeps no drafts
	answered []string
	newer    string // version of the article, "" for the one that it begins with
	err      error
}

func (w *writer) Ticket(context.Context, string) (desk.View, error) {
	return desk.View{Conversation: desk.Conversation{
		Ticket: desk.Ticket{ID: "7", Title: "Écran noir chez Amélie Durand", Lang: "fr", Category: "hardware", Requester: desk.PersonRef{ID: "p1", Name: "Amélie Durand"}},
		Messages: []desk.Message{
			{Body: "Appelez-moi au 01 23 45 67 89 ou amelie@exemple.fr."},
			{Internal: true, Sheet: &desk.Sheet{Solution: "- Débrancher la station\n- Rebrancher", Cause: "Station figée", Workaround: true}},
		},
	}}, nil
}
func (w *writer) Article(_ context.Context, id string) (desk.Article, error) {
	return desk.Article{ID: id, Title: "Ancien", Body: "x", Lang: "fr", Version: cmp.Or(w.newer, "4"), Keywords: []string{"a", "b"}}, nil
}
func (w *writer) People(context.Context, string) ([]desk.Person, error) {
	time.Sleep(w.slow)
	return []desk.Person{{Name: "Zoé Lambert"}}, nil
}
func (w *writer) Draft(_ context.Context, id string) (desk.Draft, bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	d, ok := w.drafts[id]
	return d, ok, nil
}
func (w *writer) SaveDraft(_ context.Context, d desk.Draft) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.drafts[d.ID] = d
	return nil
}
func (w *writer) Capabilities() desk.Capabilities {
	return desk.Capabilities{Kind: "relais", Drafts: !w.plain}
}
func (w *writer) ForgetUnanswered(_ context.Context, words string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answered = append(w.answered, words)
	return nil
}
func (w *writer) DropDraft(context.Context, string) error { return nil }
func (w *writer) SaveArticle(_ context.Context, a desk.Article, _ string) (desk.Receipt, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.saved = append(w.saved, a)
	return desk.Receipt{Key: "k"}, w.err
}

func edit(t *testing.T, w *writer, ref string) *knowledge.Editor {
	t.Helper()
	sub, err := fs.Sub(assets.I18n, "i18n")
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := text.Load(sub)
	if err != nil {
		t.Fatal(err)
	}
	e := knowledge.NewEditor(w, ref, catalogue.In, time.Now)
	t.Cleanup(e.Close)
	synctest.Wait()
	return e
}

func TestAResolvedTicketBecomesAnArticleWithSteps(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := edit(t, &writer{drafts: map[string]desk.Draft{}}, "ticket/7").State()
		body := s.Fields[knowledge.FieldBody]
		for _, want := range []string{"1. Débrancher la station\n2. Rebrancher", "Station figée"} {
			if !strings.Contains(body, want) {
				t.Errorf("no %q in:\n%s", want, body)
			}
		}
		if s.Fields[knowledge.FieldLang] != "fr" || s.Fields[knowledge.FieldCategory] != "hardware" {
			t.Errorf("%v", s.Fields)
		}
	})
}

func TestWhatIsPersonalIsPointedOutBeforePublishing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &writer{drafts: map[string]desk.Draft{}}
		e := edit(t, w, "ticket/7")
		s := e.State()
		var found []string
		for _, f := range append(slices.Clone(s.Findings), s.InTitle...) {
			found = append(found, string(f.Kind)+" "+f.Text)
		}
		if want := []string{"phone 01 23 45 67 89", "email amelie@exemple.fr", "name Amélie Durand"}; !slices.Equal(found, want) {
			t.Fatalf("found %q", found)
		}
		e.Publish()
		synctest.Wait()
		if len(w.saved) != 0 || !e.State().Asked {
			t.Fatal("published without asking")
		}
		for _, f := range append(slices.Clone(s.Findings), s.InTitle...) {
			e.Remove(f)
		}
		e.Publish()
		synctest.Wait()
		if len(w.saved) != 1 || w.saved[0].State != desk.ArticlePublished || w.saved[0].Ticket != "7" || strings.Contains(w.saved[0].Title+w.saved[0].Body, "mélie") {
			t.Fatalf("saved %+v", w.saved)
		}
		if s := e.State(); s.Saved != desk.ArticlePublished || len(s.Findings) != 0 {
			t.Fatalf("%+v", s)
		}
	})
}

func TestAnArticleThatIsThereKeepsItsVersion(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &writer{drafts: map[string]desk.Draft{}}
		e := edit(t, w, "article/a.fr")
		e.Fill(knowledge.FieldKeywords, "c,  d ,")
		e.Fill(knowledge.FieldTitle, "")
		e.Save()
		synctest.Wait()
		if len(w.saved) != 0 || !slices.Equal(e.State().Missing, []string{knowledge.FieldTitle}) {
			t.Fatalf("%+v", e.State())
		}
		e.Fill(knowledge.FieldTitle, "Nouveau")
		e.Save()
		synctest.Wait()
		if len(w.saved) != 1 || w.saved[0].Version != "4" || !slices.Equal(w.saved[0].Keywords, []string{"c", "d"}) || w.saved[0].State != desk.ArticleDraft {
			t.Fatalf("%+v", w.saved)
		}
	})
}

func TestADraftOfAnArticleKeepsTheVersionThatItWasWrittenOn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &writer{drafts: map[string]desk.Draft{}}
		edit(t, w, "article/a.fr").Fill(knowledge.FieldTitle, "Nouveau")
		time.Sleep(250 * time.Millisecond)
		synctest.Wait()
		w.newer = "5" // a colleague's, before the draft is opened again
		e := edit(t, w, "article/a.fr")
		e.Save()
		synctest.Wait()
		e.Fill(knowledge.FieldTitle, "Encore")
		e.Save()
		synctest.Wait()
		if len(w.saved) != 2 || w.saved[0].Title != "Nouveau" || w.saved[0].Version != "4" {
			t.Fatalf("saved %+v", w.saved)
		}
		if w.saved[1].Version != "k" { // that of what was saved before
			t.Fatalf("saved again on version %q", w.saved[1].Version)
		}
	})
}

func TestAnArticleSavedTwiceIsOneArticle(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &writer{drafts: map[string]desk.Draft{}}
		e := edit(t, w, "ticket/7")
		e.Save()
		synctest.Wait()
		e.Fill(knowledge.FieldTitle, "Station figée")
		e.Save()
		synctest.Wait()
		if len(w.saved) != 2 || w.saved[0].ID != "" || w.saved[1].ID != "k" || !e.State().New {
			t.Fatalf("saved %+v", w.saved)
		}
	})
}

func TestAnArticleBegunIsThereAgainAfterAKill(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &writer{drafts: map[string]desk.Draft{}}
		edit(t, w, "ticket/7").Fill(knowledge.FieldTitle, "Station figée")
		time.Sleep(250 * time.Millisecond)
		synctest.Wait()
		if got := edit(t, w, "ticket/7").State().Fields[knowledge.FieldTitle]; got != "Station figée" {
			t.Fatalf("got %q", got)
		}
	})
}

func TestPersonalDataFindsWholeWordsOnly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want string
	}{
		{"Paulette aime le vin", ""},
		{"paul a appelé", "paul"},
		{"(Paul)", "Paul"},
		{"le poste 10.0.0.12 et 00:1A:2B:3C:4D:5E", "10.0.0.12 00:1A:2B:3C:4D:5E"},
		{"erreur 0x80070005, version 24.2.1", ""},
		{"+33 6 12 34 56 78", "+33 6 12 34 56 78"},
		{"Jean-Paul@exemple.fr", "Jean-Paul@exemple.fr"},
	} {
		var got []string
		for _, f := range knowledge.PersonalData(c.text, []string{"Paul Noël"}) {
			got = append(got, f.Text)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q: got %q", c.text, got)
		}
	}
}

func TestPublishingLooksAtWhatWasTypedLast(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &writer{drafts: map[string]desk.Draft{}}
		e := edit(t, w, "article/a.fr")
		if s := e.State(); len(s.Findings) != 0 {
			t.Fatalf("found %+v", s.Findings)
		}
		e.Fill(knowledge.FieldBody, "Demandez au 01 23 45 67 89.")
		e.Publish()
		synctest.Wait()
		if s := e.State(); len(w.saved) != 0 || !s.Asked || len(s.Findings) != 1 {
			t.Fatalf("saved %+v, %+v", w.saved, s)
		}
		time.Sleep(time.Second)
		e.Publish()
		e.Publish()
		e.Close()
		if len(w.saved) != 1 {
			t.Fatalf("saved %+v", w.saved)
		}
	})
}

func TestAnArticleIsThereBeforeTheHelpdeskAnswersAndIsNotPublishedBefore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &writer{drafts: map[string]desk.Draft{}, slow: time.Minute}
		e := edit(t, w, "article/a.fr")
		if s := e.State(); s.Loading || s.Fields[knowledge.FieldTitle] == "" {
			t.Fatalf("%+v", s)
		}
		e.Fill(knowledge.FieldBody, "Demandez à Zoé Lambert.")
		e.Publish()
		synctest.Wait()
		time.Sleep(time.Minute)
		synctest.Wait()
		if s := e.State(); len(w.saved) != 0 || !s.Asked || len(s.Findings) != 1 {
			t.Fatalf("saved %+v, %+v", w.saved, s)
		}
	})
}

func TestAnArticleComesBackFromADraftOnThisDevice(t *testing.T) {
	t.Parallel()
	a := desk.Article{
		Lang: "fr", Title: "Le son", Body: "1. Monter le son", Category: "hardware", Keywords: []string{"son", "casque"},
		Audience: desk.AudienceEveryone, State: desk.ArticleDraft, Ticket: "7",
	}
	draft := knowledge.OnDevice(a, noon)
	if got := knowledge.FromDevice(draft); !reflect.DeepEqual(got, a) {
		t.Errorf("%+v became %+v", a, got)
	}
	synctest.Test(t, func(t *testing.T) {
		w := &writer{drafts: map[string]desk.Draft{draft.ID: draft}}
		e := edit(t, w, "ticket/7")
		if got := e.State().Fields[knowledge.FieldTitle]; got != a.Title {
			t.Errorf("the editor goes on with %q", got)
		}
	})
}
