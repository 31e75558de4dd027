package rt_test

import (
	"net/http"
	"testing"

	"relais/client/rt"
	"relais/internal/desk"
)

// made makes a ticket past the adapter.
func (b *bench) made(t *testing.T, login, queue, requester, title string, key desk.Key) string {
	t.Helper()
	var made struct {
		ID string `json:"id"`
	}
	if err := b.as(login, http.MethodPost, "/ticket", map[string]any{
		"Queue": queue, "Subject": title, "Requestor": requester, "Content": "x", "CustomFields": map[string]string{"ClientRef": string(key)},
	}, &made); err != nil {
		t.Fatal(err)
	}
	return made.ID
}

func TestACopyThatSomebodyMadeIsNotJoined(t *testing.T) {
	b := start(t)
	d := b.device(t, "tech1", rt.Settings{})
	_, _, cursor := pullAll(t, d, "")
	key := newKey(t)
	ids := []string{
		b.made(t, "user1", "Niveau 1", "user1", "Écran noir", key),
		b.made(t, "tech2", "Niveau 1", "user1", "Écran noir", key),  // by somebody else
		b.made(t, "user1", "Niveau 1", "user1", "Clavier usé", key), // about something else
	}
	told, _, _ := pullAll(t, d, cursor)
	for _, id := range ids {
		if _, ok := told[id]; !ok {
			t.Errorf("%s was joined to another", id)
		}
	}
}

func TestATicketIsNotJoinedToOneThatWasDeleted(t *testing.T) {
	b := start(t)
	d := b.device(t, "tech1", rt.Settings{})
	_, _, cursor := pullAll(t, d, "")
	key := newKey(t)
	first := b.made(t, "user1", "Niveau 1", "user1", "Écran noir", key)
	_, _, cursor = pullAll(t, d, cursor)
	b.put(t, "/ticket/"+first, map[string]any{"Status": "deleted"})
	second := b.made(t, "user1", "Niveau 1", "user1", "Écran noir", key)
	told, _, _ := pullAll(t, d, cursor)
	if _, ok := told[second]; !ok {
		t.Errorf("%s was not told, of %d", second, len(told))
	}
	if c, err := d.Conversation(t.Context(), second); err != nil || c.Ticket.ID != second {
		t.Errorf("got %s, %v", c.Ticket.ID, err)
	}
}

func TestATechnicianWhoAskedForHelpElsewhereIsStillOne(t *testing.T) {
	b := start(t)
	id := b.made(t, "root", "General", "tech1", "Fiche de paie", newKey(t))
	t.Cleanup(func() { b.put(t, "/ticket/"+id, map[string]any{"Status": "deleted"}) })
	w, err := b.device(t, "tech1", rt.Settings{}).Welcome(t.Context())
	if err != nil || w.Me.Role != desk.RoleTechnician {
		t.Errorf("got %+v, %v", w.Me, err)
	}
}
