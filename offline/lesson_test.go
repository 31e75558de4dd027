package offline_test

import (
	"context"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/client/memory"
	"relais/internal/desk"
	"relais/internal/suggest"
	"relais/offline"
)

// askedFor is a question in words that no article has.
const askedFor = "mon machin magique est muet"

// finds waits until a question finds an article, or no longer does; the index
// follows in the background.
func finds(t *testing.T, d *offline.Desk, id string, want bool) suggest.Hit {
	t.Helper()
	for {
		hits, err := d.Search(t.Context(), suggest.Query{Text: askedFor, Lang: "fr"})
		must(t, err)
		i := slices.IndexFunc(hits, func(h suggest.Hit) bool { return h.ID == id })
		switch {
		case i >= 0 && want:
			return hits[i]
		case i < 0 && !want:
			return suggest.Hit{}
		}
		runtime.Gosched()
	}
}

func published(t *testing.T, d *offline.Desk) desk.Article {
	t.Helper()
	list, err := d.Articles(t.Context(), "fr")
	must(t, err)
	i := slices.IndexFunc(list, func(a desk.Article) bool { return a.Audience == desk.AudienceEveryone })
	return list[i]
}

func TestWhatHelpedTeachesHereAtOnceAndThenEverybody(t *testing.T) {
	t.Parallel()
	w, staff := library(t)
	o := w.options(t.TempDir(), memory.Requester)
	o.Cold = false
	asker := open(t, o)
	w.sync(asker)
	a := published(t, asker)
	finds(t, asker, a.ID, false)
	w.hub.Outage(true)
	_, err := asker.RecordOutcome(t.Context(), desk.ArticleOutcome{Article: a.ID, Solved: true, Query: askedFor + ", marie@exemple.fr"})
	must(t, err)
	if h := finds(t, asker, a.ID, true); !slices.Equal(h.Learned, []string{"machin magique muet"}) {
		t.Errorf("found because of %q", h.Learned)
	}
	w.hub.Outage(false)
	w.sync(asker)
	w.sync(staff)
	finds(t, staff, a.ID, true)
	got, err := staff.Article(t.Context(), a.ID)
	must(t, err)
	if len(got.Learned) != 1 || got.Learned[0].Words != "machin magique muet" || got.Learned[0].Solved != 1 {
		t.Errorf("learned %+v", got.Learned)
	}
}

func TestALessonIsForgottenOfflineAndStaysForgotten(t *testing.T) {
	t.Parallel()
	w, staff := library(t)
	a := published(t, staff)
	_, err := staff.RecordOutcome(t.Context(), desk.ArticleOutcome{Article: a.ID, Solved: true, Query: askedFor})
	must(t, err)
	w.sync(staff)
	finds(t, staff, a.ID, true)
	w.hub.Outage(true)
	a = published(t, staff)
	_, err = staff.ForgetLesson(t.Context(), a.ID, a.Learned[0].ID)
	must(t, err)
	finds(t, staff, a.ID, false)
	w.hub.Outage(false)
	w.sync(staff)
	finds(t, staff, a.ID, false)
	o := w.options(t.TempDir(), memory.Requester)
	o.Cold = false
	asker := open(t, o)
	w.sync(asker)
	finds(t, asker, a.ID, false)
	if _, err := asker.ForgetLesson(t.Context(), a.ID, "x"); desk.CodeOf(err) != desk.CodeForbidden {
		t.Errorf("got %v", err)
	}
}

func TestATicketThatAnArticleAnswersTeachesItsWords(t *testing.T) {
	t.Parallel()
	w, staff := library(t)
	a := published(t, staff)
	kept, err := staff.Ask(t.Context(), request("Le machin magique est muet"), "")
	must(t, err)
	_, err = staff.AnsweredBy(t.Context(), string(kept.Key), a.ID)
	must(t, err)
	finds(t, staff, a.ID, true)
	if _, err := staff.AnsweredBy(t.Context(), string(kept.Key), "never-there"); desk.CodeOf(err) != desk.CodeNotFound {
		t.Errorf("got %v", err)
	}
	if _, err := w.device(t, memory.Requester).AnsweredBy(t.Context(), "99", a.ID); err == nil {
		t.Error("a ticket that is not there taught something")
	}
}

func TestAnArticleFromATicketIsFoundByTheWordsOfTheTicket(t *testing.T) {
	t.Parallel()
	w, staff := library(t)
	kept, err := staff.Ask(t.Context(), request("Le machin magique est muet"), "")
	must(t, err)
	made, err := staff.SaveArticle(t.Context(), desk.Article{
		Lang: "fr", Title: "Remettre le boîtier en marche", Body: "1. Le débrancher", Audience: desk.AudienceEveryone, State: desk.ArticlePublished,
		Ticket: string(kept.Key),
	}, "")
	must(t, err)
	w.sync(staff)
	a, err := staff.Article(t.Context(), string(made.Key))
	must(t, err)
	finds(t, staff, a.ID, true)
	a.Body = "1. Le débrancher\n2. Attendre"
	_, err = staff.SaveArticle(t.Context(), a, "")
	must(t, err)
	w.sync(staff)
	if a, err = staff.Article(t.Context(), a.ID); err != nil || len(a.Learned) != 1 || a.Learned[0].Solved != 1 {
		t.Errorf("learned %+v, %v", a.Learned, err)
	}
}

func TestASolvedTicketIsFoundByTheWordsOfItsDuplicates(t *testing.T) {
	t.Parallel()
	w, staff := library(t)
	kept, err := staff.Ask(t.Context(), request("Le machin magique est muet"), "")
	must(t, err)
	w.sync(staff)
	_, err = staff.Merge(t.Context(), string(kept.Key), "1")
	must(t, err)
	w.sync(staff)
	q := suggest.Query{Text: askedFor, Lang: "fr", Kind: "ticket", Staff: true}
	for {
		hits, err := staff.Search(t.Context(), q)
		must(t, err)
		i := slices.IndexFunc(hits, func(h suggest.Hit) bool { return h.ID == "1" && len(h.Learned) > 0 })
		if i >= 0 {
			return
		}
		runtime.Gosched()
	}
}

// unlearning is a helpdesk that learns nothing.
type unlearning struct{ desk.Backend }

func (b unlearning) Capabilities() desk.Capabilities {
	can := b.Backend.Capabilities()
	can.Outcomes = false
	return can
}

func (b unlearning) RecordOutcome(context.Context, desk.Key, desk.ArticleOutcome) error {
	return &desk.Error{Code: desk.CodeUnsupported, Op: "record outcome"}
}

func (b unlearning) ForgetLesson(context.Context, desk.Key, string, string) error {
	return &desk.Error{Code: desk.CodeUnsupported, Op: "forget lesson"}
}

func TestWhereTheHelpdeskLearnsNothingTheDeviceDoes(t *testing.T) {
	t.Parallel()
	w, _ := library(t)
	o := w.options(t.TempDir(), memory.Requester)
	o.Connect = func(context.Context) (desk.Backend, error) { return unlearning{w.hub.Open(memory.Requester)}, nil }
	d := open(t, o)
	w.sync(d)
	a := published(t, d)
	for range 3 { // a person counts once a day here, too
		_, err := d.RecordOutcome(t.Context(), desk.ArticleOutcome{Article: a.ID, Solved: true, Query: askedFor})
		must(t, err)
	}
	w.sync(d)
	must(t, d.Close())
	d = open(t, o)
	w.sync(d)
	finds(t, d, a.ID, true)
	a = published(t, d)
	if len(a.Learned) != 1 || a.Learned[0].Solved != 1 {
		t.Fatalf("learned %+v", a.Learned)
	}
	_, err := d.ForgetLesson(t.Context(), a.ID, a.Learned[0].ID)
	must(t, err)
	w.sync(d)
	finds(t, d, a.ID, false)
	if s := d.Status(); s.Waiting+s.Attention != 0 {
		t.Errorf("status %+v", s)
	}
}

func TestNothingThatWasTypedLeavesWithAnOutcome(t *testing.T) {
	t.Parallel()
	w, staff := library(t)
	a := published(t, staff)
	var sent []string
	o := w.options(t.TempDir(), memory.Requester)
	o.Connect = func(context.Context) (desk.Backend, error) {
		return listening{w.hub.Open(memory.Requester), &sent}, nil
	}
	d := open(t, o)
	w.sync(d)
	_, err := d.RecordOutcome(t.Context(), desk.ArticleOutcome{
		Article: a.ID, Solved: true, Query: "Bonjour, first requester, le casque de Marie Dupont (marie.dupont@exemple.fr, 06 12 34 56 78) est muet",
	})
	must(t, err)
	w.sync(d)
	if got := strings.Join(sent, "|"); got != "casque muet" && got != "bonjour casque muet" {
		t.Errorf("sent %q", got)
	}
}

// listening hears what is said of articles.
type listening struct {
	desk.Backend
	sent *[]string
}

func (b listening) RecordOutcome(ctx context.Context, key desk.Key, o desk.ArticleOutcome) error {
	*b.sent = append(*b.sent, o.Query)
	return b.Backend.RecordOutcome(ctx, key, o)
}

func TestALessonOfAClockThatWasAheadMakesNoOtherOld(t *testing.T) {
	t.Parallel()
	w, _ := library(t)
	o := w.options(t.TempDir(), memory.Requester)
	o.Connect = func(context.Context) (desk.Backend, error) { return unlearning{w.hub.Open(memory.Requester)}, nil }
	now := o.Now
	o.Now = func() time.Time { return now().AddDate(100, 0, 0) }
	d := open(t, o)
	w.sync(d)
	a := published(t, d)
	_, err := d.RecordOutcome(t.Context(), desk.ArticleOutcome{Article: a.ID, Solved: true, Query: "bidule coincé"})
	must(t, err)
	must(t, d.Close())
	o.Now = now
	d = open(t, o)
	_, err = d.RecordOutcome(t.Context(), desk.ArticleOutcome{Article: a.ID, Solved: true, Query: askedFor})
	must(t, err)
	finds(t, d, a.ID, true)
}

func TestNobodyWhoHasToDoWithATicketIsNamedByItsLesson(t *testing.T) {
	t.Parallel()
	w, staff := library(t)
	a := published(t, staff)
	kept, err := staff.Ask(t.Context(), request("Le machin magique de lead (second.requester) est muet"), "")
	must(t, err)
	w.sync(staff)
	v, err := staff.Ticket(t.Context(), string(kept.Key))
	must(t, err)
	w.hub.Follow(v.Ticket.ID, memory.Requester2, true)
	lead := w.device(t, memory.Lead)
	w.sync(lead)
	_, err = lead.Reply(t.Context(), v.Ticket.ID, says("Encore muet ?"), "")
	must(t, err)
	w.sync(lead)
	var sent []string
	o := w.options(t.TempDir(), memory.Technician1)
	o.Connect = func(context.Context) (desk.Backend, error) {
		return listening{w.hub.Open(memory.Technician1), &sent}, nil
	}
	d := open(t, o)
	w.sync(d)
	_, err = d.AnsweredBy(t.Context(), v.Ticket.ID, a.ID)
	must(t, err)
	w.sync(d)
	if !slices.Equal(sent, []string{"machin magique muet"}) {
		t.Errorf("sent %q", sent)
	}
}
