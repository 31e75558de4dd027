package thread_test

import (
	"testing"

	"relais/client/rt/stream"
	"relais/client/rt/thread"
	"relais/client/rt/wire"
	"relais/internal/desk"
)

func TestFilesThatWentAsBytesAreWhatTheirNamesSay(t *testing.T) {
	t.Parallel()
	frame := &thread.Frame{
		Level: func(string) int { return 0 }, Ref: func(wire.Ref) desk.PersonRef { return desk.PersonRef{} },
		Known: func(string) (wire.User, bool) { return wire.User{}, false },
	}
	want := map[string]string{"a.txt": "text/plain", "B.TXT": "text/plain", "c.log": "text/plain", "d.csv": "text/csv", "e.png": "image/png", "f": stream.Octets}
	var files []wire.Attachment
	for name := range want {
		files = append(files, wire.Attachment{ID: "1", Name: name, MediaType: stream.Octets})
	}
	c := frame.Fold(thread.Reading{
		Ticket: wire.Ticket{ID: "7"}, History: []wire.Transaction{{ID: "3", Type: "Create", ObjectID: "7"}},
		Files: map[wire.ID][]wire.Attachment{"3": files},
	})
	if len(c.Messages) != 1 || len(c.Messages[0].Attachments) != len(want) {
		t.Fatalf("messages %+v", c.Messages)
	}
	for _, a := range c.Messages[0].Attachments {
		if a.MediaType != want[a.Name] {
			t.Errorf("%s is %s", a.Name, a.MediaType)
		}
	}
}
