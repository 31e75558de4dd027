package rt_test

import (
	"bytes"
	"io"
	"net/http"
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
