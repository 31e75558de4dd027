package library

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"relais/internal/desk"
)

func TestAnIDOfAnySourceMakesAPairAndComesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.StringOf(rapid.SampledFrom([]rune("a2F7E~/?#%é:"))).Draw(t, "id")
		p := pair(id)
		if strings.ContainsAny(p, "/?#%") || fromPair.Replace(p) != id {
			t.Fatalf("%q makes %q and comes back as %q", id, p, fromPair.Replace(p))
		}
	})
}

func TestArticlesAreExportedByTheNamesThatAnImportFinds(t *testing.T) {
	t.Parallel()
	list := []desk.Article{
		{ID: "1", Pair: "jam", Lang: "en", State: desk.ArticlePublished},
		{ID: "2", Pair: "jam", Lang: "fr", State: desk.ArticleDraft},
		{ID: "3", Pair: "jam", Lang: "en", State: desk.ArticlePublished}, // another with the same name
		{ID: "4", Lang: "en", State: desk.ArticlePublished},
	}
	for _, c := range []struct {
		published bool
		want      string
	}{{false, "jam jam 3 4"}, {true, "jam 3 4"}} {
		var got []string
		for _, a := range sources(list, c.published) {
			got = append(got, a.ID)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("published %t: %q, want %q", c.published, got, c.want)
		}
	}
}
