package clienttest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"

	"relais/internal/desk"
)

var attachmentTests = []test{
	{"files go both ways, whatever they are called", testAttachmentNames},
	{"a big file streams, and starts again in the middle", testBigAttachment},
	{"a file is brought only once", func(t *testing.T, b *bench) {
		id := b.ask().ID
		blob := blobOf("twice.txt", "the same bytes")
		first := b.attach(Requester, id, blob)
		second := b.attach(Requester, id, blob)
		b.holds(Requester, first[0].ID, "the same bytes")
		b.holds(Requester, second[0].ID, "the same bytes")
	}},
	{"a file without a hash is sent all the same", func(t *testing.T, b *bench) {
		blob := blobOf("bare.txt", "no hash")
		blob.SHA256, blob.Size, blob.MediaType = "", 0, ""
		got := b.attach(Requester, b.ask().ID, blob)
		b.holds(Requester, got[0].ID, "no hash")
	}},
	{"an empty file is refused, or stays one", func(t *testing.T, b *bench) {
		id := b.ask().ID
		w, err := b.as(Requester).Update(t.Context(), newKey(t), id, "", desk.Change{Message: &desk.NewMessage{
			Body: "Here it is.", Attachments: []desk.Blob{blobOf("empty.txt", "")},
		}})
		if err != nil {
			b.fails(err, desk.CodeInvalid, desk.CodeRefused)
			return
		}
		b.holds(Requester, w.Messages[0].Attachments[0].ID, "")
	}},
	{"a file that is gone is told, and nothing is written", func(t *testing.T, b *bench) {
		b.spoiled(func(blob *desk.Blob) {
			blob.Open = func() (io.ReadCloser, error) { return nil, fs.ErrNotExist }
		}, desk.CodeVanished)
	}},
	{"a file that breaks off is told, and nothing is written", func(t *testing.T, b *bench) {
		b.spoiled(func(blob *desk.Blob) {
			blob.Open = func() (io.ReadCloser, error) {
				return io.NopCloser(io.MultiReader(strings.NewReader("half"), failing{})), nil
			}
		}, desk.CodeVanished)
	}},
	{"a file that changed meanwhile is told, and nothing is written", func(t *testing.T, b *bench) {
		b.spoiled(func(blob *desk.Blob) {
			was := strings.Repeat("x", int(blob.Size))
			blob.Open = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(was)), nil }
		}, desk.CodeVanished)
	}},
	{"a file over the limit is told, and nothing is written", func(t *testing.T, b *bench) {
		limit := b.caps(Requester).MaxAttachment
		if !b.needs(limit > 0, "known limit for files") {
			return
		}
		b.spoiled(func(blob *desk.Blob) {
			blob.Size = limit + 1
			blob.SHA256 = strings.Repeat("0", 64)
			blob.Open = func() (io.ReadCloser, error) { return io.NopCloser(io.LimitReader(zeros{}, limit+1)), nil }
		}, desk.CodeTooLarge)
	}},
	{"a file of somebody else's ticket is not found", func(t *testing.T, b *bench) {
		got := b.attach(Requester, b.ask().ID, blobOf("mine.txt", "mine"))
		_, err := b.as(Requester2).Download(t.Context(), got[0].ID, 0)
		b.fails(err, desk.CodeNotFound, desk.CodeForbidden)
		b.holds(Technician1, got[0].ID, "mine")
	}},
	{"a file that is not there is not found", func(t *testing.T, b *bench) {
		for _, id := range unknownIDs(b.attach(Requester, b.ask().ID, blobOf("a", "a"))[0].ID) {
			_, err := b.as(Technician1).Download(t.Context(), id, 0)
			b.fails(err, desk.CodeNotFound)
		}
	}},
}

// blobOf is a file of some text.
func blobOf(name, content string) desk.Blob {
	sum := sha256.Sum256([]byte(content))
	return desk.Blob{
		Attachment: desk.Attachment{Name: name, Size: int64(len(content)), SHA256: hex.EncodeToString(sum[:]), MediaType: "text/plain"},
		Open:       func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil },
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("the disk was pulled out") }

// attach sends files with a reply, and answers what they became.
func (b *bench) attach(who Who, id string, blobs ...desk.Blob) []desk.Attachment {
	b.t.Helper()
	w := b.update(who, id, desk.Change{Message: &desk.NewMessage{Body: "Here it is.", Attachments: blobs}})
	if len(w.Messages) != 1 || len(w.Messages[0].Attachments) != len(blobs) {
		b.t.Fatalf("sent %d files, got %+v", len(blobs), w.Messages)
	}
	return w.Messages[0].Attachments
}

// fetch downloads a file.
func (b *bench) fetch(who Who, id string, offset int64) []byte {
	b.t.Helper()
	r, err := b.as(who).Download(b.t.Context(), id, offset)
	b.ok(err)
	defer r.Close()
	content, err := io.ReadAll(r)
	b.ok(err)
	return content
}

func (b *bench) holds(who Who, id, want string) {
	b.t.Helper()
	if got := b.fetch(who, id, 0); string(got) != want {
		b.t.Errorf("the file holds %.100q, want %.100q", got, want)
	}
}

// spoiled sends a good file and a spoiled one.
func (b *bench) spoiled(spoil func(*desk.Blob), want desk.Code) {
	b.t.Helper()
	before := b.read(Technician1, b.ask().ID)
	key, bad := newKey(b.t), blobOf("bad.txt", "these were the bytes")
	spoil(&bad)
	c := desk.Change{
		Set:     desk.Patch{desk.FieldUrgency: "1"},
		Message: &desk.NewMessage{Body: "Here they are.", Attachments: []desk.Blob{blobOf("good.txt", "good"), bad}},
	}
	_, err := b.as(Technician1).Update(b.t.Context(), key, before.Ticket.ID, before.Ticket.Version, c)
	b.fails(err, want)
	b.unchanged(before)
	n := newTicket()
	n.Message = *c.Message
	_, err = b.as(Requester).Create(b.t.Context(), key, n)
	b.fails(err, want)
	if b.caps(Requester).Create != desk.BestEffort {
		b.grace(Requester)
		_, err = b.as(Requester).Find(b.t.Context(), key)
		b.fails(err, desk.CodeNotFound)
	}
}

func testAttachmentNames(t *testing.T, b *bench) {
	names := []string{"plan.txt", "œuvre d’été – n° 12 (copie).txt", "日本語.txt", "sans point", "double.tar.gz", "a;b\"c.txt"}
	var blobs []desk.Blob
	for _, n := range names {
		blobs = append(blobs, blobOf(n, "content of "+n))
	}
	n := newTicket()
	n.Message.Attachments = blobs
	w, err := b.as(Requester).Create(t.Context(), newKey(t), n)
	b.ok(err)
	b.attach(Technician1, w.Ticket.ID, blobs...)
	for _, m := range b.read(Requester, w.Ticket.ID).Messages {
		if len(m.Attachments) != len(names) {
			t.Fatalf("got %+v", m.Attachments)
		}
		for i, a := range m.Attachments {
			if a.Name != names[i] || a.Size != blobs[i].Size || a.SHA256 != "" && a.SHA256 != blobs[i].SHA256 {
				t.Errorf("got %+v, want %+v", a, blobs[i].Attachment)
			}
			b.holds(Requester, a.ID, "content of "+names[i])
			b.holds(Technician2, a.ID, "content of "+names[i])
		}
	}
}

func testBigAttachment(t *testing.T, b *bench) {
	const size = 8<<20 + 11
	content := make([]byte, size)
	for i := range content {
		content[i] = byte(i>>8) ^ byte(i)*31
	}
	sum := sha256.Sum256(content)
	big := desk.Blob{
		Attachment: desk.Attachment{Name: "video.mp4", Size: size, SHA256: hex.EncodeToString(sum[:]), MediaType: "video/mp4"},
		Open:       func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil },
	}
	got := b.attach(Requester, b.ask().ID, big)[0]
	if got.Size != size || got.SHA256 != "" && got.SHA256 != big.SHA256 {
		t.Errorf("got %+v", got)
	}
	for _, offset := range []int64{0, 5 << 20, size - 1, size} {
		if !bytes.Equal(b.fetch(Technician1, got.ID, offset), content[offset:]) {
			t.Errorf("from %d it is another file", offset)
		}
	}
	_, err := b.as(Technician1).Download(t.Context(), got.ID, size+1)
	b.fails(err, desk.CodeInvalid)
}
