package bench_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"relais/internal/bench"
)

// How often both programs are started, how long one may take at most, and how long a window is left alone until nothing
// changes in it any more.
const (
	starts   = 15
	patience = 30 * time.Second
	settled  = 4 * time.Second
)

// BenchmarkStart is the figure: from the start of the process to a window that lists one's own requests and answers a
// typed letter, everything cached, beside a window of the same size with one label. A letter is typed as soon as the
// requests are there, and has to be seen.
func BenchmarkStart(b *testing.B) {
	s, err := openScreen()
	if err != nil {
		b.Fatal(err)
	}
	defer s.conn.Close()
	r := newRace(b, s)
	for b.Loop() {
		r.learn()
		p, err := bench.Measure(starts, r.relais, r.bare)
		if err != nil {
			b.Fatal(err)
		}
		b.Logf("processor time: ours %v, baseline %v (medians)", bench.Quantile(r.cpu.Ours, 0.5), bench.Quantile(r.cpu.Baseline, 0.5))
		b.Logf("ours from %v to %v, baseline from %v to %v; own requests seen after %v, the letter %v later (medians)",
			bench.Quantile(p.Ours, 0), bench.Quantile(p.Ours, 1), bench.Quantile(p.Baseline, 0), bench.Quantile(p.Baseline, 1),
			bench.Quantile(r.listed, 0.5), bench.Quantile(r.echoed, 0.5))
		fmt.Println(p.Figure("start-to-interactive-window", 1.5))
	}
}

// race is the two programs and what their windows look like in the end.
type race struct {
	b      *testing.B
	screen *screen
	home   string // with everything cached
	other  string // of the same person, with other requests

	label, requests, letter probe
	listed, echoed          []time.Duration
	cpu                     bench.Pairs
}

func newRace(b *testing.B, s *screen) *race {
	b.Helper()
	return &race{b: b, screen: s, home: fill(b, full(b)), other: fill(b, helpdesk(b, 3*mine, 1))}
}

// program is one of those that scripts/bench.sh builds.
func program(b *testing.B, name string) string {
	b.Helper()
	folder := os.Getenv("RELAIS_BENCH_BIN")
	if folder == "" {
		b.Fatal("RELAIS_BENCH_BIN names no folder with the programs; use make bench")
	}
	return filepath.Join(folder, name)
}

// copied gives each start a home of its own: the letter of the one before would still be there.
func (r *race) copied(home string) string {
	r.b.Helper()
	to := r.b.TempDir()
	if err := os.CopyFS(to, os.DirFS(home)); err != nil {
		r.b.Fatal(err)
	}
	return to
}

func (r *race) open(ctx context.Context, home string) (*started, error) {
	env := []string{"RELAIS_HOME=" + home, "LANG=fr_FR.UTF-8", passphrase}
	return r.screen.start(ctx, env, program(r.b, "relais"))
}

func (r *race) openBare(ctx context.Context, label string) (*started, error) {
	return r.screen.start(ctx, nil, program(r.b, "bare"), label)
}

// What the windows say, and what they might say instead: by the difference it is known to be there. The two letters are
// equally wide, so that the cursor is no part of it.
const (
	label, otherLabel   = "Hello", "World"
	letter, otherLetter = 'd', 'b'
)

// learn looks at what each window shows once it has settled.
func (r *race) learn() {
	r.b.Helper()
	bare := func(label string) func(context.Context) (*started, error) {
		return func(ctx context.Context) (*started, error) { return r.openBare(ctx, label) }
	}
	relais := func(home string) func(context.Context) (*started, error) {
		return func(ctx context.Context) (*started, error) { return r.open(ctx, r.copied(home)) }
	}
	for _, p := range []struct {
		to           *probe
		other, right picture
	}{
		{&r.label, r.visit(bare(otherLabel), 0), r.visit(bare(label), 0)},
		{&r.requests, r.visit(relais(r.other), 0), r.visit(relais(r.home), 0)},
		{&r.letter, r.visit(relais(r.home), otherLetter), r.visit(relais(r.home), letter)},
	} {
		var err error
		if *p.to, err = r.screen.tell(p.other, p.right); err != nil {
			r.b.Fatal(err)
		}
	}
	r.b.Logf("told by: label %v, own requests %v, letter %v", r.label, r.requests, r.letter)
}

// visit opens a program, types a letter if there is one, and takes a picture when nothing moves any more.
func (r *race) visit(open func(context.Context) (*started, error), letter rune) picture {
	r.b.Helper()
	ctx, cancel := context.WithTimeout(r.b.Context(), patience)
	defer cancel()
	p, err := open(ctx)
	if err == nil {
		err = r.screen.focused(ctx, p.before)
	}
	if err == nil && letter != 0 {
		r.settle()
		err = r.screen.press(letter)
	}
	if err != nil {
		r.b.Fatal(err)
	}
	now := r.settle()
	if err := r.screen.end(ctx, p); err != nil {
		r.b.Fatal(err)
	}
	return now
}

func (r *race) settle() picture {
	r.b.Helper()
	time.Sleep(settled)
	now, err := r.screen.picture(r.screen.all())
	if err != nil {
		r.b.Fatal(err)
	}
	return now
}

// bare is the time until the window with the label is there.
func (r *race) bare() (time.Duration, error) {
	ctx, cancel := context.WithTimeout(r.b.Context(), patience)
	defer cancel()
	p, err := r.openBare(ctx, label)
	if err != nil {
		return 0, err
	}
	if err := r.screen.await(ctx, r.label); err != nil {
		return 0, r.missed("label", err)
	}
	took := time.Since(p.at)
	err = r.screen.end(ctx, p)
	r.cpu.Baseline = append(r.cpu.Baseline, p.cpu)
	return took, err
}

// relais is the time until the window lists the requests and shows the letter.
func (r *race) relais() (time.Duration, error) {
	ctx, cancel := context.WithTimeout(r.b.Context(), patience)
	defer cancel()
	p, err := r.open(ctx, r.copied(r.home))
	if err != nil {
		return 0, err
	}
	if err := r.screen.await(ctx, r.requests); err != nil {
		return 0, r.missed("own requests", err)
	}
	listed := time.Since(p.at)
	if err := r.screen.focused(ctx, p.before); err != nil {
		return 0, fmt.Errorf("keyboard: %w", err)
	}
	if err := r.screen.press(letter); err != nil {
		return 0, err
	}
	if err := r.screen.await(ctx, r.letter); err != nil {
		return 0, r.missed("letter", err)
	}
	took := time.Since(p.at)
	r.listed, r.echoed = append(r.listed, listed), append(r.echoed, took-listed)
	err = r.screen.end(ctx, p)
	r.cpu.Ours = append(r.cpu.Ours, p.cpu)
	return took, err
}

// missed says what did not come, and leaves a picture of what was there instead.
func (r *race) missed(what string, err error) error {
	file := filepath.Join(os.TempDir(), "relais-bench-missed.png")
	return errors.Join(fmt.Errorf("%s: %w, see %s", what, err, file), r.screen.save(file))
}
