package offline_test

import (
	"os"
	"path/filepath"
	"testing"

	"relais/client/memory"
	"relais/internal/desk"
	"relais/offline"
)

func TestAnAttachmentThatCanNotBeReadHoldsUpNothingElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t, memory.Options{})
	home := t.TempDir()
	d := before(t, w, home)
	broken := request("No sound")
	a := attach(t, d, "a picture")
	broken.Message = with(broken.Message, a)
	for _, ask := range []desk.NewTicket{broken, request("Another")} {
		_, err := d.Ask(t.Context(), ask, "")
		must(t, err)
	}
	folder := w.home()
	must(t, d.Close())
	must(t, os.Truncate(filepath.Join(folder, "outbox", a.SHA256), 0))
	if n, err := offline.Adopt(t.Context(), home, memory.Requester, w.clock.Now); err != nil || n != 2 {
		t.Fatalf("adopted %d, %v", n, err)
	}
	d = open(t, w.options(home, memory.Requester))
	if r := w.sync(d); r.Pushed != 1 || r.Attention != 1 {
		t.Errorf("sync %+v", r)
	}
	if list, err := d.Outbox(t.Context()); err != nil || len(list) != 1 || list[0].Code != desk.CodeVanished {
		t.Errorf("outbox %+v, %v", list, err)
	}
}
