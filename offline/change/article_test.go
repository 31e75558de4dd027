package change_test

import (
	"testing"

	"relais/internal/desk"
	"relais/offline/change"
)

func TestSaveArticleSurvivesJSON(t *testing.T) {
	t.Parallel()
	o := &change.SaveArticle{Article: desk.Article{Lang: "fr", Title: "Le son", Body: "1. Montez le son", State: desk.ArticleDraft, Audience: desk.AudienceEveryone}}
	roundTrip(t, o)
	if o.Words() != "Le son\n\n1. Montez le son" {
		t.Errorf("words %q", o.Words())
	}
	refused(t, desk.CodeInvalid, &change.SaveArticle{}, &change.SaveArticle{Article: desk.Article{Title: "x", Lang: "fr"}}, &change.SaveArticle{Article: desk.Article{Title: "x", Body: "x"}})
}
