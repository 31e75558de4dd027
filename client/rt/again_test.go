package rt_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"relais/client/rt"
	"relais/internal/desk"
)

// library is a Request Tracker with one article, which it changes without saying so
// as long as lost is set.
func library(t *testing.T, lost *atomic.Bool) *rt.Backend {
	t.Helper()
	text := "Débranchez."
	var mu sync.Mutex
	return staffed(t, func(w http.ResponseWriter, r *http.Request) bool {
		mu.Lock()
		defer mu.Unlock()
		path := strings.TrimPrefix(r.URL.Path, "/REST/2.0")
		var answer string
		switch r.Method + " " + path {
		case "GET /classes/all":
			answer = `{"items":[{"id":"2","Name":"Relais"}]}`
		case "GET /class/2":
			answer = `{"id":2,"Name":"Relais","ArticleCustomFields":[{"id":"9","name":"Content"}],"_hyperlinks":[{"ref":"create"}]}`
		case "PUT /article/5":
			var body struct{ CustomFields struct{ Content string } }
			raw, _ := io.ReadAll(r.Body)
			if err := json.Unmarshal(raw, &body); err != nil {
				t.Errorf("sent %s: %v", raw, err)
			}
			text = body.CustomFields.Content
			if lost.Load() {
				panic(http.ErrAbortHandler)
			}
			answer = `["Content changed"]`
		case "GET /article/5":
			answer = fmt.Sprintf(`{"id":5,"Name":"Le son","Class":{"id":"2"},"CustomFields":[{"id":"9","name":"Content","values":[%q]}]}`, text)
		default:
			return false
		}
		page(http.StatusOK, "application/json", answer)(w)
		return true
	})
}

func TestAnArticleWhoseAnswerWasLostIsNoConflictWithItself(t *testing.T) {
	t.Parallel()
	var lost atomic.Bool
	lost.Store(true)
	d := library(t, &lost)
	page := desk.Article{ID: "5", Lang: "fr", Title: "Le son", Body: "Débranchez.", Audience: desk.AudienceEveryone, State: desk.ArticlePublished}
	stale := page
	stale.Body = "Rebranchez."
	first := func(version string, a desk.Article) (desk.Article, error) {
		a.Version = version
		return d.SaveArticle(t.Context(), newKey(t), a)
	}
	_, err := first("unknown", stale)
	if desk.CodeOf(err) != desk.CodeConflict {
		t.Fatalf("over another version: %v", err)
	}
	now, err := first("unknown", page) // as it is there
	if err != nil {
		t.Fatal(err)
	}
	if _, err = first(now.Version, stale); !desk.CodeOf(err).Unknown() {
		t.Fatalf("the answer is lost: %v", err)
	}
	lost.Store(false)
	if got, err := first(now.Version, stale); err != nil || got.Body != stale.Body {
		t.Errorf("sent again: %+v, %v", got, err)
	}
}
