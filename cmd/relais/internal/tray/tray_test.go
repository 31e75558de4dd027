//go:build !windows && !darwin

package tray_test

import (
	"bytes"
	"image"
	"image/png"
	"reflect"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"relais/cmd/relais/internal/tray"
	"relais/ui/gate"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func square(t *testing.T, size int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, size, size))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// There is one icon in the life of a program, hence one test.
func TestTheIconIsInTheTrayFromOpenToClose(t *testing.T) {
	d := openDesktop(t)
	done := make(chan string, 10_000) // more than anybody clicks
	do := func(what string) func() { return func() { done <- what } }
	face := func(size int, help, state string) tray.Face {
		return tray.Face{Icon: square(t, size), Tip: state, Menu: []tray.Entry{
			{Label: help, Do: do("help in " + help)}, {}, {Label: state, Do: do(state)},
		}}
	}
	opened := make(chan bool, 1)
	icon := tray.Open(tray.Options{
		Name: "Relais", Face: face(16, "Help", "Offline"), Tapped: do("tapped"),
		UI: gate.New(gate.WithDo(func(f func()) { f() })), Opened: func(there bool) { opened <- there },
	})
	if !<-opened {
		t.Fatal("it did not get there")
	}
	width := func() any { return reflect.ValueOf(d.look("IconPixmap")).Index(0).Index(0).Interface() }
	labels, ids := d.menu()
	if !slices.Equal(labels, []string{"Help", "", "Offline"}) || d.look("Title") != "Relais" || width() != int32(16) {
		t.Errorf("the menu of %v is %q, the icon %v wide", d.look("Title"), labels, width())
	}
	if d.look("ItemIsMenu") != false {
		t.Error("a click opens the menu")
	}
	if err := d.item("/StatusNotifierItem").Call("org.kde.StatusNotifierItem.Activate", 0, int32(1), int32(1)).Err; err != nil || <-done != "tapped" {
		t.Errorf("a click did something else: %v", err)
	}
	d.click(ids[0], done, "help in Help")

	for range 3 { // each call wins over the ones before
		icon.Show(face(32, "Hilfe", "Nothing"))
	}
	icon.Show(face(24, "Aide", "À jour"))
	d.comes("the other language", func() bool {
		labels, _ = d.menu()
		return slices.Equal(labels, []string{"Aide", "", "À jour"}) && width() == int32(24)
	})
	d.click(ids[0], done, "help in Aide")

	icon.Close()
	icon.Show(face(16, "Help", "Offline")) // too late, and does no harm
	var names []string
	if err := d.bus.BusObject().Call("org.freedesktop.DBus.ListNames", 0).Store(&names); err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(names, func(n string) bool { return strings.Contains(n, "StatusNotifierItem") }) {
		t.Errorf("it is still there: %v", names)
	}
}
