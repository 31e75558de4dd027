package server_test

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"mime"
	"net/http"
	"strings"
	"testing"
	"time"

	"relais/internal/desk"
	"relais/internal/server"
)

func sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

// bring uploads bytes and names them as an attachment.
func (c *client) bring(name string, b []byte) desk.Blob {
	c.b.t.Helper()
	c.gets(http.MethodPut, "/blobs/"+sum(b), nil, b, nil)
	return desk.Blob{Attachment: desk.Attachment{Name: name, SHA256: sum(b), MediaType: "text/plain"}}
}

func with(title string, blobs ...desk.Blob) desk.NewTicket {
	n := ask(title)
	n.Message.Attachments = blobs
	return n
}

func random(t *testing.T, size int) []byte {
	t.Helper()
	b := make([]byte, size)
	if _, err := rand.Read(b); err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAnAttachmentComesBackAsItWent(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	amelie := b.as("amelie")
	for _, size := range []int{1, 1 << 20, 1<<20 + 1, 3<<20 + 7} {
		content := random(t, size)
		made := amelie.create(with("Printer", amelie.bring("écran.txt", content)))
		a := made.Messages[0].Attachments[0]
		if a.Name != "écran.txt" || a.Size != int64(size) || a.SHA256 != sum(content) || a.ID == "" {
			t.Fatalf("got %+v", a)
		}
		answer, got := b.as("claire").do(http.MethodGet, "/attachments/"+a.ID, nil, nil)
		if !bytes.Equal(got, content) {
			t.Fatalf("%d bytes: other bytes came back", size)
		}
		_, params, err := mime.ParseMediaType(answer.Header.Get("Content-Disposition"))
		if err != nil || params["filename"] != "écran.txt" || answer.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("headers %v", answer.Header)
		}
	}
}

func TestADownloadGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	amelie := b.as("amelie")
	content := random(t, 2<<20+100)
	id := amelie.create(with("Printer", amelie.bring("a", content))).Messages[0].Attachments[0].ID
	for _, from := range []int{1, 1<<20 - 1, 1 << 20, 2<<20 + 99} {
		answer, got := amelie.do(http.MethodGet, "/attachments/"+id, header{"Range": "bytes=" + itoa(from) + "-"}, nil)
		if answer.StatusCode != http.StatusPartialContent || !bytes.Equal(got, content[from:]) {
			t.Errorf("from %d: %d, %d bytes", from, answer.StatusCode, len(got))
		}
	}
	if answer, _ := amelie.do(http.MethodGet, "/attachments/"+id, header{"Range": "bytes=99999999-"}, nil); answer.StatusCode != http.StatusRequestedRangeNotSatisfiable {
		t.Errorf("behind the end: %d", answer.StatusCode)
	}
}

func TestBytesThatAreNotWhatTheyShouldBeAreRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(o *server.Options) { o.MaxAttachment = 1000 })
	amelie := b.as("amelie")
	for name, c := range map[string]struct {
		sha  string
		body []byte
		want desk.Code
	}{
		"another hash":  {sum([]byte("a")), []byte("b"), desk.CodeInvalid},
		"nothing":       {sum(nil), []byte{}, desk.CodeInvalid},
		"no hash":       {"..", []byte("b"), desk.CodeInvalid},
		"a capital":     {strings.ToUpper(sum([]byte("b"))), []byte("b"), desk.CodeInvalid},
		"too much":      {sum(make([]byte, 1001)), make([]byte, 1001), desk.CodeTooLarge},
		"just not more": {sum(make([]byte, 1000)), make([]byte, 1000), ""},
	} {
		if got := amelie.fails(http.MethodPut, "/blobs/"+c.sha, nil, c.body); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
	if got := amelie.streams("/blobs/"+sum(make([]byte, 5000)), make([]byte, 5000)); got != http.StatusRequestEntityTooLarge {
		t.Errorf("too much, of unknown length: %d", got)
	}
}

func TestOnlyWhoBroughtBytesMayAttachThem(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	amelie, oliver := b.as("amelie"), b.as("oliver")
	blob := amelie.bring("secret", []byte("secret"))
	if code := oliver.fails(http.MethodPost, "/tickets", withKey(newKey()), with("Mine", blob)); code != desk.CodeInvalid {
		t.Errorf("got %q", code)
	}
	for who, want := range map[*client]int{amelie: http.StatusOK, oliver: http.StatusNotFound} {
		if answer, _ := who.do(http.MethodHead, "/blobs/"+blob.SHA256, nil, nil); answer.StatusCode != want {
			t.Errorf("%s asks for it: %d", who.name, answer.StatusCode)
		}
	}
}

func TestAttachmentsAreSeenWithTheirMessage(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	amelie, oliver, claire := b.as("amelie"), b.as("oliver"), b.as("claire")
	made := amelie.create(with("Printer", amelie.bring("a", []byte("a"))))
	note := claire.update(made.Ticket.ID, "", desk.Change{Message: &desk.NewMessage{Internal: true, Attachments: []desk.Blob{claire.bring("n", []byte("n"))}}})
	public, internal := made.Messages[0].Attachments[0].ID, note.Messages[0].Attachments[0].ID
	for _, c := range []struct {
		who  *client
		id   string
		want desk.Code
	}{
		{amelie, public, ""}, {amelie, internal, desk.CodeNotFound}, {oliver, public, desk.CodeNotFound},
		{claire, public, ""}, {claire, internal, ""}, {claire, "99", desk.CodeNotFound},
	} {
		if got := c.who.fails(http.MethodGet, "/attachments/"+c.id, nil, nil); got != c.want {
			t.Errorf("%s reads %s: got %q, want %q", c.who.name, c.id, got, c.want)
		}
	}
}

func TestBytesThatBelongToNothingGoAway(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	amelie := b.as("amelie")
	kept := amelie.create(with("Printer", amelie.bring("kept", []byte("kept")))).Messages[0].Attachments[0]
	lost := amelie.bring("lost", []byte("lost"))
	b.clock.advance(8 * 24 * time.Hour)
	b.must(b.server.Maintain(t.Context()))
	if _, got := amelie.do(http.MethodGet, "/attachments/"+kept.ID, nil, nil); string(got) != "kept" {
		t.Errorf("got %q", got)
	}
	if answer, _ := amelie.do(http.MethodHead, "/blobs/"+lost.SHA256, nil, nil); answer.StatusCode != http.StatusNotFound {
		t.Errorf("got %d", answer.StatusCode)
	}
}

func TestNamesOfFilesAreMadeSafe(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	amelie := b.as("amelie")
	long := strings.Repeat("é", 300)
	for name, want := range map[string]string{
		"../../etc/passwd": "passwd", `C:\Users\a\b.txt`: "b.txt", "..": "file", "": "file", "a/": "file", "a\x00\n\tb": "a b",
		"evil\u202egnp.exe": "evil gnp.exe", long + ".pdf": strings.Repeat("é", 196) + ".pdf", long: strings.Repeat("é", 200),
	} {
		blob := amelie.bring(name, []byte("x"))
		if got := amelie.create(with("Printer", blob)).Messages[0].Attachments[0].Name; got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}
