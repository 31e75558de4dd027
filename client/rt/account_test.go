package rt_test

import (
	"errors"
	"net/http"
	"slices"
	"testing"

	"relais/client/rt"
	"relais/internal/desk"
)

func TestAnAccountInAnotherTimeZoneMissesNothing(t *testing.T) {
	b := start(t)
	b.put(t, "/user/sync", map[string]any{"Timezone": "America/New_York"})
	t.Cleanup(func() { b.put(t, "/user/sync", map[string]any{"Timezone": ""}) })
	d := b.device(t, "sync", rt.Settings{})
	_, _, cursor := pullAll(t, d, "")
	id := ask(t, b.device(t, "user1", rt.Settings{})).ID
	tickets, _, _ := pullAll(t, d, cursor)
	if _, ok := tickets[id]; !ok || len(tickets) > 5 {
		t.Errorf("told %d tickets, and %s among them: %t", len(tickets), id, ok)
	}
}

func TestAPrivilegedAccountWithoutRightsIsARequester(t *testing.T) {
	b := start(t)
	ask(t, b.device(t, "user3", rt.Settings{})) // rights show on tickets
	d := b.device(t, "user3", rt.Settings{})
	w, err := d.Welcome(t.Context())
	if err != nil || w.Me.Role != desk.RoleRequester || d.Capabilities().Notes || len(d.Capabilities().Fields) > 0 {
		t.Errorf("got %+v, %+v, %v", w.Me, d.Capabilities(), err)
	}
}

func TestWhatIsRefusedWithA200IsTold(t *testing.T) {
	b := start(t)
	// The field has no such value, as when an administrator took it away.
	d := b.device(t, "tech1", rt.Settings{ImpactScale: map[string]desk.Level{"Disparu": 5, "3 - Personne": 1}})
	id := ask(t, b.device(t, "user1", rt.Settings{})).ID
	_, err := d.Update(t.Context(), newKey(t), id, "", desk.Change{Set: desk.Patch{desk.FieldImpact: "5"}})
	refused(t, err, desk.FieldImpact)
	// Statuses of another lifecycle: none of the names that are tried is taken.
	d = b.device(t, "tech1", rt.Settings{Statuses: map[string]map[string]desk.Status{"support": {"parked": desk.StatusPlanned, "planned": desk.StatusOpen}}})
	_, err = d.Update(t.Context(), newKey(t), id, "", desk.Change{Set: desk.Patch{desk.FieldStatus: "planned"}})
	refused(t, err, desk.FieldStatus)
}

func refused(t *testing.T, err error, field desk.Field) {
	t.Helper()
	var e *desk.Error
	if !errors.As(err, &e) || e.Code != desk.CodeRefused || e.Field != field {
		t.Errorf("got %v, want that %s is refused", err, field)
	}
}

func TestAMoveOutOfSightIsToldAsGone(t *testing.T) {
	b := start(t)
	d := b.device(t, "tech1", often)
	id := ask(t, b.device(t, "user1", rt.Settings{})).ID
	_, _, cursor := pullAll(t, d, "")
	safe := "Coffre " + string(newKey(t)) // nobody has rights there
	if err := b.root(http.MethodPost, "/queue", map[string]any{"Name": safe}, nil); err != nil {
		t.Fatal(err)
	}
	b.put(t, "/ticket/"+id, map[string]any{"Queue": safe})
	_, gone, _ := pullAll(t, d, cursor)
	if !slices.Contains(gone, id) {
		t.Errorf("gone are %v, want %s", gone, id)
	}
}
