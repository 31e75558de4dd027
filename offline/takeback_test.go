package offline_test

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/client/memory"
	"relais/internal/desk"
	"relais/offline"
)

// strict is a helpdesk that refuses what is written while it is told to.
type strict struct{ code desk.Code }

func (s *strict) options() memory.Options {
	return memory.Options{Before: func(_ context.Context, method string) error {
		if s.code != "" && slices.Contains([]string{"create ticket", "update ticket", "save article"}, method) {
			return &desk.Error{Code: s.code, Op: method}
		}
		return nil
	}}
}

// refused syncs, and gives what the helpdesk refused.
func (w *world) refused(d *offline.Desk) desk.Pending {
	w.t.Helper()
	w.sync(d)
	list, err := d.Outbox(context.Background())
	must(w.t, err)
	i := slices.IndexFunc(list, func(p desk.Pending) bool { return p.State == desk.StateAttention })
	if i < 0 {
		w.t.Fatalf("outbox %+v", list)
	}
	return list[i]
}

func TestEachActionWithWordsIsTakenBackWhereItWasWritten(t *testing.T) {
	t.Parallel()
	card := desk.HandOver{Happening: "No sound", Tried: "Cable"}
	sheet := desk.Sheet{Solution: "A cable", Workaround: true, Hypotheses: []desk.Hypothesis{{Text: "Bent", Confirmed: true}}}
	message := says("Which screen?")
	article := desk.Article{Title: "Sound", Body: "Push", Lang: "en", Keywords: []string{"mute", "ear"}, Audience: desk.AudienceTechnicians, State: desk.ArticlePublished}
	for name, c := range map[string]struct {
		do    func(context.Context, *offline.Desk) (desk.Receipt, error)
		draft string
		texts map[string]string
	}{
		"ask": {func(ctx context.Context, d *offline.Desk) (desk.Receipt, error) {
			return d.Ask(ctx, request("Noise"), "")
		},
			"ask", map[string]string{"title": "Noise", "text": "Noise, please help"}},
		"reply": {func(ctx context.Context, d *offline.Desk) (desk.Receipt, error) {
			return d.Reply(ctx, "1", says("Hi"), "")
		},
			"reply/1", map[string]string{"text": "Hi"}},
		"note": {func(ctx context.Context, d *offline.Desk) (desk.Receipt, error) {
			return d.Note(ctx, "1", says("Hm"), "")
		},
			"note/1", map[string]string{"text": "Hm"}},
		"pend": {func(ctx context.Context, d *offline.Desk) (desk.Receipt, error) {
			return d.Pend(ctx, "1", desk.PendingUser, time.Time{}, &message, "")
		}, "pend/1", map[string]string{"message": "Which screen?", "for": "user", "until": ""}},
		"escalate": {func(ctx context.Context, d *offline.Desk) (desk.Receipt, error) {
			return d.Escalate(ctx, "1", "level2", card, "")
		},
			"escalate/1", map[string]string{"to": "level2", "happening": "No sound", "tried": "Cable", "hypothesis": "", "context": "", "check": ""}},
		"send back": {func(ctx context.Context, d *offline.Desk) (desk.Receipt, error) {
			return d.SendBack(ctx, "1", "level2", "Not ours", "")
		}, "send-back/1", map[string]string{"to": "level2", "reason": "Not ours"}},
		"resolve": {func(ctx context.Context, d *offline.Desk) (desk.Receipt, error) {
			return d.Resolve(ctx, "1", sheet, "It works", "")
		},
			"resolve/1", map[string]string{"solution": "A cable", "workaround": "yes", "hypothesis": "Bent", "confirmed": "yes", "message": "It works",
				"analysis": "", "tested": "", "cause": ""}},
		"close": {func(ctx context.Context, d *offline.Desk) (desk.Receipt, error) {
			return d.CloseUnsolved(ctx, "1", "No answer", "")
		},
			"close/1", map[string]string{"reason": "No answer"}},
		"article": {func(ctx context.Context, d *offline.Desk) (desk.Receipt, error) {
			return d.SaveArticle(ctx, article, "")
		},
			"editor/new/Sound", map[string]string{"title": "Sound", "body": "Push", "lang": "en", "keywords": "mute, ear", "products": "", "until": "", "category": "",
				"audience": "technicians"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &strict{}
			w, mine, _ := pair(t, s.options())
			s.code = desk.CodeTooLarge
			_, err := c.do(t.Context(), mine)
			must(t, err)
			p := w.refused(mine)
			got, err := mine.TakeBack(t.Context(), p.Key)
			must(t, err)
			if got.ID != c.draft || !maps.Equal(got.Texts, c.texts) {
				t.Fatalf("draft %+v", got)
			}
			kept, found, err := mine.Draft(t.Context(), c.draft)
			must(t, err)
			if !found || !maps.Equal(kept.Texts, c.texts) {
				t.Fatalf("kept %+v", kept)
			}
			for field := range p.Texts {
				if _, ok := c.texts[field]; !ok {
					t.Errorf("%s may be typed otherwise, and is not in the draft", field)
				}
			}
		})
	}
}

func TestWhatIsSentFromWhereItWasTakenBackTakesItsPlace(t *testing.T) {
	t.Parallel()
	s := &strict{}
	w := newWorld(t, s.options())
	d := w.device(t, memory.Technician1)
	s.code = desk.CodeInvalid
	bad, err := d.Ask(t.Context(), request("Too loud"), "")
	must(t, err)
	_, err = d.Note(t.Context(), string(bad.Key), says("Not for everybody"), "")
	must(t, err)
	_, err = d.Reply(t.Context(), string(bad.Key), says("Behind it"), "")
	must(t, err)
	must(t, d.SaveDraft(t.Context(), desk.Draft{ID: "reply/" + string(bad.Key), Texts: map[string]string{"text": "Begun"}}))
	w.refused(d)
	back, err := d.TakeBack(t.Context(), bad.Key)
	must(t, err)
	if st := d.Status(); st.Attention != 1 || st.Waiting != 2 {
		t.Fatalf("given up before anything was sent: %+v", st)
	}
	good, err := d.Ask(t.Context(), request("Quiet"), back.ID)
	must(t, err)
	if got, _, _ := d.Draft(t.Context(), "reply/"+string(good.Key)); got.Texts["text"] != "Begun" {
		t.Fatalf("draft %+v", got)
	}
	s.code = ""
	w.sync(d)
	all := w.hub.Conversations()
	if len(all) != 1 || all[0].Ticket.Title != "Quiet" || len(all[0].Messages) != 3 {
		t.Fatalf("hub %+v", all)
	}
	if m := all[0].Messages; !m[1].Internal || m[1].Body != "Not for everybody" || m[2].Body != "Behind it" {
		t.Fatalf("messages %+v", m)
	}
	if r, err := d.Receipt(t.Context(), bad.Key); err != nil || r.State != desk.StateDiscarded {
		t.Fatalf("receipt %+v, %v", r, err)
	}
	if v, err := d.Ticket(t.Context(), string(bad.Key)); err != nil || v.Ticket.Title != "Quiet" {
		t.Fatalf("the old key leads to %+v, %v", v, err)
	}
	if st := d.Status(); st.Attention+st.Waiting != 0 {
		t.Fatalf("status %+v", st)
	}
}

func TestARefusedActionIsSentAgainWithOtherWordsInItsPlace(t *testing.T) {
	t.Parallel()
	s := &strict{}
	w, mine, _ := pair(t, s.options())
	s.code = desk.CodeRefused
	first, err := mine.Resolve(t.Context(), "1", desk.Sheet{Solution: "Too long", Workaround: true}, "It works", "")
	must(t, err)
	_, err = mine.Note(t.Context(), "1", says("Behind it"), "")
	must(t, err)
	w.refused(mine)
	if _, err := mine.Resend(t.Context(), first.Key, map[string]string{"title": "x"}); desk.CodeOf(err) != desk.CodeInvalid {
		t.Fatalf("a text that it does not have: %v", err)
	}
	if _, err := mine.Resend(t.Context(), first.Key, map[string]string{"solution": " "}); desk.CodeOf(err) != desk.CodeInvalid {
		t.Fatalf("without a solution: %v", err)
	}
	again, err := mine.Resend(t.Context(), first.Key, map[string]string{"solution": "Short"})
	must(t, err)
	if again.Key == first.Key || again.State != desk.StateQueued {
		t.Fatalf("receipt %+v", again)
	}
	s.code = ""
	w.sync(mine)
	c := w.hub.Conversations()[0]
	if len(c.Messages) != 3 || c.Messages[1].Sheet == nil || c.Messages[1].Sheet.Solution != "Short" || !c.Messages[1].Sheet.Workaround || c.Messages[2].Body != "Behind it" {
		t.Fatalf("messages %+v", c.Messages)
	}
	if _, err := mine.Resend(t.Context(), first.Key, nil); desk.CodeOf(err) != desk.CodeInvalid {
		t.Fatalf("once more: %v", err)
	}
}

func TestWhatIsTakenBackStandsBehindWhatIsThere(t *testing.T) {
	t.Parallel()
	s := &strict{code: desk.CodeForbidden}
	w := newWorld(t, s.options())
	d := w.device(t, memory.Requester)
	file, other := attach(t, d, "one"), attach(t, d, "two")
	must(t, d.SaveDraft(t.Context(), desk.Draft{ID: "ask", Texts: map[string]string{"text": "Another matter", "title": "Other"}, Attachments: []desk.Attachment{file}}))
	ask := request("Noise")
	ask.Answers = &desk.Answers{Form: "hardware", Version: 1}
	ask.Message = with(ask.Message, file, other)
	bad, err := d.Ask(t.Context(), ask, "")
	must(t, err)
	w.refused(d)
	for range 2 { // the second time it is there already
		got, err := d.TakeBack(t.Context(), bad.Key)
		must(t, err)
		if got.Texts["text"] != "Another matter\n\nNoise\n\nNoise, please help" || got.Texts["title"] != "Other" || len(got.Attachments) != 2 || got.Answers.Form != "hardware" {
			t.Fatalf("draft %+v", got)
		}
	}
	must(t, d.DropDraft(t.Context(), "ask"))
	if got, err := d.TakeBack(t.Context(), bad.Key); err != nil || got.Texts["text"] != "Noise, please help" {
		t.Fatalf("after it was thrown away: %+v, %v", got, err)
	}
	must(t, d.Settle(t.Context(), bad.Key, desk.SettleRetry))
	s.code = ""
	_, err = d.Ask(t.Context(), request("Quiet"), "ask")
	must(t, err)
	if r := w.sync(d); r.Pushed != 2 {
		t.Fatalf("what is sent as it is was given up: %+v", r)
	}
}

func TestAFileThatHasVanishedIsNotTakenBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{})
	d := w.device(t, memory.Requester)
	file := attach(t, d, "gone")
	ask := request("Noise")
	ask.Message = with(ask.Message, file)
	bad, err := d.Ask(t.Context(), ask, "")
	must(t, err)
	must(t, os.Remove(filepath.Join(w.home(), "outbox", file.SHA256)))
	if p := w.refused(d); p.Code != desk.CodeVanished {
		t.Fatalf("pending %+v", p)
	}
	got, err := d.TakeBack(t.Context(), bad.Key)
	must(t, err)
	if len(got.Attachments) != 0 || got.Texts["title"] != "Noise" {
		t.Fatalf("draft %+v", got)
	}
}

func TestOnlyWhatWasCertainlyRefusedIsTakenBack(t *testing.T) {
	t.Parallel()
	s := &strict{}
	o := s.options()
	o.Message, o.Create, o.Change = desk.BestEffort, desk.BestEffort, desk.BestEffort
	w, mine, theirs := pair(t, o)
	waits, err := mine.Reply(t.Context(), "1", says("Waits"), "")
	must(t, err)
	if _, err := mine.TakeBack(t.Context(), waits.Key); desk.CodeOf(err) != desk.CodeInvalid {
		t.Errorf("what waits: %v", err)
	}
	w.hub.Cut(1)
	w.sync(mine)
	if p := w.refused(mine); p.Code != desk.CodeInterrupted || p.Texts != nil {
		t.Fatalf("pending %+v", p)
	}
	if _, err := mine.TakeBack(t.Context(), waits.Key); desk.CodeOf(err) != desk.CodeInterrupted {
		t.Errorf("what may have arrived: %v", err)
	}
	if _, err := mine.Resend(t.Context(), waits.Key, nil); desk.CodeOf(err) != desk.CodeInterrupted {
		t.Errorf("what may have arrived: %v", err)
	}
	s.code = desk.CodeForbidden
	take, err := theirs.Take(t.Context(), "1")
	must(t, err)
	if p := w.refused(theirs); p.Texts != nil {
		t.Errorf("texts without words: %v", p.Texts)
	}
	if _, err := theirs.TakeBack(t.Context(), take.Key); desk.CodeOf(err) != desk.CodeInvalid {
		t.Errorf("what has no words: %v", err)
	}
}

func TestWhatIsSentAgainIsNotComparedWithWhatWasRefused(t *testing.T) {
	t.Parallel()
	for _, planned := range []bool{false, true} {
		s := &strict{}
		w, mine, theirs := pair(t, s.options())
		pend := func(words string) {
			v, err := mine.Ticket(t.Context(), "1")
			must(t, err)
			m := says(words)
			_, err = mine.Pend(desk.Seeing(t.Context(), v.Ticket), "1", desk.PendingUser, time.Time{}, &m, "pend/1")
			must(t, err)
		}
		s.code = desk.CodeTooLarge
		pend("Which screen, and since when?")
		_, err := mine.TakeBack(t.Context(), w.refused(mine).Key)
		must(t, err)
		s.code = ""
		if planned {
			_, err := theirs.Plan(t.Context(), "1", w.clock.Now().Add(time.Hour))
			must(t, err)
			w.sync(theirs)
		}
		pend("Which screen?")
		if r := w.sync(mine); planned != (r.Attention == 1) || planned != (r.Pushed == 0) {
			t.Fatalf("a colleague planned it: %v, sync %+v", planned, r)
		}
	}
}

func TestATextThatIsTooLongForAFieldIsTakenBackAsAFile(t *testing.T) {
	t.Parallel()
	s := &strict{}
	w, mine, _ := pair(t, s.options())
	s.code = desk.CodeTooLarge
	long := strings.Repeat("é", 150_000)
	bad, err := mine.Resolve(t.Context(), "1", desk.Sheet{Solution: long, Cause: "A cable"}, "It works", "")
	must(t, err)
	w.refused(mine)
	must(t, mine.SaveDraft(t.Context(), desk.Draft{ID: "note/1", Texts: map[string]string{"text": "Begun"}}))
	for range 2 {
		got, err := mine.TakeBack(t.Context(), bad.Key)
		must(t, err)
		if text := got.Texts["solution"]; len(text) > 3000 || !strings.HasPrefix(long, strings.TrimSuffix(text, "…")) || got.Texts["cause"] != "A cable" {
			t.Fatalf("draft %+v", got)
		}
	}
	note, _, err := mine.Draft(t.Context(), "note/1")
	must(t, err)
	if note.Texts["text"] != "Begun" || len(note.Attachments) != 1 || note.Attachments[0].Name != "solution.txt" || note.Attachments[0].Size != int64(len(long)) {
		t.Fatalf("note %+v", note)
	}
}
