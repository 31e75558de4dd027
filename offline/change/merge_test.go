package change_test

import (
	"errors"
	"testing"

	"relais/internal/desk"
	"relais/offline/change"
)

func TestMergeSurvivesJSON(t *testing.T) {
	t.Parallel()
	roundTrip(t, &change.Merge{Into: "2"})
	refused(t, desk.CodeInvalid, &change.Merge{})
}

func TestAMergedTicketIsClosed(t *testing.T) {
	t.Parallel()
	want(t, shown(t, &change.Merge{Into: "2"}, open()).Ticket, desk.Patch{desk.FieldMergedInto: "2", desk.FieldStatus: "closed"})
}

func TestAMergeWaitsForATicketThatIsNotThereYet(t *testing.T) {
	t.Parallel()
	h, o := &helpdesk{now: open()}, &change.Merge{Into: string(key)}
	if _, err := o.Push(t.Context(), h, h.way(open(), o)); !errors.Is(err, change.ErrWaits) || len(h.changes) != 0 {
		t.Fatalf("sent %+v, %v", h.changes, err)
	}
	w := h.way(open(), o)
	w.Resolve = func(ref string) (string, bool) { return ref, true } // it was given up
	if _, err := o.Push(t.Context(), h, w); desk.CodeOf(err) != desk.CodeNotFound || len(h.changes) != 0 {
		t.Fatalf("sent %+v, %v", h.changes, err)
	}
}
