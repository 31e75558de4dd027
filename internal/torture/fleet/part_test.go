//go:build linux && torture

package fleet_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"relais/client/rest"
	"relais/client/transport"
	"relais/internal/desk"
	"relais/offline"
)

// partOf says, in the environment of a process, which desks it has: the first one, and how many.
const partOf = "RELAIS_FLEET_PART"

// work lets desks work until the process is interrupted, and tells the time of each of their requests.
func work() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	from, many, _ := strings.Cut(os.Getenv(partOf), ",")
	first, firstErr := strconv.Atoi(from)
	count, countErr := strconv.Atoi(many)
	if err := errors.Join(firstErr, countErr); err != nil {
		return err
	}
	var told teller
	var all sync.WaitGroup
	failed := make(chan error, count)
	for i := range count {
		all.Go(func() {
			if err := live(ctx, first+i, told.wrap); err != nil && ctx.Err() == nil {
				failed <- fmt.Errorf("desk %d: %w", first+i, err)
				stop()
			}
		})
	}
	all.Wait()
	close(failed)
	return <-failed
}

// live starts a desk at some moment, and lets it work.
func live(ctx context.Context, number int, wrap func(http.RoundTripper) http.RoundTripper) (err error) {
	select {
	case <-ctx.Done():
		return nil
	case <-time.After(time.Duration(rand.Int64N(int64(starting)))):
	}
	tokens := strings.Split(os.Getenv("RELAIS_FLEET_TOKENS"), ",")
	token := desk.NewSecret(tokens[number%len(tokens)])
	o := transport.Options{Base: os.Getenv("RELAIS_FLEET_ADDRESS"), Wrap: wrap}
	d, err := offline.Open(ctx, offline.Options{
		Home: filepath.Join(os.Getenv("RELAIS_FLEET_HOME"), strconv.Itoa(number)), Account: "fleet", Cold: true,
		Connect: func(context.Context) (desk.Backend, error) { return rest.Open(o, token) },
	})
	if err != nil {
		return err
	}
	err = d.Run(ctx)
	return errors.Join(err, d.Close())
}

// teller writes the time of each request.
type teller struct{ mu sync.Mutex }

func (t *teller) wrap(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		t.mu.Lock()
		fmt.Println(time.Now().UnixMilli())
		t.mu.Unlock()
		return next.RoundTrip(r)
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
