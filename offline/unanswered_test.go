package offline_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"relais/client/memory"
	"relais/internal/desk"
)

func TestWhatFoundNothingIsListedByHowOften(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{})
	o := w.options(t.TempDir(), memory.Requester)
	d := open(t, o)
	must(t, d.FoundNothing(t.Context(), "badge de cantine", "fr"))
	w.clock.Advance(48 * time.Hour)
	must(t, d.FoundNothing(t.Context(), "coffee machine", "en"))
	must(t, d.FoundNothing(t.Context(), "  Badge   de cantine ? ", "fr"))
	must(t, d.FoundNothing(t.Context(), "BADGE de CANTINE", "fr")) // the same day
	must(t, d.FoundNothing(t.Context(), " ?! ", "en"))
	must(t, d.Close())
	d = open(t, o)
	list, err := d.Unanswered(t.Context(), 10)
	must(t, err)
	if len(list) != 2 || list[0].Words != "BADGE de CANTINE" || list[0].Count != 2 || list[1].Words != "coffee machine" || list[1].Count != 1 || list[1].Lang != "en" {
		t.Fatalf("%+v", list)
	}
	if list[0].Last.IsZero() || list[0].Last.Before(list[1].Last) {
		t.Errorf("last asked %v", list[0].Last)
	}
	must(t, d.ForgetUnanswered(t.Context(), "badge de cantine"))
	if err := d.ForgetUnanswered(t.Context(), "badge de cantine"); desk.CodeOf(err) != desk.CodeNotFound {
		t.Errorf("forgotten twice: %v", err)
	}
	if list, err := d.Unanswered(t.Context(), 10); err != nil || len(list) != 1 {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestWhatWasTypedOnTheWayToAQuestionIsNoQuestion(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{})
	d := w.device(t, memory.Requester)
	for _, words := range []string{"coff", "coffee", "coffee mach", "coffee machine"} {
		must(t, d.FoundNothing(t.Context(), words, "en"))
	}
	w.clock.Advance(time.Hour)
	must(t, d.FoundNothing(t.Context(), "coffee machine broken", "en"))
	list, err := d.Unanswered(t.Context(), 10)
	must(t, err)
	if len(list) != 2 || list[0].Words != "coffee machine broken" || list[1].Words != "coffee machine" {
		t.Errorf("%+v", list)
	}
}

func TestTheListOfWhatFoundNothingStaysSmall(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{})
	d := w.device(t, memory.Requester)
	must(t, d.FoundNothing(t.Context(), strings.Repeat("very long é", 1000), "en"))
	for n := range 210 {
		must(t, d.FoundNothing(t.Context(), "word "+strconv.Itoa(1000+n), "en"))
	}
	list, err := d.Unanswered(t.Context(), 5000)
	must(t, err)
	if len(list) != 200 {
		t.Errorf("%d are kept", len(list))
	}
	for _, u := range list {
		if strings.HasPrefix(u.Words, "very") {
			t.Error("the oldest is still there")
		}
	}
}
