//go:build journey

package journey_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"relais/internal/agent"
)

// window is a running relais, and the hands and eyes of the person in front of it.
type window struct {
	t       *testing.T
	who     string
	home    string
	process *exec.Cmd
	ended   chan struct{} // closed when the process has ended
	log     bytes.Buffer
	door    *agent.Conn
	id      string // of the X window
}

// control is what the window tells of a control. Lengths are pixels from the upper left corner of its content.
type control struct {
	Shown, InView, Enabled, Focused bool
	Words                           string
	X, Y, Width, Height             int
}

// sit puts a person in front of a computer of their own, in French, and starts Relais there.
func sit(t *testing.T, who string) *window {
	t.Helper()
	folder, err := os.MkdirTemp("", "journey-") //nolint:usetesting // t.TempDir has the test's name in it, too long for a socket's path
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	w := &window{t: t, who: who, home: filepath.Join(folder, "relais")}
	w.start()
	t.Cleanup(func() {
		if t.Failed() {
			w.report()
		}
		w.quit()
	})
	return w
}

// start starts Relais and waits for its window.
func (w *window) start() {
	w.t.Helper()
	folder := filepath.Dir(w.home)
	w.process = exec.Command(program(w.t, "relais"), "--home", w.home)
	w.process.Env = append(os.Environ(), "HOME="+folder, "XDG_CONFIG_HOME="+folder, "XDG_CACHE_HOME="+folder, "XDG_STATE_HOME="+folder,
		"XDG_RUNTIME_DIR="+folder, "RELAIS_PASSPHRASE=correct horse", "LANGUAGE=fr", "LC_ALL=C.UTF-8")
	w.process.Stdout, w.process.Stderr = &w.log, &w.log
	if err := w.process.Start(); err != nil {
		w.t.Fatal(err)
	}
	w.ended = make(chan struct{})
	go func(process *exec.Cmd, ended chan struct{}) {
		_ = process.Wait()
		close(ended)
	}(w.process, w.ended)
	until(w.t, "the window of "+w.who, func() bool {
		w.alive()
		door, err := agent.Dial(w.home)
		w.door = door
		if err != nil {
			return false
		}
		found, err := x("search", "--onlyvisible", "--pid", strconv.Itoa(w.process.Process.Pid))
		w.id = found
		return err == nil && found != "" && len(w.names()) > 0
	})
}

// alive fails when the program has ended by itself.
func (w *window) alive() {
	w.t.Helper()
	select {
	case <-w.ended:
		w.t.Fatalf("relais of %s ended by itself:\n%s", w.who, w.log.String())
	default:
	}
}

// quit ends Relais as the end of the session does.
func (w *window) quit() {
	w.t.Helper()
	_ = w.process.Process.Signal(syscall.SIGTERM)
	select {
	case <-w.ended:
	case <-time.After(patience):
		w.t.Errorf("relais of %s does not end", w.who)
		w.kill()
	}
}

// kill ends Relais as a power cut does.
func (w *window) kill() {
	_ = w.process.Process.Kill()
	<-w.ended
}

// x has the display do something.
func x(arguments ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	c := exec.CommandContext(ctx, "xdotool", arguments...)
	c.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	out, err := c.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("xdotool %q: %w: %s", arguments, err, out)
	}
	return strings.TrimSpace(string(out)), nil
}

// do has the display do something that has to work.
func (w *window) do(arguments ...string) {
	w.t.Helper()
	if _, err := x(arguments...); err != nil {
		w.t.Fatal(err)
	}
}

// ask asks the window at its local socket.
func (w *window) ask(verb string, question, answer any) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return w.door.Call(ctx, verb, question, answer)
}

// names are those of all controls that are shown.
func (w *window) names() []string {
	var names []string
	_ = w.ask("names", nil, &names)
	return names
}

// look looks at a control. One that is not there, or a window that is busy, shows nothing.
func (w *window) look(name string) control {
	w.t.Helper()
	w.alive()
	var c control
	_ = w.ask("control", map[string]string{"name": name}, &c)
	return c
}

// see waits until a control is shown.
func (w *window) see(name string) control {
	w.t.Helper()
	var c control
	until(w.t, w.who+" sees "+name, func() bool {
		c = w.look(name)
		return c.Shown
	})
	return c
}

// gone waits until a control is not shown any more.
func (w *window) gone(name string) {
	w.t.Helper()
	until(w.t, name+" disappears for "+w.who, func() bool { return !w.look(name).Shown })
}

// read waits until a control says something.
func (w *window) read(name, words string) {
	w.t.Helper()
	var c control
	until(w.t, w.who+" reads "+strconv.Quote(words)+" at "+name, func() bool {
		c = w.look(name)
		return c.Shown && strings.Contains(c.Words, words)
	})
}

// moment is how long a control has to keep still before a hand can reach it.
const moment = 200 * time.Millisecond

// reach brings a control that can be used into view, and waits until it keeps still.
func (w *window) reach(name string) control {
	w.t.Helper()
	var last control
	var since time.Time
	until(w.t, w.who+" reaches "+name, func() bool {
		c := w.look(name)
		if c.X != last.X || c.Y != last.Y || c.Width != last.Width || c.Height != last.Height || !c.Shown || !c.Enabled {
			last, since = c, time.Now()
			return false
		}
		if time.Since(since) < moment {
			return false
		}
		if !c.InView {
			w.scroll(c)
			since = time.Now()
		}
		return c.InView
	})
	return last
}

// height is that of the window's content.
func (w *window) height() int {
	w.t.Helper()
	out, err := x("getwindowgeometry", "--shell", w.id)
	if err != nil {
		w.t.Fatal(err)
	}
	for line := range strings.Lines(out) {
		if value, ok := strings.CutPrefix(strings.TrimSpace(line), "HEIGHT="); ok {
			height, err := strconv.Atoi(value)
			if err != nil {
				w.t.Fatal(err)
			}
			return height
		}
	}
	w.t.Fatalf("xdotool tells no height: %s", out)
	return 0
}

// scroll turns the mouse wheel one notch, towards a control.
func (w *window) scroll(c control) {
	w.t.Helper()
	const up, down = "4", "5"
	middle, wheel := w.height()/2, down
	if c.Y+c.Height/2 < middle {
		wheel = up
	}
	w.front()
	w.do("mousemove", "--window", w.id, strconv.Itoa(c.X+c.Width/2), strconv.Itoa(middle), "click", wheel)
}

// front brings the window to the front, with the keyboard.
func (w *window) front() {
	w.t.Helper()
	w.do("windowactivate", "--sync", w.id)
}

// click clicks a control.
func (w *window) click(name string) {
	w.t.Helper()
	c := w.reach(name)
	w.front()
	w.do("mousemove", "--window", w.id, strconv.Itoa(c.X+c.Width/2), strconv.Itoa(c.Y+c.Height/2), "click", "1")
}

// write clicks a field and types words into it, at its end.
func (w *window) write(name, words string) {
	w.t.Helper()
	w.click(name)
	until(w.t, name+" has the focus", func() bool { return w.look(name).Focused })
	w.press("ctrl+End")
	w.keys(words)
	w.read(name, words)
}

// rewrite clicks a field and types words in the place of what stands there.
func (w *window) rewrite(name, words string) {
	w.t.Helper()
	w.click(name)
	until(w.t, name+" has the focus", func() bool { return w.look(name).Focused })
	w.press("ctrl+a")
	w.keys(words)
	until(w.t, name+" holds "+strconv.Quote(words), func() bool { return w.look(name).Words == words })
}

// keys types words where the keyboard is.
func (w *window) keys(words string) {
	w.t.Helper()
	w.do("type", "--delay", "15", "--", words)
}

// press presses keys, such as "Return" or "ctrl+End".
func (w *window) press(keys ...string) {
	w.t.Helper()
	w.front()
	w.do(append([]string{"key", "--delay", "15"}, keys...)...)
}

// show leaves a picture of the window, once what it shows keeps still.
func (w *window) show(name string) {
	w.t.Helper()
	var last []string
	since := time.Now()
	until(w.t, "the window of "+w.who+" keeps still", func() bool {
		now := w.names()
		if !slices.Equal(now, last) {
			last, since = now, time.Now()
		}
		return time.Since(since) >= moment
	})
	if err := w.photograph(name); err != nil {
		w.t.Error(err)
	}
}

func (w *window) photograph(name string) error {
	folder := os.Getenv("RELAIS_JOURNEY_PICTURES")
	if folder == "" {
		folder = w.t.ArtifactDir()
	}
	out, err := exec.Command("import", "-window", w.id, filepath.Join(folder, name+".png")).CombinedOutput()
	if err != nil {
		return fmt.Errorf("picture %s: %w: %s", name, err, out)
	}
	return nil
}

// report tells what there was to see when a journey failed.
func (w *window) report() {
	picture := "failed-" + strings.ToLower(w.t.Name()) + "-" + w.who
	if err := w.photograph(picture); err != nil {
		w.t.Log(err)
	}
	w.t.Logf("%s saw (picture %s): %s", w.who, picture, strings.Join(w.names(), " "))
	w.t.Logf("relais of %s wrote:\n%s", w.who, w.log.String())
}

// signIn signs a person in on the sign-in page.
func (w *window) signIn(h *helpdesk) {
	w.t.Helper()
	w.click("header.settings")
	w.click("settings.signin")
	w.write("signin.url", h.url())
	w.write("signin.login", w.who)
	w.write("signin.password", password)
	w.press("Return")
	w.gone("signin.password")
}

// light has the window drawn dark on light, whatever the desktop prefers.
func (w *window) light() {
	w.t.Helper()
	w.click("header.settings")
	w.click("settings.theme.light")
	w.see("settings.theme.light")
}
