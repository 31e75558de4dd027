package main

import (
	"bytes"
	"context"
	"database/sql"
	"io"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"
	"github.com/gofrs/flock"

	"relais/internal/desk"
	"relais/ui"
	"relais/ui/gate"
	"relais/ui/model"
)

// patience is for what takes no time unless something is wrong.
const patience = time.Minute

// stage is the program with somebody of the embedded helpdesk at a seat. Its window
// draws nothing, and what waits for the UI goroutine waits until it is drawn.
type stage struct {
	*app
	queue chan func()
}

func openAs(t *testing.T, login string) *stage {
	t.Helper()
	return openAt(t, t.TempDir(), login)
}

// openAt is openAs in a home; login is "" for the account that is there.
func openAt(t *testing.T, home, login string) *stage {
	t.Helper()
	env := map[string]string{"LANG": "en_GB.UTF-8", "HOME": t.TempDir()}
	o := &stage{queue: make(chan func(), 100)}
	o.app = &app{
		world: world{env: func(k string) string { return env[k] }, out: io.Discard, err: new(bytes.Buffer)},
		flags: flags{home: home, demoAs: login}, ctx: t.Context(), there: make(chan struct{}), calm: make(chan struct{}),
	}
	close(o.calm)
	if err := o.open(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := o.close(); err != nil {
			t.Error(err)
		}
	})
	o.fyne = test.NewTempApp(t)
	o.gate = gate.New(gate.WithDo(func(f func()) { o.queue <- f }))
	o.window = ui.New(ui.Options{
		App: o.fyne, Gate: o.gate, Models: func() ui.Models { return o.taken().models }, Words: o.words(), Look: o.Preferences(), Now: o.now,
	})
	t.Cleanup(o.window.Close)
	o.opened()
	return o
}

// draw does what waits for the UI goroutine.
func (o *stage) draw() {
	for {
		select {
		case f := <-o.queue:
			f()
		default:
			return
		}
	}
}

// become goes on as somebody else; nothing is drawn yet.
func (o *stage) become(t *testing.T, login string) {
	t.Helper()
	if err := o.app.become(t.Context(), login); err != nil {
		t.Fatal(err)
	}
	o.change()
}

// free tells whether nobody syncs an account.
func (o *stage) free(t *testing.T, account string) bool {
	t.Helper()
	lock := flock.New(filepath.Join(o.session.Home(), "accounts", account, "engine.lock"))
	ok, err := lock.TryLock()
	if err != nil {
		t.Fatal(err)
	}
	_ = lock.Close()
	return ok
}

func TestEverySeatThatWasLeftIsClosedHoweverFastOneMoves(t *testing.T) {
	o := openAs(t, "amelie")
	o.become(t, "claire")
	o.become(t, "nadia")
	if err := o.Set(t.Context(), o.Preferences()); err != nil {
		t.Fatal(err)
	}
	o.draw()
	o.work.Wait()
	for account, want := range map[string]bool{"demo-amelie": true, "demo-claire": true, "demo-nadia": false} {
		if got := o.free(t, account); got != want {
			t.Errorf("%s: free %v, want %v", account, got, want)
		}
	}
}

// outdate makes a file look as if a newer program had written it.
func outdate(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), "PRAGMA user_version = 999"); err != nil {
		t.Fatal(err)
	}
}

func TestADeskThatCannotBeOpenedIsSaidAndLeavesThePersonWhereTheyAre(t *testing.T) {
	o := openAs(t, "amelie")
	o.become(t, "claire")
	o.become(t, "amelie")
	o.draw()
	o.work.Wait()
	outdate(t, filepath.Join(o.session.Home(), "accounts", "demo-claire", "precious.db"))
	before := o.taken()
	o.become(t, "claire")
	o.draw()
	if o.taken() != before {
		t.Error("the seat is another")
	}
	if current, _ := o.session.Account(); current.ID != "demo-amelie" {
		t.Errorf("the account is %s", current.ID)
	}
	if len(o.window.Canvas().Overlays().List()) != 1 {
		t.Error("nothing was said")
	}
}

func TestASyncEndsBeforeItsDeskIsClosed(t *testing.T) {
	o := openAs(t, "amelie")
	s := o.taken()
	began, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		_, err := s.during(t.Context(), func(ctx context.Context) (desk.SyncResult, error) {
			close(began)
			<-ctx.Done()
			_, err := s.desk.Outbox(context.WithoutCancel(ctx))
			return desk.SyncResult{}, err
		})
		ended <- err
	}()
	<-began
	o.become(t, "claire")
	o.draw()
	o.work.Wait()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("the desk was closed: %v", err)
		}
	case <-time.After(patience):
		t.Fatal("the sync goes on")
	}
	if _, err := s.during(t.Context(), s.desk.Sync); desk.CodeOf(err) != desk.CodeCanceled {
		t.Errorf("got %v", err)
	}
}

// asking is a context that asks something each time it is looked at.
type asking struct {
	context.Context
	ask func()
}

func (a asking) Done() <-chan struct{} {
	a.ask()
	return a.Context.Done()
}

func TestTheWindowWaitsForNothingWhileTheEmbeddedHelpdeskStarts(t *testing.T) {
	o := openAs(t, "")
	var once sync.Once
	var answered atomic.Bool
	ctx := asking{t.Context(), func() {
		once.Do(func() {
			answer := make(chan *seat, 1)
			go func() { answer <- o.taken() }()
			select {
			case <-answer:
				answered.Store(true)
			case <-time.After(patience):
			}
		})
	}}
	if err := o.app.become(ctx, "amelie"); err != nil {
		t.Fatal(err)
	}
	if !answered.Load() {
		t.Error("it waits")
	}
}

func TestWhatIsToBeShownWhileTheProgramStartsIsShownOnceItHas(t *testing.T) {
	o := openAs(t, "amelie")
	o.show, o.there = nil, make(chan struct{})
	door{o.app}.Show("12")
	o.draw()
	if got := o.taken().models.frame.State().Place; got.Name == model.PlaceRequest {
		t.Fatalf("there was no window, and it shows %v", got)
	}
	o.app.opened()
	o.work.Wait()
	o.draw()
	if got := o.taken().models.frame.State().Place; got != (model.Place{Name: model.PlaceRequest, Ref: "12"}) {
		t.Errorf("it shows %v", got)
	}
}
