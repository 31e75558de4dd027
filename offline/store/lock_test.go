package store_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/gofrs/flock"

	"relais/internal/desk"
	"relais/offline/store"
)

func TestAProgramThatTakesLongToEndKeepsNobodyOut(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first, err := store.OpenPrecious(t.Context(), dir, store.Options{Now: now, Single: true})
	must(t, err)
	defer func() { _ = first.Close() }()
	must(t, first.Keep(t.Context(), ask(1), ""))
	first.Leave()
	s := open(t, dir)
	defer func() { _ = s.Close() }()
	if list, err := s.Live(t.Context()); err != nil || len(list) != 1 {
		t.Errorf("%d requests, %v", len(list), err)
	}
}

func TestWhoWaitsForAFolderMayGiveUp(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	alone := flock.New(filepath.Join(dir, "use.lock"))
	must(t, alone.Lock())
	defer func() { _ = alone.Unlock() }()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	for name, open := range map[string]func(context.Context, string, store.Options) (*store.Store, error){
		"all of it": store.Open, "the precious file": store.OpenPrecious,
	} {
		if _, err := open(ctx, dir, store.Options{Now: now}); desk.CodeOf(err) != desk.CodeCanceled {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
