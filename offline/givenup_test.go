package offline_test

import (
	"testing"

	"relais/client/memory"
	"relais/internal/desk"
)

func TestNothingWaitsForARequestThatWasGivenUp(t *testing.T) {
	t.Parallel()
	s := &strict{}
	w := newWorld(t, s.options())
	d := w.device(t, memory.Technician1)
	_, err := d.Ask(t.Context(), request("There"), "")
	must(t, err)
	w.sync(d)
	s.code = desk.CodeTooLarge
	bad, err := d.Ask(t.Context(), request("Too long"), "")
	must(t, err)
	merge, err := d.Merge(t.Context(), "1", string(bad.Key))
	must(t, err)
	_, err = d.SaveArticle(t.Context(), desk.Article{Lang: "fr", Title: "Appris", Body: "1. Faire", Audience: desk.AudienceEveryone, State: desk.ArticlePublished, Ticket: string(bad.Key)}, "")
	must(t, err)
	must(t, d.Settle(t.Context(), w.refused(d).Key, desk.SettleDiscard))
	s.code = ""
	w.sync(d)
	list, err := d.Outbox(t.Context())
	must(t, err)
	if len(list) != 1 || list[0].Key != merge.Key || list[0].State != desk.StateAttention || list[0].Code != desk.CodeNotFound {
		t.Fatalf("outbox %+v", list)
	}
	other := w.device(t, memory.Technician2)
	w.sync(other)
	articles, err := other.Articles(t.Context(), "")
	must(t, err)
	if len(articles) != 1 || articles[0].Title != "Appris" || articles[0].Ticket != "" {
		t.Errorf("articles %+v", articles)
	}
}
