package model_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"relais/internal/desk"
	"relais/ui/model"
)

func TestWatchersHearEveryChangeUntilTheyStop(t *testing.T) {
	t.Parallel()
	var s model.Signal
	heard := 0
	stop := s.Watch(func() { heard++ })
	s.Emit()
	s.Emit()
	stop()
	s.Emit()
	if heard != 2 {
		t.Fatalf("heard %d", heard)
	}
}

func TestOnlyTheLatestOfABurstRuns(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tasks := model.NewTasks()
		defer tasks.Close()
		ran := make(chan int, 10)
		for i := range 5 {
			tasks.Latest("search", 100*time.Millisecond, func(context.Context) { ran <- i })
			time.Sleep(10 * time.Millisecond)
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if len(ran) != 1 || <-ran != 4 {
			t.Fatal("want the last one, alone")
		}
	})
}

func TestAStaleTaskIsToldSo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tasks := model.NewTasks()
		defer tasks.Close()
		stale := false
		tasks.Latest("x", 0, func(ctx context.Context) { <-ctx.Done(); stale = true })
		synctest.Wait()
		tasks.Latest("x", 0, func(context.Context) {})
		synctest.Wait()
		if !stale {
			t.Fatal("not told")
		}
	})
}

func TestCloseWaitsAndNothingRunsAfterwards(t *testing.T) {
	t.Parallel()
	tasks := model.NewTasks()
	ended := false
	tasks.Go(func(ctx context.Context) { <-ctx.Done(); ended = true })
	tasks.Close()
	if !ended {
		t.Fatal("close did not wait")
	}
	tasks.Go(func(context.Context) { t.Error("ran after close") })
	tasks.Latest("x", 0, func(context.Context) { t.Error("ran after close") })
	tasks.Close()
}

// drafts is a store that can fail.
type drafts struct {
	mu     sync.Mutex
	saved  map[string]string
	writes int
	err    error
}

func (d *drafts) SaveDraft(_ context.Context, draft desk.Draft) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.writes++
	if d.err != nil {
		return d.err
	}
	d.saved[draft.ID] = draft.Texts["text"]
	return nil
}

func (d *drafts) DropDraft(_ context.Context, id string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.saved, id)
	return d.err
}

func (d *drafts) fail(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.err = err
}

func (d *drafts) all() map[string]string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return maps.Clone(d.saved)
}

func (d *drafts) count() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.writes
}

func draft(id, text string) desk.Draft {
	return desk.Draft{ID: id, Texts: map[string]string{"text": text}}
}

func TestADraftIsKeptWithinTheTimeAfterTheLastKeyAndABurstIsOneWrite(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := &drafts{saved: map[string]string{}}
		k := model.NewKeeper(store, func(error) {})
		for _, text := range []string{"i", "im", "imp"} {
			k.Keep(draft("ask", text))
			time.Sleep(20 * time.Millisecond)
		}
		time.Sleep(250 * time.Millisecond)
		synctest.Wait()
		if store.all()["ask"] != "imp" || store.writes != 1 {
			t.Fatalf("%v after %d writes", store.saved, store.writes)
		}
	})
}

func TestADraftThatCouldNotBeKeptIsTriedAgainAndSaid(t *testing.T) {
	t.Parallel()
	store := &drafts{saved: map[string]string{}, err: errors.New("disk full")}
	var told []error
	k := model.NewKeeper(store, func(err error) { told = append(told, err) })
	k.Keep(draft("a", "one"))
	if err := k.Flush(t.Context()); err == nil || len(told) != 1 {
		t.Fatalf("err %v, told %v", err, told)
	}
	store.fail(nil)
	if err := k.Flush(t.Context()); err != nil || store.all()["a"] != "one" || told[1] != nil {
		t.Fatalf("err %v, %v, told %v", err, store.saved, told)
	}
}

func TestASentDraftDoesNotComeBack(t *testing.T) {
	t.Parallel()
	store := &drafts{saved: map[string]string{}}
	k := model.NewKeeper(store, func(error) {})
	k.Keep(draft("ask", "sent"))
	k.Forget("ask")
	if err := k.Flush(t.Context()); err != nil || len(store.all()) != 0 {
		t.Fatalf("err %v, %v", err, store.saved)
	}
}

func TestAnEmptyDraftIsDropped(t *testing.T) {
	t.Parallel()
	store := &drafts{saved: map[string]string{"ask": "old"}}
	k := model.NewKeeper(store, func(error) {})
	k.Keep(draft("ask", ""))
	if err := k.Flush(t.Context()); err != nil || len(store.all()) != 0 {
		t.Fatalf("err %v, %v", err, store.saved)
	}
}

func TestThePlaceOfAnArticleKeepsTheWordsThatFoundIt(t *testing.T) {
	t.Parallel()
	for _, query := range []string{"", "où est-ce ?", "a?b"} {
		p := model.ArticlePlace("a.fr", query)
		if id, got, known := p.Article(); id != "a.fr" || got != query || !known || p.Name != model.PlaceArticle {
			t.Errorf("%q: %q %q %v", query, id, got, known)
		}
	}
	if id, _, known := (model.Place{Ref: "a.fr"}).Article(); id != "a.fr" || known {
		t.Error("no words are not known words")
	}
}

func TestWhatIsDoneInTurnHappensInOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tasks := model.NewTasks()
		var did []int
		for i := range 20 {
			tasks.InTurn(func(context.Context) {
				time.Sleep(time.Duration(20-i) * time.Millisecond)
				did = append(did, i)
			})
		}
		tasks.Close()
		if len(did) != 20 || !slices.IsSorted(did) {
			t.Fatalf("did %v", did)
		}
		tasks.InTurn(func(context.Context) { t.Error("ran after close") })
		tasks.Close()
	})
}

func TestEveryRunComesToItsEndHoweverManyChangesCome(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tasks := model.NewTasks()
		runs, cut := 0, 0
		for range 100 {
			tasks.Again("list", func(ctx context.Context) {
				time.Sleep(50 * time.Millisecond)
				runs++
				if ctx.Err() != nil {
					cut++
				}
			})
			time.Sleep(10 * time.Millisecond)
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if runs < 20 || runs > 21 || cut != 0 {
			t.Errorf("%d runs, %d of them cut", runs, cut)
		}
		tasks.Again("list", func(context.Context) { runs = -1 })
		synctest.Wait()
		tasks.Close()
		if runs != -1 {
			t.Error("did not run when it was the only one")
		}
	})
}

func TestADraftIsKeptOnceThereIsRoomAgainThoughNobodyTypes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := &drafts{saved: map[string]string{}, err: errors.New("disk full")}
		k := model.NewKeeper(store, func(error) {})
		k.Keep(draft("a", "one"))
		time.Sleep(time.Minute)
		store.fail(nil)
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if store.all()["a"] != "one" {
			t.Fatalf("kept %v", store.all())
		}
		store.fail(errors.New("gone"))
		k.Keep(draft("a", "two"))
		k.Close()
		writes := store.count()
		time.Sleep(time.Hour)
		if now := store.count(); now != writes {
			t.Errorf("%d writes after the end", now-writes)
		}
	})
}
