package model_test

import (
	"slices"
	"testing"

	"relais/internal/suggest"
	"relais/ui/model"
)

func TestATextIsPartedIntoWhatWasFoundAndTheRest(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		text  string
		found []suggest.Span
		want  []model.Piece
	}{
		{"nothing found", "Boîte pleine", nil, []model.Piece{{"Boîte pleine", false}}},
		{"no text", "", []suggest.Span{{Start: 0, End: 1}}, nil},
		{"two words", "Boîte d’envoi", []suggest.Span{{Start: 0, End: 6}, {Start: 11, End: 16}}, []model.Piece{{"Boîte", true}, {" d’", false}, {"envoi", true}}},
		{"spans that overlap or end too late", "abc", []suggest.Span{{Start: 0, End: 2}, {Start: 1, End: 3}, {Start: 2, End: 9}}, []model.Piece{{"ab", true}, {"c", false}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := model.Pieces(c.text, c.found)
			if !slices.Equal(got, c.want) || model.Words(got) != c.text {
				t.Errorf("got %v", got)
			}
		})
	}
}
