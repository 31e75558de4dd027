package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"relais/internal/desk"
)

// writeTimeout is how long an answer, or a piece of a long one, may take to go.
const writeTimeout = 60 * time.Second

// logged notes each request by its pattern: no address, no id, no name, no word of
// anybody.
func (s *service) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin := time.Now()
		seen := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		next.ServeHTTP(seen, r)
		pattern := ""
		if rc := chi.RouteContext(r.Context()); rc != nil {
			pattern = rc.RoutePattern()
		}
		s.Log.InfoContext(r.Context(), "request", "method", r.Method, "path", pattern,
			"status", seen.Status(), "bytes", seen.BytesWritten(), "ms", time.Since(begin).Milliseconds())
	})
}

// recovered answers a fault of the program as one.
func (s *service) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			fault := recover()
			if fault == nil {
				return
			}
			if err, ok := fault.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(fault)
			}
			s.Log.ErrorContext(r.Context(), "panic", "fault", fault, "stack", string(debug.Stack()))
			write(w, problemWith(desk.CodeInternal, "something went wrong in the server; it was noted there", "", 0))
		}()
		next.ServeHTTP(w, r)
	})
}

// guarded sets what every answer has: a limit to the time it takes, and headers
// that keep browsers and caches from doing anything with it.
func guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// Not every writer has deadlines; those of net/http do.
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(bodyTimeout + writeTimeout))
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// own refuses what another site's page makes a browser send.
func own() func(http.Handler) http.Handler {
	p := http.NewCrossOriginProtection()
	p.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		write(w, problemWith(desk.CodeForbidden, "the request came from another site", "", 0))
	}))
	return p.Handler
}

// nothing answers for paths and methods that do not exist.
func (s *service) nothing(w http.ResponseWriter, _ *http.Request) {
	write(w, problemWith(desk.CodeNotFound, "there is nothing here", "", 0))
}

// write sends a problem outside of the framework.
func write(w http.ResponseWriter, p *problem) {
	for name, values := range p.GetHeaders() {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p.Problem) // nobody is left to tell
}
