package main

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
	"github.com/adrg/xdg"

	"relais/internal/desk"
)

func TestAFileIsWrittenBesideThoseOfItsName(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for _, want := range []string{"Reçu 7.txt", "Reçu 7 (2).txt", "Reçu 7 (3).txt"} {
		path, err := newFile(folder, "Reçu 7", ".txt", []byte(want))
		if err != nil || filepath.Base(path) != want {
			t.Fatalf("got %q, %v, want %q", path, err, want)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Errorf("%s has %q, %v", want, got, err)
		}
	}
}

// viewer notes what is opened in place of opening it.
type viewer struct {
	fyne.App
	opened []string
}

func (v *viewer) OpenURL(u *url.URL) error {
	v.opened = append(v.opened, filepath.FromSlash(u.Path))
	return nil
}

const broken = "L’imprimante du 2ᵉ étage ne sort plus rien"

// saveIn asks for help and saves the receipt, as somebody whose files go to a folder.
func saveIn(t *testing.T, folder string) (*stage, *viewer) {
	t.Helper()
	was := xdg.UserDirs.Download
	xdg.UserDirs.Download = folder
	t.Cleanup(func() { xdg.UserDirs.Download = was })
	o := openAs(t, "amelie")
	v := &viewer{App: o.fyne}
	o.fyne = v
	s := o.taken()
	r, err := s.desk.Ask(t.Context(), desk.NewTicket{Title: broken, Kind: desk.KindIncident, Message: desk.NewMessage{Body: "Un voyant clignote.\nMerci !"}}, "")
	if err != nil {
		t.Fatal(err)
	}
	s.models.SaveReceipt(r.Key)
	o.work.Wait()
	o.draw()
	return o, v
}

func TestASavedReceiptOpensAndHoldsTheWords(t *testing.T) {
	folder := t.TempDir()
	_, v := saveIn(t, folder)
	if len(v.opened) != 1 || filepath.Dir(v.opened[0]) != folder || filepath.Ext(v.opened[0]) != ".txt" {
		t.Fatalf("opened %q", v.opened)
	}
	text, err := os.ReadFile(v.opened[0])
	if err != nil || !strings.Contains(string(text), broken) || !strings.Contains(string(text), "Un voyant clignote.\nMerci !") {
		t.Errorf("it says %q, %v", text, err)
	}
}

func TestAReceiptThatCannotBeSavedIsSaidToBeInRelaisStill(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "no folder")
	if err := os.WriteFile(folder, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	o, v := saveIn(t, folder)
	var said strings.Builder
	for _, overlay := range o.window.Canvas().Overlays().List() {
		for _, part := range test.LaidOutObjects(overlay) {
			if label, ok := part.(*widget.Label); ok {
				said.WriteString(label.Text + "\n")
			}
		}
	}
	for _, want := range []string{"could not be saved", "still in Relais", "may not write in " + folder} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("%q is not said: %s", want, &said)
		}
	}
	if len(v.opened) > 0 {
		t.Errorf("opened %q", v.opened)
	}
}
