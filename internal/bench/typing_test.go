package bench_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"relais/assets"
	"relais/internal/bench"
	"relais/internal/form"
	"relais/internal/suggest"
	"relais/internal/text"
	"relais/offline"
	"relais/ui/gate"
	"relais/ui/model"
	"relais/ui/model/ask"
	"relais/ui/screen/employee"
	"relais/ui/theme"
)

const (
	letters    = 2000
	rounds     = 3
	frame      = 16 * time.Millisecond
	betweenKey = 3 * time.Millisecond  // fast fingers, or a key that repeats
	afterWord  = 50 * time.Millisecond // long enough for suggestions to come
)

// BenchmarkTyping is the figure: nothing of ours holds up the drawing while somebody describes what is wrong. The
// program is whole but for its window: the first page, the way of a request, and a desk with everything cached, whose
// drafts and suggestions go on while the letters come. The slower of what we do at a letter and of what comes through
// the gate counts.
func BenchmarkTyping(b *testing.B) {
	d := openDesk(b, offline.Options{Home: fill(b, full(b)), Account: accountID, HouseWords: func() suggest.HouseWords { return houseWords(b) }})
	defer d.Close()
	var p bench.Pairs
	for b.Loop() {
		for range rounds {
			p.Ours = append(p.Ours, typeAll(b, d))
			p.Baseline = append(p.Baseline, frame)
		}
	}
	fmt.Println(p.Figure("typing-p99.9-in-a-frame", 1))
}

func typeAll(b *testing.B, d *offline.Desk) time.Duration {
	b.Helper()
	w := newWindow(b, d)
	w.write(b, words(b, letters))
	w.flow.Close()
	passed := w.gate.Stats()
	b.Logf("%d letters: callbacks p50 %v, p99.9 %v, longest %v; %d updates through the gate: p50 %v, p99.9 %v, longest %v; suggestions shown %d times",
		letters, bench.Quantile(w.callbacks, 0.5), bench.Quantile(w.callbacks, 0.999), bench.Quantile(w.callbacks, 1),
		passed.Ran, passed.Quantile(0.5), passed.Quantile(0.999), passed.Longest, w.suggested)
	if w.suggested == 0 {
		b.Fatal("there were no suggestions")
	}
	if err := d.DropDraft(b.Context(), "ask"); err != nil {
		b.Fatal(err)
	}
	return max(passed.Quantile(0.999), bench.Quantile(w.callbacks, 0.999))
}

// window is the first page in a window that is never drawn. Its goroutine is the benchmark's.
type window struct {
	flow      *ask.Flow
	gate      *gate.Gate
	entry     fyne.Focusable
	callbacks []time.Duration // what we did at each letter, the toolkit's own work left out
	suggested int

	mu    sync.Mutex
	queue []func() // the toolkit's
}

func newWindow(b *testing.B, d *offline.Desk) *window {
	b.Helper()
	app := test.NewTempApp(b)
	app.Settings().SetTheme(theme.New(theme.Options{Mode: theme.Light}))
	forms, formsErr := form.Load(folder(b, assets.Forms, "forms"))
	catalogue, textsErr := text.Load(folder(b, assets.I18n, "i18n"))
	if err := errors.Join(formsErr, textsErr); err != nil {
		b.Fatal(err)
	}
	w := &window{}
	w.flow = ask.New(d, forms, func() string { return "fr" }, time.Now)
	w.gate = gate.New(gate.WithDo(w.do))
	page := employee.NewAsk(catalogue.In("fr"), w.flow.Topics(), timed{w.flow, w}, employee.Window{Go: func(model.Place) {}})
	page.Render(w.flow.State())
	w.entry = page.Focus()
	shown := test.NewTempWindow(b, page.Object())
	shown.Resize(fyne.NewSize(1100, 760))
	shown.Canvas().Focus(w.entry)
	b.Cleanup(w.flow.Watch(func() {
		w.gate.Post(w.flow, func() {
			s := w.flow.State()
			if len(s.Suggestions) > 0 {
				w.suggested++
			}
			page.Render(s)
		})
	}))
	return w
}

// timed takes the time of what the first page calls when something is typed.
type timed struct {
	*ask.Flow
	w *window
}

func (t timed) Type(text string) {
	began := time.Now()
	t.Flow.Type(text)
	t.w.callbacks = append(t.w.callbacks, time.Since(began))
}

func folder(b *testing.B, files fs.FS, name string) fs.FS {
	b.Helper()
	sub, err := fs.Sub(files, name)
	if err != nil {
		b.Fatal(err)
	}
	return sub
}

func (w *window) do(f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.queue = append(w.queue, f)
}

// write types, and does what the toolkit's loop does between two letters.
func (w *window) write(b *testing.B, text []rune) {
	ctx, cancel := context.WithTimeout(b.Context(), 5*time.Minute)
	defer cancel()
	for _, letter := range text {
		w.entry.TypedRune(letter)
		pause := betweenKey
		if letter == ' ' {
			pause = afterWord
		}
		w.loop(ctx, pause)
	}
	w.loop(ctx, time.Second)
	if s := w.flow.State(); s.Text != string(text) || !s.Kept || s.Unkept {
		b.Fatalf("%d of %d letters arrived, kept: %v (%s)", len([]rune(s.Text)), len(text), s.Kept, s.Code)
	}
}

// loop runs what waits for the UI goroutine, until the time is up.
func (w *window) loop(ctx context.Context, pause time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, pause)
	defer cancel()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		w.mu.Lock()
		waiting := w.queue
		w.queue = nil
		w.mu.Unlock()
		for _, f := range waiting {
			f()
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
