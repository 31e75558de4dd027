package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"relais/internal/desk"
	"relais/internal/server"
)

// serving is what the flags of serve say.
type serving struct {
	listen    string
	cert, key string
	rate      int
	poll      time.Duration
	keyLife   time.Duration
}

func (p *program) serveCommand() *cobra.Command {
	var f serving
	c := &cobra.Command{
		Use:  "serve",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if c.Flags().Changed("forget-keys") && f.keyLife <= 0 {
				f.keyLife = -1 // at once
			}
			return p.serve(c.Context(), f)
		},
	}
	c.Flags().StringVar(&f.listen, "listen", "127.0.0.1:8440", "")
	c.Flags().StringVar(&f.cert, "tls-cert", "", "")
	c.Flags().StringVar(&f.key, "tls-key", "", "")
	c.Flags().IntVar(&f.rate, "rate", server.DefaultRate, "")
	c.Flags().DurationVar(&f.poll, "poll", server.DefaultPoll, "")
	c.Flags().DurationVar(&f.keyLife, "forget-keys", 0, "")
	c.Flags().Lookup("forget-keys").DefValue = "" // without it, keys are not forgotten
	c.MarkFlagsRequiredTogether("tls-cert", "tls-key")
	return c
}

func (p *program) serve(ctx context.Context, f serving) error {
	secure, err := f.secure(ctx)
	if err != nil {
		return err
	}
	if f.rate < 1 {
		return say("relaisd.rate", "Rate", f.rate)
	}
	if f.poll < time.Second {
		return say("relaisd.poll", "Poll", f.poll)
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", f.listen) // before anything is made
	if err != nil {
		return explain(err, "")
	}
	defer func() { _ = l.Close() }()
	scheme := "http"
	if secure != nil {
		scheme, l = "https", tls.NewListener(l, secure)
	}
	log := p.logger()
	return p.with(ctx, server.Options{Logger: log, RateLimit: f.rate, Poll: f.poll, KeyLife: f.keyLife}, func(s *server.Server) error {
		if err := p.firstQueues(ctx, s); err != nil {
			return err
		}
		fmt.Fprintln(p.out, p.words.T("relaisd.listening", "Address", scheme+"://"+l.Addr().String()))
		return answer(ctx, l, s, log)
	})
}

// secure is the TLS configuration; nil without one, which is for this computer only.
func (f serving) secure(ctx context.Context) (*tls.Config, error) {
	if f.cert == "" {
		own, err := loopback(ctx, f.listen)
		if err == nil && !own {
			err = say("relaisd.open", "Address", f.listen)
		}
		return nil, err
	}
	pair, err := tls.LoadX509KeyPair(f.cert, f.key)
	if err != nil {
		return nil, say("relaisd.certificate", "Cause", err.Error())
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}, nil
}

// firstQueues gives a new helpdesk somewhere to put tickets.
func (p *program) firstQueues(ctx context.Context, s *server.Server) error {
	there, err := s.Queues(ctx)
	if err != nil || len(there) > 0 {
		return err
	}
	for level := 1; level <= 3; level++ {
		q := desk.Queue{ID: fmt.Sprintf("level%d", level), Name: p.words.T("relaisd.level", "Level", level), Level: level}
		if err := s.AddQueue(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

const (
	headTimeout  = 10 * time.Second // for the head of a request
	idleTimeout  = 2 * time.Minute
	lastRequests = 10 * time.Second // to end what is under way
	chores       = time.Hour
)

// answer serves until the context is done, then lets what is under way end.
func answer(ctx context.Context, l net.Listener, s *server.Server, log *slog.Logger) error {
	h := &http.Server{
		Handler: s.Handler(), ReadHeaderTimeout: headTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: 32 << 10,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	ended := make(chan error, 1)
	go func() { ended <- h.Serve(l) }()
	tick := time.NewTicker(chores)
	defer tick.Stop()
	for {
		select {
		case err := <-ended:
			return err
		case <-tick.C:
			if err := s.Maintain(ctx); err != nil {
				log.ErrorContext(ctx, "the hourly chores failed", "error", err)
			}
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastRequests)
			defer cancel()
			if err := h.Shutdown(last); errors.Is(err, context.DeadlineExceeded) {
				return h.Close()
			}
			return nil
		}
	}
}
