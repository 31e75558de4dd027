package api

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"relais/internal/desk"
	"relais/internal/restapi"
	"relais/internal/sqlite"
)

// problem is an error answer.
type problem struct {
	restapi.Problem
	retryAfter time.Duration
}

// Error is the detail: it is never more than what the client is told.
func (p *problem) Error() string { return p.Detail }

// GetStatus is the HTTP status.
func (p *problem) GetStatus() int { return p.Status }

// ContentType marks the body as a problem (RFC 9457).
func (p *problem) ContentType(string) string { return "application/problem+json" }

// GetHeaders says when to come back.
func (p *problem) GetHeaders() http.Header {
	h := http.Header{}
	if p.retryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(p.retryAfter.Seconds()))))
	}
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", "Bearer")
	}
	return h
}

// newProblem is the problem of a status, with the words of the framework about
// what is wrong and where; never with the values that came.
func newProblem(status int, message string, causes ...error) huma.StatusError {
	p := &problem{Problem: restapi.Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Code: restapi.CodeOf(status)}}
	said := []string{message}
	for _, c := range causes {
		var d huma.ErrorDetailer
		if errors.As(c, &d) {
			detail := d.ErrorDetail()
			said = append(said, strings.TrimSpace(detail.Location+" "+detail.Message))
		}
	}
	p.Detail = strings.Join(said, "; ")
	return p
}

// problemOf turns an error into an answer. What nobody foresaw is noted in the log
// and answered without its words.
func problemOf(ctx context.Context, log *slog.Logger, err error) *problem {
	var known *problem
	if errors.As(err, &known) {
		return known
	}
	var e *desk.Error
	switch {
	case errors.As(err, &e):
		return problemWith(e.Code, e.Error(), e.Field, e.RetryAfter)
	case errors.Is(err, sqlite.ErrDiskFull), errors.Is(err, sqlite.ErrReadOnly), errors.Is(err, sqlite.ErrFailing):
		log.ErrorContext(ctx, "the data can't be written", "error", err)
		return problemWith(desk.CodeUnavailable, "the server has no room, or may not write", "", 0)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return problemWith(desk.CodeUnavailable, "the request was given up", "", 0)
	}
	log.ErrorContext(ctx, "a request failed", "error", err)
	return problemWith(desk.CodeInternal, "something went wrong in the server; it was noted there", "", 0)
}

func problemWith(code desk.Code, detail string, field desk.Field, retryAfter time.Duration) *problem {
	status := restapi.StatusOf(code)
	return &problem{
		Problem: restapi.Problem{
			Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail, Code: code, Field: field,
		},
		retryAfter: retryAfter,
	}
}
