package model

import "relais/internal/suggest"

// Hit is what a search found, ready to be shown.
type Hit struct {
	ID      string
	Kind    string // as suggest names them
	Title   []Piece
	Passage []Piece
	Helped  int      // people whom it helped
	Learned []string // what people had asked whom it helped, where that made it a hit
}

// Piece is a part of a text; Found is what the search went by.
type Piece struct {
	Text  string
	Found bool
}

// Hits readies what a search found.
func Hits(found []suggest.Hit) []Hit {
	hits := make([]Hit, len(found))
	for i, h := range found {
		hits[i] = Hit{ID: h.ID, Kind: h.Kind, Title: Pieces(h.Title, h.InTitle), Passage: Pieces(h.Passage, h.InPassage), Helped: h.Helped, Learned: h.Learned}
	}
	return hits
}

// Pieces parts a text into what a search went by and the rest. Spans that do not
// fit the text are left out.
func Pieces(text string, found []suggest.Span) []Piece {
	var list []Piece
	add := func(from, to int, mark bool) {
		if from < to {
			list = append(list, Piece{text[from:to], mark})
		}
	}
	at := 0
	for _, f := range found {
		if f.Start < at || f.End > len(text) || f.Start > f.End {
			continue
		}
		add(at, f.Start, false)
		add(f.Start, f.End, true)
		at = f.End
	}
	add(at, len(text), false)
	return list
}

// Words is the text of pieces.
func Words(pieces []Piece) string {
	all := ""
	for _, p := range pieces {
		all += p.Text
	}
	return all
}
