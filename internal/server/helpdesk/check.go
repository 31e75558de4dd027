package helpdesk

import (
	"encoding/json"
	"mime"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"relais/internal/desk"
	"relais/internal/server/store"
)

// text cleans words that may have several lines: control characters go, but for
// line ends and tabs.
func text(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "")))
}

// line cleans words of one line: control characters and those that turn the
// direction of writing become spaces.
func line(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, ""), func(r rune) bool {
		return unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
	}), " ")
}

// title cleans and checks what a ticket or an article is called.
func title(s string) (string, error) {
	s = line(s)
	switch n := utf8.RuneCountInString(s); {
	case n == 0:
		return "", invalid(desk.FieldTitle, "a title is needed")
	case n > MaxTitle:
		return "", invalid(desk.FieldTitle, "%d characters, at most %d", n, MaxTitle)
	}
	return s, nil
}

// fits checks the size of a text in bytes.
func fits(what, s string, limit int) error {
	if len(s) > limit {
		return desk.Errorf(desk.CodeTooLarge, "check", "%s: %d bytes, at most %d", what, len(s), limit)
	}
	return nil
}

// short cleans and checks a text of one line that is not the title.
func short(what, s string) (string, error) {
	s = line(s)
	return s, fits(what, s, MaxShort)
}

// structured checks the size of what is kept as JSON.
func structured(what string, v any) error {
	kept, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return fits(what, string(kept), MaxStructured)
}

// fileName makes the name of a file safe to show and to save: the last part of a
// path, on one line, never empty, never longer than MaxFileName.
func fileName(s string) string {
	s = line(s[strings.LastIndexAny(s, `/\`)+1:])
	if strings.Trim(s, ".") == "" {
		return "file"
	}
	runes := []rune(s)
	if len(runes) <= MaxFileName {
		return s
	}
	end := runes[len(runes)-min(16, len(runes)):]
	if dot := slices.Index(end, '.'); dot >= 0 {
		end = end[dot:]
	} else {
		end = nil
	}
	return string(runes[:MaxFileName-len(end)]) + string(end)
}

func mediaType(s string) string {
	if t, _, err := mime.ParseMediaType(s); err == nil && strings.Contains(t, "/") && len(t) <= 100 {
		return t
	}
	return "application/octet-stream"
}

// message turns what came in into a message of its author. The bytes of its
// attachments must have been brought by the same person.
func message(tx *store.Tx, who desk.Person, key desk.Key, in desk.NewMessage) (desk.Message, error) {
	m := desk.Message{
		Key: key, Author: who.Ref(), Internal: in.Internal, Body: text(in.Body), Created: tx.Now,
		HandOver: in.HandOver, Sheet: in.Sheet, Tried: in.Tried,
	}
	if !who.Role.Staff() && (in.Internal || in.HandOver != nil || in.Sheet != nil) {
		return m, forbidden("", "notes, cards and sheets are for staff")
	}
	if err := fits("message", m.Body, MaxBody); err != nil {
		return m, err
	}
	if err := structured("card, sheet and steps", []any{m.HandOver, m.Sheet, m.Tried}); err != nil {
		return m, err
	}
	if len(in.Attachments) > MaxAttachments {
		return m, desk.Errorf(desk.CodeTooLarge, "check", "%d attachments, at most %d", len(in.Attachments), MaxAttachments)
	}
	for _, b := range in.Attachments {
		size, err := tx.Uploaded(who.ID, b.SHA256)
		if desk.CodeOf(err) == desk.CodeNotFound {
			return m, invalid("", "the bytes of an attachment have not come")
		}
		if err != nil {
			return m, err
		}
		m.Attachments = append(m.Attachments, desk.Attachment{
			Name: fileName(b.Name), Size: size, SHA256: b.SHA256, MediaType: mediaType(b.MediaType),
		})
	}
	return m, nil
}

// said tells whether there is anything in a message.
func said(m desk.Message) bool {
	return m.Body != "" || len(m.Attachments) > 0 || m.HandOver != nil || m.Sheet != nil || len(m.Tried) > 0
}
