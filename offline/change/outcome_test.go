package change_test

import (
	"testing"

	"relais/internal/desk"
	"relais/offline/change"
)

func TestOutcomeSurvivesJSON(t *testing.T) {
	t.Parallel()
	roundTrip(t, &change.Outcome{Outcome: desk.ArticleOutcome{Article: "sound.fr", Solved: true, Query: "pas de son", At: noon}})
	refused(t, desk.CodeInvalid, &change.Outcome{})
}
