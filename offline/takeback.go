package offline

import (
	"context"
	"maps"
	"slices"
	"strings"

	"relais/internal/desk"
	"relais/offline/change"
	"relais/offline/store"
)

// TakeBack puts the words and the files of an action that was refused back where
// they were written, behind what stands there, and tells the draft. Nothing is given
// up before something is sent from there: that takes the place of the action, also
// before all that waits behind it, and a copy of the action stays. CodeNotFound,
// CodeInvalid for an action that is nothing of the kind, CodeInterrupted for one
// that may have arrived. A text that is too long for a field becomes a file beside it.
func (d *Desk) TakeBack(ctx context.Context, key desk.Key) (draft desk.Draft, err error) {
	err = d.answered(ctx, key, func(e *store.Entry) (err error) {
		if draft, err = drafted(e); err != nil {
			return err
		}
		draft.Attachments = slices.DeleteFunc(draft.Attachments, func(a desk.Attachment) bool {
			_, there := d.store.Attached(a)
			return !there
		})
		draft.Updated = d.o.Now()
		note, err := d.unload(&draft)
		if err != nil {
			return err
		}
		draft, err = d.store.TakeBack(ctx, e, draft, note)
		return err
	})
	return draft, err
}

// Resend sends an action that was refused once more with other texts, by their names
// in a draft, under a new key and in the place of the one that was refused; a copy of
// that stays. Errors are those of TakeBack, and those of the action itself;
// CodeInvalid for a text that the action does not have.
func (d *Desk) Resend(ctx context.Context, key desk.Key, texts map[string]string) (r desk.Receipt, err error) {
	err = d.answered(ctx, key, func(e *store.Entry) error {
		if _, err := drafted(e); err != nil {
			return err
		}
		fields := e.Op.(change.Written).Fields()
		for name, text := range texts {
			field, ok := fields[name]
			if !ok {
				return invalid("send again", "no text %q in it", name)
			}
			*field = text
		}
		next := e.Again(d.o.NewKey())
		if err := d.ready(&next); err != nil {
			return err
		}
		err := d.store.Replace(ctx, &next, e)
		r = next.Receipt()
		return err
	})
	return r, err
}

// drafted is the draft that an action was made of.
func drafted(e *store.Entry) (desk.Draft, error) {
	draft, ok := e.Drafted()
	switch {
	case ok:
		return draft, nil
	case e.State == desk.StateSent, e.State == desk.StateAttention && (e.Code.Unknown() || e.Doubt):
		return draft, desk.Errorf(desk.CodeInterrupted, "take back", "it may have been delivered")
	}
	return draft, invalid("take back", "operation is %s", e.State)
}

// fieldText is how much text, in bytes, a field shows without keeping anybody waiting.
const fieldText = 20_000

// unload makes files of texts that are too long for a field; their beginnings stay. The
// files are of the draft, or of a note on the same ticket where the draft has none.
// An article is edited in parts, however long it is.
func (d *Desk) unload(draft *desk.Draft) (note desk.Draft, err error) {
	if strings.HasPrefix(draft.ID, desk.DraftEditor) {
		return note, nil
	}
	var files []desk.Attachment
	for _, name := range slices.Sorted(maps.Keys(draft.Texts)) {
		text := draft.Texts[name]
		if len(text) <= fieldText {
			continue
		}
		a, err := d.store.Attach(name+".txt", strings.NewReader(text), d.maxAttachment())
		if err != nil {
			return note, err
		}
		draft.Texts[name] = beginning(text)
		files = append(files, a)
	}
	verb, ticket, _ := strings.Cut(draft.ID, "/")
	switch desk.Verb(verb) {
	case desk.VerbAsk, desk.VerbReply, desk.VerbNote:
		draft.Attachments = append(draft.Attachments, files...)
	default:
		note = desk.Draft{ID: string(desk.VerbNote) + "/" + ticket, Attachments: files, Updated: draft.Updated}
	}
	return note, nil
}
