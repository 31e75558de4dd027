package requests_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relais/internal/desk"
)

// waiting is a ticket whose technician asks for two things.
func waiting() *fake {
	return &fake{view: desk.View{Conversation: desk.Conversation{
		Ticket: ticket(desk.StatusPending, desk.PendingUser),
		Messages: []desk.Message{
			{ID: "1", Author: amelie.Ref(), Body: "noir"},
			{ID: "2", Author: claire, Body: "Bonjour,\n\n- [ ] Débrancher la station\n- [ ] Attendre **10 s**\n\nMerci"},
		},
	}}}
}

func TestTasksStandApartFromTheWordsAroundThem(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := openPage(t, waiting()).State().Asked
		if a == nil || a.By != claire || len(a.Tasks) != 2 || a.Tasks[1].Text != "Attendre **10 s**" || strings.Contains(a.Text, "[ ]") || !strings.Contains(a.Text, "Merci") {
			t.Fatalf("%+v", a)
		}
	})
}

func TestTickedTasksAreKeptAndGoWithTheAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := waiting()
		p := openPage(t, f)
		p.Tick(0, true)
		p.Tick(1, true)
		p.Tick(1, false)
		p.Tick(7, true)
		time.Sleep(250 * time.Millisecond)
		synctest.Wait()

		p = openPage(t, f)
		if a := p.State().Asked; !a.Tasks[0].Done || a.Tasks[1].Done {
			t.Fatalf("came back as %+v", a.Tasks)
		}
		p.Write("toujours noir")
		p.NotSolved()
		synctest.Wait()
		want := "back toujours noir\n\n- [x] Débrancher la station\n- [ ] Attendre **10 s**"
		if len(f.did) != 1 || f.did[0] != want {
			t.Fatalf("did %q", f.did)
		}
		if s := p.State(); s.Text != "" {
			t.Fatalf("%+v", s)
		}
	})
}
