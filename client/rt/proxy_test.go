package rt_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"relais/client/rt"
	"relais/internal/desk"
)

// staffed is a small Request Tracker whose anna may comment, and whose answers a
// test may replace.
func staffed(t *testing.T, answer func(w http.ResponseWriter, r *http.Request) bool) *rt.Backend {
	t.Helper()
	answers := history(`{"id":"90","type":"transaction","Type":"Create","ObjectId":"7","Creator":{"id":"anna"}}`)
	answers["GET /queues/all"] = `{"items":[{"id":"3","Name":"Niveau 1","Lifecycle":"support"},{"id":"4","Name":"Niveau 2","Lifecycle":"support"}]}`
	answers["GET /queue/3"] = `{"id":3,"Name":"Niveau 1","TicketTransactionCustomFields":[{"id":"9","name":"MsgRef"}]}`
	other := small(answers)
	return fake(t, func(w http.ResponseWriter, r *http.Request) {
		if !answer(w, r) {
			other(w, r)
		}
	})
}

func TestAVersionThatAProxyDecoratedStaysTheVersion(t *testing.T) {
	t.Parallel()
	for _, tag := range []string{`"90"`, `W/"90"`, `"90-gzip"`, `"90--gzip"`} {
		t.Run(tag, func(t *testing.T) {
			t.Parallel()
			match := ""
			d := staffed(t, func(w http.ResponseWriter, r *http.Request) bool {
				switch {
				case r.Method == http.MethodPut:
					match = r.Header.Get("If-Match")
					page(http.StatusOK, "application/json", `[]`)(w)
				case strings.HasSuffix(r.URL.Path, "/ticket/7"):
					w.Header().Set("Etag", tag)
					page(http.StatusOK, "application/json", `{"id":7,"Subject":"x","Status":"new","Queue":{"id":"3"}}`)(w)
				default:
					return false
				}
				return true
			})
			c, err := d.Conversation(t.Context(), "7")
			if err != nil || c.Ticket.Version != "90" {
				t.Fatalf("got %q, %v", c.Ticket.Version, err)
			}
			_, err = d.Update(t.Context(), newKey(t), "7", "90", desk.Change{Set: desk.Patch{desk.FieldTitle: "y"}})
			if desk.CodeOf(err) != desk.CodeRefused || match != `"90"` {
				t.Errorf("sent %s, got %v", match, err)
			}
		})
	}
}

func TestWhatComesBehindALotThatIsHiddenIsRead(t *testing.T) {
	t.Parallel()
	d := staffed(t, func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/history") {
			return false
		}
		items := `{"items":[]}`
		if r.URL.Query().Get("page") == "5" {
			items = `{"items":[{"id":"90","type":"transaction","Type":"Correspond","ObjectId":"7","Creator":{"id":"anna"}}]}`
		}
		page(http.StatusOK, "application/json", items)(w)
		return true
	})
	if c, err := d.Conversation(t.Context(), "7"); err != nil || len(c.Messages) != 1 {
		t.Errorf("got %+v, %v", c.Messages, err)
	}
}

// As long as nobody knows whether the custom field stays, a lost answer must not
// make the message one that can't be found.
func TestTheFirstMessageCanBeFoundByItsFileToo(t *testing.T) {
	t.Parallel()
	sent := ""
	d := staffed(t, func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/correspond") {
			return false
		}
		raw, _ := io.ReadAll(r.Body)
		sent = string(raw)
		page(http.StatusInternalServerError, "", "")(w)
		return true
	})
	key := newKey(t)
	_, err := d.Update(t.Context(), key, "7", "", desk.Change{Message: &desk.NewMessage{Body: "Alors ?"}})
	if !desk.CodeOf(err).Unknown() || !strings.Contains(sent, `"relais-`+string(key)+`.json"`) {
		t.Errorf("got %v, sent %s", err, sent)
	}
}

func TestATicketThatIsMovedOutOfSightWasMoved(t *testing.T) {
	t.Parallel()
	moved := false
	d := staffed(t, func(w http.ResponseWriter, r *http.Request) bool {
		switch {
		case r.Method == http.MethodPut:
			moved = true
			page(http.StatusOK, "application/json", `["Queue changed"]`)(w)
		case moved:
			page(http.StatusForbidden, "application/json", `{"message":"Forbidden"}`)(w)
		default:
			return false
		}
		return true
	})
	w, err := d.Update(t.Context(), newKey(t), "7", "90", desk.Change{Set: desk.Patch{desk.FieldQueue: "4"}})
	if err != nil || w.Ticket.ID != "7" || w.Ticket.Queue != "4" {
		t.Errorf("got %+v, %v", w.Ticket, err)
	}
}
