package ui

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"relais/ui/model/account"
	"relais/ui/theme"
)

func TestTheWindowIsLightUnlessThePersonOrTheDesktopSaysDark(t *testing.T) {
	app := test.NewTempApp(t)
	for _, c := range []struct {
		wish             string
		before, followed theme.Mode
	}{
		{"", theme.Light, theme.Auto},
		{"light", theme.Light, theme.Light},
		{"dark", theme.Dark, theme.Dark},
	} {
		w := &Window{o: Options{App: app, Look: account.Preferences{Theme: c.wish}}}
		if got := w.theme().Mode; got != c.before {
			t.Errorf("wish %q, the desktop says nothing: got %v, want %v", c.wish, got, c.before)
		}
		w.FollowDesktop()
		if got := app.Settings().Theme().(*theme.Theme).Options().Mode; got != c.followed {
			t.Errorf("wish %q, the desktop says something: got %v, want %v", c.wish, got, c.followed)
		}
	}
}
