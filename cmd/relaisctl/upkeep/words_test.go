package upkeep

import (
	"bytes"
	"strings"
	"testing"

	"relais/assets"
	"relais/cmd/internal/session"
	"relais/cmd/relaisctl/cli"
	"relais/internal/desk"
)

// read is what a person reads.
func read(t *testing.T, say func(*cli.Page)) string {
	t.Helper()
	var out bytes.Buffer
	p := cli.New(cli.World{Words: session.Folder(assets.I18n, "i18n"), Out: &out, Env: func(string) string { return "" }})
	if err := p.Answer(nil, say, "missing"); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestWhatWasRefusedIsSaidWithItsField(t *testing.T) {
	t.Parallel()
	p := desk.Pending{Receipt: desk.Receipt{Key: "k", Verb: desk.VerbCorrect, State: desk.StateAttention}, Code: desk.CodeRefused, Field: desk.FieldPriority}
	w := waiting{list: []wait{{Pending: p}}, signedIn: true}
	if got := read(t, w.say); !strings.Contains(got, "It is about: Priority.") {
		t.Error(got)
	}
}

func TestWhatWaitsAfterASyncThatFailedSaysWhy(t *testing.T) {
	t.Parallel()
	w := waiting{list: []wait{{Pending: desk.Pending{Receipt: desk.Receipt{Key: "k", Verb: desk.VerbReply, State: desk.StateQueued}}}}, signedIn: true}
	if got := read(t, w.say); !strings.Contains(got, "It leaves with the next sync.") {
		t.Error(got)
	}
	w.code = desk.CodeUnauthorized
	if got := read(t, w.say); strings.Contains(got, "with the next sync") || !strings.Contains(got, "not accepted") || !strings.Contains(got, "as soon as possible") {
		t.Error(got)
	}
}

func TestWhatMayHaveArrivedIsSaidBeforeAnybodySendsItTwice(t *testing.T) {
	t.Parallel()
	p := desk.Pending{Receipt: desk.Receipt{Key: "k", Verb: desk.VerbReply, State: desk.StateAttention}, Code: desk.CodeInterrupted}
	w := waiting{list: []wait{{Pending: p}}, signedIn: true}
	if got := read(t, w.say); !strings.Contains(got, "may have arrived") || !strings.Contains(got, "twice") || strings.Contains(got, "nothing to do") {
		t.Error(got)
	}
}

func TestWhatTheHelpdeskLacksIsSaidWithWhatToAskFor(t *testing.T) {
	t.Parallel()
	got := read(t, func(out *cli.Page) { sayMissing(out, []desk.Missing{{Code: "rt-articles"}, {Code: "elsewhere"}}) })
	if !strings.Contains(got, "could do 2 things more") || strings.Contains(got, "missing.rt") || strings.Count(got, "\n\n") < 2 {
		t.Error(got)
	}
	if got := read(t, func(out *cli.Page) { sayMissing(out, nil) }); strings.TrimSpace(got) != "" {
		t.Error(got)
	}
}
