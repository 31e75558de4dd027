//go:build !windows && !darwin

package tray_test

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"
)

const watcherName = "org.kde.StatusNotifierWatcher"

// desktop is one that shows icons in a tray: a session bus with a watcher.
type desktop struct {
	t     *testing.T
	bus   *dbus.Conn
	props *prop.Properties

	mu    sync.Mutex
	items []string
}

func openDesktop(t *testing.T) *desktop {
	t.Helper()
	address := startBus(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	bus, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	d := &desktop{t: t, bus: bus}
	t.Cleanup(func() { _ = bus.Close() })
	const path = "/StatusNotifierWatcher"
	d.props, err = prop.Export(bus, path, prop.Map{watcherName: {
		"IsStatusNotifierHostRegistered": {Value: true},
		"RegisteredStatusNotifierItems":  {Value: []string{}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if err := bus.Export(d, path, watcherName); err != nil {
		t.Fatal(err)
	}
	if _, err := bus.RequestName(watcherName, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	return d
}

// startBus starts a bus that ends with the test.
func startBus(t *testing.T) (address string) {
	t.Helper()
	folder := t.TempDir()
	file := filepath.Join(folder, "bus.conf")
	conf := `<busconfig><type>session</type><listen>unix:dir=` + folder + `</listen><auth>EXTERNAL</auth>` +
		`<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`
	if err := os.WriteFile(file, []byte(conf), 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.Command("dbus-daemon", "--nofork", "--nopidfile", "--config-file="+file, "--print-address")
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Kill()
		_ = c.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line)
}

// RegisterStatusNotifierItem takes an icon, as desktops do: by the name of its
// program on the bus.
func (d *desktop) RegisterStatusNotifierItem(path string, from dbus.Sender) *dbus.Error {
	d.mu.Lock()
	d.items = append(d.items, string(from)+path)
	items := append([]string{}, d.items...)
	d.mu.Unlock()
	d.props.SetMust(watcherName, "RegisteredStatusNotifierItems", items)
	return nil
}

// item is the icon of the program.
func (d *desktop) item(path dbus.ObjectPath) dbus.BusObject {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.items) != 1 {
		d.t.Fatalf("icons in the tray: %v", d.items)
	}
	owner, _, _ := strings.Cut(d.items[0], "/")
	return d.bus.Object(owner, path)
}

// look reads a property of the icon.
func (d *desktop) look(name string) any {
	d.t.Helper()
	v, err := d.item("/StatusNotifierItem").GetProperty("org.kde.StatusNotifierItem." + name)
	if err != nil {
		d.t.Fatal(err)
	}
	return v.Value()
}

// layout is a menu on the bus.
type layout struct {
	ID       int32
	Props    map[string]dbus.Variant
	Children []dbus.Variant
}

// menu reads the menu: what stands in each entry, and by which number it is clicked.
func (d *desktop) menu() (labels []string, ids []int32) {
	d.t.Helper()
	var revision uint32
	var root layout
	err := d.item("/StatusNotifierItem/menu").Call("com.canonical.dbusmenu.GetLayout", 0, int32(0), int32(-1), []string{}).Store(&revision, &root)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, child := range root.Children {
		var entry layout
		if err := dbus.Store([]any{child.Value()}, &entry); err != nil {
			d.t.Fatal(err)
		}
		label, _ := entry.Props["label"].Value().(string)
		labels, ids = append(labels, label), append(ids, entry.ID)
	}
	return labels, ids
}

// patience is how long anything may take on a busy computer.
const patience = time.Minute

// click clicks an entry of the menu until that does what is wanted: an entry that is not awake yet misses it, and what
// an earlier click did may come late.
func (d *desktop) click(id int32, done <-chan string, want string) {
	d.t.Helper()
	did := "nothing happened"
	for end := time.Now().Add(patience); time.Now().Before(end); {
		err := d.item("/StatusNotifierItem/menu").Call("com.canonical.dbusmenu.Event", 0, id, "clicked", dbus.MakeVariant(""), uint32(0)).Err
		if err != nil {
			d.t.Fatal(err)
		}
		select {
		case did = <-done:
			if did == want {
				return
			}
		case <-time.After(50 * time.Millisecond):
		}
	}
	d.t.Fatalf("clicked for %q: %s", want, did)
}

// comes waits until the desktop sees something.
func (d *desktop) comes(what string, seen func() bool) {
	d.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); {
		if seen() {
			return
		}
		<-time.After(10 * time.Millisecond)
	}
	d.t.Fatal(what + " did not come")
}
