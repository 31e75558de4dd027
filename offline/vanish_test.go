package offline_test

import (
	"testing"

	"relais/client/memory"
	"relais/internal/desk"
)

func TestWhatWaitsOnATicketThatIsGoneIsFoundInTheLists(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{})
	d := w.device(t, memory.Requester)
	for _, title := range []string{"No sound", "Another"} {
		_, err := d.Ask(t.Context(), request(title), "")
		must(t, err)
	}
	w.sync(d)
	list, err := d.Tickets(t.Context(), desk.Filter{Text: "sound"})
	must(t, err)
	id := list[0].ID
	w.hub.Vanish(id)
	r, err := d.Reply(t.Context(), id, says("It still is"), "")
	must(t, err)
	w.sync(d)
	for name, f := range map[string]desk.Filter{
		"all": {}, "my own": {Requester: memory.Requester, Following: true}, "searched": {Text: "sound"}, "open": {Open: true},
	} {
		n := 0
		rows, err := d.Tickets(t.Context(), f)
		must(t, err)
		for _, row := range rows {
			if row.ID == id && row.Title == "No sound" && row.Attention {
				n++
			}
		}
		if counts, err := d.Counts(t.Context(), []desk.Filter{f}); err != nil || n != 1 || counts[0] != len(rows) {
			t.Errorf("%s: it is there %d times, %d rows, counted %v, %v", name, n, len(rows), counts, err)
		}
	}
	must(t, d.Settle(t.Context(), r.Key, desk.SettleDiscard))
	if rows, err := d.Tickets(t.Context(), desk.Filter{}); err != nil || len(rows) != 1 {
		t.Errorf("%d rows after it was given up, %v", len(rows), err)
	}
}
