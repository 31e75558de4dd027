package rest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"net/http"
	"strings"

	"relais/client/transport"
	"relais/internal/desk"
	"relais/internal/restapi"
)

// Create makes a ticket with its first message and attachments.
func (b *Backend) Create(ctx context.Context, key desk.Key, t desk.NewTicket) (desk.Written, error) {
	var err error
	if t.Message, err = b.bring(ctx, t.Message); err != nil {
		return desk.Written{}, err
	}
	w, err := b.write(ctx, transport.Call{Op: "create ticket", Method: http.MethodPost, Path: restapi.PathTickets, Body: t}, key, "")
	if err != nil {
		return desk.Written{}, err
	}
	if f, lacks := t.Lacks(w); lacks {
		return desk.Written{}, refused("create ticket", w.Ticket.Number, f)
	}
	return w, nil
}

// Update changes fields, adds a message, or both.
func (b *Backend) Update(ctx context.Context, key desk.Key, ticketID, ifVersion string, c desk.Change) (desk.Written, error) {
	if c.Message != nil {
		m, err := b.bring(ctx, *c.Message)
		if err != nil {
			return desk.Written{}, err
		}
		c.Message = &m
	}
	w, err := b.write(ctx, transport.Call{
		Op: "update ticket", Subject: ticketID, Method: http.MethodPatch, Path: restapi.PathTicket, Params: map[string]string{"id": ticketID}, Body: c,
	}, key, ifVersion)
	if err != nil {
		return desk.Written{}, err
	}
	if f, lacks := c.Lacks(w); lacks {
		return desk.Written{}, refused("update ticket", w.Ticket.Number, f)
	}
	return w, nil
}

// refused is the error for what a server called done, and did not do: one that is
// older than this program knows no field that is newer.
func refused(op, subject string, f desk.Field) error {
	return &desk.Error{Code: desk.CodeRefused, Op: op, Subject: subject, Field: f}
}

func (b *Backend) write(ctx context.Context, k transport.Call, key desk.Key, ifVersion string) (desk.Written, error) {
	var w desk.Written
	k.Into = &w
	if err := b.send(ctx, k, key, ifVersion); err != nil {
		return desk.Written{}, err
	}
	if w.Ticket.ID == "" {
		return desk.Written{}, strange(k.Op)
	}
	return w, nil
}

// send adds what every write carries.
func (b *Backend) send(ctx context.Context, k transport.Call, key desk.Key, ifVersion string) error {
	if !key.Valid() {
		return &desk.Error{Code: desk.CodeInvalid, Op: k.Op, Subject: k.Subject, Err: desk.ErrKey}
	}
	// Under its usual spelling net/http takes the key for a leave to send a request
	// again by itself when the connection breaks: whether that is safe, the caller knows.
	k.Header = http.Header{strings.ToLower(restapi.HeaderKey): {string(key)}}
	if ifVersion != "" {
		k.Header.Set("If-Match", quote(ifVersion))
	}
	_, err := b.http.Do(ctx, k)
	return err
}

// SaveArticle makes an article or changes it.
func (b *Backend) SaveArticle(ctx context.Context, key desk.Key, a desk.Article) (desk.Article, error) {
	var saved desk.Article
	k := transport.Call{Op: "save article", Method: http.MethodPost, Path: restapi.PathArticles, Body: a, Into: &saved}
	if a.ID != "" {
		k.Subject, k.Method, k.Path, k.Params = a.ID, http.MethodPut, restapi.PathArticle, map[string]string{"id": a.ID}
	}
	if err := b.send(ctx, k, key, a.Version); err != nil {
		return desk.Article{}, err
	}
	if saved.ID == "" {
		return desk.Article{}, strange(k.Op)
	}
	if a.Lacks(saved) {
		return desk.Article{}, refused(k.Op, saved.ID, "")
	}
	return saved, nil
}

// RecordOutcome counts what an article did for somebody.
func (b *Backend) RecordOutcome(ctx context.Context, key desk.Key, o desk.ArticleOutcome) error {
	return b.send(ctx, transport.Call{
		Op: "record outcome", Subject: o.Article, Method: http.MethodPost, Path: restapi.PathOutcomes, Params: map[string]string{"id": o.Article}, Body: o,
	}, key, "")
}

// ForgetLesson drops what was learned about an article.
func (b *Backend) ForgetLesson(ctx context.Context, key desk.Key, article, lesson string) error {
	return b.send(ctx, transport.Call{
		Op: "forget lesson", Subject: article, Method: http.MethodDelete, Path: restapi.PathLesson, Params: map[string]string{"id": article, "lesson": lesson},
	}, key, "")
}

// bring makes sure that the server has the bytes of all attachments of a
// message, and answers the message as it is to be sent.
func (b *Backend) bring(ctx context.Context, m desk.NewMessage) (desk.NewMessage, error) {
	blobs := make([]desk.Blob, len(m.Attachments))
	for i, blob := range m.Attachments {
		if limit := b.Capabilities().MaxAttachment; limit > 0 && blob.Size > limit {
			return m, &desk.Error{Code: desk.CodeTooLarge, Op: "upload", Subject: blob.Name}
		}
		if blob.SHA256 == "" {
			if err := measure(&blob); err != nil {
				return m, vanished(blob, err)
			}
		}
		if err := b.bringOne(ctx, blob); err != nil {
			return m, err
		}
		blobs[i] = blob
	}
	m.Attachments = blobs
	return m, nil
}

func (b *Backend) bringOne(ctx context.Context, blob desk.Blob) error {
	k := transport.Call{
		Op: "upload", Subject: blob.Name, Method: http.MethodHead, Path: restapi.PathBlob, Params: map[string]string{"sha256": blob.SHA256},
		Accept: []int{http.StatusNotFound},
	}
	a, err := b.http.Do(ctx, k)
	if err != nil || a.Status != http.StatusNotFound {
		return err
	}
	r, err := open(blob)
	if err != nil {
		return vanished(blob, err)
	}
	defer r.Close()
	k.Method, k.Accept = http.MethodPut, nil
	_, err = b.http.Upload(ctx, k, &checked{r: r, sum: sha256.New(), want: blob.SHA256}, blob.Size)
	return err
}

func open(blob desk.Blob) (io.ReadCloser, error) {
	if blob.Open == nil {
		return nil, errors.New("nothing to open")
	}
	return blob.Open()
}

func vanished(blob desk.Blob, err error) error {
	return &desk.Error{Code: desk.CodeVanished, Op: "upload", Subject: blob.Name, Err: err}
}

// measure finds out size and hash of a blob.
func measure(blob *desk.Blob) error {
	r, err := open(*blob)
	if err != nil {
		return err
	}
	defer r.Close()
	sum := sha256.New()
	if blob.Size, err = io.Copy(sum, r); err != nil {
		return err
	}
	blob.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return nil
}

// checked reads what must have a certain hash, and fails at its end otherwise.
type checked struct {
	r    io.Reader
	sum  hash.Hash
	want string
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.sum.Write(p[:n])
	if errors.Is(err, io.EOF) && hex.EncodeToString(c.sum.Sum(nil)) != c.want {
		return n, errors.New("its content changed")
	}
	return n, err
}
