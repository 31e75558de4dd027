// Package receipt writes a receipt down for people: as text, or as a mail that
// opens in any mail program and can be sent on.
package receipt

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"path"
	"strings"
	"time"
	"unicode"

	"relais/internal/desk"
	"relais/internal/text"
)

// Text says what was sent, when it was kept, sent and delivered, under which number,
// and the hash of the words as they stand there, which anybody can compute again. It
// ends with a line break.
func Text(w *text.Words, p desk.Pending) string {
	var b strings.Builder
	fmt.Fprintln(&b, Title(w, p))
	b.WriteByte('\n')
	for _, f := range facts(w, p) {
		if f[1] != "" {
			fmt.Fprintln(&b, w.T("receipt.line", "Label", f[0], "Value", f[1]))
		}
	}
	if said := Said(p); said != "" {
		fmt.Fprintf(&b, "\n%s\n\n%s\n", w.T("receipt.words"), said)
	}
	for i, t := range p.Told {
		if i == 0 {
			fmt.Fprintf(&b, "\n%s\n\n", w.T("receipt.told"))
		}
		fmt.Fprintf(&b, "%s\n  %s\n", t.Question, t.Answer)
	}
	for i, a := range p.Attachments {
		if i == 0 {
			fmt.Fprintf(&b, "\n%s\n\n", w.T("receipt.files"))
		}
		fmt.Fprintf(&b, "%s (%s)\n  SHA-256 %s\n", a.Name, w.Size(a.Size), a.SHA256)
	}
	return b.String()
}

// Said is the text of an action, without the title that is shown above it.
func Said(p desk.Pending) string {
	said := strings.TrimSpace(strings.TrimPrefix(p.Text, p.Title))
	if said == p.Title {
		return ""
	}
	return said
}

// Title names the receipt in one line.
func Title(w *text.Words, p desk.Pending) string {
	if p.Title == "" {
		return w.T("receipt.title", "What", w.Verb(p.Verb))
	}
	title := strings.Join(strings.FieldsFunc(p.Title, unicode.IsControl), " ")
	return w.T("receipt.title.of", "What", w.Verb(p.Verb), "Title", title)
}

func facts(w *text.Words, p desk.Pending) [][2]string {
	return [][2]string{
		{w.T("receipt.state"), w.State(p.State)},
		{w.T("receipt.number"), p.Number},
		{w.T("receipt.reference"), string(p.Key)},
		{w.T("receipt.kept"), when(w, p.Kept)},
		{w.T("receipt.sent"), when(w, p.Sent)},
		{w.T("receipt.accepted"), when(w, p.Accepted)},
		{w.T("receipt.digest"), digest(p)},
	}
}

// digest is the SHA-256 of the words as they are printed, or of the title where there
// are no others, in lower-case hex; "" where nothing was typed.
func digest(p desk.Pending) string {
	if p.Text == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(cmp.Or(Said(p), p.Title)))
	return hex.EncodeToString(sum[:])
}

func when(w *text.Words, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return w.Full(t)
}

// Mail is the text as a message of RFC 5322, not sent yet (X-Unsent: a mail program
// opens it as a draft).
func Mail(w *text.Words, p desk.Pending) []byte {
	var b bytes.Buffer
	head := func(name, value string) { fmt.Fprintf(&b, "%s: %s\r\n", name, value) }
	head("From", "Relais <receipt@relais.invalid>")
	head("Date", p.Kept.Format(time.RFC1123Z))
	head("Subject", subject(Title(w, p)))
	head("Message-ID", "<"+string(p.Key)+"@relais.invalid>")
	head("X-Unsent", "1")
	head("MIME-Version", "1.0")
	head("Content-Language", w.Lang())
	head("Content-Type", "text/plain; charset=utf-8")
	head("Content-Transfer-Encoding", "quoted-printable")
	b.WriteString("\r\n")
	body := quotedprintable.NewWriter(&b)
	_, _ = body.Write([]byte(strings.ReplaceAll(Text(w, p), "\n", "\r\n"))) // a buffer takes everything
	_ = body.Close()
	return b.Bytes()
}

// subject encodes s, folded where the words of RFC 2047 end.
func subject(s string) string {
	return strings.ReplaceAll(mime.QEncoding.Encode("utf-8", s), "?= =?", "?=\r\n =?")
}

// Write is the text, or the mail for a name that ends in .eml.
func Write(w *text.Words, p desk.Pending, name string) []byte {
	if strings.EqualFold(path.Ext(name), ".eml") {
		return Mail(w, p)
	}
	return []byte(Text(w, p))
}

// FileName is what to call the file of a receipt, without an ending.
func FileName(w *text.Words, r desk.Receipt) string {
	if r.Number != "" {
		return w.T("receipt.file", "Name", r.Number)
	}
	return w.T("receipt.file", "Name", r.Key.Short())
}

// Unsaved says of a receipt that could not be written to a folder, because of a code, what
// happened, what is kept, and what to do next.
func Unsaved(w *text.Words, folder string, code desk.Code) (what, kept, next string) {
	next = "receipt.unsaved." + string(code)
	if !code.Storage() {
		next = "receipt.unsaved.internal"
	}
	return w.T("receipt.unsaved"), w.T("receipt.unsaved.kept"), w.T(next, "Folder", folder)
}
