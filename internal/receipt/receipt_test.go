package receipt_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
	"time"

	"relais/assets"
	"relais/internal/desk"
	"relais/internal/receipt"
	"relais/internal/text"
)

func words(t *testing.T, lang string) *text.Words {
	t.Helper()
	files, err := fs.Sub(assets.I18n, "i18n")
	if err != nil {
		t.Fatal(err)
	}
	c, err := text.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	return c.In(lang).InZone(time.UTC)
}

func kept() desk.Pending {
	at := time.Date(2026, 11, 20, 9, 12, 30, 0, time.UTC)
	return desk.Pending{
		Receipt: desk.Receipt{
			Key: "0195d0a0-0000-7000-8000-000000000001", Verb: desk.VerbAsk, State: desk.StateAccepted, Number: "2041",
			Title: "L’imprimante du 2ᵉ étage ne sort plus rien, ni en noir ni en couleur, depuis la pause de midi", Digest: strings.Repeat("ab", 32),
			Kept: at, Sent: at.Add(time.Minute), Accepted: at.Add(2 * time.Minute),
		},
		Text:        "Un voyant orange clignote.\n\nMerci !",
		Told:        []desk.Told{{Question: "Depuis quand ?", Answer: "Ce matin"}},
		Attachments: []desk.Attachment{{Name: "photo.png", Size: 2048, SHA256: strings.Repeat("cd", 32)}},
	}
}

func TestTheTextSaysEverythingThatWasKept(t *testing.T) {
	t.Parallel()
	p := kept()
	for _, lang := range text.Languages() {
		w := words(t, lang)
		got := receipt.Text(w, p)
		for _, want := range []string{
			p.Title, p.Number, string(p.Key), w.Full(p.Kept), w.Full(p.Sent), w.Full(p.Accepted), p.Text,
			"Depuis quand ?", "Ce matin", "photo.png", p.Attachments[0].SHA256, w.State(p.State),
		} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q is missing in\n%s", lang, want, got)
			}
		}
	}
}

func TestTheDigestIsThatOfTheWordsAsTheyArePrinted(t *testing.T) {
	t.Parallel()
	w := words(t, "en")
	got := receipt.Text(w, kept())
	_, said, _ := strings.Cut(got, w.T("receipt.words")+"\n\n")
	said, _, _ = strings.Cut(said, "\n\n"+w.T("receipt.told"))
	if sum := fmt.Sprintf("%x", sha256.Sum256([]byte(said))); !strings.Contains(got, sum) {
		t.Errorf("%q has the digest %s:\n%s", said, sum, got)
	}
}

func TestWhatIsNotKnownYetIsLeftOut(t *testing.T) {
	t.Parallel()
	p := desk.Pending{Receipt: desk.Receipt{Key: kept().Key, Verb: desk.VerbTake, State: desk.StateQueued, Kept: kept().Kept}}
	got := receipt.Text(words(t, "en"), p)
	p.Title, p.Text = "No sound", "No sound\n\nNo sound"
	if got := receipt.Text(words(t, "en"), p); strings.Count(got, p.Title) != 1 {
		t.Errorf("says the title again:\n%s", got)
	}
	for _, no := range []string{"Number", "Sent", "Delivered", "Attached", "answered", "written"} {
		if strings.Contains(got, no) {
			t.Errorf("says %q:\n%s", no, got)
		}
	}
}

func TestTheMailIsReadByAnyMailProgram(t *testing.T) {
	t.Parallel()
	w, p := words(t, "fr"), kept()
	p.Title += "\r\nBcc: somebody@example.org"
	raw := receipt.Mail(w, p)
	const longest = 9 + 75 // "Subject: " and a word of RFC 2047; RFC 5322 allows 998
	for line := range bytes.SplitSeq(raw, []byte("\r\n")) {
		if len(line) > longest || bytes.ContainsAny(line, "\n\r") || bytes.ContainsFunc(line, func(r rune) bool { return r > 126 }) {
			t.Errorf("line of %d bytes: %q", len(line), line)
		}
	}
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || !strings.HasPrefix(subject, "Reçu") || !strings.Contains(subject, "couleur, depuis la pause de midi Bcc: somebody") {
		t.Errorf("subject %q, %v", subject, err)
	}
	if m.Header.Get("Bcc") != "" {
		t.Error("a title made a header")
	}
	if at, err := m.Header.Date(); err != nil || !at.Equal(p.Kept) {
		t.Errorf("date %v, %v", at, err)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil || strings.ReplaceAll(string(body), "\r\n", "\n") != receipt.Text(w, p) {
		t.Errorf("body %q, %v", body, err)
	}
}

func TestTheEndingOfAFileDecides(t *testing.T) {
	t.Parallel()
	w, p := words(t, "en"), kept()
	if got := receipt.Write(w, p, "a/Receipt.EML"); !bytes.Equal(got, receipt.Mail(w, p)) {
		t.Errorf("a mail: %q", got)
	}
	if got := receipt.Write(w, p, "a/receipt.txt"); string(got) != receipt.Text(w, p) {
		t.Errorf("a text: %q", got)
	}
	if got := receipt.FileName(w, p.Receipt); got != "Receipt 2041" {
		t.Errorf("name %q", got)
	}
}

func TestOneThatCanNotBeSavedIsSaidToBeStillThereAndWhatToDo(t *testing.T) {
	t.Parallel()
	for _, lang := range text.Languages() {
		said := map[string]desk.Code{}
		for _, code := range []desk.Code{desk.CodeDiskFull, desk.CodeReadOnly, desk.CodeDiskFailing, desk.CodeInternal} {
			what, kept, next := receipt.Unsaved(words(t, lang), "/home/amelie/Documents", code)
			if what == "" || !strings.Contains(kept, "Relais") || !strings.Contains(next, "/home/amelie/Documents") || said[next] != "" {
				t.Errorf("%s, %s: %q, %q, %q", lang, code, what, kept, next)
			}
			said[next] = code
		}
		if _, _, next := receipt.Unsaved(words(t, lang), "/home/amelie/Documents", desk.CodeForbidden); said[next] != desk.CodeInternal {
			t.Errorf("%s: of a code that nobody expects it says %q", lang, next)
		}
	}
}
