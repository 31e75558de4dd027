package model_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"relais/internal/desk"
	"relais/ui/model"
)

// line is a connection that brings a file in pieces, one a second, and breaks off
// after so many of them each time.
type line struct {
	pieces []int // that each try brings; the file is whole with the last of ten
	fails  error // else of a try that brings less
	here   int64
	tries  int
}

var broken = &desk.Error{Code: desk.CodeUnreachable}

func (l *line) Fetch(ctx context.Context, _ desk.Attachment, progress func(int64)) (string, error) {
	try := l.tries
	l.tries++
	if try >= len(l.pieces) {
		return "", l.fails
	}
	progress(l.here)
	for range l.pieces[try] {
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-time.After(time.Second):
		}
		l.here += 100
		progress(l.here)
	}
	if l.here < 1000 {
		return "", l.fails
	}
	return "/files/big.zip", nil
}

// receiver follows the downloads of a page.
type receiver struct {
	*model.Downloads
	mu     sync.Mutex
	opened []string
	failed desk.Code
	seen   []int64
}

var big = desk.Attachment{ID: "f", Name: "big.zip", Size: 1000}

func receive(t *testing.T, from model.Fetcher) (*receiver, *model.Tasks) {
	t.Helper()
	r, tasks := &receiver{}, model.NewTasks()
	t.Cleanup(tasks.Close)
	r.Downloads = model.NewDownloads(from, tasks, func(path string) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.opened = append(r.opened, path)
	}, func(failed desk.Code) {
		now := r.Coming()[model.FileKey(big)].Bytes
		r.mu.Lock()
		defer r.mu.Unlock()
		r.failed = max(r.failed, failed)
		r.seen = append(r.seen, now)
	})
	return r, tasks
}

func (r *receiver) check(t *testing.T, opened int, failed desk.Code, coming ...model.Coming) {
	t.Helper()
	synctest.Wait()
	r.mu.Lock()
	defer r.mu.Unlock()
	c, comes := r.Coming()[model.FileKey(big)]
	if len(r.opened) != opened || r.failed != failed || comes != (len(coming) > 0) || comes && c != coming[0] {
		t.Fatalf("opened %q, failed with %q, coming %v %+v", r.opened, r.failed, comes, c)
	}
}

func TestAFileSaysHowFarItIsUntilItIsHere(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r, _ := receive(t, &line{pieces: []int{10}})
		r.Open(big)
		r.check(t, 0, "", model.Coming{})
		time.Sleep(3500 * time.Millisecond)
		r.check(t, 0, "", model.Coming{Bytes: 300})
		r.Open(big) // it is on its way already
		time.Sleep(7 * time.Second)
		r.check(t, 1, "")
		if len(r.seen) != 13 || r.seen[6] != 500 {
			t.Errorf("it told %d", r.seen)
		}
	})
}

func TestAFileThatBreaksOffGoesOnByItself(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &line{pieces: []int{4, 3, 0, 0, 3}, fails: broken}
		r, _ := receive(t, l)
		r.Open(big)
		time.Sleep(8 * time.Second)
		r.check(t, 0, "", model.Coming{Bytes: 700, Waits: true})
		if l.tries != 3 {
			t.Fatalf("%d tries; each that brings something is followed by another one", l.tries)
		}
		time.Sleep(time.Hour)
		r.check(t, 0, "", model.Coming{Bytes: 700, Waits: true})
		r.Resume()
		r.check(t, 0, "", model.Coming{Bytes: 700, Waits: true})
		r.Open(big) // so does a click
		time.Sleep(4 * time.Second)
		r.check(t, 1, "")
	})
}

func TestAFileThatIsStoppedGoesOnFromThereTheNextTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &line{pieces: []int{10, 6}, fails: broken}
		r, _ := receive(t, l)
		r.Open(big)
		time.Sleep(4500 * time.Millisecond)
		r.Stop(big)
		r.check(t, 0, "")
		r.Stop(big) // nothing comes
		r.Resume()
		time.Sleep(time.Minute)
		r.check(t, 0, "")
		r.Open(big)
		r.check(t, 0, "", model.Coming{Bytes: 400})
		time.Sleep(time.Minute)
		r.check(t, 1, "")
	})
}

func TestAFileThatWaitsCanBeStopped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r, _ := receive(t, &line{fails: broken})
		r.Open(big)
		r.check(t, 0, "", model.Coming{Waits: true})
		r.Stop(big)
		r.check(t, 0, "")
	})
}

func TestAFileThatCantBeHadSaysWhy(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		from model.Fetcher
		want desk.Code
	}{
		"gone":                 {&line{fails: &desk.Error{Code: desk.CodeNotFound}}, desk.CodeNotFound},
		"no room":              {&line{pieces: []int{5}, fails: &desk.Error{Code: desk.CodeDiskFull}}, desk.CodeDiskFull},
		"another than it said": {other{}, desk.CodeInterrupted},
		"a fault":              {&line{fails: errors.New("no")}, desk.CodeInternal},
	} {
		synctest.Test(t, func(t *testing.T) {
			r, _ := receive(t, c.from)
			r.Open(big)
			time.Sleep(time.Minute)
			synctest.Wait()
			if r.failed != c.want || len(r.opened) != 0 || len(r.Coming()) != 0 {
				t.Errorf("%s: %q, opened %q, %v", name, r.failed, r.opened, r.Coming())
			}
		})
	}
}

// other brings another file than was announced.
type other struct{}

func (other) Fetch(_ context.Context, a desk.Attachment, progress func(int64)) (string, error) {
	progress(a.Size)
	return "", &desk.Error{Code: desk.CodeInterrupted}
}

func TestNothingComesAnyMoreOnceThePageIsLeft(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r, tasks := receive(t, &line{pieces: []int{10}})
		r.Open(big)
		time.Sleep(1500 * time.Millisecond)
		tasks.Close()
		r.check(t, 0, "")
	})
}
