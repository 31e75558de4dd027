package rt_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"relais/client/rt"
	"relais/internal/desk"
)

func TestATicketOfATitleAndFilesHasTheTitleAsItsText(t *testing.T) {
	b := start(t)
	content := []byte("Ligne un\r\nLigne deux : été\n")
	blob := desk.Blob{
		Attachment: desk.Attachment{Name: "journal.txt", Size: int64(len(content))},
		Open:       func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil },
	}
	w, err := b.device(t, "user1", rt.Settings{}).Create(t.Context(), newKey(t), desk.NewTicket{
		Title: "Voir le journal", Kind: desk.KindIncident, Lang: "fr", Message: desk.NewMessage{Attachments: []desk.Blob{blob}},
	})
	if err != nil || len(w.Messages) != 1 || w.Messages[0].Body != "" || len(w.Messages[0].Attachments) != 1 || w.Messages[0].Attachments[0].MediaType != "text/plain" {
		t.Fatalf("got %+v, %v", w.Messages, err)
	}
	var list struct {
		Items []struct{ Content, Filename, ContentType string } `json:"items"`
	}
	search := []map[string]any{{"field": "TransactionId", "value": w.Messages[0].ID}, {"field": "Filename", "operator": "IS", "value": "NULL"}}
	if err := b.root(http.MethodPost, "/attachments?fields=Content,ContentType,Filename", search, &list); err != nil {
		t.Fatal(err)
	}
	texts := 0
	for _, a := range list.Items {
		switch {
		case a.ContentType == "application/octet-stream":
			t.Error("there is a file without a name")
		case a.ContentType == "text/plain" && a.Content == "Voir le journal":
			texts++
		}
	}
	if texts != 1 {
		t.Errorf("they read %+v", list.Items)
	}
}

func TestAHoldIsReadableBesideItsMessage(t *testing.T) {
	b := start(t)
	w, err := b.device(t, "user1", rt.Settings{}).Create(t.Context(), newKey(t), desk.NewTicket{
		Title: "Printer", Kind: desk.KindIncident, Lang: "en", Message: desk.NewMessage{Body: "It is stuck."},
	})
	if err != nil {
		t.Fatal(err)
	}
	w, err = b.device(t, "tech1", rt.Settings{}).Update(t.Context(), newKey(t), w.Ticket.ID, "", desk.Change{
		Set:     desk.Patch{desk.FieldStatus: "pending", desk.FieldPendingFor: "user", desk.FieldPendingUntil: "2031-05-06T07:08:09Z"},
		Message: &desk.NewMessage{Body: "Which one?"},
	})
	if err != nil || len(w.Messages) != 1 || w.Messages[0].Body != "Which one?" || w.Ticket.PendingFor != desk.PendingUser {
		t.Fatalf("got %+v, %v", w, err)
	}
	var list struct {
		Items []struct{ Content string } `json:"items"`
	}
	search := []map[string]any{{"field": "TransactionId", "value": w.Messages[0].ID}, {"field": "ContentType", "value": "text/plain"}}
	if err := b.root(http.MethodPost, "/attachments?fields=Content", search, &list); err != nil {
		t.Fatal(err)
	}
	for _, a := range list.Items {
		if strings.Contains(a.Content, "Which one?") && strings.Contains(a.Content, "2031") && !strings.Contains(a.Content, "pending") {
			return
		}
	}
	t.Errorf("they read %+v", list.Items)
}
