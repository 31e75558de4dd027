package main

import (
	"testing"

	"relais/ui/model"
)

func TestTheTraySpeaksTheLanguageOfTheWindow(t *testing.T) {
	o := openAs(t, "amelie")
	if got := o.face().Menu[0].Label; got != "Get help" {
		t.Fatalf("it begins with %q", got)
	}
	said := ""
	o.told = func() { said = o.face().Menu[0].Label }
	p := o.Preferences()
	p.Lang = "fr"
	if err := o.Set(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	o.draw()
	if want := o.catalogue.In("fr").T("tray.help"); said != want {
		t.Errorf("it begins with %q, want %q", said, want)
	}
}

func TestTheEntriesOfTheTrayLeadToTheirPlaces(t *testing.T) {
	o := openAs(t, "amelie")
	for entry, want := range map[int]string{0: model.PlaceHome, 1: model.PlaceRequests, 2: model.PlaceKnowledge, 4: model.PlaceOutbox} {
		o.face().Menu[entry].Do()
		o.draw()
		if got := o.taken().models.frame.State().Place.Name; got != want {
			t.Errorf("entry %d leads to %q, want %q", entry, got, want)
		}
	}
}

func TestAProgramThatBeginsHiddenIsShownWhenItsDesktopHasNoTray(t *testing.T) {
	for _, hidden := range []bool{true, false} {
		o := openAs(t, "amelie")
		o.flags.hidden = hidden
		o.draw()
		o.unhide()
		if got := len(o.queue) > 0; got != hidden {
			t.Errorf("hidden %v: shown %v", hidden, got)
		}
	}
}
