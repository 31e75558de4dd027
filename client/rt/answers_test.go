package rt_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"relais/client/rt"
	"relais/client/transport"
	"relais/internal/desk"
)

// What a real server can't be made to say on demand, or only something between
// here and there says.
func TestAnswersThatAreNone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		answer func(http.ResponseWriter)
		read   desk.Code
	}{
		{"a web page with a 200", page(http.StatusOK, "text/html", "<h1>Bienvenue</h1>"), desk.CodeWrongServer},
		{"the page for signing in", page(http.StatusFound, "text/html", "Login required"), desk.CodeUnauthorized},
		{"sent on to somewhere else", page(http.StatusFound, "text/html", ""), desk.CodeWrongServer},
		{"a 500 without a word", page(http.StatusInternalServerError, "", ""), desk.CodeUnavailable},
		{"a 502 of a proxy", page(http.StatusBadGateway, "text/html", "<h1>Bad Gateway</h1>"), desk.CodeUnavailable},
		{"a 404 of something else", page(http.StatusNotFound, "text/html", "<h1>Not Found</h1>"), desk.CodeWrongServer},
		{"a refused password", page(http.StatusUnauthorized, "application/json", `{"message":"Unauthorized"}`), desk.CodeUnauthorized},
		{"other JSON", page(http.StatusOK, "application/json", `{"version":"1"}`), desk.CodeWrongServer},
		{"JSON that breaks off", page(http.StatusOK, "application/json", `{"Version":`), desk.CodeWrongServer},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := fake(t, func(w http.ResponseWriter, _ *http.Request) { c.answer(w) })
			_, err := d.Welcome(t.Context())
			if desk.CodeOf(err) != c.read {
				t.Errorf("got %v, want %s", err, c.read)
			}
			if strings.Contains(err.Error(), "geheim") {
				t.Error("the error holds the password")
			}
		})
	}
}

func page(status int, kind, body string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		if kind != "" {
			w.Header().Set("Content-Type", kind)
		}
		if status == http.StatusFound {
			w.Header().Set("Location", "/")
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

func fake(t *testing.T, answer http.HandlerFunc) *rt.Backend {
	t.Helper()
	web := httptest.NewServer(answer)
	t.Cleanup(web.Close)
	d, err := rt.Open(transport.Options{Base: web.URL}, "anna", desk.NewSecret("geheim"), rt.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// small is as much of a Request Tracker as a test needs: one queue, one ticket.
func small(answers map[string]string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		path := strings.TrimPrefix(r.URL.Path, "/REST/2.0")
		body, ok := answers[r.Method+" "+path]
		if !ok {
			body, ok = map[string]string{
				"GET /rt":            `{"Version":"5.0.3"}`,
				"GET /user/anna":     `{"id":31,"Name":"anna","RealName":"Anna","Privileged":1}`,
				"GET /queues/all":    `{"items":[{"id":"3","Name":"Niveau 1","Lifecycle":"support"}]}`,
				"GET /queue/3":       `{"id":3,"Name":"Niveau 1"}`,
				"GET /classes/all":   `{"items":[]}`,
				"GET /tickets":       `{"items":[],"total":0}`,
				"GET /ticket/7":      `{"id":7,"Subject":"x","Status":"new","Queue":{"id":"3"},"Owner":{"id":"Nobody"},"Requestor":[{"id":"anna"}]}`,
				"POST /attachments":  `{"items":[]}`,
				"GET /attachment/12": `{"Filename":"\"Content\":\"no\"","Content":"aGFs` + `bG8=\n"}`,
			}[r.Method+" "+path]
		}
		if !ok {
			page(http.StatusNotFound, "application/json", `{"message":"Not Found"}`)(w)
			return
		}
		w.Header().Set("Etag", `"90"`)
		page(http.StatusOK, "application/json", body)(w)
	}
}

func history(items string) map[string]string {
	return map[string]string{"GET /ticket/7/history": `{"items":[` + items + `]}`}
}

func TestAMessageOfAMailProgramBecomesCleanText(t *testing.T) {
	t.Parallel()
	answers := history(`{"id":"90","type":"transaction","Type":"Correspond","ObjectId":"7","Creator":{"id":"anna"},"Created":"2026-11-21T05:00:00Z"}`)
	answers["POST /attachments"] = `{"items":[{"id":"1","TransactionId":"90","ContentType":"text/html","Filename":"","Content":` +
		`"<p>Bonjour <b>Anna</b>,</p><script>alert(1)</script><p><a href=\"javascript:alert(1)\">ici</a> <a href=\"https://example.org/?a=1&amp;b=2\">là</a></p><img src=\"http://t/x.png\">"}]}`
	c, err := fake(t, small(answers)).Conversation(t.Context(), "7")
	if err != nil || len(c.Messages) != 1 {
		t.Fatalf("got %+v, %v", c, err)
	}
	body := c.Messages[0].Body
	if !strings.Contains(body, "Bonjour **Anna**") || !strings.Contains(body, "(https://example.org/?a=1&b=2)") {
		t.Errorf("got %q", body)
	}
	for _, bad := range []string{"alert", "javascript", "<", "x.png"} {
		if strings.Contains(body, bad) {
			t.Errorf("%q is still in %q", bad, body)
		}
	}
}

func TestADamagedRecordLosesNoMessage(t *testing.T) {
	t.Parallel()
	answers := history(`{"id":"90","Type":"Comment","type":"transaction","ObjectId":"7","Creator":{"id":"anna"},"Created":"2026-11-21T05:00:00Z"}`)
	answers["POST /attachments"] = `{"items":[{"id":"1","TransactionId":"90","ContentType":"text/plain","Filename":"","Content":"Hallo"},` +
		`{"id":"2","TransactionId":"90","ContentType":"application/json","Filename":"relais-019ab000-0000-7000-8000-000000000001.json","Content":"{\"relais\":99"}]}`
	c, err := fake(t, small(answers)).Conversation(t.Context(), "7")
	if err != nil || len(c.Messages) != 1 || c.Messages[0].Body != "Hallo" || !c.Messages[0].Internal || len(c.Messages[0].Attachments) != 0 {
		t.Errorf("got %+v, %v", c.Messages, err)
	}
}

func TestAnUnknownStatusIsKeptAndReadOnly(t *testing.T) {
	t.Parallel()
	answers := history(`{"id":"90","Type":"Set","Field":"Subject","ObjectId":"7"}`)
	answers["GET /ticket/7"] = `{"id":"7","Subject":"x","Status":"chez le fournisseur","Queue":{"id":"3"},"Priority":"abc","Due":"","Resolved":null}`
	d := fake(t, small(answers))
	c, err := d.Conversation(t.Context(), "7")
	if err != nil || c.Ticket.Status != "chez le fournisseur" || c.Ticket.ReadOnly["status"] != "chez le fournisseur" || c.Ticket.Status.Valid() {
		t.Errorf("got %+v, %v", c.Ticket, err)
	}
}

func TestADownloadThatBreaksOffIsToldAndNotTakenForAShortFile(t *testing.T) {
	t.Parallel()
	answers := map[string]string{"GET /attachment/13": `{"Content":"aGFsbG8gaGFsbG8g`}
	d := fake(t, small(answers))
	read := func(id string) (string, error) {
		r, err := d.Download(t.Context(), id, 0)
		if err != nil {
			return "", err
		}
		defer r.Close()
		var b strings.Builder
		buf := make([]byte, 5)
		for {
			n, err := r.Read(buf)
			b.Write(buf[:n])
			if err != nil {
				return b.String(), err
			}
		}
	}
	if _, err := read("13"); desk.CodeOf(err) != desk.CodeInterrupted {
		t.Errorf("got %v", err)
	}
	if got, err := read("12"); got != "hallo" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestAFailedCreateWithAnUnknownOutcomeSaysSo(t *testing.T) {
	t.Parallel()
	whole := small(history(""))
	d := fake(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/ticket") {
			page(http.StatusInternalServerError, "application/json", `{"message":"Internal Server Error"}`)(w)
			return
		}
		whole(w, r)
	})
	_, err := d.Create(t.Context(), newKey(t), desk.NewTicket{Title: "x", Kind: desk.KindIncident, Message: desk.NewMessage{Body: "x"}})
	if !desk.CodeOf(err).Unknown() {
		t.Errorf("got %v", err)
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]desk.Code{
		"":                                     "",
		`{"levels":{"Support":1}}`:             "",
		`{"statuses":{"x":{"a":"asleep"}}}`:    desk.CodeInvalid,
		`{"levels":{"Support":9}}`:             desk.CodeInvalid,
		`{"priorities":[1,2,3]}`:               desk.CodeInvalid,
		`{"impactScale":{"Haut":7}}`:           desk.CodeInvalid,
		`{"role":"boss"}`:                      desk.CodeInvalid,
		`{"colour":"red"}`:                     desk.CodeInvalid,
		`{"priorities":[0,20,40,60,80,100]}`:   "",
		`{"role":"lead","urgency":"Sévérité"}`: "",
	} {
		if _, err := rt.ParseSettings(text); desk.CodeOf(err) != want {
			t.Errorf("%s: got %v", text, err)
		}
	}
}
