package rt_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"relais/client/rt"
	"relais/client/transport"
	"relais/internal/desk"
)

// clocks are a Request Tracker with one ticket, its clock, and ours.
type clocks struct {
	server, ours time.Time
	changed      time.Time     // the ticket
	wrong        time.Duration // by how much the server takes a time for too late
}

var seconds = regexp.MustCompile(`'(\d{7}) seconds ago'`)

func (c *clocks) open(t *testing.T) *rt.Backend {
	t.Helper()
	other := small(history(fmt.Sprintf(`{"id":"90","type":"transaction","Type":"Set","Field":"Subject","ObjectId":"7","Created":%q}`, c.changed.Format(time.RFC3339))))
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", c.server.Format(http.TimeFormat))
		question := seconds.FindStringSubmatch(r.URL.Query().Get("query"))
		switch {
		case question != nil:
			ago, _ := strconv.Atoi(question[1])
			if c.changed.Before(c.server.Add(c.wrong - time.Duration(ago)*time.Second)) {
				page(http.StatusOK, "application/json", `{"items":[],"total":0}`)(w)
				return
			}
			page(http.StatusOK, "application/json", fmt.Sprintf(`{"items":[{"id":"7","LastUpdated":%q}],"total":1}`, c.changed.Format(time.RFC3339)))(w)
		case strings.HasSuffix(r.URL.Path, "/ticket/7"):
			w.Header().Set("Etag", `"90"`)
			page(http.StatusOK, "application/json", fmt.Sprintf(`{"id":7,"Status":"new","Queue":{"id":"3"},"LastUpdated":%q}`, c.changed.Format(time.RFC3339)))(w)
		default:
			other(w, r)
		}
	}))
	t.Cleanup(web.Close)
	d, err := rt.Open(transport.Options{Base: web.URL, Now: func() time.Time { return c.ours }}, "anna", desk.NewSecret("x"), rt.Settings{Every: 1000 * time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func TestNoClockHidesAChange(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 10, 24, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name       string
		pause, set time.Duration // of both clocks; of ours, meanwhile
		wrong      time.Duration
	}{
		{"a minute later", time.Minute, 0, 0},
		{"our clock was put back", 2 * time.Hour, -2 * time.Hour, 0},
		{"our clock was put back far", 2 * time.Hour, -9 * time.Hour, 0},
		{"our clock was put forward", 2 * time.Hour, 5 * time.Hour, 0},
		{"the server takes the wrong side of a clock change, soon after", 2 * time.Minute, 0, time.Hour},
		{"the server takes the wrong side of a clock change, an hour later", 70 * time.Minute, 0, time.Hour},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			k := &clocks{server: noon, ours: noon.Add(-3 * time.Minute), changed: noon.Add(-24 * time.Hour)}
			d := k.open(t)
			_, _, cursor := pullAll(t, d, "")
			k.changed = noon.Add(2 * time.Second)
			k.server, k.ours, k.wrong = k.server.Add(c.pause), k.ours.Add(c.pause+c.set), c.wrong
			told, _, cursor := pullAll(t, d, cursor)
			if _, ok := told["7"]; !ok {
				t.Error("the change was not told")
			}
			k.server, k.ours = k.server.Add(10*time.Minute), k.ours.Add(10*time.Minute)
			k.changed = k.server.Add(-5 * time.Minute)
			if told, _, _ := pullAll(t, d, cursor); told["7"].Ticket.ID == "" {
				t.Error("the next change was not told")
			}
		})
	}
}

func TestACursorThatWasLeftTooLongIsTooOld(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)
	k := &clocks{server: noon, ours: noon, changed: noon.Add(-time.Hour)}
	d := k.open(t)
	_, _, cursor := pullAll(t, d, "")
	k.server, k.ours = noon.AddDate(0, 5, 0), noon.AddDate(0, 5, 0)
	if _, err := d.Pull(t.Context(), cursor); desk.CodeOf(err) != desk.CodeCursorTooOld {
		t.Errorf("got %v", err)
	}
}
