package stream_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"relais/client/rt/stream"
	"relais/internal/desk"
)

func TestAFormIsAsBigAsItSaysAndHoldsEverything(t *testing.T) {
	t.Parallel()
	f := stream.NewForm()
	content := "c’est un plan"
	blob := desk.Blob{
		Attachment: desk.Attachment{Name: `œuvre "n° 1".txt`, Size: int64(len(content)), MediaType: "text/plain"},
		Open:       func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil },
	}
	if err := errors.Join(f.Bytes("JSON", "", "application/json", []byte("{}")), f.Blob("Attachments", blob)); err != nil {
		t.Fatal(err)
	}
	body, size, kind, err := f.End()
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(body)
	if err != nil || int64(len(raw)) != size {
		t.Fatalf("%d bytes, said %d, %v", len(raw), size, err)
	}
	_, params, err := mime.ParseMediaType(kind)
	if err != nil {
		t.Fatal(err)
	}
	form, err := multipart.NewReader(bytes.NewReader(raw), params["boundary"]).ReadForm(1 << 20)
	if err != nil || form.Value["JSON"][0] != "{}" || form.File["Attachments"][0].Filename != blob.Name {
		t.Errorf("got %+v, %v", form, err)
	}
	if got := form.File["Attachments"][0].Header.Get("Content-Type"); got != stream.Octets {
		t.Errorf("a text goes as %s", got)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}

// wrapped is a file as Request Tracker answers it.
func wrapped(content []byte) string {
	lines := regexp.MustCompile(`.{1,76}`).FindAllString(base64.StdEncoding.EncodeToString(content), -1)
	return `{"Headers":"Content: \"Content\":\"no\"\n","CustomFields":[{"Content":"no"}], "Content" : "` + strings.Join(append(lines, ""), `\n`) + `","id":4}`
}

func TestAFileIsUnwrapped(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		content := rapid.SliceOfN(rapid.Byte(), 0, 500).Draw(t, "content")
		got, err := io.ReadAll(stream.Unwrap(io.NopCloser(strings.NewReader(wrapped(content))), func(err error) error { return err }))
		if err != nil || !bytes.Equal(got, content) {
			t.Fatalf("%q became %q, %v", content, got, err)
		}
	})
}

func TestAFileThatBreaksOffIsAnError(t *testing.T) {
	t.Parallel()
	whole := wrapped(bytes.Repeat([]byte("abc"), 100))
	end := strings.Index(whole, `","id"`)
	told := errors.New("told")
	for n := range end {
		_, err := io.ReadAll(stream.Unwrap(io.NopCloser(strings.NewReader(whole[:n])), func(error) error { return told }))
		if !errors.Is(err, told) {
			t.Fatalf("after %d bytes: %v", n, err)
		}
	}
}
