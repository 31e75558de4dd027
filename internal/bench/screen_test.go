package bench_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// screen looks at the virtual display from outside, and types: what is measured is what a person sees, whatever the
// program thinks of itself.
type screen struct {
	conn          *xgb.Conn
	root          xproto.Window
	width, height uint16
}

const look = 2 * time.Millisecond // between two looks

func openScreen() (*screen, error) {
	conn, err := xgb.NewConn()
	if err != nil {
		return nil, fmt.Errorf("start through scripts/bench.sh, which brings a display: %w", err)
	}
	if err := xtest.Init(conn); err != nil {
		conn.Close()
		return nil, err
	}
	s := xproto.Setup(conn).DefaultScreen(conn)
	out := &screen{conn: conn, root: s.Root, width: s.WidthInPixels, height: s.HeightInPixels}
	corner := xproto.WarpPointerChecked(conn, 0, s.Root, 0, 0, 0, 0, int16(s.WidthInPixels-1), int16(s.HeightInPixels-1))
	return out, corner.Check() // the pointer is out of the way
}

// picture is all pixels of a part of the screen.
type picture []byte

// area is a part of the screen.
type area struct{ x, y, width, height int }

func (s *screen) all() area { return area{0, 0, int(s.width), int(s.height)} }

func (s *screen) picture(a area) (picture, error) {
	p, err := xproto.GetImage(s.conn, xproto.ImageFormatZPixmap, xproto.Drawable(s.root),
		int16(a.x), int16(a.y), uint16(a.width), uint16(a.height), ^uint32(0)).Reply()
	if err != nil {
		return nil, err
	}
	return p.Data, nil
}

// save writes what is on the screen as a PNG.
func (s *screen) save(file string) error {
	now, err := s.picture(s.all())
	if err != nil {
		return err
	}
	img := image.NewNRGBA(image.Rect(0, 0, int(s.width), int(s.height)))
	for i := 0; i+pixel <= len(now); i += pixel {
		img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = now[i+2], now[i+1], now[i], 0xff
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return err
	}
	return os.WriteFile(file, out.Bytes(), 0o600)
}

// pixel is 4 bytes: blue, green, red and one that says nothing.
const pixel = 4

// probe is what tells one picture from another: a small area, so that looking at it takes no time from what is measured,
// and the pixels of it that differ.
type probe struct {
	area
	at   []int
	want []byte // all pixels of the area
}

// The size of an area: a word in a line.
const wide, high = 64, 16

// tell finds what tells right from other, in the lowest line that does: when it is there, so is all above it.
func (s *screen) tell(other, right picture) (probe, error) {
	stride := int(s.width) * pixel
	bottom := len(right)/stride - 1
	for bottom >= 0 && bytes.Equal(other[bottom*stride:(bottom+1)*stride], right[bottom*stride:(bottom+1)*stride]) {
		bottom--
	}
	if bottom < 0 {
		return probe{}, errors.New("the two pictures are the same")
	}
	p := probe{area: area{x: int(s.width), y: max(bottom-high+1, 0), width: wide, height: min(high, bottom+1)}}
	for i := p.y * stride; i < (bottom+1)*stride; i += pixel {
		if differs(other, right, i) {
			p.x = min(p.x, i%stride/pixel)
		}
	}
	p.x = min(p.x, int(s.width)-wide)
	for y := p.y; y <= bottom; y++ {
		for x := p.x; x < p.x+wide; x++ {
			i := y*stride + x*pixel
			if differs(other, right, i) {
				p.at = append(p.at, len(p.want))
			}
			p.want = append(p.want, right[i:i+pixel]...)
		}
	}
	return p, nil
}

func (p probe) String() string {
	return fmt.Sprintf("%d pixels at %d,%d", len(p.at), p.x, p.y)
}

func differs(a, b picture, i int) bool {
	return a[i] != b[i] || a[i+1] != b[i+1] || a[i+2] != b[i+2]
}

// shown tells whether now, a picture of the probe's area, shows what the probe looks for. Some of it may be different: a
// cursor blinks, a clock goes on.
func (p probe) shown(now picture) bool {
	off := 0
	for _, i := range p.at {
		if differs(now, p.want, i) {
			off++
		}
	}
	return off*5 <= len(p.at)
}

// await looks until the screen shows what the probe looks for.
func (s *screen) await(ctx context.Context, p probe) error {
	return until(ctx, func() (bool, error) {
		now, err := s.picture(p.area)
		return err == nil && p.shown(now), err
	})
}

// focused looks until the keyboard belongs to another window than before.
func (s *screen) focused(ctx context.Context, before xproto.Window) error {
	return until(ctx, func() (bool, error) {
		now, err := s.focus()
		return err == nil && now != before, err
	})
}

func (s *screen) focus() (xproto.Window, error) {
	f, err := xproto.GetInputFocus(s.conn).Reply()
	if err != nil {
		return 0, err
	}
	return f.Focus, nil
}

func until(ctx context.Context, there func() (bool, error)) error {
	tick := time.NewTicker(look)
	defer tick.Stop()
	for {
		if ok, err := there(); ok || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// press types a letter as a keyboard does.
func (s *screen) press(letter rune) error {
	setup := xproto.Setup(s.conn)
	first, count := setup.MinKeycode, byte(setup.MaxKeycode-setup.MinKeycode+1)
	keys, err := xproto.GetKeyboardMapping(s.conn, first, count).Reply()
	if err != nil {
		return err
	}
	for i, symbol := range keys.Keysyms {
		if rune(symbol) != letter {
			continue
		}
		code := byte(first) + byte(i/int(keys.KeysymsPerKeycode))
		for _, kind := range []byte{xproto.KeyPress, xproto.KeyRelease} {
			if err := xtest.FakeInputChecked(s.conn, kind, code, 0, s.root, 0, 0, 0).Check(); err != nil {
				return err
			}
		}
		return nil
	}
	return fmt.Errorf("the keyboard has no %q", letter)
}

// started is a program that runs.
type started struct {
	command *exec.Cmd
	at      time.Time
	before  xproto.Window // that had the keyboard
	cpu     time.Duration // that it used until it was ended
}

// start starts a program.
func (s *screen) start(ctx context.Context, env []string, program string, args ...string) (*started, error) {
	before, err := s.focus()
	if err != nil {
		return nil, err
	}
	c := exec.CommandContext(ctx, program, args...)
	c.Env = append(c.Environ(), env...)
	p := &started{command: c, before: before, at: time.Now()}
	return p, c.Start()
}

// end ends it without giving it time for anything, and looks until its window is gone.
func (s *screen) end(ctx context.Context, p *started) error {
	if err := p.command.Process.Kill(); err != nil {
		return err
	}
	_ = p.command.Wait()
	p.cpu = p.command.ProcessState.UserTime() + p.command.ProcessState.SystemTime()
	return until(ctx, func() (bool, error) {
		now, err := s.focus()
		return err == nil && now == p.before, err
	})
}
