package shell_test

import (
	"slices"
	"testing"
	"time"

	"relais/internal/desk"
	"relais/ui/model"
	"relais/ui/model/shell"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// fake is a desk with a state.
type fake struct {
	model.Signal
	me     desk.Person
	status desk.SyncStatus
}

func (f *fake) Me() desk.Person         { return f.me }
func (f *fake) Status() desk.SyncStatus { return f.status }

func open(f *fake) *shell.Shell { return shell.New(f, func() time.Time { return noon }) }

func TestEverybodyBeginsWhereTheyWork(t *testing.T) {
	t.Parallel()
	for role, want := range map[desk.Role]string{
		"": model.PlaceHome, desk.RoleRequester: model.PlaceHome, desk.RoleTechnician: model.PlaceQueues, desk.RoleLead: model.PlaceQueues,
	} {
		if got := open(&fake{me: desk.Person{Role: role}}).State(); got.Place.Name != want || got.Tab != want {
			t.Errorf("%q begins at %s", role, got.Place.Name)
		}
	}
}

func TestWhatTheHelpdeskLacksIsSaidUntilItWasLookedAt(t *testing.T) {
	t.Parallel()
	s := open(&fake{status: desk.SyncStatus{SignedIn: true, Online: true}})
	s.Lacking(3)
	if got := s.State().Notices; len(got) != 1 || got[0].Count != 3 || got[0].Go.Name != model.PlaceSettings {
		t.Fatalf("%+v", got)
	}
	s.Go(model.Place{Name: model.PlaceSettings})
	s.Back()
	if got := s.State().Notices; len(got) != 0 {
		t.Fatalf("%+v", got)
	}
}

func TestWhoSitsThereMayBeKnownOnlyLater(t *testing.T) {
	t.Parallel()
	f := &fake{}
	s := open(f)
	f.me.Role = desk.RoleTechnician
	f.Emit()
	if got := s.State().Place.Name; got != model.PlaceQueues {
		t.Fatalf("begins at %s", got)
	}
	moved := &fake{}
	s = open(moved)
	s.Go(model.Place{Name: model.PlaceKnowledge})
	moved.me.Role = desk.RoleTechnician
	moved.Emit()
	if got := s.State().Place.Name; got != model.PlaceKnowledge {
		t.Fatalf("taken away to %s", got)
	}
}

func TestTheWayBackIsTheWayThatWasGone(t *testing.T) {
	t.Parallel()
	s := open(&fake{})
	s.Go(model.Place{Name: model.PlaceRequests})
	s.Go(model.Place{Name: model.PlaceRequest, Ref: "2041"})
	s.Go(model.Place{Name: model.PlaceRequest, Ref: "2041"})
	if got := s.State(); got.Tab != model.PlaceRequests || !got.CanBack {
		t.Fatalf("%+v", got)
	}
	for _, want := range []string{model.PlaceRequests, model.PlaceHome, model.PlaceHome} {
		s.Back()
		if got := s.State().Place.Name; got != want {
			t.Fatalf("back at %s, want %s", got, want)
		}
	}
}

func TestThePageToSignInIsNotToldThatNobodyHas(t *testing.T) {
	t.Parallel()
	s := open(&fake{})
	if n := s.State().Notices; len(n) != 1 || n[0].ID != "signed-out" {
		t.Fatalf("%+v", n)
	}
	s.Go(model.Place{Name: model.PlaceSignIn})
	if n := s.State().Notices; len(n) != 0 {
		t.Fatalf("%+v", n)
	}
}

func TestWhatWasHeardBeforeTheProgramBeganIsOldNews(t *testing.T) {
	t.Parallel()
	for pulled, want := range map[time.Time]bool{{}: false, noon.Add(-2 * time.Minute): false, noon.Add(-time.Second): true, noon: true, noon.Add(time.Minute): true} {
		if got := open(&fake{status: desk.SyncStatus{SignedIn: true, Online: true, Pulled: pulled}}).State().Heard; got != want {
			t.Errorf("pulled at %v: %v", pulled, got)
		}
	}
}

func TestAnotherDeskBeginsAnew(t *testing.T) {
	t.Parallel()
	s := open(&fake{})
	s.Go(model.Place{Name: model.PlaceSignIn})
	s.Use(&fake{me: desk.Person{Role: desk.RoleTechnician}})
	if got := s.State(); got.Place.Name != model.PlaceQueues || got.CanBack {
		t.Fatalf("%+v", got)
	}
}

func TestNoticesSayTheMostPressingFirst(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		status desk.SyncStatus
		want   []string
	}{
		{"all is well", desk.SyncStatus{SignedIn: true, Online: true, Since: noon}, nil},
		{"just started", desk.SyncStatus{SignedIn: true}, nil},
		{"offline", desk.SyncStatus{SignedIn: true, Since: noon, Code: desk.CodeUnreachable}, []string{"offline"}},
		{"offline and stuck", desk.SyncStatus{SignedIn: true, Since: noon, Attention: 1}, []string{"attention", "offline"}},
		{"password refused", desk.SyncStatus{SignedIn: true, Since: noon, Code: desk.CodeUnauthorized, Waiting: 2}, []string{"password"}},
		{"passphrase not said", desk.SyncStatus{SignedIn: true, Since: noon, Code: desk.CodeSealed, Waiting: 2}, []string{"sealed"}},
		{"not signed in", desk.SyncStatus{Waiting: 1}, []string{"signed-out"}},
		{"after damage, filling up", desk.SyncStatus{SignedIn: true, Online: true, Kept: "2", Backfill: true}, []string{"kept", "backfill"}},
		{"disk full", desk.SyncStatus{SignedIn: true, Online: true, Code: desk.CodeDiskFull}, []string{"disk-full"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, n := range shell.Notices(c.status) {
				got = append(got, n.ID)
				if !slices.Contains(shell.NoticeIDs(), n.ID) {
					t.Errorf("%s is not in the list", n.ID)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %v", got)
			}
		})
	}
}
