package simulation_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing/synctest"
	"time"

	"relais/internal/desk"
	"relais/offline"
)

// device is a computer of somebody, with the programs that run on it.
type device struct {
	w       *world
	n       int
	who     string
	chance  *rand.Rand
	home    string
	homes   int
	keys    int
	ahead   time.Duration // of the device's clock
	running []*process
	read    map[string]desk.Conversation // what was read last
}

// process is one program that has the home of a device open.
type process struct {
	*offline.Desk
	d     *device
	home  string
	ctx   context.Context
	stop  context.CancelFunc
	ended sync.WaitGroup
	gone  atomic.Bool
	looks atomic.Int64 // at the clock until it crashes; below 0: never
	acted atomic.Bool  // somebody acts right now, and no crash comes in between
	copy  string       // what the crash left on the disk
}

func newDevice(w *world, n int, who string) *device {
	d := &device{w: w, n: n, who: who, read: map[string]desk.Conversation{}, chance: rand.New(rand.NewPCG(w.p.Seed, uint64(n)))}
	d.home = d.newHome()
	account := filepath.Join(d.home, "accounts", who)
	w.must(copyFolder(emptyStore(), account))
	d.launch()
	return d
}

func (d *device) newHome() string {
	d.homes++
	return filepath.Join(d.w.folder, fmt.Sprintf("device%d-%d", d.n, d.homes))
}

func (d *device) tell(format string, args ...any) {
	d.w.tell(fmt.Sprintf("device%d", d.n), format, args...)
}

// now is the time that the device shows, which people set.
func (d *device) now() time.Time { return time.Now().Round(0).Add(d.ahead) }

// elapsed is the time of the clock that nobody can set.
func (d *device) elapsed() time.Duration { return time.Since(d.w.start) }

// addresses are those of the device: none while it has no network.
func (d *device) addresses() []string {
	if d.w.weather == "cut" {
		return nil
	}
	return []string{"192.0.2.1"}
}

// launch starts a program.
func (d *device) launch() {
	p := &process{d: d, home: d.home}
	p.looks.Store(-1)
	p.ctx, p.stop = context.WithCancel(context.Background())
	var err error
	p.Desk, err = offline.Open(context.Background(), offline.Options{
		Home: d.home, Account: d.who, Cold: true, Now: p.now, Elapsed: d.elapsed, Random: d.chance.Float64, NewKey: d.key, Changed: p.poke,
		Network: d.addresses,
		Connect: func(context.Context) (desk.Backend, error) { return wire{d.w.hub.Open(d.who), p}, nil },
	})
	d.w.must(err)
	d.running = append(d.running, p)
	p.ended.Go(func() {
		if err := p.RunCalmly(p.ctx, time.Duration(d.n/2)*time.Minute); !errors.Is(err, context.Canceled) && !p.dead() {
			d.w.faultf("device %d stopped syncing: %w", d.n, err)
		}
	})
	synctest.Wait()
}

// now is what a program reads; some crash while they do.
func (p *process) now() time.Time {
	if !p.acted.Load() && p.looks.Load() >= 0 && p.looks.Add(-1) == -1 {
		p.crash()
	}
	return p.d.now()
}

// busy keeps a program from crashing while somebody acts, and while it does at once what follows from that: which comes
// first is nobody's to say.
func (p *process) busy() (done func()) {
	p.acted.Store(true)
	return func() {
		synctest.Wait()
		p.acted.Store(false)
	}
}

// crash leaves on the disk what is there now, whatever the program does afterwards.
func (p *process) crash() {
	if p.gone.Swap(true) {
		return
	}
	p.copy = p.d.newHome()
	p.d.w.must(copyFolder(p.home, p.copy))
}

func (p *process) dead() bool { return p.gone.Load() }

// poke tells the other programs of the home that something was written.
func (p *process) poke() {
	for _, other := range p.d.running {
		if other != p && !other.dead() {
			other.Poke()
		}
	}
}

func (d *device) key() desk.Key {
	d.keys++
	return desk.Key(fmt.Sprintf("01900000-0000-7000-800%d-%012x", d.n, d.keys))
}

// end ends a program; what it has under way is cut off.
func (p *process) end() {
	p.stop()
	p.ended.Wait()
	err := p.Close()
	if !p.dead() {
		p.d.w.must(err)
	}
}

// off ends all programs of the device.
func (d *device) off() {
	for _, p := range d.running {
		p.end()
	}
	d.running = nil
}

// crash kills all programs of the device at once, and starts one again.
func (d *device) crash() {
	for _, p := range d.running {
		p.crash()
	}
	d.revive()
}

// revive starts a program on what a crash left, where there was one. All programs of a device crash together.
func (d *device) revive() {
	var left string
	for _, p := range d.running {
		if p.dead() && left == "" {
			left = p.copy
		}
	}
	if left == "" {
		return
	}
	d.tell("crashed")
	for _, p := range d.running {
		p.crash()
	}
	d.off()
	d.home = left
	d.launch()
}

// copyFolder copies files, but for SQLite's shared memory, which a crash does not leave.
func copyFolder(from, to string) error {
	return filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if e.IsDir() {
			return os.MkdirAll(filepath.Join(to, rel), 0o700)
		}
		if strings.HasSuffix(path, "-shm") {
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), content, 0o600)
	})
}

// emptyStore is the folder of an account that was never used.
func emptyStore() string { return filepath.Join(emptyHome(), "accounts", "empty") }

// emptyHome is the home around it.
var emptyHome = sync.OnceValue(func() string {
	home, err := os.MkdirTemp(memoryFolder(), "relais-simulation-empty-*")
	if err != nil {
		panic(err)
	}
	d, err := offline.Open(context.Background(), offline.Options{Home: home, Account: "empty", Cold: true})
	if err == nil {
		err = d.Close()
	}
	if err != nil {
		panic(err)
	}
	return home
})
