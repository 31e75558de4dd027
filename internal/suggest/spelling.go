package suggest

import (
	"cmp"
	"context"
	"strings"

	"relais/internal/suggest/lexicon"
)

// longestMeant is the longest question that is spelled anew, in bytes: a paragraph is
// read as it is.
const longestMeant = 200

// maxFixes is how many words of a question may be misspelled: with more it is not a
// question about this collection, and looking for each takes its time.
const maxFixes = 4

// fix is a word of a question and what it was meant to be, without accents.
type fix struct {
	Span
	word string
}

// Meant returns the question with the words that the collection knows in place of
// those that it does not, as q finds them; "" when there is nothing to correct. The
// only error is that of a context that ended.
func (x *Index) Meant(ctx context.Context, q Query) (string, error) {
	if len(q.Text) > longestMeant {
		return "", nil
	}
	fixes := x.fixes(q)
	if len(fixes) == 0 {
		return "", nil
	}
	plain := spelled(q.Text, fixes, nil)
	q.Text, q.Always, q.Limit, q.Typing = plain, true, 5, false
	hits, err := x.Search(ctx, q)
	if err != nil {
		return "", err
	}
	return spelled(plain, moved(plain, fixes), spellings(hits)), nil
}

// fixes are the words of q that are looked for as others.
func (x *Index) fixes(q Query) []fix {
	x.mu.RLock()
	defer x.mu.RUnlock()
	words := firstWords(q.Text)
	p := planner{x: x, langs: lexicon.Languages, explained: make(map[string]bool)}
	for _, s := range x.house.Find(words, p.langs) {
		p.explain(s, words)
	}
	var fixes []fix
	unknown := 0
	for i := 0; i < len(words); i++ {
		w := words[i]
		if _, instead := p.join(words, i); instead {
			i++
			continue
		}
		if w.Joined || !p.informative(w) || p.explained[w.Fold] || len(p.forms(w)) > 0 {
			continue
		}
		if i == len(words)-1 && len(x.words.Complete(w.Fold, 1)) > 0 { // it may be unfinished
			continue
		}
		if unknown++; unknown > maxFixes {
			return nil
		}
		if word := x.correction(w.Fold); word != "" {
			fixes = append(fixes, fix{Span{w.Start, w.End}, word})
		}
	}
	return fixes
}

// correction is what an unknown word was most likely meant to be: another one, or two
// that were typed as one; "" where nothing is near.
func (x *Index) correction(typed string) string {
	switch meant := x.words.Correct(typed, maxMeant); {
	case len(meant) == 0:
		return ""
	case len(meant) == 2 && meant[0].Word+meant[1].Word == typed:
		return meant[0].Word + " " + meant[1].Word
	default:
		return meant[0].Word
	}
}

// spelled is a text with its words in place of those that were meant, as they are
// written where that is known.
func spelled(text string, fixes []fix, written map[string]string) string {
	var b strings.Builder
	at := 0
	for _, f := range fixes {
		b.WriteString(text[at:f.Start])
		for i, word := range strings.Fields(f.word) {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(cmp.Or(written[word], word))
		}
		at = f.End
	}
	b.WriteString(text[at:])
	return b.String()
}

// moved are fixes where they stand once they are made.
func moved(plain string, fixes []fix) []fix {
	after, shift := make([]fix, len(fixes)), 0
	for i, f := range fixes {
		start := f.Start + shift
		after[i] = fix{Span{start, start + len(f.word)}, f.word}
		shift += len(f.word) - (f.End - f.Start)
	}
	return after
}

// spellings tell how words without accents are written in hits.
func spellings(hits []Hit) map[string]string {
	written := make(map[string]string)
	for _, h := range hits {
		for _, text := range []string{h.Title, h.Passage} {
			for w := range lexicon.Words(text) {
				if _, known := written[w.Fold]; !known {
					written[w.Fold] = w.Text
				}
			}
		}
	}
	return written
}
