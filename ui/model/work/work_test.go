package work_test

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relais/internal/desk"
	"relais/ui/model/work"
)

func TestOnlyWhatAppliesIsOffered(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		change func(*desk.Ticket)
		yes    []desk.Verb
		no     []desk.Verb
	}{
		{"open at the first level", func(*desk.Ticket) {}, []desk.Verb{desk.VerbTake, desk.VerbEscalate, desk.VerbResolve, desk.VerbMerge}, []desk.Verb{desk.VerbSendBack, desk.VerbReopen, desk.VerbSaveArticle}},
		{"at the top level", func(t *desk.Ticket) { t.Queue = "level3" }, []desk.Verb{desk.VerbSendBack}, []desk.Verb{desk.VerbEscalate}},
		{"mine", func(t *desk.Ticket) { t.Assignee = claire.Ref() }, []desk.Verb{desk.VerbAssign}, []desk.Verb{desk.VerbTake}},
		{"resolved", func(t *desk.Ticket) { t.Status = desk.StatusResolved }, []desk.Verb{desk.VerbReopen, desk.VerbSaveArticle, desk.VerbReply}, []desk.Verb{desk.VerbResolve, desk.VerbTake, desk.VerbClose}},
		{"closed", func(t *desk.Ticket) { t.Status = desk.StatusClosed }, []desk.Verb{desk.VerbReopen, desk.VerbNote}, []desk.Verb{desk.VerbReply, desk.VerbPend}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := newFake()
				c.change(&f.view.Ticket)
				may := openTicket(t, f).State().May
				for _, v := range c.yes {
					if !may[v] {
						t.Errorf("%s is missing", v)
					}
				}
				for _, v := range c.no {
					if may[v] {
						t.Errorf("%s is offered", v)
					}
				}
			})
		})
	}
}

func TestAReplyAndANoteCantBeConfused(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		p := openTicket(t, f)
		p.OpenBox(work.BoxReply)
		p.Write(work.BoxReply, "Bonjour")
		p.OpenBox(work.BoxNote)
		p.Write(work.BoxNote, "piste : câble")
		p.Send()
		synctest.Wait()
		p.OpenBox(work.BoxReply)
		p.Send()
		synctest.Wait()
		want := []string{`note 1 "piste : câble" true note/1`, `reply 1 "Bonjour" reply/1`}
		if !slices.Equal(f.did, want) {
			t.Fatalf("did %v", f.did)
		}
		if s := p.State(); s.Boxes[work.BoxReply].Text != "" || s.Open != "" {
			t.Fatalf("%+v", s.Boxes)
		}
	})
}

func TestWhatWasBegunIsThereAgainAfterAKill(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		p := openTicket(t, f)
		p.OpenBox(work.BoxNote)
		p.Write(work.BoxNote, "à moitié")
		p.Begin(desk.VerbResolve)
		p.Fill(work.FieldSolution, "Câble changé")
		time.Sleep(250 * time.Millisecond)
		synctest.Wait()

		again := openTicket(t, f)
		if s := again.State(); s.Boxes[work.BoxNote].Text != "à moitié" || s.Open != work.BoxNote {
			t.Fatalf("%+v", s.Boxes)
		}
		again.Begin(desk.VerbResolve)
		synctest.Wait()
		if got := again.State().Fields[work.FieldSolution]; got != "Câble changé" {
			t.Fatalf("got %q", got)
		}
	})
}

func TestWhatWasRefusedIsChangedOnThePageOfTheTicket(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		p := openTicket(t, f)
		f.refused = desk.Draft{ID: "reply/1", Texts: map[string]string{"text": "Bonjour"}}
		p.Edit(desk.Pending{Receipt: desk.Receipt{Key: "a", Verb: desk.VerbReply}})
		synctest.Wait()
		if s := p.State(); s.Open != work.BoxReply || s.Boxes[work.BoxReply].Text != "Bonjour" {
			t.Fatalf("%+v", s)
		}
		f.refused = desk.Draft{ID: "resolve/1", Texts: map[string]string{"solution": "Câble"}}
		p.Edit(desk.Pending{Receipt: desk.Receipt{Key: "b", Verb: desk.VerbResolve}})
		synctest.Wait()
		if s := p.State(); s.Panel != desk.VerbResolve || s.Fields[work.FieldSolution] != "Câble" || s.Open != "" {
			t.Fatalf("%+v", s)
		}
		f.locked(func() { f.err = &desk.Error{Code: desk.CodeInterrupted} })
		p.Edit(desk.Pending{Receipt: desk.Receipt{Key: "c", Verb: desk.VerbReply}})
		synctest.Wait()
		if s := p.State(); s.Code != desk.CodeInterrupted || s.Panel != desk.VerbResolve {
			t.Fatalf("%+v", s)
		}
		if !slices.Equal(f.did, []string{"taken back a", "taken back b"}) {
			t.Fatalf("did %v", f.did)
		}
	})
}

func TestTheHandOverCardBeginsWithWhatIsKnown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		p := openTicket(t, f)
		p.Begin(desk.VerbEscalate)
		p.Do()
		synctest.Wait()
		want := `escalate level2 "Écran noir\nIl reste noir." "- Rebrancher\n- Câble vérifié" escalate/1`
		if len(f.did) != 1 || f.did[0] != want {
			t.Fatalf("did %q", f.did)
		}
		if s := p.State(); s.Panel != "" {
			t.Fatalf("still open: %s", s.Panel)
		}
	})
}

func TestALongConversationIsReadToItsBeginningWhenSomebodyNeedsIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		for i := range 3 {
			f.view.Messages = append(f.view.Messages, desk.Message{ID: fmt.Sprint(3 + i), Body: fmt.Sprint("Essai ", i), Internal: true, Created: noon.Add(2 * time.Hour)})
		}
		p := openTicket(t, f)
		if s := p.State(); len(s.Entries) != 2 || s.View.Earlier != 3 {
			t.Fatalf("%d entries at first, %d earlier", len(s.Entries), s.View.Earlier)
		}
		p.Earlier()
		synctest.Wait()
		f.Emit() // something came
		synctest.Wait()
		if s := p.State(); len(s.Entries) != 5 || s.View.Earlier != 0 {
			t.Fatalf("%d entries in the end, %d earlier", len(s.Entries), s.View.Earlier)
		}
		p = openTicket(t, f)
		p.Begin(desk.VerbEscalate)
		synctest.Wait()
		if got := p.State().Fields[work.FieldTried]; got != "- Rebrancher\n- Câble vérifié\n- Essai 0\n- Essai 1\n- Essai 2" {
			t.Errorf("the card says %q was tried", got)
		}
	})
}

func TestACardDoesNotRepeatATitleThatBeginsWhatWasSaid(t *testing.T) {
	t.Parallel()
	for title, said := range map[string]string{
		"Il reste…":            "Il reste noir depuis midi.",
		"Mon écran reste noir": "mon écran\nreste noir",
	} {
		synctest.Test(t, func(t *testing.T) {
			f := newFake()
			f.view.Ticket.Title, f.view.Messages[0].Body = title, said
			p := openTicket(t, f)
			p.Begin(desk.VerbEscalate)
			if got := p.State().Fields[work.FieldHappening]; got != said {
				t.Errorf("the card begins with %q", got)
			}
		})
	}
}

func TestAnActionWithoutWhatItNeedsIsNotDone(t *testing.T) {
	t.Parallel()
	for _, v := range []desk.Verb{desk.VerbAssign, desk.VerbPlan, desk.VerbResolve, desk.VerbClose, desk.VerbReopen, desk.VerbMerge} {
		synctest.Test(t, func(t *testing.T) {
			f := newFake()
			p := openTicket(t, f)
			p.Begin(v)
			p.Do()
			synctest.Wait()
			if s := p.State(); len(f.did) != 0 || len(s.Missing) != 1 || s.Panel != v {
				t.Errorf("%s: did %v, missing %v", v, f.did, s.Missing)
			}
		})
	}
}

func TestWhoIsWaitedForIsToldWhy(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		p := openTicket(t, f)
		p.Begin(desk.VerbPend)
		p.Fill(work.FieldMessage, "  ")
		p.Do()
		synctest.Wait()
		if s := p.State(); !slices.Equal(s.Missing, []string{work.FieldMessage}) || s.Panel != desk.VerbPend {
			t.Fatalf("%+v", s)
		}
		p.Fill(work.FieldFor, "part")
		p.Do()
		synctest.Wait()
		if s := p.State(); s.Panel != "" {
			t.Fatalf("%+v", s)
		}
	})
}

func TestEveryActionDoesWhatItSays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		verb   desk.Verb
		fields map[string]string
		want   string
	}{
		{desk.VerbAssign, map[string]string{work.FieldTo: "p3"}, "assign p3 Nadia"},
		{desk.VerbPend, map[string]string{work.FieldFor: "vendor", work.FieldUntil: "2026-03-05T08:00:00Z", work.FieldMessage: "On attend la pièce."}, "pend vendor 2026-03-05T08:00:00Z true"},
		{desk.VerbPlan, map[string]string{work.FieldAt: "2026-03-04T09:00:00Z"}, "plan 2026-03-04T09:00:00Z"},
		{desk.VerbSendBack, map[string]string{work.FieldTo: "level1", work.FieldReason: "manque le modèle"}, "send back level1 manque le modèle"},
		{desk.VerbResolve, map[string]string{work.FieldSolution: "câble", work.FieldWorkaround: "yes", work.FieldHypothesis: "h", work.FieldConfirmed: "yes", work.FieldMessage: "C’est réglé."}, "resolve câble true [{h true}] C’est réglé."},
		{desk.VerbClose, map[string]string{work.FieldReason: "sans suite"}, "close sans suite"},
		{desk.VerbReopen, map[string]string{work.FieldReason: "revenu"}, "reopen revenu"},
		{desk.VerbMerge, map[string]string{work.FieldTo: "2"}, "merge 2"},
		{desk.VerbCorrect, map[string]string{"urgency": "5", "impact": "5"}, "correct map[impact:5 priority:5 urgency:5]"},
		{desk.VerbCorrect, map[string]string{"priority": "6"}, "correct map[priority:6]"},
	} {
		synctest.Test(t, func(t *testing.T) {
			f := newFake()
			p := openTicket(t, f)
			p.Begin(c.verb)
			for k, v := range c.fields {
				p.Fill(k, v)
			}
			p.Do()
			synctest.Wait()
			if len(f.did) != 1 || f.did[0] != c.want {
				t.Errorf("did %q, want %q", f.did, c.want)
			}
		})
	}
}

func TestAnActionThatFailsKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		p := openTicket(t, f)
		p.Begin(desk.VerbClose)
		p.Fill(work.FieldReason, "doublon")
		f.locked(func() { f.err = &desk.Error{Code: desk.CodeDiskFull} })
		p.Do()
		synctest.Wait()
		time.Sleep(250 * time.Millisecond)
		synctest.Wait()
		if s := p.State(); s.Code != desk.CodeDiskFull || s.Panel != desk.VerbClose || s.Fields[work.FieldReason] != "doublon" || f.drafts["close/1"].Texts[work.FieldReason] != "doublon" {
			t.Fatalf("%+v, drafts %v", s.Fields, f.drafts)
		}
	})
}

func TestATicketIsNotMergedIntoItself(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := openTicket(t, newFake())
		p.Begin(desk.VerbMerge)
		time.Sleep(time.Second)
		synctest.Wait()
		if rows := p.State().Merge; len(rows) != 1 || rows[0].ID != "2" {
			t.Fatalf("%+v", rows)
		}
	})
}

func TestAReplyTakesTheFilesThatAreStillBeingAttachedAlsoWhenThePageIsLeft(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		p := openTicket(t, f)
		p.OpenBox(work.BoxReply)
		p.Attach(work.BoxReply, "a.png", func() (io.ReadCloser, error) {
			time.Sleep(time.Minute)
			return io.NopCloser(strings.NewReader("abc")), nil
		})
		p.Send()
		p.Close()
		if s := p.State(); len(f.did) != 1 || f.files != 1 || len(s.Boxes[work.BoxReply].Attachments) != 0 || s.Sending {
			t.Fatalf("did %v with %d files, %+v", f.did, f.files, s.Boxes)
		}
	})
}

func TestATicketIsThereBeforeTheHelpdeskNamesItsPeople(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.slow = time.Minute
		p := openTicket(t, f)
		if s := p.State(); s.Loading || s.View.Ticket.Number != "2041" || len(s.People) != 0 {
			t.Fatalf("%+v", s)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if s := p.State(); len(s.People) != 2 {
			t.Fatalf("%+v", s.People)
		}
	})
}
