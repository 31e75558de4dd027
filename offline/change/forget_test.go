package change_test

import (
	"testing"

	"relais/internal/desk"
	"relais/offline/change"
)

func TestForgetSurvivesJSON(t *testing.T) {
	t.Parallel()
	roundTrip(t, &change.Forget{Article: "sound.fr", Lesson: "1a2b"})
	refused(t, desk.CodeInvalid, &change.Forget{Article: "sound.fr"})
	refused(t, desk.CodeInvalid, &change.Forget{Lesson: "1a2b"})
}

func TestAnOutcomeTeachesUntilItIsForgotten(t *testing.T) {
	t.Parallel()
	o := &change.Outcome{Outcome: desk.ArticleOutcome{Article: "sound.fr", Solved: true, Query: "pas de son", At: noon}}
	a := o.Taught(desk.Article{ID: "sound.fr"}, change.Scene{At: noon})
	if len(a.Learned) != 1 || a.Learned[0].Words != "pas de son" {
		t.Fatalf("learned %+v", a.Learned)
	}
	f := &change.Forget{Article: a.ID, Lesson: a.Learned[0].ID}
	if a = f.Taught(a, change.Scene{At: noon}); len(a.Learned) != 1 || a.Learned[0].Words != "" {
		t.Errorf("it is still known that %+v", a.Learned)
	}
}
