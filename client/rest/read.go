package rest

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"relais/client/transport"
	"relais/internal/desk"
	"relais/internal/restapi"
)

// get reads JSON; the path names the thing either {id} or {key}.
func (b *Backend) get(ctx context.Context, op, path, id string, query url.Values, into any) error {
	_, err := b.http.Do(ctx, transport.Call{
		Op: op, Subject: id, Method: http.MethodGet, Path: path, Params: map[string]string{"id": id, "key": id}, Query: query, Into: into,
	})
	return err
}

// most is how many things of a sort a page may have. The first page is left to the
// server: somebody waits for it.
const most = "500"

// Pull asks for what changed, on the condition that anything did.
func (b *Backend) Pull(ctx context.Context, since desk.Cursor) (desk.Page, error) {
	var page desk.Page
	k := transport.Call{
		Op: "pull", Method: http.MethodGet, Path: restapi.PathChanges, Into: &page, Accept: []int{http.StatusNotModified},
	}
	if since != "" {
		k.Query = url.Values{"since": {string(since)}, "limit": {most}}
		k.Header = http.Header{"If-None-Match": {quote(string(since))}}
	}
	a, err := b.http.Do(ctx, k)
	switch {
	case err != nil:
		return desk.Page{}, err
	case a.Status == http.StatusNotModified:
		if wish, err := strconv.ParseFloat(a.Header.Get(restapi.HeaderPoll), 64); err == nil && wish > 0 {
			b.wish(time.Duration(wish * float64(time.Second)))
		}
		return desk.Page{Next: since, Poll: time.Duration(b.poll.Load())}, nil
	case page.Next == "":
		return desk.Page{}, strange("pull")
	}
	b.wish(page.Poll)
	return page, nil
}

// Conversation reads one ticket whole.
func (b *Backend) Conversation(ctx context.Context, ticketID string) (desk.Conversation, error) {
	var c desk.Conversation
	if err := b.get(ctx, "read ticket", restapi.PathTicket, ticketID, nil, &c); err != nil {
		return desk.Conversation{}, err
	}
	if c.Ticket.ID == "" {
		return desk.Conversation{}, strange("read ticket")
	}
	return c, nil
}

// Find looks for what an operation with this Key made.
func (b *Backend) Find(ctx context.Context, key desk.Key) (desk.Written, error) {
	var w desk.Written
	if err := b.get(ctx, "find", restapi.PathOperation, string(key), nil, &w); err != nil {
		return desk.Written{}, err
	}
	if w.Ticket.ID == "" {
		return desk.Written{}, strange("find")
	}
	return w, nil
}

// People searches for persons.
func (b *Backend) People(ctx context.Context, query string) ([]desk.Person, error) {
	var list []desk.Person
	err := b.get(ctx, "search people", restapi.PathPeople, "", url.Values{"q": {query}}, &list)
	return list, err
}

// Download streams an attachment.
func (b *Backend) Download(ctx context.Context, attachmentID string, offset int64) (io.ReadCloser, error) {
	return b.http.Download(ctx, transport.Call{
		Op: "download", Subject: attachmentID, Method: http.MethodGet, Path: restapi.PathAttachment, Params: map[string]string{"id": attachmentID},
	}, offset)
}

// quote writes a version or a cursor as an entity tag.
func quote(s string) string { return `"` + s + `"` }
