package api

import (
	"context"
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"

	"relais/internal/desk"
	"relais/internal/restapi"
	"relais/internal/server/store"
)

// pieceTimeout is how long a sender may be silent.
const pieceTimeout = 60 * time.Second

var sha256Form = regexp.MustCompile(`^[0-9a-f]{64}$`)

func (s *service) registerBlobs(api huma.API) {
	put := operation(http.MethodPut, restapi.PathBlob, "put-blob", "Attachments", "Bring the bytes of an attachment")
	put.DefaultStatus = http.StatusCreated
	put.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
	}}
	huma.Register(api, put, as(s, s.putBlob))
	head := operation(http.MethodHead, restapi.PathBlob, "find-blob", "Attachments", "Whether you brought these bytes already")
	head.DefaultStatus = http.StatusOK
	huma.Register(api, head, as(s, s.findBlob))
	get := operation(http.MethodGet, restapi.PathAttachment, "read-attachment", "Attachments", "The bytes of an attachment, whole or a range")
	huma.Register(api, get, as(s, s.attachment))
}

type blobInput struct {
	SHA256 string `path:"sha256" doc:"Of the bytes, in lower-case hex"`
	bytes  io.Reader
	length string
}

// Resolve keeps the body as a stream.
func (in *blobInput) Resolve(ctx huma.Context) []error {
	_, w := humachi.Unwrap(ctx)
	in.bytes = &patient{Reader: ctx.BodyReader(), connection: http.NewResponseController(w)}
	in.length = ctx.Header("Content-Length")
	return nil
}

// patient gives a slow sender time for each piece, not for the whole.
type patient struct {
	io.Reader
	connection *http.ResponseController
}

func (p *patient) Read(b []byte) (int, error) {
	// Not every connection has deadlines; those of net/http do.
	_ = p.connection.SetReadDeadline(time.Now().Add(pieceTimeout))
	_ = p.connection.SetWriteDeadline(time.Now().Add(pieceTimeout + writeTimeout))
	return p.Reader.Read(b)
}

func (s *service) putBlob(ctx context.Context, who desk.Person, in *blobInput) (*struct{}, error) {
	if !sha256Form.MatchString(in.SHA256) {
		return nil, desk.Errorf(desk.CodeInvalid, "keep file", "not a SHA-256 in lower-case hex")
	}
	if n, err := strconv.ParseInt(in.length, 10, 64); err == nil && n > s.MaxAttachment {
		return nil, desk.Errorf(desk.CodeTooLarge, "keep file", "%d bytes, at most %d", n, s.MaxAttachment)
	}
	err := s.Blobs.Put(ctx, who.ID, in.SHA256, in.bytes, s.MaxAttachment)
	var silent net.Error
	if errors.As(err, &silent) {
		err = desk.Errorf(desk.CodeUnavailable, "keep file", "its bytes did not all come")
	}
	return nil, err
}

type findBlobInput struct {
	SHA256 string `path:"sha256"`
}

func (s *service) findBlob(ctx context.Context, who desk.Person, in *findBlobInput) (*struct{}, error) {
	return nil, s.Store.Read(ctx, func(tx *store.Tx) error {
		_, err := tx.Uploaded(who.ID, in.SHA256)
		return err
	})
}

type attachmentInput struct {
	ID string `path:"id"`
}

func (s *service) attachment(ctx context.Context, who desk.Person, in *attachmentInput) (*huma.StreamResponse, error) {
	a, err := s.Desk.Attachment(ctx, who, in.ID)
	if err != nil {
		return nil, err
	}
	bytes, err := s.Blobs.Open(ctx, a.SHA256)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		r, w := humachi.Unwrap(hc)
		h := w.Header()
		h.Set("Content-Type", a.MediaType)
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": a.Name}))
		h.Set("ETag", quote(a.SHA256))
		http.ServeContent(&slow{ResponseWriter: w}, r, "", time.Time{}, bytes)
	}}, nil
}

// slow gives a slow reader time for each piece, not for the whole.
type slow struct{ http.ResponseWriter }

func (s *slow) Write(b []byte) (int, error) {
	_ = http.NewResponseController(s.ResponseWriter).SetWriteDeadline(time.Now().Add(writeTimeout))
	return s.ResponseWriter.Write(b)
}
