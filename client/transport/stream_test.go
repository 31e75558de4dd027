package transport_test

import (
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"strings"
	"testing"
	"time"

	"relais/client/transport"
	"relais/internal/desk"
)

func quiet() *log.Logger { return log.New(io.Discard, "", 0) }

// zeros is a body of any size that is nowhere in memory.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func put() transport.Call {
	return transport.Call{Op: "upload", Subject: "a.bin", Method: http.MethodPut, Path: "/x"}
}

func TestAnUploadStreamsAndTellsHowFarItIs(t *testing.T) {
	t.Parallel()
	const size = 8<<20 + 17
	var received int64
	b := start(t, func(w http.ResponseWriter, r *http.Request) {
		received, _ = io.Copy(io.Discard, r.Body)
		if r.ContentLength != size {
			t.Errorf("announced %d", r.ContentLength)
		}
		w.WriteHeader(http.StatusCreated)
	})
	var last int64
	k := put()
	k.Progress = func(n int64) { last = n }
	if _, err := b.Upload(t.Context(), k, io.LimitReader(zeros{}, size), size); err != nil {
		t.Fatal(err)
	}
	if received != size || last != size {
		t.Errorf("received %d, told %d, want %d", received, last, size)
	}
}

func TestAFileThatIsNotAsLongAsItWasIsNotSent(t *testing.T) {
	t.Parallel()
	b := start(t, func(_ http.ResponseWriter, r *http.Request) { io.Copy(io.Discard, r.Body) })
	_, err := b.Upload(t.Context(), put(), strings.NewReader("short"), 100)
	fails(t, err, desk.CodeVanished)
	_, err = b.Upload(t.Context(), put(), strings.NewReader("longer than that"), 4)
	fails(t, err, desk.CodeVanished)
	_, err = b.Upload(t.Context(), put(), io.MultiReader(strings.NewReader("half"), broken{}), 100)
	fails(t, err, desk.CodeVanished)
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("the disk was pulled out") }

func TestAnUploadThatIsRefusedSaysWhy(t *testing.T) {
	t.Parallel()
	b := start(t, func(w http.ResponseWriter, _ *http.Request) { answer(w, 413, "application/json", "{}") })
	const size = 64 << 20
	_, err := b.Upload(t.Context(), put(), io.LimitReader(zeros{}, size), size)
	fails(t, err, desk.CodeTooLarge)
}

func TestAnUploadThatStandsStillEnds(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	b := start(t, func(http.ResponseWriter, *http.Request) { <-release }, func(o *transport.Options) {
		o.Connect, o.Idle, o.Response = moment, moment, moment
	})
	t.Cleanup(func() { close(release) })
	_, err := b.Upload(t.Context(), put(), io.LimitReader(zeros{}, 64<<20), 64<<20)
	fails(t, err, desk.CodeInterrupted)
}

const alphabet = "abcdefghijklmnopqrstuvwxyz"

func TestADownloadStartsWhereItIsAsked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		serve http.HandlerFunc
	}{
		{"by a server that knows ranges", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Content-Disposition", `attachment; filename="a.html"`)
			http.ServeContent(w, r, "", time.Time{}, strings.NewReader(alphabet))
		}},
		{"by a server that does not", func(w http.ResponseWriter, _ *http.Request) {
			answer(w, 200, "application/octet-stream", alphabet)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := start(t, c.serve)
			for _, offset := range []int64{0, 1, 25, 26} {
				if got := fetch(t, b, offset); got != alphabet[offset:] {
					t.Errorf("from %d: got %q", offset, got)
				}
			}
			_, err := b.Download(t.Context(), get("/x", nil), 27)
			fails(t, err, desk.CodeInvalid)
		})
	}
}

func fetch(t *testing.T, b bench, offset int64) string {
	t.Helper()
	r, err := b.Download(t.Context(), get("/x", nil), offset)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	all, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(all)
}

func TestADownloadThatBreaksOffIsInterrupted(t *testing.T) {
	t.Parallel()
	b := start(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		answer(w, 200, "application/octet-stream", "half")
	})
	fails(t, drain(t.Context(), b), desk.CodeInterrupted)
}

func TestADownloadThatStandsStillIsInterrupted(t *testing.T) {
	t.Parallel()
	b := start(t, halfAnswer, func(o *transport.Options) { o.Idle = moment })
	fails(t, drain(t.Context(), b), desk.CodeInterrupted)
}

func TestADownloadThatIsGivenUpEnds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	b := start(t, halfAnswer)
	r, err := b.Download(ctx, get("/x", nil), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := io.ReadFull(r, make([]byte, 4)); err != nil {
		t.Fatal(err)
	}
	cancel()
	_, err = io.ReadAll(r)
	fails(t, err, desk.CodeCanceled)
}

func halfAnswer(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Length", "100")
	answer(w, 200, "application/octet-stream", "half")
	w.(http.Flusher).Flush()
	hang(w, r)
}

func drain(ctx context.Context, b bench) error {
	r, err := b.Download(ctx, get("/x", nil), 0)
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.ReadAll(r)
	return err
}

func TestADownloadOfNothingIsNotFound(t *testing.T) {
	t.Parallel()
	b := start(t, func(w http.ResponseWriter, _ *http.Request) { answer(w, 404, "application/problem+json", "{}") })
	fails(t, drain(t.Context(), b), desk.CodeNotFound)
}

func TestPeekingShowsAWebPageToNobodyInParticular(t *testing.T) {
	t.Parallel()
	b := start(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			t.Error("it was told who asks")
		}
		answer(w, 200, "text/html", "<title>Some helpdesk</title>"+strings.Repeat(" ", 1<<20))
	})
	page, err := b.Peek(t.Context(), "/")
	if err != nil || !strings.Contains(string(page), "Some helpdesk") || len(page) != 64<<10 {
		t.Errorf("got %d bytes, %v", len(page), err)
	}
}
