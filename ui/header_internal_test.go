package ui

import (
	"io/fs"
	"strings"
	"testing"
	"time"

	"relais/assets"
	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model/shell"
	"relais/ui/part"
)

func TestTheHeaderIsGreenOnlyOnceTheHelpdeskHasAnswered(t *testing.T) {
	t.Parallel()
	sub, err := fs.Sub(assets.I18n, "i18n")
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := text.Load(sub)
	if err != nil {
		t.Fatal(err)
	}
	w := &Window{o: Options{Words: catalogue.In("en").InZone(time.UTC)}}
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	known := desk.SyncStatus{SignedIn: true, Online: true, Pulled: now.Add(-time.Hour)}
	syncing, sealed, cut := known, known, known
	syncing.Syncing = true
	sealed.Online, sealed.Code = false, desk.CodeSealed
	cut.Online, cut.Code = false, desk.CodeUnreachable
	for _, c := range []struct {
		name  string
		sync  desk.SyncStatus
		heard bool
		tone  part.Tone
		words string
	}{
		{"just started", known, false, part.Neutral, "As of 11:00"},
		{"on its way", syncing, false, part.Blue, ""},
		{"answered", known, true, part.Green, "11:00"},
		{"passphrase not said", sealed, false, part.Neutral, "As of 11:00"},
		{"passphrase never said", desk.SyncStatus{SignedIn: true, Code: desk.CodeSealed}, false, part.Neutral, "Not signed in"},
		{"out of reach", cut, false, part.Amber, "11:00"},
		{"signed out", desk.SyncStatus{}, false, part.Neutral, "Not signed in"},
	} {
		if tone, words := w.syncWords(shell.State{Sync: c.sync, Heard: c.heard, Now: now}); tone != c.tone || !strings.Contains(words, c.words) {
			t.Errorf("%s: %v, %q", c.name, tone, words)
		}
	}
}
