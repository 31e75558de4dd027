package suggest

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"relais/internal/suggest/lexicon"
)

// TestWhatAQuestionCostsIsBounded counts what a search would do in place of
// measuring how long it takes.
func TestWhatAQuestionCostsIsBounded(t *testing.T) {
	t.Parallel()
	words, err := ParseHouseWords(strings.NewReader("[fr]\nimprimante = copieur, machine, bécane, bousin\nréseau > wifi, sans fil, VPN\n"))
	if err != nil {
		t.Fatal(err)
	}
	x := New(words)
	for i := range 400 {
		x.Put(Doc{ID: fmt.Sprint(i), Lang: "fr", Title: fmt.Sprintf("imprimante%c imprim%cnte réseau%d wifi", 'a'+i%26, 'a'+i/26, i), Body: "copieur machine sans fil"})
	}
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"imprimante ", "réseau-wifi ", "imprmante", "rezo ", "l’", "wi fi ", "a"}))
		text := strings.Join(rapid.SliceOfN(piece, 1, 40).Draw(t, "pieces"), rapid.SampledFrom([]string{"", " ", "-"}).Draw(t, "gap"))
		text = strings.Repeat(text, 1+(20<<10)/max(1, len(text)))
		p := x.plan(Query{Text: text, Typing: rapid.Bool().Draw(t, "typing")})
		if len(p.groups) > maxGroups || p.typed > 2*maxWords {
			t.Fatalf("%d words are searched, %d of them typed", len(p.groups), p.typed)
		}
		forms := 0
		for _, g := range p.groups {
			forms += len(g.alts)
		}
		if most := maxGroups * (maxCompletion + maxKin + 4*len(lexicon.Languages)); forms > most {
			t.Fatalf("%d forms are searched, more than %d", forms, most)
		}
	})
}
