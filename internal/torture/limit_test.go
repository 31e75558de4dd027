//go:build linux && amd64

package torture_test

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

// No file may grow beyond a size, as under ulimit -f: the system refuses each write beyond it, and sends a signal.
func TestWhatIsLargerThanAFileMayBeIsKeptOrRefusedButNeverHalf(t *testing.T) {
	t.Parallel()
	t.Log(recipe())
	for i, s := range submits {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 11<<32|uint64(i)))
			p := s.prepare(t, random)
			again, _ := p.copy()
			again.power = nil
			again.do(s.does, death{})
			most := largest(t, again.home)/block + 1
			for range max(1, failures()/4/len(submits)) {
				size := random.IntN(most)
				p.obstruct(fmt.Sprintf("no file may be larger than %d bytes", size*block), nil, func(args []string) *exec.Cmd { return limited(size, args) })
			}
		})
	}
}

// block is what the shell counts sizes of files in.
const block = 512

// limited runs a program whose files may have so many blocks.
func limited(blocks int, args []string) *exec.Cmd {
	return exec.Command("sh", append([]string{"-c", `ulimit -f "$0" && exec "$@"`, strconv.Itoa(blocks)}, args...)...)
}

// largest is the size of the largest file in a home.
func largest(t *testing.T, home string) (size int) {
	t.Helper()
	must(t, filepath.WalkDir(home, func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			info, missing := e.Info()
			if err = missing; err == nil {
				size = max(size, int(info.Size()))
			}
		}
		return err
	}))
	return size
}

// nobody is an ordinary user, for whom rights count.
const nobody = 65534

// Folders and files of a home can't be written, as after an administrator's or a backup program's mistake.
func TestWhatMayNotBeWrittenIsKeptOrRefusedButNeverHalf(t *testing.T) {
	t.Parallel()
	t.Log(recipe())
	if out, err := ordinary([]string{filepath.Join(programs, "relaisctl"), "--version"}).CombinedOutput(); err != nil {
		t.Skipf("no program can be run as an ordinary user: %v: %s", err, out)
	}
	for i, s := range submits {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 12<<32|uint64(i)))
			p := s.prepare(t, random)
			closed := places(t, p.folder)
			random.Shuffle(len(closed), func(i, j int) { closed[i], closed[j] = closed[j], closed[i] })
			for _, place := range closed[:min(len(closed), max(2, failures()/100))] {
				var was fs.FileMode
				p.obstruct(place+" can't be written", func(folder string, open bool) {
					path := filepath.Join(folder, place)
					if open {
						if err := os.Chmod(path, was); !errors.Is(err, fs.ErrNotExist) { // it may have been put away
							must(t, err)
						}
						return
					}
					must(t, os.Chmod(filepath.Dir(folder), 0o711)) // the test's own folder is closed to others
					give(t, folder)
					info, err := os.Stat(path)
					must(t, err)
					was = info.Mode()
					must(t, os.Chmod(path, was&^0o222))
				}, ordinary)
			}
		})
	}
}

// places are what there is in a folder, itself included, by the names below it.
func places(t *testing.T, folder string) (names []string) {
	t.Helper()
	must(t, filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		name, outside := filepath.Rel(folder, path)
		names = append(names, name)
		return cmp.Or(err, outside)
	}))
	return names
}

// give makes an ordinary user the owner of all that is in a folder.
func give(t *testing.T, folder string) {
	t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	for _, name := range places(t, folder) {
		must(t, os.Lchown(filepath.Join(folder, name), nobody, nobody))
	}
}

// ordinary runs a program as an ordinary user: as whoever runs the test, unless that is root.
func ordinary(args []string) *exec.Cmd {
	c := exec.Command(args[0], args[1:]...)
	if os.Geteuid() == 0 {
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	return c
}

// obstruct has a submission done while something is in the way, and looks at what became of it. It is put there and taken
// away again by a function that is given the folder of the home.
func (p *prepared) obstruct(what string, way func(folder string, open bool), program func(args []string) *exec.Cmd) {
	p.t.Helper()
	h, power := p.copy()
	if way != nil {
		way(power.folder, false)
	}
	var r result
	h.power = obstacle(func(home string, args ...string) result {
		c := program(ctl(home, args...))
		c.Env = environment(home)
		var err error
		r, err = end(c, death{})
		must(p.t, err)
		r.killed = r.code != 0 // it need not have a receipt
		return r
	})
	h.do(p.submit.does, death{})
	h.power = nil
	if way != nil {
		way(power.folder, true)
	}
	if r.code != 0 {
		h.refused(r, &fault{}, p.submit.does != look)
	}
	h.do(ask, death{}) // it goes on
	h.kept()
	if p.t.Failed() {
		p.t.Fatalf("%s while %s: %v", p.submit.name, what, r)
	}
}

// obstacle is a supply that never fails, of a computer where something is in the way.
type obstacle func(home string, args ...string) result

func (o obstacle) run(_ *testing.T, home string, _ death, args ...string) result {
	return o(home, args...)
}

func (obstacle) death(act) death { return death{} }
func (obstacle) learn(act, int)  {}
