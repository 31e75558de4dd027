package desk_test

import (
	"testing"
	"time"

	"relais/internal/desk"
)

func TestAnArticleMayBeOutOfDateByItsStateOrByItsDate(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 20, 9, 12, 0, 0, time.UTC)
	for _, c := range []struct {
		name  string
		state desk.ArticleState
		until time.Time
		since time.Time
		stale bool
	}{
		{"nobody knows", desk.ArticlePublished, time.Time{}, time.Time{}, false},
		{"still right", desk.ArticlePublished, now.Add(time.Hour), time.Time{}, false},
		{"its time is over", desk.ArticlePublished, now, now, true},
		{"somebody said so", desk.ArticleOutdated, now.Add(-time.Hour), now.Add(-time.Hour), true},
		{"somebody said so, without a date", desk.ArticleOutdated, time.Time{}, time.Time{}, true},
		{"somebody said so before its time", desk.ArticleOutdated, now.Add(time.Hour), time.Time{}, true},
	} {
		since, stale := desk.Article{State: c.state, Until: c.until}.OutOfDate(now)
		if stale != c.stale || stale && !since.Equal(c.since) {
			t.Errorf("%s: %v, %t", c.name, since, stale)
		}
	}
}

func TestTheKindOfAnArticleIsThatOfItsCategory(t *testing.T) {
	t.Parallel()
	for category, want := range map[string]desk.ArticleKind{
		"howto": desk.ArticleHowTo, "request": desk.ArticleRequest, "mail": desk.ArticleFix, "": desk.ArticleFix,
	} {
		if got := (desk.Article{Category: category}).Kind(); got != want {
			t.Errorf("%q: %q", category, got)
		}
	}
}

func TestWhatIsOutOfDateIsStillThereForItsReaders(t *testing.T) {
	t.Parallel()
	for state, hidden := range map[desk.ArticleState]bool{
		desk.ArticleDraft: true, desk.ArticleReview: true, desk.ArticlePublished: false, desk.ArticleOutdated: false,
	} {
		if got := (desk.Article{State: state, Audience: desk.AudienceEveryone}).Hidden(); got != hidden {
			t.Errorf("%s: hidden %t", state, got)
		}
		if !(desk.Article{State: state, Audience: desk.AudienceTechnicians}).Hidden() {
			t.Errorf("%s: not hidden from those who are not technicians", state)
		}
	}
}
