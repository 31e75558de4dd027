package ask_test

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relais/internal/desk"
	"relais/internal/form"
	"relais/ui/model"
	"relais/ui/model/ask"
)

func TestAFirstRequestTakesAtMostSixInteractions(t *testing.T) {
	t.Parallel()
	for _, f := range forms(t).Forms() {
		synctest.Test(t, func(t *testing.T) {
			desk := &fake{}
			flow := open(t, desk)
			flow.Type("plus rien ne va depuis ce matin")
			flow.Pick(f.ID)
			steps := 2 + answerAll(t, flow) + 1
			send(flow)
			synctest.Wait()
			if len(desk.asked) != 1 || steps > 6 {
				t.Errorf("%s: %d requests after %d interactions", f.ID, len(desk.asked), steps)
			}
		})
	}
}

func TestWordsBringSuggestionsOnceTheFingersRest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{}
		flow := open(t, f)
		for _, text := range []string{"i", "im", "imp"} {
			flow.Type(text)
		}
		time.Sleep(50 * time.Millisecond)
		synctest.Wait()
		if s := flow.State(); len(f.searches) != 1 || len(s.Suggestions) != 1 || model.Words(s.Suggestions[0].Title) != "imp" {
			t.Fatalf("%d searches, %+v", len(f.searches), s.Suggestions)
		}
		flow.Type("")
		time.Sleep(50 * time.Millisecond)
		synctest.Wait()
		if s := flow.State(); len(s.Suggestions) != 0 {
			t.Fatalf("suggestions for nothing: %+v", s.Suggestions)
		}
	})
}

// shown are the ids of the suggestions once the fingers rest on words.
func shown(flow *ask.Flow, words string) string {
	flow.Type(words)
	time.Sleep(50 * time.Millisecond)
	synctest.Wait()
	ids := ""
	for _, h := range flow.State().Suggestions {
		ids += h.ID
	}
	return ids
}

func TestASuggestionUnderThePointerStaysInItsPlace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		flow := open(t, &fake{hits: map[string]string{"imp": "ab", "imprimante": "ca"}})
		steps := []struct{ got, want string }{{shown(flow, "imp"), "ab"}}
		flow.Rest(true)
		steps = append(steps, struct{ got, want string }{shown(flow, "imprimante"), "abc"})
		flow.Rest(false) // on the way to another one
		time.Sleep(100 * time.Millisecond)
		flow.Rest(true)
		steps = append(steps, struct{ got, want string }{shown(flow, "imprimante"), "abc"})
		flow.Rest(false)
		time.Sleep(time.Second)
		steps = append(steps, struct{ got, want string }{shown(flow, "imprimante"), "ca"})
		for i, s := range steps {
			if s.got != s.want {
				t.Errorf("step %d shows %q, want %q", i, s.got, s.want)
			}
		}
	})
}

func TestARequestThatNoArticleAnswersIsCounted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{hits: map[string]string{"imprimante": "a"}}
		flow := open(t, f)
		for _, words := range []string{"imprimante", "cafetière en panne\nelle fuit"} {
			shown(flow, words)
			flow.Pick("other")
			answerAll(t, flow)
			send(flow)
			synctest.Wait()
		}
		if len(f.asked) != 2 || len(f.missed) != 1 || f.missed[0] != "cafetière en panne" {
			t.Errorf("asked %d, counted %q", len(f.asked), f.missed)
		}
	})
}

func TestSilenceBetweenTwoLettersLeavesTheSuggestions(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		flow := open(t, &fake{hits: map[string]string{"impr": "ab", "impri": "", "impri ": "", "im": "a", "i": ""}})
		for _, step := range [][2]string{{"impr", "ab"}, {"impri", "ab"}, {"impri ", ""}, {"im", "a"}, {"i", ""}} {
			if got := shown(flow, step[0]); got != step[1] {
				t.Errorf("%q shows %q, want %q", step[0], got, step[1])
			}
		}
	})
}

func TestWhatWasSaidIsThereAgainAfterAKill(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{}
		first := open(t, f)
		first.Type("ma messagerie n’envoie plus rien")
		first.Continue()
		q := first.State().Question
		choose(first, q.Options[0].ID)
		given := first.State().Given
		time.Sleep(250 * time.Millisecond) // and then the program is killed: no Close
		synctest.Wait()

		second := open(t, f)
		s := second.State()
		if s.Text != "ma messagerie n’envoie plus rien" || len(s.Given) != len(given) || s.Topic.ID == "" || !s.Kept {
			t.Fatalf("%+v", s)
		}
		second.Continue()
		if s := second.State(); s.Question.ID == q.ID {
			t.Fatal("asked again what was answered")
		}
	})
}

func TestATileWithoutWordsAsksForASentenceFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		flow := open(t, &fake{})
		flow.Pick("printing")
		if s := flow.State(); s.Stage != ask.StageSentence || s.Topic.ID != "printing" {
			t.Fatalf("%s, %v", s.Stage, s.Topic.ID)
		}
		flow.Back()
		if s := flow.State(); s.Stage != ask.StageDescribe || s.Topic.ID != "" {
			t.Fatalf("back at %s, %v", s.Stage, s.Topic.ID)
		}
		flow.Pick("printing")
		flow.Type("x")
		flow.Type("")
		flow.Type("bourrage")
		flow.Continue()
		if s := flow.State(); s.Stage != ask.StageQuestion || s.Topic.ID != "printing" {
			t.Fatalf("%s, %v", s.Stage, s.Topic.ID)
		}
	})
}

func TestWordsThatFitNoFormStillFindAWay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		flow := open(t, &fake{})
		flow.Type("xyzzy")
		flow.Continue()
		if s := flow.State(); s.Topic.ID != "other" || s.Stage == ask.StageDescribe {
			t.Fatalf("%s, %v", s.Stage, s.Topic.ID)
		}
	})
}

func TestGoingBackKeepsAnswersAndEndsAtTheWords(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		flow := open(t, &fake{})
		flow.Type("plus de réseau")
		flow.Pick("network")
		first := flow.State().Question
		choose(flow, first.Options[0].ID)
		flow.Back()
		if s := flow.State(); s.Question.ID != first.ID || len(s.Chosen) != 1 || s.Chosen[0] != first.Options[0].ID {
			t.Fatalf("%+v", s)
		}
		flow.Back()
		if s := flow.State(); s.Stage != ask.StageDescribe || s.Text != "plus de réseau" || len(s.Given) != 1 {
			t.Fatalf("%+v", s)
		}
	})
}

func TestIDontKnowStandsAlone(t *testing.T) {
	t.Parallel()
	for _, f := range forms(t).Forms() {
		for _, q := range f.Questions {
			if q.Type == form.TypeMany {
				aloneIn(t, f, q)
			}
		}
	}
}

// aloneIn picks a real answer and then a way out, if the question comes.
func aloneIn(t *testing.T, f *form.Form, q form.Question) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		flow := open(t, &fake{})
		flow.Type("quelque chose")
		flow.Pick(f.ID)
		if s := flow.State(); s.Question.ID != q.ID {
			return
		}
		var real, way string
		for _, o := range q.Options {
			if o.Way == "" {
				real = o.ID
			} else {
				way = o.ID
			}
		}
		choose(flow, real)
		choose(flow, way)
		if got := flow.State().Chosen; len(got) != 1 || got[0] != way {
			t.Errorf("%s %s: %v", f.ID, q.ID, got)
		}
		choose(flow, real)
		if got := flow.State().Chosen; len(got) != 1 || got[0] != real {
			t.Errorf("%s %s: %v", f.ID, q.ID, got)
		}
	})
}

func TestSendingIsOneRequestWithEverythingAndThenReadyForTheNext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{}
		flow := open(t, f)
		flow.Type("ma messagerie n’envoie plus rien")
		flow.Carry([]desk.Tried{{Article: "a", Step: 1, Text: "vider"}}, "messagerie")
		flow.Attach("capture.png", func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("png")), nil })
		synctest.Wait()
		answerAll(t, flow)
		flow.Send() // the second half of a double click
		send(flow)
		flow.Send()
		synctest.Wait()
		if len(f.asked) != 1 {
			t.Fatalf("%d requests", len(f.asked))
		}
		got := f.asked[0]
		if got.Title == "" || got.Category != "mail" || !got.Impact.Valid() || !got.Urgency.Valid() || got.Site != "Siège" ||
			len(got.Message.Tried) != 1 || len(got.Message.Attachments) != 1 || got.Answers == nil || len(got.Answers.Derived) == 0 {
			t.Errorf("%+v", got)
		}
		s := flow.State()
		if s.Stage != ask.StageSent || s.Receipt.Key != key || s.Text != "" || f.draft.ID != "" {
			t.Fatalf("%+v, draft %+v", s, f.draft)
		}
		f.locked(func() { f.receipt.State, f.receipt.Number = desk.StateAccepted, "2061" })
		f.Emit()
		synctest.Wait()
		if n := flow.State().Receipt.Number; n != "2061" {
			t.Fatalf("number %q", n)
		}
		flow.Home()
		if s := flow.State(); s.Stage != ask.StageDescribe || s.Receipt.Key != "" {
			t.Fatalf("%+v", s)
		}
	})
}

func TestAFailedSendKeepsEverything(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{err: &desk.Error{Code: desk.CodeDiskFull}}
		flow := open(t, f)
		flow.Type("plus de place")
		flow.Pick("other")
		answerAll(t, flow)
		flow.Send() // the second half of a double click
		send(flow)
		synctest.Wait()
		time.Sleep(250 * time.Millisecond)
		synctest.Wait()
		if s := flow.State(); s.Code != desk.CodeDiskFull || s.Stage != ask.StageReview || s.Text != "plus de place" || f.draft.Texts["text"] != "plus de place" {
			t.Fatalf("%+v, draft %+v", s, f.draft)
		}
	})
}

func TestAPasteOfManyMegabytesBecomesAFile(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		flow := open(t, &fake{})
		flow.Type("erreur :\n" + strings.Repeat("x", 20<<20))
		synctest.Wait()
		s := flow.State()
		if len(s.Attachments) != 1 || s.Attachments[0].Size < 20<<20 || len(s.Text) > 200 {
			t.Fatalf("%d bytes of text, %+v", len(s.Text), s.Attachments)
		}
	})
}

func TestAFileThatVanishedIsSaidAndNothingElseChanges(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		flow := open(t, &fake{})
		flow.Type("voir fichier")
		flow.Attach("a.log", func() (io.ReadCloser, error) { return nil, errors.New("gone") })
		synctest.Wait()
		if s := flow.State(); s.Refused != (model.Refused{Name: "a.log", Code: desk.CodeVanished}) || s.Text != "voir fichier" || len(s.Attachments) != 0 {
			t.Fatalf("%+v", s)
		}
	})
}

func TestOtherWordsAreGuessedAnewUntilATopicIsPicked(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		flow := open(t, &fake{})
		flow.Type("mon imprimante ne sort plus rien")
		flow.Continue()
		flow.Back()
		flow.Type("ma messagerie n’envoie plus rien")
		flow.Continue()
		if s := flow.State(); s.Topic.ID != "mail" || s.Stage != ask.StageQuestion {
			t.Fatalf("%s, %s", s.Topic.ID, s.Stage)
		}
		choose(flow, "send")
		flow.Reconsider()
		if s := flow.State(); s.Stage != ask.StageSentence || !s.Topics || len(s.Given) != 1 {
			t.Fatalf("%+v", s)
		}
		flow.Back()
		if s := flow.State(); s.Stage != ask.StageQuestion || s.Topic.ID != "mail" || len(s.Given) != 1 {
			t.Fatalf("%s, %s, %v", s.Stage, s.Topic.ID, s.Given)
		}
		flow.Reconsider()
		flow.Pick("network")
		flow.Back()
		flow.Type("encore autre chose, mon imprimante")
		flow.Continue()
		if s := flow.State(); s.Topic.ID != "network" || len(s.Given) != 0 || s.Topics {
			t.Fatalf("%s, %v", s.Topic.ID, s.Given)
		}
	})
}

func TestWordsTypedForAQuestionAreKeptBeforeTheyAreItsAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{}
		first := open(t, f)
		first.Type("mon tableur")
		first.Pick("software")
		first.Write("Excel")
		time.Sleep(250 * time.Millisecond) // and then the program is killed: no Close
		synctest.Wait()

		second := open(t, f)
		second.Continue()
		if s := second.State(); s.Stage != ask.StageQuestion || s.Question.ID != "which" || s.Written != "Excel" {
			t.Fatalf("%s, %q", s.Stage, s.Written)
		}
		second.Next()
		if s := second.State(); s.Given[0].Text != "Excel" || s.Written != "" {
			t.Fatalf("%+v", s.Given)
		}
	})
}

func TestRequestsThatWaitForThePersonComeFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		open := func(n string) desk.Row { return desk.Row{Ticket: desk.Ticket{Number: n, Status: desk.StatusOpen}} }
		yours := desk.Row{Ticket: desk.Ticket{Number: "5", Status: desk.StatusPending, PendingFor: desk.PendingUser}}
		f := &fake{rows: []desk.Row{open("1"), open("2"), open("3"), open("4"), yours}}
		flow := ask.New(f, forms(t), func() string { return "fr" }, time.Now)
		t.Cleanup(flow.Close)
		synctest.Wait()
		if got := flow.State().Mine; len(got) != 3 || got[0].Number != "5" || got[1].Number != "1" {
			t.Fatalf("%+v", got)
		}
	})
}

func TestADoubleClickAnswersOneQuestion(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		flow := open(t, &fake{})
		flow.Type("ma messagerie")
		flow.Pick("mail")
		choose(flow, "send")
		flow.Choose("me")
		if s := flow.State(); len(s.Given) != 1 || s.Question.ID != "who" {
			t.Fatalf("%v, %s", s.Given, s.Question.ID)
		}
	})
}

func TestAnAnswerThatTheWordsHoldIsSuggestedAndNotTakenByItself(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		flow := open(t, &fake{})
		flow.Type("mon écran reste noir")
		flow.Pick("hardware")
		flow.Next() // the second half of a double click
		if s := flow.State(); len(s.Given) != 0 || !slices.Equal(s.Chosen, []string{"screen"}) {
			t.Fatalf("given %+v, chosen %v", s.Given, s.Chosen)
		}
		time.Sleep(time.Second)
		flow.Next()
		if s := flow.State(); len(s.Given) != 1 || s.Given[0].Values[0] != "screen" {
			t.Errorf("given %+v", s.Given)
		}
	})
}

func TestARequestTakesTheFilesThatAreStillBeingAttached(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{}
		flow := open(t, f)
		flow.Type("ma messagerie")
		flow.Pick("mail")
		answerAll(t, flow)
		flow.Attach("a.png", func() (io.ReadCloser, error) {
			time.Sleep(time.Minute)
			return io.NopCloser(strings.NewReader("abc")), nil
		})
		send(flow)
		synctest.Wait()
		if s := flow.State(); !s.Sending || s.Stage == ask.StageSent {
			t.Fatalf("%+v", s)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if s := flow.State(); s.Stage != ask.StageSent || len(s.Attachments) != 0 || len(f.asked) != 1 || len(f.asked[0].Message.Attachments) != 1 {
			t.Fatalf("%+v, asked %v", s, f.asked)
		}
	})
}

func TestARequestThatIsThrownAwayWhileAFileIsWaitedForIsNotSent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{}
		flow := open(t, f)
		flow.Type("ma messagerie")
		flow.Pick("mail")
		answerAll(t, flow)
		flow.Attach("a.png", func() (io.ReadCloser, error) {
			time.Sleep(time.Minute)
			return nil, errors.New("gone")
		})
		send(flow)
		flow.Discard()
		time.Sleep(time.Hour)
		synctest.Wait()
		if s := flow.State(); s.Sending || len(f.asked) != 0 || f.draft.ID != "" {
			t.Fatalf("%+v, asked %v, draft %+v", s, f.asked, f.draft)
		}
	})
}

func TestARequestThatWasRefusedIsTakenBackBehindWhatWasSaidSince(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{refused: desk.Draft{Texts: map[string]string{"text": "ma messagerie", "title": "Ma messagerie"},
			Answers: &desk.Answers{Form: "mail", Given: []desk.Answer{{Question: "what", Values: []string{"send"}}}}}}
		flow := open(t, f)
		var err error
		flow.TakeBack(key, func(e error) { err = e })
		synctest.Wait()
		if s := flow.State(); err != nil || s.Text != "ma messagerie" || s.Title != "" || s.Stage != ask.StageQuestion || s.Topic.ID != "mail" || len(s.Given) != 1 {
			t.Fatalf("%v, %+v", err, s)
		}
		flow.Type("mon écran, à présent") // not on the disk yet
		flow.TakeBack(key, func(e error) { err = e })
		synctest.Wait()
		if s := flow.State(); s.Text != "mon écran, à présent\n\nma messagerie" {
			t.Fatalf("%q", s.Text)
		}
		f.locked(func() { f.err = &desk.Error{Code: desk.CodeInterrupted} })
		flow.TakeBack(key, func(e error) { err = e })
		synctest.Wait()
		if s := flow.State(); desk.CodeOf(err) != desk.CodeInterrupted || !strings.HasPrefix(s.Text, "mon écran") {
			t.Fatalf("%v, %+v", err, s)
		}
	})
}
