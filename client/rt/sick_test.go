package rt_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"relais/client/rt"
	"relais/client/transport"
	"relais/internal/desk"
)

// ward is a Request Tracker with two tickets, one of which it may stumble over.
type ward struct {
	now     time.Time
	changed time.Time
	version string // of both
	sick    bool   // ticket 8 answers 500
	down    bool   // everything does
}

func (k *ward) answer(w http.ResponseWriter, r *http.Request) bool {
	w.Header().Set("Date", k.now.Format(http.TimeFormat))
	rows := make([]string, 0, 2)
	for _, id := range []int{7, 8} {
		rows = append(rows, fmt.Sprintf(`{"id":"%d","type":"ticket","Subject":"x","Status":"new","Queue":{"id":"3"},"LastUpdated":%q}`, id, k.changed.Format(time.RFC3339)))
	}
	switch path := strings.TrimPrefix(r.URL.Path, "/REST/2.0"); {
	case k.down && path != "/rt", k.sick && strings.HasPrefix(path, "/ticket/8"):
		page(http.StatusInternalServerError, "text/html", "<h1>Internal Server Error</h1>")(w)
	case path == "/tickets":
		page(http.StatusOK, "application/json", `{"items":[`+strings.Join(rows, ",")+`],"total":2}`)(w)
	case strings.HasSuffix(path, "/history"):
		page(http.StatusOK, "application/json", `{"items":[{"id":"`+k.version+`","type":"transaction","Type":"Create"}]}`)(w)
	case path == "/ticket/7", path == "/ticket/8":
		w.Header().Set("Etag", `"`+k.version+`"`)
		if r.Header.Get("If-None-Match") == `"`+k.version+`"` {
			w.WriteHeader(http.StatusNotModified)
			return true
		}
		page(http.StatusOK, "application/json", rows[path[len(path)-1]-'7'])(w)
	default:
		return false
	}
	return true
}

func (k *ward) open(t *testing.T) *rt.Backend {
	t.Helper()
	other := small(nil)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !k.answer(w, r) {
			other(w, r)
		}
	}))
	t.Cleanup(web.Close)
	o := transport.Options{Base: web.URL, Now: func() time.Time { return k.now }}
	d, err := rt.Open(o, "anna", desk.NewSecret("x"), rt.Settings{Every: 10 * time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func TestATicketThatCanNotBeReadHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 10, 24, 12, 0, 0, 0, time.UTC)
	k := &ward{version: "90", now: noon, changed: noon.Add(-time.Hour), sick: true}
	d := k.open(t)
	told, gone, cursor := pullAll(t, d, "")
	if told["7"].Extent != desk.ExtentWhole || told["8"].Extent != desk.ExtentNone || len(gone) > 0 {
		t.Fatalf("told %+v, gone %v", told, gone)
	}
	k.now, k.changed = noon.Add(time.Minute), noon.Add(30*time.Second)
	told, gone, cursor = pullAll(t, d, cursor)
	if told["7"].Extent != desk.ExtentWhole || len(told) != 1 || len(gone) > 0 {
		t.Fatalf("a change: told %+v, gone %v", told, gone)
	}
	k.now, k.sick = noon.Add(20*time.Minute), false
	told, _, cursor = pullAll(t, d, cursor)
	if told["8"].Extent != desk.ExtentWhole {
		t.Fatalf("once it can be read: told %+v", told)
	}
	k.now = noon.Add(2 * time.Hour)
	if told, gone, _ = pullAll(t, d, cursor); len(told) > 0 || len(gone) > 0 {
		t.Errorf("nothing changed: told %+v, gone %v", told, gone)
	}
}

func TestAServerInTroubleIsNotTakenForSickTickets(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 10, 24, 12, 0, 0, 0, time.UTC)
	k := &ward{version: "90", now: noon, changed: noon.Add(-time.Hour)}
	d := k.open(t)
	_, _, cursor := pullAll(t, d, "")
	k.now, k.changed, k.down = noon.Add(time.Minute), noon.Add(30*time.Second), true
	if _, err := d.Pull(t.Context(), cursor); desk.CodeOf(err) != desk.CodeUnavailable {
		t.Fatalf("got %v", err)
	}
	k.down = false
	if told, _, _ := pullAll(t, d, cursor); len(told) != 2 {
		t.Errorf("told %+v", told)
	}
}

func TestAChangeInASecondThatWasToldIsTold(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 10, 24, 12, 0, 0, 0, time.UTC)
	k := &ward{version: "90", now: noon, changed: noon}
	d := k.open(t)
	_, _, cursor := pullAll(t, d, "")
	_, _, cursor = pullAll(t, d, cursor)
	k.version, k.now = "91", noon.Add(time.Minute)
	if told, _, _ := pullAll(t, d, cursor); told["7"].Ticket.Version != "91" || told["8"].Ticket.Version != "91" {
		t.Errorf("told %+v", told)
	}
}
