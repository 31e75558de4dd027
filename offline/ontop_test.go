package offline_test

import (
	"slices"
	"testing"
	"testing/synctest"

	"relais/client/memory"
	"relais/internal/desk"
	"relais/internal/suggest"
	"relais/offline"
)

// found are the titles that a technician finds, once the index is up to date.
func found(t *testing.T, d *offline.Desk, kind, text string) []string {
	t.Helper()
	d.Prepare()
	synctest.Wait()
	hits, err := d.Search(t.Context(), suggest.Query{Text: text, Lang: "fr", Kind: kind, Staff: true, Always: kind == "ticket"})
	must(t, err)
	var titles []string
	for _, h := range hits {
		titles = append(titles, h.Title)
	}
	return titles
}

func TestWhatIsWrittenHereIsFoundAtOnceAndNoLongerWhenItIsGivenUp(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w, staff := library(t)
		a := published(t, staff)
		was := a.Title
		w.hub.Outage(true)
		a.Title = "Le haut-parleur crachote"
		edited, err := staff.SaveArticle(t.Context(), a, "")
		must(t, err)
		made, err := staff.SaveArticle(t.Context(), desk.Article{
			Lang: "fr", Title: "Étalonner le trébuchet", Body: "1. Posez-le.", Audience: desk.AudienceEveryone, State: desk.ArticlePublished,
		}, "")
		must(t, err)
		says := func(when string, want map[string]string) {
			t.Helper()
			for words, title := range want {
				if got := found(t, staff, "article", words); slices.Contains(got, title) != (title != "") || title == "" && len(got) > 0 {
					t.Errorf("%s, %q finds %q, want %q", when, words, got, title)
				}
			}
		}
		written := map[string]string{"haut-parleur crachote": a.Title, "étalonner trébuchet": "Étalonner le trébuchet"}
		says("written", written)
		must(t, staff.Close())
		staff = open(t, w.last)
		says("at the next start", written)

		for _, key := range []desk.Key{edited.Key, made.Key} {
			must(t, staff.Settle(t.Context(), key, desk.SettleDiscard))
		}
		says("given up", map[string]string{"haut-parleur crachote": "", "étalonner trébuchet": "", was: was})
	})
}

func TestAnEditStaysOnTopOfWhatComes(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w, staff := library(t)
		a := published(t, staff)
		other := open(t, w.options(t.TempDir(), memory.Technician1))
		w.sync(other)
		theirs := a
		theirs.Title = "Le son du casque grésille"
		_, err := other.SaveArticle(t.Context(), theirs, "")
		must(t, err)
		w.sync(other)
		found(t, staff, "article", "casque")
		a.Title = "Le haut-parleur crachote"
		_, err = staff.SaveArticle(t.Context(), a, "")
		must(t, err)
		w.sync(staff) // a conflict
		if got := found(t, staff, "article", "haut-parleur crachote"); !slices.Contains(got, a.Title) {
			t.Errorf("found %q", got)
		}
	})
}

func TestATicketThatIsSolvedHereHelpsAtOnceAndNoLongerWhenItIsBack(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w, staff := library(t)
		w.hub.Outage(true)
		_, err := staff.Resolve(t.Context(), "2", desk.Sheet{Solution: "Casque remplacé"}, "Voilà", "")
		must(t, err)
		const title = "Plus aucun son dans mon casque"
		if got := found(t, staff, "ticket", "plus aucun son"); !slices.Contains(got, title) {
			t.Errorf("solved: found %q", got)
		}
		_, err = staff.Reopen(t.Context(), "2", "Encore muet", "")
		must(t, err)
		if got := found(t, staff, "ticket", "plus aucun son"); slices.Contains(got, title) {
			t.Errorf("it is back: found %q", got)
		}
	})
}
