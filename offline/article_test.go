package offline_test

import (
	"context"
	"testing"

	"relais/client/memory"
	"relais/internal/desk"
	"relais/offline"
)

// written makes an article on a device, and brings it to the helpdesk and to others.
func written(t *testing.T, w *world, d *offline.Desk, others ...*offline.Desk) desk.Receipt {
	t.Helper()
	r, err := d.SaveArticle(t.Context(), desk.Article{Title: "Sound", Body: "One", Lang: "en", State: desk.ArticlePublished, Audience: desk.AudienceEveryone}, "")
	must(t, err)
	w.sync(d)
	for _, other := range others {
		w.sync(other)
	}
	return r
}

// rewrite saves the article as a device shows it, with another text.
func rewrite(t *testing.T, d *offline.Desk, ref, body string) desk.Receipt {
	t.Helper()
	a, err := d.Article(t.Context(), ref)
	must(t, err)
	a.Body = body
	r, err := d.SaveArticle(t.Context(), a, "")
	must(t, err)
	return r
}

// body is the text that the helpdesk has.
func body(t *testing.T, w *world, d *offline.Desk, ref string) string {
	t.Helper()
	w.sync(d)
	a, err := d.Article(t.Context(), ref)
	must(t, err)
	return a.Body
}

func TestAnArticleThatIsStillOpenWhereItWasMadeWritesNothingOver(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"the ID alone", "the version too"} {
		t.Run(key, func(t *testing.T) {
			t.Parallel()
			w, mine, theirs := pair(t, memory.Options{})
			made := written(t, w, mine, theirs)
			list, err := theirs.Articles(t.Context(), "")
			must(t, err)
			rewrite(t, theirs, list[0].ID, "Two, by the other")
			w.sync(theirs)
			w.sync(mine) // pulls it, behind the editor
			a := desk.Article{ID: string(made.Key), Title: "Sound", Body: "One, with a comma", Lang: "en", State: desk.ArticlePublished, Audience: desk.AudienceEveryone}
			if key == "the version too" {
				a.Version = a.ID
			}
			_, err = mine.SaveArticle(t.Context(), a, "")
			must(t, err)
			if r := w.sync(mine); r.Pushed != 0 || r.Attention != 1 {
				t.Fatalf("sync %+v", r)
			}
			if got := body(t, w, theirs, list[0].ID); got != "Two, by the other" {
				t.Fatalf("the helpdesk has %q", got)
			}
		})
	}
}

func TestAConflictOnAnArticleThatWasMadeHereIsSettled(t *testing.T) {
	t.Parallel()
	w, mine, theirs := pair(t, memory.Options{})
	made := written(t, w, mine, theirs)
	list, err := theirs.Articles(t.Context(), "")
	must(t, err)
	rewrite(t, theirs, list[0].ID, "Two, by the other")
	w.sync(theirs)
	again, err := mine.SaveArticle(t.Context(), desk.Article{
		ID: string(made.Key), Title: "Sound", Body: "One, with a comma", Lang: "en", State: desk.ArticlePublished, Audience: desk.AudienceEveryone,
	}, "")
	must(t, err)
	if r := w.sync(mine); r.Pushed != 0 || r.Attention != 1 {
		t.Fatalf("sync %+v", r)
	}
	must(t, mine.Settle(t.Context(), again.Key, desk.SettleMine))
	if r := w.sync(mine); r.Pushed != 1 || r.Attention != 0 {
		t.Fatalf("sync %+v", r)
	}
	if got := body(t, w, theirs, list[0].ID); got != "One, with a comma" {
		t.Fatalf("the helpdesk has %q", got)
	}
}

func TestOnesOwnEditsOfAnArticleFollowEachOther(t *testing.T) {
	t.Parallel()
	w, mine, theirs := pair(t, memory.Options{})
	made := written(t, w, mine)
	rewrite(t, mine, string(made.Key), "Two")
	three := rewrite(t, mine, string(made.Key), "Three")
	if r := w.sync(mine); r.Pushed != 2 || r.Attention != 0 {
		t.Fatalf("sync %+v", r)
	}
	a, err := mine.Article(t.Context(), string(made.Key))
	must(t, err)
	if a.Body, a.Version = "Four", string(three.Key); a.ID == "" {
		t.Fatalf("article %+v", a)
	}
	_, err = mine.SaveArticle(t.Context(), a, "") // from an editor that was open all the time
	must(t, err)
	if r := w.sync(mine); r.Pushed != 1 || r.Attention != 0 {
		t.Fatalf("sync %+v", r)
	}
	if got := body(t, w, theirs, a.ID); got != "Four" {
		t.Fatalf("the helpdesk has %q", got)
	}
}

func TestWhatWasMadeOfAnArticleThatWasGivenUpIsComparedWithWhatWasBefore(t *testing.T) {
	t.Parallel()
	w, mine, theirs := pair(t, memory.Options{})
	made := written(t, w, mine, theirs)
	two := rewrite(t, mine, string(made.Key), "Two")
	rewrite(t, mine, string(made.Key), "Three")
	must(t, mine.Settle(t.Context(), two.Key, desk.SettleDiscard))
	if r := w.sync(mine); r.Pushed != 1 || r.Attention != 0 {
		t.Fatalf("sync %+v", r)
	}
	list, err := mine.Articles(t.Context(), "")
	must(t, err)
	if got := body(t, w, theirs, list[0].ID); got != "Three" {
		t.Fatalf("the helpdesk has %q", got)
	}
}

func TestAnArticleThatWasChangedBeforeItsAnswerCameIsNotWrittenOver(t *testing.T) {
	t.Parallel()
	cut := map[string]bool{}
	w := newWorld(t, memory.Options{Before: func(_ context.Context, method string) error {
		if cut[method] {
			return &desk.Error{Code: desk.CodeInterrupted, Op: method}
		}
		return nil
	}})
	mine, theirs := w.device(t, memory.Technician1), w.device(t, memory.Technician2)
	w.sync(mine)
	w.hub.Lose(1)
	cut["pull"] = true
	made, err := mine.SaveArticle(t.Context(), desk.Article{Title: "Sound", Body: "One", Lang: "en", State: desk.ArticlePublished, Audience: desk.AudienceEveryone}, "")
	must(t, err)
	if r, err := mine.Sync(t.Context()); err != nil || r.Pushed != 0 {
		t.Fatalf("sync %+v, %v", r, err)
	}
	rewrite(t, mine, string(made.Key), "One, with a comma")
	cut["pull"] = false
	w.sync(theirs)
	list, err := theirs.Articles(t.Context(), "")
	must(t, err)
	rewrite(t, theirs, list[0].ID, "Two, by the other")
	w.sync(theirs)
	cut["save article"] = true
	w.sync(mine) // what others see proves that it was made, and is not what was made
	cut["save article"] = false
	if r := w.sync(mine); r.Pushed != 0 || r.Attention != 1 {
		t.Fatalf("sync %+v", r)
	}
	if got := body(t, w, theirs, list[0].ID); got != "Two, by the other" {
		t.Fatalf("the helpdesk has %q", got)
	}
}

func TestEditsOfAnArticleThatWasRefusedFollowWhatTakesItsPlace(t *testing.T) {
	t.Parallel()
	refuse := true
	w := newWorld(t, memory.Options{Before: func(_ context.Context, method string) error {
		if refuse && method == "save article" {
			return &desk.Error{Code: desk.CodeInvalid, Op: method}
		}
		return nil
	}})
	mine := w.device(t, memory.Technician1)
	w.sync(mine)
	made := written(t, w, mine)
	rewrite(t, mine, string(made.Key), "Two")
	if r := w.sync(mine); r.Pushed != 0 || r.Attention != 1 {
		t.Fatalf("sync %+v", r)
	}
	refuse = false
	again, err := mine.Resend(t.Context(), made.Key, map[string]string{"title": "No sound"})
	must(t, err)
	if r := w.sync(mine); r.Pushed != 2 || r.Attention+r.Waiting != 0 {
		t.Fatalf("sync %+v", r)
	}
	if got := body(t, w, mine, string(again.Key)); got != "Two" {
		t.Fatalf("the helpdesk has %q", got)
	}
}

func TestAnAnswerThatComesLateDoesNotHideWhatWasPulledSince(t *testing.T) {
	t.Parallel()
	cut := false
	w := newWorld(t, memory.Options{Before: func(_ context.Context, method string) error {
		if cut && method == "save article" {
			return &desk.Error{Code: desk.CodeInterrupted, Op: method}
		}
		return nil
	}})
	mine, theirs := w.device(t, memory.Technician1), w.device(t, memory.Technician2)
	w.sync(mine)
	made := written(t, w, mine, theirs)
	rewrite(t, mine, string(made.Key), "Two")
	w.hub.Lose(1)
	w.sync(mine)
	w.sync(theirs)
	list, err := theirs.Articles(t.Context(), "")
	must(t, err)
	rewrite(t, theirs, list[0].ID, "Three, by the other")
	w.sync(theirs)
	cut = true
	w.sync(mine) // pulls it
	cut = false
	if r := w.sync(mine); r.Pushed != 1 {
		t.Fatalf("sync %+v", r)
	}
	if got := body(t, w, mine, list[0].ID); got != "Three, by the other" {
		t.Fatalf("the device shows %q", got)
	}
}
