package helpdesk

import (
	"mime"
	"strings"

	"relais/internal/desk"
	"relais/internal/server/clean"
	"relais/internal/server/store"
)

// message turns what came in into a message of its author. The bytes of its
// attachments must have been brought by the same person.
func message(tx *store.Tx, who desk.Person, key desk.Key, in desk.NewMessage) (desk.Message, error) {
	m := desk.Message{
		Key: key, Author: who.Ref(), Internal: in.Internal, Body: clean.Text(in.Body), Created: tx.Now,
		HandOver: in.HandOver, Sheet: in.Sheet, Tried: in.Tried,
	}
	if !who.Role.Staff() && (in.Internal || in.HandOver != nil || in.Sheet != nil) {
		return m, clean.Forbidden("", "notes, cards and sheets are for staff")
	}
	if err := clean.Fits("message", m.Body, clean.MaxBody); err != nil {
		return m, err
	}
	if err := clean.Structured("card, sheet and steps", []any{m.HandOver, m.Sheet, m.Tried}); err != nil {
		return m, err
	}
	if len(in.Attachments) > maxAttachments {
		return m, desk.Errorf(desk.CodeTooLarge, "check", "%d attachments, at most %d", len(in.Attachments), maxAttachments)
	}
	for _, b := range in.Attachments {
		size, err := tx.Uploaded(who.ID, b.SHA256)
		if desk.CodeOf(err) == desk.CodeNotFound {
			return m, clean.Invalid("", "the bytes of an attachment have not come")
		}
		if err != nil {
			return m, err
		}
		m.Attachments = append(m.Attachments, desk.Attachment{
			Name: clean.FileName(b.Name), Size: size, SHA256: b.SHA256, MediaType: mediaType(b.MediaType),
		})
	}
	return m, nil
}

// said tells whether there is anything in a message.
func said(m desk.Message) bool {
	return m.Body != "" || len(m.Attachments) > 0 || m.HandOver != nil || m.Sheet != nil || len(m.Tried) > 0
}

func mediaType(s string) string {
	if t, _, err := mime.ParseMediaType(s); err == nil && strings.Contains(t, "/") && len(t) <= 100 {
		return t
	}
	return "application/octet-stream"
}
