package cursor_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relais/client/rt/cursor"
	"relais/internal/desk"
)

func TestACursorSurvivesBeingText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := cursor.New(time.Unix(rapid.Int64Range(1, 1<<33).Draw(t, "now"), 0))
		ids := rapid.SliceOf(rapid.IntRange(1, 60)).Draw(t, "ids")
		for _, id := range ids {
			c.Known.Add(id)
		}
		text, err := c.Encode()
		if err != nil {
			t.Fatal(err)
		}
		again, err := cursor.Decode(text)
		if err != nil || again.Since != c.Since || !slices.Equal(again.Known, c.Known) {
			t.Fatalf("%+v became %+v, %v", c, again, err)
		}
		slices.Sort(ids)
		if !slices.Equal(again.Known, cursor.IDs(slices.Compact(ids))) && len(ids) > 0 {
			t.Fatalf("%v are %v", ids, again.Known)
		}
		for _, id := range ids {
			if !again.Known.Remove(id) && again.Known.Has(id) {
				t.Fatalf("%d stays", id)
			}
		}
		if len(again.Known) != 0 {
			t.Fatalf("%v stay", again.Known)
		}
	})
}

func TestManyIDsTakeLittleRoom(t *testing.T) {
	t.Parallel()
	c := cursor.New(time.Unix(1, 0))
	for id := 1; id <= 100_000; id++ {
		c.Known.Add(id)
	}
	if text, err := c.Encode(); err != nil || len(text) > 200 {
		t.Errorf("%d letters, %v", len(text), err)
	}
}

func TestWhatIsNoCursorIsTooOld(t *testing.T) {
	t.Parallel()
	for _, text := range []desk.Cursor{"", "x", "rt1.", "rt1.e30", "rt0.eyJzIjoxfQ", "rt1.eyJzIjoxLCJrIjoiNS0xIn0", "rt1.eyJzIjoxLCJrIjoiMS05OTk5OTk5OTkifQ"} {
		if _, err := cursor.Decode(text); desk.CodeOf(err) != desk.CodeCursorTooOld {
			t.Errorf("%q: got %v", text, err)
		}
	}
}

func TestAMarkKeepsTheVersionOfWhatIsFresh(t *testing.T) {
	t.Parallel()
	at := time.Unix(1000, 0)
	for _, c := range []struct {
		now  time.Time
		want string
	}{{at, "v"}, {at.Add(time.Second), "v"}, {at.Add(cursor.Fresh), ""}} {
		second, version := cursor.NewMark(at, "v", c.now).Split()
		if second != 1000 || version != c.want {
			t.Errorf("after %s: %d %q", c.now.Sub(at), second, version)
		}
	}
	if second, version := cursor.Mark("no time").Split(); second != 0 || strings.TrimSpace(version) != "" {
		t.Errorf("got %d %q", second, version)
	}
}
