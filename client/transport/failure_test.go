package transport_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"relais/client/transport"
	"relais/internal/desk"
)

func squeezed(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAnswersThatAreNoSuccessHaveACode(t *testing.T) {
	t.Parallel()
	const page, data = "text/html; charset=utf-8", "application/json"
	for _, c := range []struct {
		name   string
		status int
		kind   string
		want   desk.Code
	}{
		{"unauthorized", 401, data, desk.CodeUnauthorized},
		{"unauthorized by something on the way", 401, page, desk.CodeUnauthorized},
		{"forbidden", 403, data, desk.CodeForbidden},
		{"forbidden by something on the way", 403, page, desk.CodeWrongServer},
		{"not found", 404, data, desk.CodeNotFound},
		{"no such page", 404, page, desk.CodeWrongServer},
		{"the proxy wants a password", 407, page, desk.CodeUnreachable},
		{"the request was too slow", 408, page, desk.CodeInterrupted},
		{"a newer version is there", 412, data, desk.CodeConflict},
		{"too large", 413, page, desk.CodeTooLarge},
		{"invalid", 422, data, desk.CodeInvalid},
		{"too many", 429, page, desk.CodeThrottled},
		{"broken", 500, data, desk.CodeUnavailable},
		{"nobody behind the proxy", 502, page, desk.CodeUnavailable},
		{"no such thing any more", 410, data, desk.CodeNotFound},
		{"a web page with 200", 200, page, desk.CodeWrongServer},
		{"no JSON with 200", 200, "text/plain", desk.CodeWrongServer},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := start(t, func(w http.ResponseWriter, _ *http.Request) { answer(w, c.status, c.kind, "{}") })
			var into struct{}
			_, err := b.Do(t.Context(), get("/x", &into))
			fails(t, err, c.want)
			_, err = b.Do(t.Context(), post(1, &into))
			fails(t, err, c.want)
		})
	}
}

func TestAWebPageIsNoSuccessEvenWhereNoAnswerIsExpected(t *testing.T) {
	t.Parallel()
	b := start(t, func(w http.ResponseWriter, _ *http.Request) {
		answer(w, 200, "text/html", "<h1>Sign in to this network</h1>")
	})
	_, err := b.Do(t.Context(), post(1, nil))
	fails(t, err, desk.CodeWrongServer)
	_, err = b.Upload(t.Context(), post(nil, nil), strings.NewReader("x"), 1)
	fails(t, err, desk.CodeWrongServer)
	_, err = b.Download(t.Context(), get("/x", nil), 0)
	fails(t, err, desk.CodeWrongServer)
}

func TestThrottlingCarriesTheDelay(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name, after, date string
		want              time.Duration
	}{
		{"in seconds", "120", "", 2 * time.Minute},
		{"until a date", "Sat, 21 Nov 2026 08:00:30 GMT", "", 30 * time.Second},
		{"until a date by a clock that is an hour ahead", "Sat, 21 Nov 2026 09:00:30 GMT", "Sat, 21 Nov 2026 09:00:00 GMT", 30 * time.Second},
		{"until a date that has passed", "Sat, 21 Nov 2026 07:00:00 GMT", "", 0},
		{"for ever", "99999999999", "", 24 * time.Hour},
		{"less than nothing", "-5", "", 0},
		{"nothing", "", "", 0},
		{"nonsense", "soon", "", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := start(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header()["Date"] = nil
				if c.date != "" {
					w.Header().Set("Date", c.date)
				}
				w.Header().Set("Retry-After", c.after)
				w.WriteHeader(http.StatusTooManyRequests)
			}, func(o *transport.Options) { o.Now = func() time.Time { return now } })
			_, err := b.Do(t.Context(), get("/x", nil))
			fails(t, err, desk.CodeThrottled)
			if got := desk.RetryAfter(err); got != c.want {
				t.Errorf("wait %s, want %s", got, c.want)
			}
		})
	}
}

func TestARedirectIsNotFollowedAndNotBelieved(t *testing.T) {
	t.Parallel()
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("the redirect was followed, with %v", r.Header["Authorization"])
	}))
	t.Cleanup(other.Close)
	b := start(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL+"/?token="+canary.Reveal(), http.StatusTemporaryRedirect)
	})
	_, err := b.Do(t.Context(), get("/x", nil))
	fails(t, err, desk.CodeWrongServer)
	_, err = b.Upload(t.Context(), post(nil, nil), strings.NewReader("x"), 1)
	fails(t, err, desk.CodeWrongServer)
	_, err = b.Download(t.Context(), get("/x", nil), 0)
	fails(t, err, desk.CodeWrongServer)
	if err != nil && !strings.Contains(err.Error(), other.URL) {
		t.Errorf("the error does not say where it was sent on to: %v", err)
	}
}

func TestNobodyThereIsUnreachable(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(nil)
	server.Close()
	b := connect(t, server)
	_, err := b.Do(t.Context(), post(1, nil))
	fails(t, err, desk.CodeUnreachable)
	_, err = b.Upload(t.Context(), post(nil, nil), strings.NewReader("x"), 1)
	fails(t, err, desk.CodeUnreachable)
}

func TestAConnectionThatEndsWithoutAnAnswerIsInterrupted(t *testing.T) {
	t.Parallel()
	b := start(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	_, err := b.Do(t.Context(), post(1, nil))
	fails(t, err, desk.CodeInterrupted)
}

func TestAnAnswerThatBreaksOffIsInterrupted(t *testing.T) {
	t.Parallel()
	b := start(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		answer(w, 200, "application/json", `{"a":`)
	})
	var into struct{}
	_, err := b.Do(t.Context(), post(1, &into))
	fails(t, err, desk.CodeInterrupted)
	_, err = b.Do(t.Context(), get("/x", &into))
	fails(t, err, desk.CodeInterrupted)
}

func TestHalfAnAnswerToAWriteLeavesOpenWhatItDid(t *testing.T) {
	t.Parallel()
	b := start(t, func(w http.ResponseWriter, _ *http.Request) { answer(w, 200, "application/json", `{"a":`) })
	var into struct{}
	_, err := b.Do(t.Context(), post(1, &into))
	fails(t, err, desk.CodeInterrupted)
	_, err = b.Do(t.Context(), get("/x", &into))
	fails(t, err, desk.CodeWrongServer)
}

func TestAnAnswerOverTheLimitIsNotRead(t *testing.T) {
	t.Parallel()
	b := start(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Set("Content-Type", "application/json")
		w.Write(squeezed(t, `"`+strings.Repeat("x", 1<<20)+`"`))
	}, func(o *transport.Options) { o.MaxBody = 64 << 10 })
	var into string
	_, err := b.Do(t.Context(), get("/x", &into))
	fails(t, err, desk.CodeTooLarge)
	_, err = b.Do(t.Context(), post(1, &into))
	fails(t, err, desk.CodeInterrupted)
}

// hang answers nothing until the client has gone, which a server only notices
// once it has read the request.
func hang(_ http.ResponseWriter, r *http.Request) {
	io.Copy(io.Discard, r.Body)
	<-r.Context().Done()
}

func TestASilentServerIsLeftAfterAWhile(t *testing.T) {
	t.Parallel()
	b := start(t, hang, func(o *transport.Options) { o.Response = moment })
	_, err := b.Do(t.Context(), get("/x", nil))
	fails(t, err, desk.CodeInterrupted)
}

func TestASlowAnswerIsLeftAfterAWhile(t *testing.T) {
	t.Parallel()
	b := start(t, func(w http.ResponseWriter, r *http.Request) {
		answer(w, 200, "application/json", `{"a":`)
		w.(http.Flusher).Flush()
		hang(w, r)
	}, func(o *transport.Options) { o.Overall = moment })
	var into struct{}
	_, err := b.Do(t.Context(), get("/x", &into))
	fails(t, err, desk.CodeInterrupted)
}

func TestGivingUpUnderWayLeavesOpenWhatAWriteDid(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	b := start(t, func(w http.ResponseWriter, r *http.Request) {
		cancel()
		hang(w, r)
	})
	_, err := b.Do(ctx, post(1, nil))
	fails(t, err, desk.CodeInterrupted)
}

func TestGivingUpAReadIsJustThat(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	b := start(t, func(w http.ResponseWriter, r *http.Request) {
		cancel()
		hang(w, r)
	})
	_, err := b.Do(ctx, get("/x", nil))
	fails(t, err, desk.CodeCanceled)
}

func TestACertificateThatNobodyKnowsIsUntrusted(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = quiet()
	server.StartTLS()
	t.Cleanup(server.Close)
	_, err := connect(t, server).Do(t.Context(), post(1, nil))
	fails(t, err, desk.CodeUntrusted)
}

func TestACertificateOfTheCompanyIsTrustedFromItsFile(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		answer(w, 200, "application/json", `"hello"`)
	}))
	t.Cleanup(server.Close)
	file := filepath.Join(t.TempDir(), "ca.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(file, block, 0o600); err != nil {
		t.Fatal(err)
	}
	var into string
	b := connect(t, server, func(o *transport.Options) { o.CAFile = file })
	if _, err := b.Do(t.Context(), get("/x", &into)); err != nil || into != "hello" {
		t.Errorf("got %q, %v", into, err)
	}
}

func TestAServerWithoutTLSIsNoServerOfAnHTTPSAddress(t *testing.T) {
	t.Parallel()
	b := start(t, func(http.ResponseWriter, *http.Request) {}, func(o *transport.Options) {
		o.Base = strings.Replace(o.Base, "http://", "https://", 1)
	})
	_, err := b.Do(t.Context(), get("/x", nil))
	fails(t, err, desk.CodeWrongServer)
}

func TestAServerThatNeverGreetsIsUnreachable(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	b := start(t, nil, func(o *transport.Options) { o.Base, o.Connect = "https://"+l.Addr().String(), moment })
	_, err = b.Do(t.Context(), post(1, nil))
	fails(t, err, desk.CodeUnreachable)
}

func TestASecretThatTheServerSaysBackStaysSecret(t *testing.T) {
	t.Parallel()
	b := start(t, func(w http.ResponseWriter, r *http.Request) {
		answer(w, 422, "application/json", r.Header.Get("Authorization"))
	}, func(o *transport.Options) {
		o.Explain = func(r transport.Refusal) *desk.Error {
			return desk.Errorf(desk.CodeInvalid, "", "you said %s\nand more", r.Body)
		}
	})
	_, err := b.Do(t.Context(), post(1, nil))
	fails(t, err, desk.CodeInvalid)
	if want := "write: invalid: you said Bearer ••• and more"; err == nil || err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
}

func TestAQuestionIsNotRepeatedInAnError(t *testing.T) {
	t.Parallel()
	b := start(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	k := get("/people", nil)
	k.Query = map[string][]string{"q": {"personal words"}}
	_, err := b.Do(t.Context(), k)
	fails(t, err, desk.CodeInterrupted)
	if strings.Contains(err.Error()+b.log.String(), "personal") {
		t.Errorf("the question is in %q or the log %q", err, b.log)
	}
}
