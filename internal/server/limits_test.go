package server_test

import (
	"net/http"
	"strings"
	"testing"

	"relais/internal/desk"
)

func longText(n int) string { return strings.Repeat("x", n) }

func TestWhatIsTooBigIsRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	amelie := b.as("amelie")
	many := ask("Printer")
	for range 51 {
		many.Message.Attachments = append(many.Message.Attachments, desk.Blob{})
	}
	answers := ask("Printer")
	answers.Answers = &desk.Answers{Form: "x", Given: []desk.Answer{{Question: "q", Text: longText(300_000)}}}
	body := ask("Printer")
	body.Message.Body = longText(256_001)
	tried := ask("Printer")
	tried.Message.Tried = []desk.Tried{{Text: longText(300_000)}}
	for name, c := range map[string]struct {
		ticket desk.NewTicket
		want   desk.Code
	}{
		"a title of 251":  {ask(longText(251)), desk.CodeInvalid},
		"a title of 250":  {ask(longText(250)), ""},
		"a body":          {body, desk.CodeTooLarge},
		"answers":         {answers, desk.CodeTooLarge},
		"steps":           {tried, desk.CodeTooLarge},
		"51 attachments":  {many, desk.CodeTooLarge},
		"a site":          {desk.NewTicket{Title: "x", Kind: desk.KindIncident, Site: longText(1001)}, desk.CodeTooLarge},
		"20 MB of text":   {ask(longText(20 << 20)), desk.CodeTooLarge},
		"nothing at all":  {desk.NewTicket{}, desk.CodeInvalid},
		"just one letter": {ask("x"), ""},
	} {
		if got := amelie.fails(http.MethodPost, "/tickets", withKey(newKey()), c.ticket); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestWhatIsNotWhatTheAPISaysIsRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	amelie := b.as("amelie")
	for name, body := range map[string]string{
		"no JSON": "{", "a list": "[]", "another type": `{"title":5,"kind":"incident","message":{"body":""}}`,
		"an unknown field": `{"title":"x","kind":"incident","message":{"body":""},"colour":"red"}`, "nothing": "",
	} {
		if got := amelie.fails(http.MethodPost, "/tickets", withKey(newKey()), []byte(body)); got != desk.CodeInvalid {
			t.Errorf("%s: got %q", name, got)
		}
	}
	for _, path := range []string{"/nothing", "/tickets/1/2", "/../../etc/passwd"} {
		if got := amelie.fails(http.MethodGet, path, nil, nil); got != desk.CodeNotFound {
			t.Errorf("%s: got %q", path, got)
		}
	}
	for _, path := range []string{"/changes?limit=0", "/changes?limit=501", "/tickets?limit=x", "/tickets?after=x"} {
		if got := amelie.fails(http.MethodGet, path, nil, nil); got != desk.CodeInvalid {
			t.Errorf("%s: got %q", path, got)
		}
	}
	for _, id := range []string{"0", "-1", "01", "2001x", "99999999999999999999", "%2e%2e", "'"} {
		if got := amelie.fails(http.MethodGet, "/tickets/"+id, nil, nil); got != desk.CodeNotFound {
			t.Errorf("ticket %s: got %q", id, got)
		}
	}
}

func TestOtherSitesMayNotWriteThroughABrowser(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	h := withKey(newKey())
	h["Origin"], h["Sec-Fetch-Site"] = "https://evil.example", "cross-site"
	if got := b.as("amelie").fails(http.MethodPost, "/tickets", h, ask("Printer")); got != desk.CodeForbidden {
		t.Errorf("got %q", got)
	}
}

func TestControlCharactersAreTakenOut(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	n := ask("a\x1b[31m\r\nb")
	n.Message.Body = " one\r\ntwo\x00\x07\tthree\n "
	made := b.as("amelie").create(n)
	if made.Ticket.Title != "a [31m b" || made.Messages[0].Body != "one\ntwo\tthree" {
		t.Errorf("got %q and %q", made.Ticket.Title, made.Messages[0].Body)
	}
}
