//go:build journey

package journey_test

import (
	"bytes"
	"fmt"
	"os/exec"
	"strconv"
	"testing"
	"time"
)

// painting is how long a page may take to be painted on a busy computer.
const painting = 2 * time.Second

// painted tells whether a control is there for the eye, and not only for who asks the window: the screen shows the same
// before and after the pointer moves, which has anything painted that waits for it.
func (w *window) painted(name string) {
	w.t.Helper()
	c := w.see(name)
	time.Sleep(painting)
	before := w.crop(c)
	w.do("mousemove", "--window", w.id, "2", strconv.Itoa(w.height()-2))
	time.Sleep(painting / 2) // when this is too short, the test is too kind
	if after := w.crop(c); !bytes.Equal(before, after) {
		w.t.Errorf("%s was not painted before the pointer moved", name)
	}
}

// crop is what the screen shows of a control.
func (w *window) crop(c control) []byte {
	w.t.Helper()
	area := fmt.Sprintf("%dx%d+%d+%d", c.Width, c.Height, c.X, c.Y)
	out, err := exec.Command("import", "-window", w.id, "-crop", area, "rgb:-").Output()
	if err != nil {
		w.t.Fatalf("picture of %s: %v", area, err)
	}
	return out
}

func TestEveryStageIsPaintedWhileThePointerRests(t *testing.T) {
	amelie := sit(t, "amelie")
	amelie.light()
	amelie.click("tab.home")
	amelie.write("home.text", "Le Wi-Fi est en panne")
	amelie.click("home.ask")
	amelie.painted("form.option." + network[0].option)
	amelie.reply(network)
	amelie.painted("review.send")
	amelie.kill()
	amelie.start()
	amelie.click("home.ask")
	amelie.painted("review.send")
	amelie.click("tab.knowledge")
	amelie.painted("kb.search")
}
