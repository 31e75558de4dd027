package offline

import (
	"context"
	"strings"
	"unicode"

	"relais/internal/desk"
	"relais/offline/store/cache"
)

// longestUnanswered bounds what is kept of a question, in bytes.
const longestUnanswered = 200

// Unanswered lists what people looked for on this device and no article answered,
// the most frequent first, at most limit.
func (d *Desk) Unanswered(ctx context.Context, limit int) ([]desk.Unanswered, error) {
	return d.store.Unanswered(ctx, limit)
}

// FoundNothing counts words that no article answered, in the person's language.
// The same words count once a day, and what was typed on the way to them not at
// all. They stay on this device.
func (d *Desk) FoundNothing(ctx context.Context, words, lang string) error {
	words = strings.Join(strings.Fields(strings.ToValidUTF8(words, "")), " ")
	if len(words) > longestUnanswered {
		words = strings.ToValidUTF8(words[:longestUnanswered], "") + "…"
	}
	fold := folded(words)
	if fold == "" {
		return nil
	}
	return d.store.CountUnanswered(ctx, fold, desk.Unanswered{Words: words, Lang: lang, Last: d.o.Now()})
}

// ForgetUnanswered takes words from the list, as when their article is written.
// CodeNotFound when they are not on it.
func (d *Desk) ForgetUnanswered(ctx context.Context, words string) error {
	found, err := d.store.ForgetUnanswered(ctx, folded(words))
	if err == nil && !found {
		err = &desk.Error{Code: desk.CodeNotFound, Op: "forget unanswered", Subject: words}
	}
	return err
}

// folded is what makes words the same as others: letters and digits without case
// and accents.
func folded(words string) string {
	return strings.Join(strings.FieldsFunc(cache.Fold(words), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}
