package rt_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/client/rt"
	"relais/client/rt/cursor"
	"relais/internal/desk"
)

// The list is there before anything is read whole. A request answers a hundred tickets or ids of articles, and the last
// of each finds fewer; fifty articles are one more, and so are the tickets to be read whole.
func TestAListIsUsableSoon(t *testing.T) {
	b := start(t)
	d := b.device(t, "tech1", rt.Settings{})
	b.count()
	began := time.Now()
	var took time.Duration
	var rows, articles, requests int
	whole := func(p desk.Pulled) bool { return p.Extent == desk.ExtentWhole }
	for since := desk.Cursor(""); ; {
		page, err := d.Pull(t.Context(), since)
		if err != nil {
			t.Fatal(err)
		}
		if !page.More || slices.ContainsFunc(page.Tickets, whole) {
			break
		}
		rows, articles, requests, took = rows+len(page.Tickets), articles+len(page.Articles), requests+b.count(), time.Since(began)
		since = page.Next
	}
	t.Logf("list of %d tickets and %d articles: %d requests, %s", rows, articles, requests, took)
	if most := rows/100 + 1 + articles/100 + 1 + (articles+49)/50 + 1; requests > most {
		t.Errorf("a list of %d tickets and %d articles took %d requests, want %d", rows, articles, requests, most)
	}
}

// What a pull costs depends on what changed within the last hour, see cursor.Question. Somebody new has a day of their own.
func TestChangesCostLittleAndAQuietPullOneRequest(t *testing.T) {
	b := start(t)
	login := "user-" + string(newKey(t))
	person := map[string]any{"Name": login, "EmailAddress": login + "@ci.test", "Password": password(login).Reveal(), "Privileged": 0}
	if err := b.root(http.MethodPost, "/user", person, nil); err != nil {
		t.Fatal(err)
	}
	here, there := b.device(t, login, rt.Settings{}), b.device(t, login, rt.Settings{})
	_, _, since := pullAll(t, here, "")
	const changed = 5
	for range changed {
		ask(t, there)
	}
	b.count()
	tickets, _, since := pullAll(t, here, since)
	if requests := b.count(); len(tickets) != changed || requests > 1+3*changed {
		t.Errorf("%d tickets in %d requests", len(tickets), requests)
	}
	for _, p := range tickets {
		if p.Extent != desk.ExtentWhole || len(p.Messages) == 0 || !strings.Contains(p.Messages[0].Body, "Depuis") {
			t.Errorf("told %+v", p)
		}
	}
	// Times have whole seconds: what is young is looked at once more.
	for end := time.Now().Add(time.Minute); ; {
		tickets, _, since = pullAll(t, here, since)
		requests := b.count()
		if len(tickets) > 0 {
			t.Fatalf("nothing changed, and it told %+v", tickets)
		}
		if requests == 1 {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("nothing changed, and it takes %d requests", requests)
		}
	}
}

// A question reaches back an hour and more, past what was told: what it finds there costs its pages, and nothing else.
func TestAQuietPullOfABusyServerAsksForItsPagesOnly(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 10, 24, 12, 0, 0, 0, time.UTC)
	for changed, want := range map[int]int{0: 1, 99: 1, 100: 2, 250: 3} {
		t.Run(fmt.Sprint(changed), func(t *testing.T) {
			t.Parallel()
			requests := 0
			other := small(nil)
			d := fake(t, func(w http.ResponseWriter, r *http.Request) {
				var ago, after int
				_, err := fmt.Sscanf(r.URL.Query().Get("query"), "LastUpdated >= '%d seconds ago' AND id > %d", &ago, &after)
				if requests++; err != nil {
					w.Header().Set("Date", noon.Format(http.TimeFormat))
					other(w, r)
					return
				}
				var rows []string
				for id := after + 1; id <= min(changed, after+100); id++ {
					rows = append(rows, fmt.Sprintf(`{"id":"%d","LastUpdated":%q}`, id, noon.Add(-time.Hour).Format(time.RFC3339)))
				}
				w.Header().Set("Date", noon.Format(http.TimeFormat))
				page(http.StatusOK, "application/json", `{"items":[`+strings.Join(rows, ",")+`]}`)(w)
			})
			if _, err := d.Welcome(t.Context()); err != nil {
				t.Fatal(err)
			}
			place := cursor.New(noon)
			place.Below = 0 // the list is there
			since, err := place.Encode()
			if err != nil {
				t.Fatal(err)
			}
			requests = 0
			if tickets, _, _ := pullAll(t, d, since); len(tickets) > 0 || requests != want {
				t.Errorf("told %d tickets in %d requests, want %d", len(tickets), requests, want)
			}
		})
	}
}
